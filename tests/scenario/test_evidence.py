"""From grades to probabilities to draws: same root, same truth; contradictions exclude; mixtures have their weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from exitban.scenario import Scenario
from tests.scenario.files import office, scenario, the_problem

REPLICATES = range(20_000)


def claim(name: str, grade: str, more: str = "", root: str = "") -> str:
    chain = f"[{{title: Paper of {name}}}, {{title: Source of {name}}}]"
    rooted = f", root: {root}" if root else ""
    return f"    {name}: {{text: T, chain: {chain}{rooted}, reliability: {grade[0]}, credibility: {grade[1]}{more}}}\n"


def with_claims(folder: Path, *claims: str, strength: str = "0.8", table: str = "stix-2.1") -> Scenario:
    evidence = f"evidence:\n  grades: {{table: {table}}}\n  claims:\n{''.join(claims)}"
    return scenario(folder, office("0.8", strength, evidence))


def remarks(found: Scenario) -> list[str]:
    return [one.message for one in found.warnings]


@pytest.mark.parametrize(
    ("table", "shares"),
    [
        ("stix-2.1", [0.7, 0.5, 0.3, 0.1]),
        ("misp", [0.75, 0.5, 0.25, 0.0]),
        ("icd-203", [0.675, 0.5, 0.325, 0.125]),
        ("own, version: mine, probabilities: [1, 0.8, 0.6, 0.4, 0.2]", [0.8, 0.6, 0.4, 0.2]),
        ("stix-2.1, version: 1", [0.7, 0.5, 0.3, 0.1]),
    ],
)
def test_the_probability_comes_from_the_credibility_alone(table: str, shares: list[float], tmp_path: Path) -> None:
    claims = [claim(f"c{number}", f"C{number}") for number in (2, 3, 4, 5)]
    found = with_claims(tmp_path, *claims, table=table).evidence
    assert [one.p_true for one in found.claims.values()] == shares
    assert {one.grade for one in found.claims.values()} == {"C2", "C3", "C4", "C5"}


def test_reliability_changes_no_probability(tmp_path: Path) -> None:
    found = with_claims(tmp_path, *(claim(letter, f"{letter}3") for letter in "ABCDE")).evidence
    assert {one.p_true for one in found.claims.values()} == {0.5}


def test_confirmed_needs_two_roots(tmp_path: Path) -> None:
    found = with_claims(tmp_path, claim("one", "B1"), claim("two", "B1", root="[x, y]"))
    assert [one.p_true for one in found.evidence.claims.values()] == [0.7, 0.9]
    assert [one.credibility for one in found.evidence.claims.values()] == [2, 1]
    assert remarks(found) == [
        "credibility 1 needs two different roots; it counts as 2. Name both under `root` to keep it."
    ]


@pytest.mark.parametrize("grade", ["C6", "F3"])
def test_no_grade_is_not_one_half(grade: str, tmp_path: Path) -> None:
    found = with_claims(tmp_path, claim("a", grade), strength="{value: 0.8, if_true: {a: 0.2}}")
    assert found.evidence.claims["a"].p_true is None
    assert found.truths(1, range(10)) == {}
    strength = found.quantity("ban", "strength", policy="ban")
    assert found.draws(1, range(10))[0][strength.path].tolist() == [0.8] * 10
    assert any("stays out of the prior" in one for one in remarks(found))
    assert any("never used" in one for one in remarks(found))


def test_a_stated_probability_goes_first(tmp_path: Path) -> None:
    found = with_claims(tmp_path, claim("a", "F6", ", p_true: 0.25"), claim("b", "C3", ", p_true: 0.6")).evidence
    assert [one.p_true for one in found.claims.values()] == [0.25, 0.6]


@pytest.mark.parametrize(
    ("grade", "disagree"), [("A5", True), ("E1", True), ("A3", False), ("C3", False), ("E5", False)]
)
def test_grades_that_disagree(grade: str, disagree: bool, tmp_path: Path) -> None:
    found = with_claims(tmp_path, claim("a", grade, root="[x, y]"))
    assert any("the two grades disagree" in one for one in remarks(found)) == disagree


def test_the_root_is_the_last_hop_unless_said(tmp_path: Path) -> None:
    found = with_claims(tmp_path, claim("a", "C3"), claim("b", "C3", root="x"), claim("c", "C3", root="x"))
    assert found.evidence.roots == {"Source of a": ("a",), "x": ("b", "c")}


def test_truths_have_their_probabilities(tmp_path: Path) -> None:
    found = with_claims(tmp_path, *(claim(f"c{number}", f"C{number}") for number in (2, 3, 4, 5)))
    shares = [float(true.mean()) for true in found.truths(1, REPLICATES).values()]
    assert shares == pytest.approx([0.7, 0.5, 0.3, 0.1], abs=0.01)


def test_claims_of_one_root_share_one_draw(tmp_path: Path) -> None:
    """The less probable one is true only where the more probable one is."""
    truths = with_claims(
        tmp_path, claim("a", "C2", root="x"), claim("b", "C3", root="x"), claim("c", "C3", root="x")
    ).truths(1, REPLICATES)
    assert (truths["b"] == truths["c"]).all()
    assert not (truths["b"] & ~truths["a"]).any()


def test_claims_of_different_roots_are_independent(tmp_path: Path) -> None:
    truths = with_claims(tmp_path, claim("a", "C3"), claim("b", "C3")).truths(1, REPLICATES)
    assert float((truths["a"] & truths["b"]).mean()) == pytest.approx(0.25, abs=0.01)


def test_at_most_one_of_contradicting_claims_is_true(tmp_path: Path) -> None:
    """Each keeps its own probability, and the claims of a root still share its draw."""
    truths = with_claims(
        tmp_path,
        claim("ban", "C3", root="x"),
        claim("governors", "C4", root="x"),
        claim("denial", "C4", ", contradicts: [ban]", root="y"),
        claim("echo", "C5", root="y"),
    ).truths(1, REPLICATES)
    assert not (truths["ban"] & truths["denial"]).any()
    assert not (truths["governors"] & ~truths["ban"]).any()
    assert not (truths["echo"] & ~truths["denial"]).any()
    shares = [float(true.mean()) for true in truths.values()]
    assert shares == pytest.approx([0.5, 0.3, 0.3, 0.1], abs=0.01)


def test_a_chain_of_contradictions_is_one_group(tmp_path: Path) -> None:
    truths = with_claims(
        tmp_path,
        claim("a", "C4"),
        claim("b", "C4", ", contradicts: [a, c]"),
        claim("c", "C5"),
    ).truths(3, REPLICATES)
    assert int(np.max(sum(true.astype(int) for true in truths.values()))) == 1


def test_contradicting_claims_of_one_root(tmp_path: Path) -> None:
    truths = with_claims(tmp_path, claim("a", "C3", root="x"), claim("b", "C4", ", contradicts: [a]", root="x")).truths(
        3, REPLICATES
    )
    assert not (truths["a"] & truths["b"]).any()
    assert float(truths["b"].mean()) == pytest.approx(0.3, abs=0.01)


def test_contradicting_claims_that_are_too_probable_are_scaled_down(tmp_path: Path) -> None:
    found = with_claims(tmp_path, claim("a", "C2"), claim("b", "C2", ", contradicts: [a]"))
    assert remarks(found) == [
        "a, b contradict each other, but their probabilities sum to 1.4; they are scaled down so that they sum to 1."
    ]
    truths = found.truths(1, REPLICATES)
    assert (truths["a"] ^ truths["b"]).all()


@pytest.mark.parametrize(("p", "scaled"), [(0.5, False), (0.51, True)])
def test_contradicting_claims_are_scaled_down_only_where_they_sum_to_more_than_all(
    p: float, scaled: bool, tmp_path: Path
) -> None:
    found = with_claims(
        tmp_path, claim("a", "C3", f", p_true: {p}"), claim("b", "C3", f", p_true: {p}, contradicts: [a]")
    )
    assert any("scaled down" in one for one in remarks(found)) == scaled


def test_the_prior_is_a_mixture_with_the_weight_of_the_truth(tmp_path: Path) -> None:
    found = with_claims(
        tmp_path, claim("a", "C4"), strength="{uniform: [0.1, 0.2], if_true: {a: {uniform: [0.8, 0.9]}}}"
    )
    drawn, truths = found.draws(1, REPLICATES)
    strength = drawn["policies.ban.strength"]
    assert ((strength > 0.5) == truths["a"]).all()
    assert float((strength > 0.5).mean()) == pytest.approx(0.3, abs=0.01)
    assert float(strength[truths["a"]].mean()) == pytest.approx(0.85, abs=0.002)
    assert float(strength[~truths["a"]].mean()) == pytest.approx(0.15, abs=0.002)


def test_the_middle_of_a_mixture_lies_where_most_of_it_is_drawn(tmp_path: Path) -> None:
    """True in nine of ten worlds, so the median is the 4/9 quantile of what holds then; the rest lies below."""
    found = with_claims(
        tmp_path, claim("a", "C3", ", p_true: 0.9"), strength="{value: 0, if_true: {a: {uniform: [0.1, 1.0]}}}"
    )
    strength = found.quantity("ban", "strength", policy="ban")
    assert found.middle(strength) == pytest.approx(0.1 + 0.9 * 4 / 9, abs=0.03)
    assert found.middle(found.quantity("effort", "recovery")) == found.quantity("effort", "recovery").value


def test_several_true_claims_are_pooled_equally(tmp_path: Path) -> None:
    found = with_claims(
        tmp_path,
        claim("a", "C2"),
        claim("b", "C2"),
        strength="{value: 0.1, if_true: {a: {uniform: [0.4, 0.5]}, b: {uniform: [0.8, 0.9]}}}",
    )
    drawn, truths = found.draws(1, REPLICATES)
    both = truths["a"] & truths["b"]
    pooled = drawn["policies.ban.strength"][both]
    assert float((pooled > 0.6).mean()) == pytest.approx(0.5, abs=0.02)
    assert float(pooled.mean()) == pytest.approx(0.65, abs=0.01)
    alone = drawn["policies.ban.strength"][truths["b"] & ~truths["a"]]
    assert (alone.min() >= 0.8, alone.max() <= 0.9) == (True, True)


def test_reprints_of_a_root_add_no_weight_to_the_pool(tmp_path: Path) -> None:
    """Three claims of one root and one of another: half of the pool is the other's."""
    low = "{uniform: [0.1, 0.2]}"
    found = with_claims(
        tmp_path,
        *(claim(name, "C3", ", p_true: 1", root="x") for name in ("a", "b", "c")),
        claim("d", "C3", ", p_true: 1", root="y"),
        strength=f"{{value: 0.5, if_true: {{a: {low}, b: {low}, c: {low}, d: {{uniform: [0.8, 0.9]}}}}}}",
    )
    strength = found.draws(1, REPLICATES)[0]["policies.ban.strength"]
    assert float((strength > 0.5).mean()) == pytest.approx(0.5, abs=0.01)
    assert np.quantile(strength[strength < 0.5], [0.25, 0.5, 0.75]) == pytest.approx([0.125, 0.15, 0.175], abs=0.002)


