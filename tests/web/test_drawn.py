"""What is drawn says what the server says: how long control lasts, and twenty outcomes on their own sides."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import DONE, Server, Visit
from tests.web.test_browser import asked

pytestmark = pytest.mark.xdist_group("browser")

HARMS = "base=none&policy=ban&set.policies.ban.strength=1&set.policies.ban.asking_price=3"


def last_place(page: Any, path: str) -> tuple[float, float]:
    """Where a line ends."""
    found = page.evaluate(
        f"(() => {{ const one = document.querySelector('#p-survival {path}');"
        "const end = one.getPointAtLength(one.getTotalLength()); return [end.x, end.y]; })()"
    )
    return float(found[0]), float(found[1])


@pytest.mark.parametrize("width", [1280, 390])
def test_how_long_control_lasts_is_labelled_and_has_its_interval(browser: Any, server: Server, width: int) -> None:
    one = Visit(browser, viewport={"width": width, "height": 900})
    page = one.go(f"{server.address}?{HARMS}")
    seen = asked(server, HARMS)
    labels = page.locator("#p-survival text.label" if width > 700 else "#p-survival .key li")
    told = {" ".join(text.replace("\N{NO-BREAK SPACE}", " ").split()) for text in labels.all_text_contents()}
    for side in ("base", "chosen"):
        end = seen[side]["survival"][-1]
        words = f"{seen[side]['title']}: {100 * end:.0f} %".replace(" ", "")
        assert words in {text.replace(" ", "") for text in told}
        box = page.locator(f"#p-survival path.band95.{side}").bounding_box()
        height = last_place(page, f"path.median.{side}")[1]
        tall = (max(seen[side]["survival_high"]) - min(seen[side]["survival_low"])) * 180
        assert box["height"] == pytest.approx(tall, abs=2.0)
        assert height == pytest.approx(14 + 180 * (1 - end), abs=1.0)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    one.context.close()


def test_the_numbers_at_risk_stand_under_their_moments(visit: Visit, server: Server) -> None:
    page = visit.go(f"{server.address}?{HARMS}")
    seen = asked(server, HARMS)
    months = [int(text) for text in page.locator("#p-survival g.tick text").all_text_contents() if "%" not in text]
    assert len(months) >= 2
    for side in ("base", "chosen"):
        told = [int(text) for text in page.locator(f"#p-survival text.risk.{side}").all_text_contents()]
        assert told == [seen[side]["at_risk"][month] for month in months]
        assert page.locator(f"#p-survival path.sample.{side}").get_attribute("d")
    assert page.locator("#p-survival text.caption").text_content() == "worlds that still have control"
    page.select_option("#base", "ban")
    visit.setting("base=ban")
    page.wait_for_selector(DONE)
    assert page.locator("#p-survival text.risk").count() == len(months)
    assert page.locator("#p-survival path.band95.base").get_attribute("d") == ""
    assert page.locator("#p-survival text.label").count() == 1


@pytest.mark.parametrize(
    "question", [HARMS, "base=none&policy=decree", "base=none&policy=ban&set.policies.ban.strength=0"]
)
def test_no_outcome_stands_on_the_wrong_side(visit: Visit, server: Server, question: str) -> None:
    page = visit.go(f"{server.address}?{question}")
    outcomes = asked(server, question)["chosen"]["against"]["outcomes"]
    line = float(str(page.locator("#p-outcomes path.zero").get_attribute("d"))[1:].partition(",")[0])
    dots = page.evaluate(
        "[...document.querySelectorAll('#p-outcomes circle')].map(one => [one.cx.baseVal.value, one.r.baseVal.value])"
    )
    left, right = (sum(way * (x - line) >= size for x, size in dots) for way in (-1, 1))
    assert left == sum(one < 0 for one in outcomes)
    assert right == sum(one > 0 for one in outcomes)
    assert sum(abs(x - line) < 0.01 for x, _ in dots) == outcomes.count(0)


def test_claims_of_a_link_that_contradict_each_other_are_told_and_leave_the_address(
    visit: Visit, server: Server
) -> None:
    page = visit.go(f"{server.address}?claim.sickness=true&claim.health=true&policy=ban&seed=abc&set.nothing=1")
    told = page.locator("#notice").inner_text()
    assert "the claim “health”, which contradicts “sickness”" in told
    assert "no such value: seed=abc, set.nothing=1." in told
    assert page.url.partition("?")[2] == "claim.sickness=true&policy=ban"


@pytest.mark.parametrize(
    ("asked_for", "kept"),
    [
        ("?seed=abc", ""),
        ("?set.policies.ban.strength=7&seed=2", "?set.policies.ban.strength=1&seed=2"),
        ("?model=0.0.1-abc&policy=gone", "?model=0.0.1-abc"),
        ("?claim.sickness=true&claim.health=false", "?claim.sickness=true&claim.health=false"),
        ("?policy=ban&pin=policy%3Ddecree", "?policy=ban&pin=policy%3Ddecree"),
    ],
)
def test_the_address_keeps_what_was_taken(visit: Visit, server: Server, asked_for: str, kept: str) -> None:
    page = visit.go(f"{server.address}{asked_for}")
    assert page.url == f"{server.address}{kept}"


def test_the_column_of_controls_fades_out_where_it_goes_on_and_nothing_lies_under_it_at_its_end(
    visit: Visit, server: Server
) -> None:
    page = visit.go(server.address)
    for name in ("shocks", "assumptions"):
        page.locator(f"#{name} > summary").click()
    page.wait_for_selector("#shock-controls .control")
    page.wait_for_selector("#claim-sickness")
    fading = "getComputedStyle(document.querySelector('aside'), '::after')"
    assert page.evaluate(f"{fading}.position") == "fixed"
    height = float(page.evaluate(f"{fading}.height").removesuffix("px"))
    page.evaluate("scrollTo(0, 600); const one = document.querySelector('aside'); one.scrollTop = one.scrollHeight")
    box = page.locator("#reset").bounding_box()
    assert box["y"] + box["height"] <= 900 - height
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(f"{fading}.display") == "none"
