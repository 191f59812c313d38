"""Another table of grades without another run: weighted worlds have the means of worlds drawn under that table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from exitban.analysis.reweighting import effective, shift_of_mean, under_table, weighted_mean, weights
from exitban.scenario import Scenario
from exitban.scenario.grade_tables import MISP, STIX
from tests.scenario.files import office, scenario

WORLDS = range(20_000)
NAMES = ("a", "b", "c", "d")
CLAIMS = "".join(
    f"    {name}: {{text: T, chain: [{{title: {root}}}], reliability: C, credibility: {grade}{more}}}\n"
    for name, root, grade, more in (
        ("a", "x", 2, ""),
        ("b", "x", 4, ""),
        ("c", "y", 5, ", contradicts: [a]"),
        ("d", "z", 3, ", p_true: 0.8"),
    )
)
STRENGTH = "{uniform: [0.4, 0.6], if_true: {a: 0.9, b: 0.8, c: 0.1, d: 0.7}}"


def drawn_under(folder: Path, table: str) -> Scenario:
    return scenario(folder, office("0.8", STRENGTH, f"evidence:\n  grades: {{table: {table}}}\n  claims:\n{CLAIMS}"))


def test_weighted_worlds_have_the_means_of_the_other_table(tmp_path: Path) -> None:
    drawn, truths = drawn_under(tmp_path, "stix-2.1").draws(1, WORLDS)
    wished, _ = drawn_under(tmp_path, "misp").draws(2, WORLDS)
    evidence = drawn_under(tmp_path, "stix-2.1").evidence
    counted = weights(evidence, under_table(evidence, MISP), truths, NAMES)
    assert counted is not None
    path = "policies.ban.strength"
    found = weighted_mean(drawn[path], counted)
    other = wished[path]
    assert abs(found.value - other.mean()) < 3 * np.hypot(
        (found.high - found.low) / 3.92, other.std() / np.sqrt(20_000)
    )
    assert abs(drawn[path].mean() - other.mean()) > 6 * other.std() / np.sqrt(20_000)
    assert counted.mean() == pytest.approx(1.0, abs=0.01)
    assert 0.8 * len(WORLDS) < effective(counted) < len(WORLDS)


def test_by_hand(tmp_path: Path) -> None:
    """One claim, .7 to .75: true worlds count .75 / .7 times, false ones .25 / .3 times."""
    found = scenario(
        tmp_path,
        office(
            "0.8",
            "{value: 0.5, if_true: {a: 0.9}}",
            "evidence:\n  claims:\n    a: {text: T, chain: [{title: x}], reliability: C, credibility: 2}\n",
        ),
    )
    truths = {"a": np.array([True, False])}
    counted = weights(found.evidence, under_table(found.evidence, MISP), truths, ["a"])
    assert counted == pytest.approx([0.75 / 0.7, 0.25 / 0.3])


def test_what_was_never_drawn_cannot_be_weighted(tmp_path: Path) -> None:
    found = drawn_under(tmp_path, "misp")
    truths = found.truths(1, range(10))
    assert weights(found.evidence, under_table(found.evidence, STIX), truths, NAMES) is None


def test_worlds_that_another_table_rules_out_tell_nothing_of_it(tmp_path: Path) -> None:
    """By MISP c, of credibility 5, is never true, and so no world counts in which it is."""
    found = drawn_under(tmp_path, "stix-2.1").evidence
    truths = {name: np.array([name == "c"] * 2) for name in NAMES}
    assert weights(found, under_table(found, MISP), truths, NAMES) is None
    truths["c"][0] = False
    counted = weights(found, under_table(found, MISP), truths, NAMES)
    assert counted is not None and (counted > 0).tolist() == [True, False]


def test_claims_that_move_nothing_cost_no_worlds(tmp_path: Path) -> None:
    found = drawn_under(tmp_path, "stix-2.1")
    truths = found.truths(1, range(50))
    assert weights(found.evidence, under_table(found.evidence, MISP), truths, ["d"]) == pytest.approx(np.ones(50))


def test_a_shift_is_known_as_well_as_the_same_worlds_tell_it() -> None:
    """Where the weights have nothing to do with the values, the two means differ by luck alone; 19 of 20 hold that."""
    held, narrower = 0, 0
    for seed in range(300):
        luck = np.random.default_rng(seed)
        values, counted = luck.normal(size=400), np.where(luck.random(400) < 0.9, 0.9, 1.9)
        found, alone = shift_of_mean(values, counted), weighted_mean(values, counted)
        assert found.value == pytest.approx(alone.value - values.mean())
        held += found.low <= 0.0 <= found.high
        narrower += found.high - found.low < alone.high - alone.low
    assert 276 <= held <= 294
    assert narrower == 300


def test_weights_that_are_all_alike_shift_nothing() -> None:
    assert shift_of_mean(np.arange(5.0), np.full(5, 0.7)).high == pytest.approx(0.0)


def test_a_weighted_mean_by_hand() -> None:
    """Worlds of 0 and 1 that count once and three times: 3/4, with an error of sqrt(1 * 9/16 + 9 * 1/16) / 4."""
    found = weighted_mean(np.array([0.0, 1.0]), np.array([1.0, 3.0]))
    half = 1.959964 * np.sqrt(9 / 8) / 4
    assert (found.value, found.low, found.high) == pytest.approx((0.75, 0.75 - half, 0.75 + half))


@pytest.mark.parametrize(
    ("counted", "worth"), [([1, 1, 1, 1], 4), ([0.5, 0.5, 0.5], 3), ([2, 1, 1, 0], 16 / 6), ([1, 0, 0], 1)]
)
def test_worlds_that_count_unevenly_are_worth_fewer(counted: list[float], worth: float) -> None:
    """Kish: (sum w)^2 / sum w^2. Only how they differ matters, not how much they all count."""
    assert effective(np.array(counted, np.float64)) == pytest.approx(worth)