@pytest.mark.parametrize(
    ("grades", "message"),
    [
        ("{table: own}", "five of them, for credibility 1 to 5"),
        ("{table: misp, probabilities: [1, 0.8, 0.6, 0.4, 0.2]}", "`probabilities` go together"),
        ("{table: own, probabilities: [0.1, 0.8, 0.6, 0.4, 0.2]}", "must not rise"),
        ("{table: misp, version: 2020}", "found version '2020' of misp; this program has version 1"),
    ],
)
def test_a_table_of_grades_that_is_none_is_refused(grades: str, message: str, tmp_path: Path) -> None:
    text = office(more=f"evidence:\n  grades: ¦{grades}\n  claims: {{}}\n")
    assert message in the_problem(tmp_path, text).message


def test_one_draw_is_the_same_as_many(tmp_path: Path) -> None:
    found = with_claims(
        tmp_path, claim("a", "C3"), strength="{beta: [2, 3], if_true: {a: {triangular: [0.5, 0.8, 1]}}}"
    )
    strength = found.quantity("ban", "strength", policy="ban")
    u = np.array([0.1, 0.5, 0.9])
    truths = {"a": np.array([True, False, True])}
    many = strength.sample(u, truths)
    one = [strength.draw(float(u[i]), {"a": bool(truths["a"][i])}) for i in range(3)]
    assert many.tolist() == one


