"""What a person may ask for next is there before it is asked for, and nobody else waits for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web.conftest import REPLICATES, Server, Visit, started

pytestmark = pytest.mark.xdist_group("browser")

STRENGTH = "#c-policies-ban-strength"
VALUE = "set.policies.ban.strength"
TENTHS = {"0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"}
THUMB = 16
"""How wide Chromium draws the thumb."""


class Asked:
    """What the page asks the engine for: the value of the slider, how many worlds, whether ahead."""

    def __init__(self, page: Any) -> None:
        self.all: list[tuple[str, int, bool]] = []
        page.on("request", lambda one: self.note(one.url))

    def note(self, address: str) -> None:
        parts = {key: found[0] for key, found in parse_qs(urlsplit(address).query).items()}
        if urlsplit(address).path == "/api/run":
            self.all.append((parts.get(VALUE, ""), int(parts["runs"]), "ahead" in parts))

    def ahead(self) -> list[str]:
        return [value for value, _, is_ahead in self.all if is_ahead]


def answered_ahead(page: Any, value: str) -> Any:
    return page.expect_response(lambda one: f"{VALUE}={value}&" in one.url and "ahead=1" in one.url)


def place(page: Any, value: float) -> tuple[float, float]:
    """Where the middle of the thumb stands at a value of the slider, from 0 to 1."""
    box = page.locator(STRENGTH).bounding_box()
    return box["x"] + THUMB / 2 + value * (box["width"] - THUMB), box["y"] + box["height"] / 2


def test_the_next_step_is_there_before_it_is_asked_for(visit: Visit, server: Server) -> None:
    page = visit.go(f"{server.address}?{VALUE}=0.6")
    with answered_ahead(page, "0.61"), answered_ahead(page, "0.59"):
        page.focus(STRENGTH)
    with answered_ahead(page, "0.58"):
        page.keyboard.press("ArrowLeft")
        visit.setting(f"{VALUE}=0.59")
    visit.done()
    asked = Asked(page)
    page.keyboard.press("ArrowLeft")
    visit.setting(f"{VALUE}=0.58")
    visit.done()
    waited_for = [runs for value, runs, is_ahead in asked.all if value == "0.58" and not is_ahead]
    assert waited_for == [100, REPLICATES]  # the first answer was here; more worlds came later
    assert asked.ahead()[0] == "0.57"
    assert "0.59" not in asked.ahead()  # what was seen a step before is here as well


def test_what_is_shown_from_before_is_what_the_server_says(visit: Visit, server: Server) -> None:
    page = visit.go(f"{server.address}?{VALUE}=0.6")
    there = visit.sentence()
    with answered_ahead(page, "0.59"):
        page.focus(STRENGTH)
    page.keyboard.press("ArrowLeft")
    visit.setting(f"{VALUE}=0.59")
    visit.done()
    page.keyboard.press("ArrowRight")
    visit.setting(f"{VALUE}=0.6")
    assert visit.sentence() == there
    assert page.locator("body").get_attribute("data-replicates") == str(REPLICATES)


def test_a_pointer_that_holds_the_slider_may_go_anywhere(visit: Visit, server: Server) -> None:
    page = visit.go(f"{server.address}?{VALUE}=0.3")
    asked = Asked(page)
    page.mouse.move(*place(page, 0.3))
    page.mouse.down()
    with answered_ahead(page, "1"), answered_ahead(page, "0"):
        page.mouse.move(*place(page, 0.72))
    assert set(asked.ahead()) <= TENTHS
    with answered_ahead(page, "0.73"):
        page.mouse.up()


def test_half_an_answer_is_none(visit: Visit, server: Server) -> None:
    half = '{"answer": "In the median wor'
    page = visit.go(f"{server.address}?{VALUE}=0.6")
    page.route(re.compile("ahead=1"), lambda asked: asked.fulfill(status=200, body=half))
    with answered_ahead(page, "0.61"):
        page.focus(STRENGTH)
    page.keyboard.press("ArrowRight")
    visit.setting(f"{VALUE}=0.61")
    visit.done()
    assert page.locator("#trouble").is_hidden()


def test_another_policy_ends_what_the_hand_was_at(visit: Visit, server: Server) -> None:
    page = visit.go(f"{server.address}?{VALUE}=0.6")
    with answered_ahead(page, "0.61"):
        page.focus(STRENGTH)
    guessed: list[str] = []
    page.on("request", lambda one: guessed.append(one.url) if "ahead=1" in one.url else None)
    page.locator('label.chip:has-text("decree")').click()
    visit.setting("policy=decree")
    visit.done()
    assert [one for one in guessed if "policy=decree" in one] == []  # the strength of the ban is nothing to it


@pytest.fixture
def public(tmp_path: Path) -> Iterator[Server]:
    running = started(tmp_path, "--read-only")
    yield running
    running.process.kill()
    running.process.wait()


def test_a_public_page_asks_for_nothing_ahead(visit: Visit, public: Server) -> None:
    asked = Asked(visit.page)
    page = visit.go(f"{public.address}?{VALUE}=0.6")
    page.focus(STRENGTH)
    page.keyboard.press("ArrowLeft")
    visit.setting(f"{VALUE}=0.59")
    page.mouse.move(*place(page, 0.2))
    page.wait_for_timeout(300)  # longer than a pointer needs to rest
    page.mouse.down()
    visit.setting(f"{VALUE}=0.2")
    page.mouse.up()
    visit.done()
    assert asked.ahead() == []


@pytest.mark.parametrize("value", ["0.03", "0.37", "0.98"])
def test_where_a_pointer_rests_is_there_before_it_clicks(visit: Visit, server: Server, value: str) -> None:
    page = visit.go(f"{server.address}?{VALUE}=0.6")
    with answered_ahead(page, value), answered_ahead(page, "0.61"):  # which is asked for once the other is kept
        page.mouse.move(*place(page, float(value)))
    asked = Asked(page)
    page.mouse.down()
    page.mouse.up()
    visit.setting(f"{VALUE}={value}")
    visit.done()
    assert [runs for one, runs, is_ahead in asked.all if one == value and not is_ahead] == [100, REPLICATES]


def test_on_its_thumb_a_click_moves_nothing_and_nothing_is_asked_for_it(visit: Visit, server: Server) -> None:
    page = visit.go(f"{server.address}?{VALUE}=0.6")
    asked = Asked(page)
    with answered_ahead(page, "1"), answered_ahead(page, "0"):
        page.mouse.move(*place(page, 0.64))
    assert set(asked.ahead()) <= {"0.61", "0.59", *TENTHS}


def test_the_ends_and_whole_pages_are_there_once_the_keys_are_on_a_slider(visit: Visit, server: Server) -> None:
    page = visit.go(f"{server.address}?{VALUE}=0.65")
    ends, after = (answered_ahead(page, "0"), answered_ahead(page, "1")), answered_ahead(page, "0.7")
    with ends[0], ends[1], answered_ahead(page, "0.75"), answered_ahead(page, "0.55"), after:
        page.focus(STRENGTH)
    for key, value in (("PageUp", "0.75"), ("Home", "0"), ("End", "1")):
        asked = Asked(page)
        page.keyboard.press(key)
        page.wait_for_selector(f'body[data-setting$="{VALUE}={float(value)}"]')
        assert [runs for one, runs, is_ahead in asked.all if one == value and not is_ahead and runs < 100] == []


def test_a_finger_on_a_slider_is_a_hand(browser: Any, server: Server) -> None:
    one = Visit(browser, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = one.go(f"{server.address}?{VALUE}=0.6")
    page.locator(STRENGTH).scroll_into_view_if_needed()
    x, y = place(page, 0.6)
    touch = page.context.new_cdp_session(page)
    with answered_ahead(page, "1"), answered_ahead(page, "0"):
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    one.context.close()


SLOW_AHEAD = """
(() => {
  const fetched = window.fetch;
  const later = () => new Promise((go) => setTimeout(go, 450));
  const isAhead = (what) => String(what).includes("ahead=1");
  window.fetch = (what, how) => (isAhead(what) ? later() : Promise.resolve()).then(() => fetched(what, how));
})()
"""


def test_more_worlds_wait_a_while_for_what_is_asked_ahead_and_the_rest_comes_after_them(
    visit: Visit, server: Server
) -> None:
    visit.page.add_init_script(SLOW_AHEAD)
    page = visit.go(f"{server.address}?{VALUE}=0.6")
    page.focus(STRENGTH)
    asked = Asked(page)
    with answered_ahead(page, "0.1"):  # against the way of the hand and far away: the last
        page.keyboard.press("ArrowRight")
    more = next(place for place, (_, runs, _) in enumerate(asked.all) if runs >= 100)
    assert any(is_ahead for _, _, is_ahead in asked.all[:more])
    assert any(is_ahead for _, _, is_ahead in asked.all[more:])
