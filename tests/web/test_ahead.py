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
    assert asked.ahead() == ["0.57"]  # what was seen a step before is here as well


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


def test_nothing_is_asked_ahead_while_a_pointer_holds_the_slider(visit: Visit, server: Server) -> None:
    page = visit.go(f"{server.address}?{VALUE}=0.3")
    asked = Asked(page)
    box = page.locator(STRENGTH).bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] / 2)
    page.wait_for_selector(f'body[data-replicates="{REPLICATES}"][data-setting*="{VALUE}=0.7"]')
    assert asked.ahead() == []
    with page.expect_response(lambda one: "ahead=1" in one.url):
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
    visit.done()
    assert asked.ahead() == []