def test_what_came_long_after_the_report_is_remarked(tmp_path: Path) -> None:
    late = claim("late", "C3", ", date: 2024-09-01") + claim("soon", "C3", ", date: 2024-05-20")
    text = office("months: 12", "months: 12, report_date: 2024-05-15").replace(
        "0.8", "{value: 0.8, claims: [late, soon]}"
    )
    found = scenario(tmp_path, text + "evidence:\n  claims:\n" + late)
    assert remarks(found) == ["rests on 'late' of 2024-09-01, which is later than the report of 2024-05-15."]


def test_dates_of_claims_may_be_vague(tmp_path: Path) -> None:
    found = with_claims(
        tmp_path,
        claim("a", "C3", ", date: 2018"),
        claim("b", "C3", ", date: 2022-10"),
        claim("c", "C3", ", date: about 2018"),
        claim("d", "C3", ", date: 2022-10-01"),
    )
    assert [one.date for one in found.evidence.claims.values()] == ["2018", "2022-10", "about 2018", "2022-10-01"]


@pytest.mark.parametrize("said", ["2023-13", "2023-02-30T12:99", "2023-00"])
def test_what_is_written_as_a_calendar_date_must_be_one(tmp_path: Path, said: str) -> None:
    text = f"evidence:\n  claims:\n{claim('a', 'C3', f', date: ¦{said}')}"
    found = the_problem(tmp_path, office(more=text))
    assert found.key == "evidence.claims.a.date"
    assert found.message == (
        f"found '{said}'; allowed: a day, month or year of the calendar (2023-05-15, 2023-05, 2023), or "
        "words (about 2018)."
    )
