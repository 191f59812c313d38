"""Signs over the prior box and under other tables, on worlds made by hand."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from exitban.analysis import judgement
from exitban.analysis.intervals import Interval
from exitban.analysis.judgement_told import doubted
from exitban.analysis.robustness import HOLDS, TURNS, UNKNOWN, UNSURE, Conclusion, conclusions, document, verdict
from exitban.analysis.robustness_told import sentence, told
from exitban.analysis.structures import NO_SHIFT, SETTINGS, Effect
from tests.analysis.synthetic import FakeResult, dataset
from tests.scenario.files import office, scenario

EVIDENCE = """
evidence:
  grades: {table: own, probabilities: [0.9, 0.9, 0.5, 0.3, 0.1]}
  claims:
    a: {text: T, chain: [{title: x}], reliability: C, credibility: 2}
"""
WORLDS = 400


def made(folder: Path, change: np.ndarray[Any, Any], number: np.ndarray[Any, Any], true: np.ndarray[Any, Any]) -> Any:
    """A result whose ban changes control at the end by so much in each world."""
    strength = "{uniform: [0.4, 0.6], if_true: {a: 0.9}}"
    data = dataset(["none", "ban"], len(change), 2, 6.0)
    data["control"].values[:, :, -1] = [0.5 + 0 * change, 0.5 + change]
    data = data.assign_coords(parameter=["policies.ban.strength"], claim=["a"])
    data["draw"] = (("parameter", "replicate"), number[None])
    data["claim_true"] = (("claim", "replicate"), true[None])
    return FakeResult(data, scenario(folder, office("0.8", strength, EVIDENCE)))


def at_end(found: Any, **more: Any) -> Conclusion:
    return conclusions(found, ["control_at_end"], **more)[0]


@pytest.fixture
def turning(tmp_path: Path) -> Any:
    """Up by .1 where the claim is true (9 of 10) and down by .2 where it is not; the number plays no part."""
    true = np.arange(WORLDS) % 10 > 0
    number = np.random.default_rng(1).random(WORLDS)
    return made(tmp_path, np.where(true, 0.1, -0.2), number, true)


def test_the_sign_its_worlds_and_its_halves(turning: Any) -> None:
    found = at_end(turning)
    assert (found.sign, found.same, found.opposite, found.worlds) == (1, 360, 40, 400)
    assert (found.halves.same, found.halves.turned, found.halves.of) == (3, 1, 4)
    assert found.halves.turned_by == ("a is false",)
    assert "It turns round where a is false: there the conclusion does not survive." in sentence(found)


def test_another_table_moves_the_mean_as_far_as_it_should(turning: Any) -> None:
    """Credibility 2: .75 by MISP and .675 by ICD 203, so the means are .025 and .0025."""
    found = {one.what: one for one in at_end(turning).tables}
    misp, icd = found["grade table misp"], found["grade table icd-203"]
    assert misp.difference is not None and icd.difference is not None
    assert misp.difference.value == pytest.approx(0.75 * 0.1 - 0.25 * 0.2, abs=1e-6)
    assert icd.difference.value == pytest.approx(0.675 * 0.1 - 0.325 * 0.2, abs=1e-6)
    assert icd.difference.high - icd.difference.value > 0.02  # 1.96 x .011, the error of the weighted mean itself
    assert icd.verdict == UNSURE


def test_a_table_that_moves_nothing_takes_no_conclusion_away(tmp_path: Path) -> None:
    """The claim plays no part: the weights widen the interval over zero, and shift nothing."""
    true = np.arange(WORLDS) % 10 > 0
    change = 0.0105 + np.where(np.arange(WORLDS) // 10 % 2, 0.1, -0.1)
    found = made(tmp_path, change, np.random.default_rng(5).random(WORLDS), true)
    one = at_end(found)
    icd = next(each for each in one.tables if each.what == "grade table icd-203")
    assert one.sign == 1
    assert icd.difference is not None and icd.difference.low < 0.0
    assert icd.verdict == UNKNOWN
    assert not one.fails
    assert "grade table icd-203 so few worlds cannot tell: nothing shows that the difference moves" in sentence(one)
    assert "does not survive" not in sentence(one)


def test_a_table_keeps_a_width_where_no_world_differs(tmp_path: Path) -> None:
    """Of a yes or no, worlds that were not run can differ."""
    one = conclusions(made(tmp_path, np.zeros(60), np.arange(60.0), np.arange(60) % 10 > 0), ["lost"])[0]
    assert all(each.difference is not None and each.difference.low < -0.03 for each in one.tables)


def test_a_conclusion_that_does_not_survive_says_so(turning: Any) -> None:
    said = sentence(at_end(turning))
    assert "This conclusion does not survive: its sign " in said
    assert re.search(r"no longer be told from zero under grade table stix-2.1 \(.*\) and grade table icd-203 \(", said)
    assert not document(turning, conclusions(turning, ["control_at_end"]))["conclusions"][0]["survives"]


def test_a_sign_that_cannot_be_told_has_nothing_to_survive(tmp_path: Path) -> None:
    luck = np.random.default_rng(3)
    found = made(tmp_path, luck.normal(size=WORLDS) * 0.1, luck.random(WORLDS), luck.random(WORLDS) < 0.9)
    assert at_end(found).sign == 0
    assert "nothing that could survive" in told(found, conclusions(found, ["control_at_end"])).replace("\n  ", " ")


def test_a_policy_that_changes_nothing_has_no_sign_to_doubt(tmp_path: Path) -> None:
    found = made(tmp_path, np.zeros(60), np.arange(60.0), np.arange(60) % 10 > 0)
    one = at_end(found)
    assert one.alike
    assert sentence(one) == "the same in all 60 worlds."
    assert "control at the end: the same in all 60 worlds." in told(found, [one])
    lost = conclusions(found, ["lost"])[0]
    assert sentence(lost) == "the same in all 60 worlds (95 % interval −3.2 to +3.2 points)."


def test_what_turns_round_in_a_half_does_not_survive_anywhere(turning: Any) -> None:
    """The document, the words and the count of the confidence have one definition."""
    found = at_end(turning)
    within = replace(found, tables=())
    assert within.halves.turned and not within.fails
    assert not within.survives
    assert doubted(within)
    assert not document(turning, [within])["conclusions"][0]["survives"]
    assert "does not survive" in sentence(within)
    assert judgement._of_survival((within,)) == [
        "1 of 1 headline differences have a sign that cannot be told or does not survive"
    ]


def test_policies_that_are_alike_take_no_confidence(tmp_path: Path) -> None:
    """Where a yes or no is the same in all worlds and a number is not, the sign of the first cannot be told."""
    same = conclusions(made(tmp_path, np.zeros(60), np.arange(60.0), np.arange(60) % 10 > 0), judgement.TOLD)
    assert judgement._of_survival(same) == []
    moved = replace(same[1], sign=1, same=60)
    assert judgement._of_survival((same[0], moved))[0].startswith("1 of 2 headline differences")


def test_other_structures_of_choice_are_looked_at_too(turning: Any) -> None:
    """The mean is .07 with a half-width of .009; a structure adds its shift, known from the same worlds under both."""
    lost, few = Interval(-0.07, -0.1, -0.04), Interval(0.0, -0.2, 0.2)
    shifts = (NO_SHIFT, Interval(-0.2, -0.25, -0.15), Interval(-0.01, -0.02, 0.0), lost, lost, lost, few)
    wide = Interval(0.0, -1.0, 1.0)
    effects = [Effect("ban", "control_at_end", one, wide, by) for one, by in zip(SETTINGS, shifts, strict=True)]
    found = at_end(turning, structures=SimpleNamespace(effects=effects, replicates=10))
    assert [one.what for one in found.structures] == [one.title for one in SETTINGS[1:]]
    assert [one.verdict for one in found.structures] == [TURNS, HOLDS, UNSURE, UNSURE, UNSURE, UNKNOWN]
    assert f"turns round under {SETTINGS[1].title} (−13.0 points" in sentence(found)
    assert f"Under {SETTINGS[6].title} so few worlds cannot tell" in sentence(found)
    half = (found.difference.high - found.difference.low) / 2
    there = found.structures[0].difference
    assert there is not None
    assert there.high == pytest.approx(found.difference.value - 0.2 + np.hypot(half, 0.05))


def test_a_size_that_does_not_survive_is_said_where_the_difference_stands(turning: Any) -> None:
    """The sign holds under every structure, and yet under one of them the difference is more than twice as large."""
    ends = [Interval(0.1, 0.05, 0.15)] * 6 + [Interval(0.3, 0.25, 0.35)]
    marks = [*[""] * 5, "may double", "doubles"]
    shifts = [NO_SHIFT] * 6 + [Interval(0.23, 0.23, 0.23)]
    effects = [Effect("ban", "control_at_end", *one) for one in zip(SETTINGS, ends, shifts, marks, strict=True)]
    found = at_end(turning, structures=SimpleNamespace(effects=effects, replicates=10))
    assert [one.what for one in found.grows] == [SETTINGS[5].title, SETTINGS[6].title]
    assert f"Its size does not survive: it may double under {SETTINGS[5].title}" in sentence(found)
    assert f"doubles under {SETTINGS[6].title} (+30.0 points, 95 % interval +29.1 to +30.9)" in sentence(found)
    assert doubted(found)


@pytest.mark.parametrize(
    ("sign", "low", "high", "said"), [(1, 0.1, 0.2, HOLDS), (1, -0.1, 0.2, UNSURE), (-1, 0.1, 0.2, TURNS)]
)
def test_verdicts(sign: int, low: float, high: float, said: str) -> None:
    assert verdict(sign, Interval((low + high) / 2, low, high)) == said


def test_a_single_world_has_a_difference_and_no_interval(tmp_path: Path) -> None:
    found = made(tmp_path, np.array([0.1]), np.array([0.5]), np.array([True]))
    told = json.loads(json.dumps(document(found, conclusions(found, ["control_at_end"])), allow_nan=False))
    difference = told["conclusions"][0]["difference"]
    assert difference == {"value": pytest.approx(10), "low": None, "high": None}
    under = told["conclusions"][0]["under"]
    assert under
    assert [one["difference"] for one in under] == [difference] * len(under)


def test_a_table_under_which_one_world_counts_cannot_tell(tmp_path: Path) -> None:
    """By MISP a claim of credibility 5 is never true: of these worlds only the one in which it is false counts."""
    true = np.arange(5) > 0
    found = made(tmp_path, np.linspace(0.1, 0.11, 5), np.linspace(0, 1, 5), true)
    doubtful = EVIDENCE.replace("credibility: 2", "credibility: 5")
    strength = "{uniform: [0.4, 0.6], if_true: {a: 0.9}}"
    found.scenario = scenario(tmp_path, office("0.8", strength, doubtful))
    one = at_end(found)
    assert one.sign == 1
    assert {each.what: each.verdict for each in one.tables}["grade table misp"] == UNKNOWN
    assert "Under grade table misp these worlds cannot tell" in sentence(one)


def test_a_sign_that_is_sure_is_not_told_of_a_zero(tmp_path: Path) -> None:
    change = np.where(np.arange(WORLDS) % 2 > 0, 2e-4, 4e-4)
    found = made(tmp_path, change, np.random.default_rng(1).random(WORLDS), np.arange(WORLDS) % 10 > 0)
    assert "control at the end: +0.03 points (95 % interval +0.03 to +0.03)." in told(found, [at_end(found)])


def test_the_document_is_json(turning: Any) -> None:
    json.dumps(document(turning, conclusions(turning)), allow_nan=False)
