"""The page in a real browser, on a real server, cut off from everything else."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.explore.small import TEXT
from tests.web.conftest import DONE, REPLICATES, Server, Visit, started

pytestmark = pytest.mark.xdist_group("browser")

STRENGTH = "#c-policies-ban-strength"


def asked(server: Server, question: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{server.address}api/run?{question}&runs={REPLICATES}") as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def test_it_loads_offline_says_the_answer_and_nothing_complains(visit: Visit, server: Server) -> None:
    page = visit.go(server.address)
    shown = asked(server, "base=none&policy=ban")
    assert visit.sentence() == shown["answer"]
    assert "a model result, not a forecast" in page.locator("#underline").inner_text().lower()
    assert f"{REPLICATES} matched worlds stand behind" in page.locator("#behind").inner_text()
    root = shown["weight"]["roots"][0]
    row = page.locator("#p-claims > ul > li").first.inner_text()
    assert all(said in row for said in (root["root"], *root["cells"]))
    sizes = page.evaluate("performance.getEntriesByType('resource').map(one => one.decodedBodySize)")
    assert sum(sizes) < 500_000
    assert visit.complaints == []


def test_a_key_on_a_slider_moves_the_answer_and_the_address(visit: Visit, server: Server) -> None:
    page = visit.go(server.address)
    before = visit.sentence()
    page.focus(STRENGTH)
    for _ in range(7):
        page.keyboard.press("PageDown")
    visit.setting("set.policies.ban.strength=0.1")
    page.wait_for_selector(DONE)
    assert visit.sentence() != before
    assert visit.sentence() == asked(server, "base=none&policy=ban&set.policies.ban.strength=0.1")["answer"]
    page.wait_for_url("**set.policies.ban.strength=0.1**")
    page.get_by_role("button", name="Reset strength").click()
    page.wait_for_selector(f'{DONE}:not([data-setting*="strength"])')
    assert visit.sentence() == before


def test_a_link_gives_the_same_page_again(browser: Any, visit: Visit, server: Server) -> None:
    page = visit.go(server.address)
    page.locator("#assumptions > summary").click()
    page.locator('input[name="claim-sickness"][value="true"]').check()
    page.fill(f"{STRENGTH} + input", "0.33")
    page.keyboard.press("Enter")
    page.click("#reroll")
    visit.setting("seed=2")
    page.wait_for_selector(DONE)
    page.click("#copy")
    again = Visit(browser)
    other = again.go(page.url)
    assert again.sentence() == visit.sentence()
    drawn = "[...document.querySelectorAll('path.median, path.band90')].map(one => one.getAttribute('d').length > 0)"
    assert other.evaluate(drawn) == page.evaluate(drawn)
    assert other.locator("#changed").inner_text() == "1 changed"
    assert other.locator("#notice").is_hidden()
    again.context.close()


def test_an_old_link_opens_with_a_notice(visit: Visit, server: Server) -> None:
    page = visit.go(f"{server.address}?model=0.0.1-abc&set.policies.ban.gone=1&policy=decree")
    told = page.locator("#notice").inner_text()
    assert "another model (0.0.1-abc)" in told
    assert "set.policies.ban.gone" in told
    assert page.locator('input[value="decree"]').is_checked()


def test_a_link_out_of_range_is_brought_into_it_aloud(visit: Visit, server: Server) -> None:
    page = visit.go(f"{server.address}?policy=ban&set.policies.ban.strength=7&seed=abc")
    told = page.locator("#notice").inner_text()
    assert "policies.ban.strength from 7 to 1" in told
    assert "no such value: seed=abc" in told
    page.wait_for_selector(DONE)
    assert "set.policies.ban.strength=1" in str(page.evaluate("document.body.dataset.setting"))


def test_files_are_downloaded_with_what_is_seen(visit: Visit, server: Server, tmp_path: Path) -> None:
    page = visit.go(f"{server.address}?set.policies.ban.strength=0.5")
    page.click("#downloads summary")
    with page.expect_download() as caught:
        page.click('[data-form="csv"]')
    caught.value.save_as(tmp_path / "seen.csv")
    last = (tmp_path / "seen.csv").read_text(encoding="utf-8").splitlines()[-1].split(",")
    seen = asked(server, "policy=ban&set.policies.ban.strength=0.5")
    assert float(last[5]) == seen["chosen"]["bands"]["q50"][-1]
    with page.expect_download() as caught:
        page.click('[data-form="yaml"]')
    caught.value.save_as(tmp_path / "seen.yaml")
    from exitban.scenario import read

    assert read(tmp_path / "seen.yaml").quantities["policies.ban.strength"].value == 0.5


def test_a_world_is_played_and_stopped(visit: Visit, server: Server) -> None:
    page = visit.go(server.address)
    page.locator("#f-twins").scroll_into_view_if_needed()
    page.wait_for_selector("#p-twins svg circle")
    assert page.locator("#p-twins .twin").count() == 2
    assert page.locator("#p-twins .twin").first.locator("circle").count() == 4
    at_the_end = page.locator("#moment-read").inner_text()
    page.click("#play")
    page.wait_for_selector('#play[aria-pressed="false"]', timeout=20_000)
    assert page.locator("#moment-read").inner_text() == at_the_end


def test_a_drag_is_answered_all_along(visit: Visit, server: Server) -> None:
    page = visit.go(server.address)
    box = page.locator(STRENGTH).bounding_box()
    painted = "performance.getEntriesByName('painted').length"
    before = page.evaluate(painted)
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(box["x"] + box["width"] * (0.8 - 0.015 * step), box["y"] + box["height"] / 2)
        page.wait_for_timeout(40)
    redraws = page.evaluate(painted) - before
    page.mouse.up()
    assert redraws >= 5


def test_pins_stand_side_by_side_and_travel_with_the_link(browser: Any, visit: Visit, server: Server) -> None:
    page = visit.go(server.address)
    page.click("#pin")
    page.locator('label.chip:has-text("decree")').click()
    visit.setting("policy=decree")
    page.wait_for_selector(DONE)
    assert page.locator("#pins thead th").count() == 2
    again = Visit(browser)
    other = again.go(page.url)
    other.wait_for_selector("#pins tbody tr")
    assert other.locator("#pins tbody tr").first.inner_text() == page.locator("#pins tbody tr").first.inner_text()
    again.context.close()


def test_the_keyboard_reaches_everything(visit: Visit, server: Server) -> None:
    page = visit.go(server.address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "answer"
    page.evaluate("document.activeElement.blur(); document.body.focus()")
    reached = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.id || document.activeElement.name || document.activeElement.tagName")
        )
    wanted = {"pin", "copy", "policy", "base", "seed", "reroll", "reset", "month", "moment", "play", STRENGTH[1:]}
    assert wanted <= reached


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "light"), (1280, "dark")])
def test_axe_finds_nothing(browser: Any, server: Server, page_sources: Path, width: int, scheme: str) -> None:
    one = Visit(browser, viewport={"width": width, "height": 844}, color_scheme=scheme)
    page = one.go(f"{server.address}?set.policies.ban.strength=0.5&pin=policy%3Ddecree")
    for name in ("shocks", "assumptions", "numbers", "marked"):
        page.locator(f"#{name} > summary").click()
    page.locator("#f-twins").scroll_into_view_if_needed()
    page.wait_for_selector("#p-twins svg circle")
    page.evaluate((page_sources / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:160]) for each in found] == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    one.context.close()


def test_reduced_motion_is_honoured(browser: Any, server: Server) -> None:
    one = Visit(browser, reduced_motion="reduce")
    page = one.go(server.address)
    page.locator("#f-twins").scroll_into_view_if_needed()
    page.wait_for_selector("#p-twins svg circle")
    assert page.locator("#play").get_attribute("aria-pressed") == "false"
    page.click("#play")
    page.wait_for_selector('#play[aria-pressed="false"]', timeout=5_000)
    one.context.close()


def test_what_goes_wrong_is_told_and_the_last_answer_stays(visit: Visit, tmp_path: Path) -> None:
    running = started(tmp_path)
    page = visit.go(running.address)
    before = visit.sentence()
    running.process.kill()
    running.process.wait()
    page.focus(STRENGTH)
    page.keyboard.press("PageDown")
    page.wait_for_selector("#trouble:not([hidden])")
    told = page.locator("#trouble").inner_text()
    assert "The server does not answer" in told
    assert "Try again" in told
    assert visit.sentence() == before


def test_a_refusal_of_the_server_is_shown_in_its_words(visit: Visit, server: Server) -> None:
    refused = json.dumps({"error": "Too many are asking at this moment. Try again in a second."})
    visit.page.route("**/api/run*", lambda route: route.fulfill(status=503, body=refused))
    page = visit.go(server.address, until="#trouble:not([hidden])")
    assert "Too many are asking at this moment" in page.locator("#trouble").inner_text()


def test_a_scenario_file_is_opened_and_its_mistakes_are_told(visit: Visit, server: Server, tmp_path: Path) -> None:
    page = visit.go(server.address)
    wrong, right = tmp_path / "wrong.yaml", tmp_path / "right.yaml"
    wrong.write_text(TEXT.replace("form: informal", "form: informel"), encoding="utf-8")
    right.write_text(TEXT.replace("title: An office", "title: Another office"), encoding="utf-8")
    page.set_input_files("#file", wrong)
    page.wait_for_selector("#trouble:not([hidden])")
    assert "Did you mean 'informal'" in page.locator("#trouble").inner_text()
    page.set_input_files("#file", right)
    page.wait_for_selector('#overline:has-text("Another office")')
    page.wait_for_selector(DONE)
