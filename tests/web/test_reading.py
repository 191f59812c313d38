"""What a reader of the page meets by and by: files with mistakes, pins, menus, another width, a world of one tick."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.explore.small import TEXT
from tests.scenario.files import OFFICE
from tests.web.conftest import Server, Visit, started

pytestmark = pytest.mark.xdist_group("browser")

ALL_MONTHS = "time: {start: 2024-01-01, months: 6, ticks_per_month: 1}"


def office(folder: Path, said: str, instead: str) -> Path:
    """The file of the office with something else in it."""
    path = folder / "another.yaml"
    path.write_text(TEXT.replace(said, instead), encoding="utf-8")
    return path


def test_what_is_wrong_with_a_file_stays_to_be_read(visit: Visit, server: Server, tmp_path: Path) -> None:
    """More worlds of what is seen come in while somebody reads."""
    page = visit.go(server.address)
    page.set_input_files("#file", office(tmp_path, "form: informal", "form: informel"))
    page.wait_for_selector("#trouble:not([hidden])")
    page.click("#reroll")
    visit.setting("seed=2")
    visit.done()
    assert "Did you mean 'informal'" in page.locator("#trouble").inner_text()
    page.get_by_role("button", name="Close").click()
    assert page.locator("#trouble").is_hidden()


def test_a_pin_opens_in_the_scenario_in_which_it_was_set(visit: Visit, server: Server, tmp_path: Path) -> None:
    page = visit.go(server.address)
    page.set_input_files("#file", office(tmp_path, "title: An office", "title: Another office"))
    page.wait_for_selector('#overline:has-text("Another office")')
    visit.done()
    page.click("#pin")
    page.locator('label.chip:has-text("decree")').click()
    visit.setting("policy=decree")
    page.click("#pin")
    page.locator("#pins a").first.click()
    page.wait_for_selector('body[data-setting*="policy=ban"]')
    page.wait_for_selector("#pins tbody tr")
    assert page.locator("#overline").inner_text() == "Another office"
    assert page.locator("#pins thead th").count() == 3, "now and both pins"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_downloads_stand_within_the_page_and_are_closed_again(browser: Any, server: Server, width: int) -> None:
    one = Visit(browser, viewport={"width": width, "height": 800})
    page = one.go(server.address)
    for close in (lambda: page.keyboard.press("Escape"), lambda: page.locator("#sentence").click()):
        page.locator("#downloads > summary").click()
        box = page.locator("#files").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        close()
        assert page.locator("#files").is_hidden()
    one.context.close()


def test_another_width_redraws_the_world_that_is_shown(visit: Visit, server: Server) -> None:
    """Away from the charts another policy is chosen: what they show is older than the answer."""
    page = visit.go(server.address)
    page.locator("#f-twins").scroll_into_view_if_needed()
    page.wait_for_selector("#p-twins svg circle")
    page.set_viewport_size({"width": 1280, "height": 500})
    page.evaluate("scrollTo(0, 0)")
    page.locator('label.chip:has-text("decree")').click()
    visit.setting("policy=decree")
    page.set_viewport_size({"width": 1100, "height": 500})
    page.wait_for_timeout(200)
    assert visit.complaints == []


def test_no_change_is_drawn_on_the_line_of_no_change(visit: Visit, server: Server) -> None:
    page = visit.go(f"{server.address}?base=none&policy=ban&set.policies.ban.strength=0.1")
    at = page.evaluate("document.querySelector('#p-outcomes path.zero').getAttribute('d').match(/M([\\d.]+)/)[1]")
    places = page.evaluate("[...document.querySelectorAll('#p-outcomes .dot')].map((one) => one.getAttribute('cx'))")
    assert any(abs(float(place) - float(at)) < 0.01 for place in places)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (TEXT, ["1. Choose the rule", "2. Shocks", "3. Assumptions", "4. Luck"]),
        (OFFICE, ["1. Choose the rule", "2. Luck"]),
    ],
)
def test_the_blocks_that_are_there_are_counted(
    visit: Visit, tmp_path: Path, request: pytest.FixtureRequest, text: str, blocks: list[str]
) -> None:
    request.addfinalizer((running := started(tmp_path, text=text)).process.kill)
    page = visit.go(running.address)
    shown = [
        one.inner_text() for one in page.locator("aside > * > h2, aside > details > summary").all() if one.is_visible()
    ]
    assert [one.partition(" (")[0] for one in shown] == blocks
    assert ("open the assumptions" in page.locator("#doubts").inner_text()) == ("3. Assumptions" in blocks)


def test_of_two_claims_that_exclude_each_other_a_link_takes_one(visit: Visit, server: Server) -> None:
    page = visit.go(f"{server.address}?claim.sickness=true&claim.health=true")
    assert "the claim “health”, which contradicts “sickness”" in page.locator("#notice").inner_text()
    assert page.locator("body").get_attribute("data-setting").count("claim.") == 1


def test_a_single_tick_can_be_seen_and_time_is_told_in_days(
    visit: Visit, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """A month is thirty days, and a little more."""
    short = "time: {start: 2024-01-01, months: 1, ticks_per_month: 1}"
    a_month = TEXT.replace(ALL_MONTHS, short).replace("2024-03-01", "2024-01-02")
    request.addfinalizer((running := started(tmp_path, text=a_month)).process.kill)
    page = visit.go(running.address)
    path = page.locator("#p-control path.median.chosen").get_attribute("d")
    assert path.count("L") == 1 and "NaN" not in path
    assert page.locator("#p-control .axis-name").text_content() == "days since the start"
    page.locator("#numbers > summary").click()
    assert page.locator("#table tbody th").first.inner_text().startswith("day 3")
    assert visit.complaints == []
