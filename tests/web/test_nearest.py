"""Until the answer to what is chosen is here the nearest known is seen, and said to be that; then the answer itself."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest

from tests.web.conftest import REPLICATES, Server, Visit
from tests.web.test_ahead import STRENGTH, VALUE, answered_ahead, place

pytestmark = pytest.mark.xdist_group("browser")

WAITED_FOR = re.compile(r"/api/run\?(?!.*ahead=1)")
BOX = f"{STRENGTH} + input"


class Held:
    """Answers that somebody waits for, kept back until they are let go; what is asked ahead comes."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.kept: list[Any] = []
        page.route(WAITED_FOR, lambda one: self.kept.append(one))

    def let_go(self) -> None:
        self.page.unroute(WAITED_FOR)
        for one in self.kept:
            one.continue_()


def answer(server: Server, value: str, runs: int) -> dict[str, Any]:
    with urlopen(f"{server.address}api/run?base=none&policy=ban&{VALUE}={value}&runs={runs}") as found:
        told: dict[str, Any] = json.load(found)
    return told


def with_a_hand_on_it(visit: Visit, server: Server) -> Any:
    """The page with the pointer on the thumb, and all that it asks ahead there."""
    page = visit.go(f"{server.address}?{VALUE}=0.7")
    with answered_ahead(page, "0.71"):  # the next step, for which it asks once it knows the places over all of it
        page.mouse.move(*place(page, 0.7))
    return page


def nearest(page: Any, value: str) -> Any:
    return page.wait_for_selector(f'body[data-nearest$="{VALUE}={value}"]:not([data-setting])')


def said(page: Any) -> str:
    return str(page.locator("#behind").inner_text())


def values_in(address: str) -> list[str]:
    return parse_qs(urlsplit(address).query)[VALUE]


def test_a_drag_shows_the_nearest_as_such_and_ends_on_the_answer(browser: Any, visit: Visit, server: Server) -> None:
    page = with_a_hand_on_it(visit, server)
    page.locator("#numbers > summary").click()
    page.mouse.move(*place(page, 0.7))
    held = Held(page)
    page.mouse.down()
    for chosen, seen in ((0.58, "0.6"), (0.47, "0.5"), (0.43, "0.4"), (0.12, "0.1"), (0.28, "0.3")):
        page.mouse.move(*place(page, chosen), steps=3)
        nearest(page, seen)
        assert said(page) == f"Shown: strength {seen}, the nearest worked out; {chosen} follows. 32 matched worlds."
        assert visit.sentence() == answer(server, seen, 32)["answer"]
        assert page.locator("#sentence").get_attribute("aria-busy") == "true"
        assert page.locator("#table").get_attribute("aria-busy") == "true"
        assert page.locator("#table caption").inner_text().startswith(f"Median of {REPLICATES}")  # of what was chosen
        assert page.locator(BOX).input_value() == str(chosen)
    page.mouse.up()
    page.wait_for_url(f"**{VALUE}=0.28**")
    nearest(page, "0.3")
    held.let_go()
    visit.setting(f"{VALUE}=0.28")
    visit.done()
    assert said(page) == f"{REPLICATES} matched worlds stand behind what you see."
    assert page.locator("#sentence").get_attribute("aria-busy") == "false"
    again = Visit(browser)
    other = again.go(page.url)
    other.locator("#numbers > summary").click()
    assert visit.sentence() == again.sentence() == answer(server, "0.28", REPLICATES)["answer"]
    for part in ("#table", "#command", "#behind"):
        assert page.locator(part).inner_text() == other.locator(part).inner_text()
    again.context.close()


def test_a_jump_is_answered_by_the_nearest_and_then_by_its_own(visit: Visit, server: Server) -> None:
    page = with_a_hand_on_it(visit, server)
    held = Held(page)
    page.fill(BOX, "0.123")
    page.keyboard.press("Enter")
    nearest(page, "0.1")
    assert said(page).startswith("Shown: strength 0.1, the nearest worked out; 0.123 follows.")
    held.let_go()
    visit.setting(f"{VALUE}=0.123")
    visit.done()
    assert visit.sentence() == answer(server, "0.123", REPLICATES)["answer"]


def test_what_is_seen_stays_where_nothing_nearer_is_known_and_is_said_to_be_that(visit: Visit, server: Server) -> None:
    visit.page.route(re.compile("ahead=1"), lambda one: one.abort())
    page = visit.go(f"{server.address}?{VALUE}=0.3")
    page.fill(BOX, "0.7")
    page.keyboard.press("Enter")
    visit.setting(f"{VALUE}=0.7")
    visit.done()
    shown = visit.sentence()
    held = Held(page)
    page.fill(BOX, "0.6")
    page.keyboard.press("Enter")
    nearest(page, "0.7")
    assert visit.sentence() == shown
    assert said(page) == f"Shown: strength 0.7, the nearest worked out; 0.6 follows. {REPLICATES} matched worlds."
    page.fill(BOX, "0.4")
    page.keyboard.press("Enter")
    nearest(page, "0.3")
    assert visit.sentence() == answer(server, "0.3", REPLICATES)["answer"]
    held.let_go()
    visit.setting(f"{VALUE}=0.4")


def test_what_is_drawn_anew_in_every_world_stays_where_what_is_known_is_farther(visit: Visit, server: Server) -> None:
    visit.page.route(re.compile("ahead=1"), lambda one: one.abort())
    page = visit.go(f"{server.address}?set.exit.contagion=4")
    page.locator("#assumptions > summary").click()
    page.get_by_role("button", name="Reset contagion").click()
    page.wait_for_selector('body[data-setting]:not([data-setting*="contagion"])')
    visit.done()
    shown = visit.sentence()
    held = Held(page)
    page.fill("#c-exit-contagion + input", "1.5")
    page.keyboard.press("Enter")
    page.wait_for_selector('body[data-nearest]:not([data-nearest*="contagion"])')
    assert visit.sentence() == shown
    assert re.match(r"Shown: contagion as drawn, about 1\.\d+, the nearest worked out; 1\.5 follows\.", said(page))
    held.let_go()
    visit.setting("set.exit.contagion=1.5")


def test_an_answer_that_came_too_late_is_not_taken_for_the_last(visit: Visit, server: Server) -> None:
    page = with_a_hand_on_it(visit, server)
    held = Held(page)
    for value in ("0.233", "0.377"):
        page.fill(BOX, value)
        page.keyboard.press("Enter")
    nearest(page, "0.4")
    page.unroute(WAITED_FOR)
    late, *_ = held.kept
    page.route(WAITED_FOR, lambda one: held.kept.append(one))
    with page.expect_response(lambda one: f"{VALUE}=0.233" in one.url), page.expect_request(re.compile("0.377")):
        late.continue_()
    nearest(page, "0.4")  # 0.233 has come, and is farther from 0.377
    assert visit.sentence() == answer(server, "0.4", 32)["answer"]
    held.kept.remove(late)
    held.let_go()
    visit.setting(f"{VALUE}=0.377")
    visit.done()
    assert visit.sentence() == answer(server, "0.377", REPLICATES)["answer"]


def test_no_answer_is_promised_that_does_not_come(visit: Visit, server: Server) -> None:
    page = with_a_hand_on_it(visit, server)
    refused = json.dumps({"error": "Too many are asking at this moment. Try again in a second."})
    page.route(WAITED_FOR, lambda one: one.fulfill(status=503, body=refused))
    page.fill(BOX, "0.47")
    page.keyboard.press("Enter")
    page.wait_for_selector("#trouble:not([hidden])")
    nearest(page, "0.5")
    page.wait_for_function("!document.getElementById('behind').textContent.includes('follows')")
    assert said(page) == "Shown: strength 0.5, the nearest worked out, not 0.47. 32 matched worlds."
    page.unroute(WAITED_FOR)
    page.get_by_role("button", name="Try again").click()
    visit.setting(f"{VALUE}=0.47")
    visit.done()
    assert page.locator("#trouble").is_hidden()


def test_other_luck_is_not_answered_by_a_nearest(visit: Visit, server: Server) -> None:
    page = with_a_hand_on_it(visit, server)
    shown = visit.sentence()
    held = Held(page)
    page.evaluate("document.getElementById('reroll').click()")
    page.wait_for_selector("body[data-nearest]")
    assert visit.sentence() == shown
    assert said(page).startswith("Shown: what you chose before; your last choice follows.")
    held.let_go()
    visit.setting("seed=2")
    assert "Shown" not in said(page)


def test_what_leaves_the_page_is_what_was_chosen(visit: Visit, server: Server) -> None:
    page = with_a_hand_on_it(visit, server)
    held = Held(page)
    page.fill(BOX, "0.47")
    page.keyboard.press("Enter")
    nearest(page, "0.5")
    page.click("#copy")
    assert values_in(page.url) == ["0.47"]
    page.click("#pin")
    page.click("#downloads summary")
    with page.expect_download() as caught:
        page.click('[data-form="csv"]')
    last = caught.value.path().read_text(encoding="utf-8").splitlines()[-1].split(",")
    own = answer(server, "0.47", 32)
    assert float(last[5]) == own["chosen"]["bands"]["q50"][-1]
    assert own["chosen"]["bands"]["q50"] != answer(server, "0.5", 32)["chosen"]["bands"]["q50"]
    held.let_go()
    pin = page.wait_for_selector("#pins tbody tr:has-text('Changed') td:nth-child(3)")
    assert "0.47" in pin.inner_text()
