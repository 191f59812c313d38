"""The prior box cut in two: which halves there are, and what becomes of a sign in each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from exitban.analysis.halves import Box, cut_in_two, in_halves
from exitban.analysis.headline_effects import Measure, lost
from exitban.analysis.robustness import Conclusion, conclusions
from exitban.analysis.robustness_told import sentence
from tests.analysis.synthetic import dataset
from tests.analysis.test_robustness import WORLDS, at_end, made


@pytest.fixture
def turning(tmp_path: Path) -> Any:
    """Up by .1 where the claim is true (9 of 10) and down by .2 where it is not; the number plays no part."""
    true = np.arange(WORLDS) % 10 > 0
    return made(tmp_path, np.where(true, 0.1, -0.2), np.random.default_rng(1).random(WORLDS), true)


def lasting(found: Any, rises: int, falls: int) -> Conclusion:
    """So many of the worlds in which the claim is false, or the number small, lose control under the ban or keep it."""
    lost_at = found.data["lost_at"].values
    lost_at[1, :rises] = 1.0
    lost_at[0, rises : rises + falls] = 1.0
    return conclusions(found, ["lost"])[0]


def test_a_half_of_a_yes_or_no_is_asked_as_the_whole_is(tmp_path: Path) -> None:
    """Four of 500 worlds one way and none the other, of which luck makes one in eight: nothing is sure there."""
    worlds = 1000
    true = np.arange(worlds) >= 500
    found = made(tmp_path, np.zeros(worlds), np.random.default_rng(1).random(worlds), true)
    found.data["lost_at"].values[0, 500:600] = 1.0
    one = lasting(found, 4, 0)
    assert one.sign == -1
    assert one.halves.turned == 0
    assert "a is false" not in sentence(one)


def test_a_half_with_fewer_than_ten_worlds_says_nothing(tmp_path: Path) -> None:
    true = np.arange(WORLDS) >= 9
    change = np.where(true, 0.1, -0.2) + 1e-3 * np.random.default_rng(2).normal(size=WORLDS)
    found = at_end(made(tmp_path, change, np.random.default_rng(1).random(WORLDS), true))
    assert (found.halves.of, found.halves.turned) == (3, 0)


def test_claims_that_are_true_in_the_same_worlds_cut_the_box_once(turning: Any) -> None:
    """Both halves are named after all of them, and after one that is true in the other worlds."""
    data, true = turning.data.drop_vars(["claim_true", "claim"]), turning.data["claim_true"].values[0]
    data = data.assign_coords(claim=["a", "b", "c", "idle", "sure"])
    data["claim_true"] = (
        ("claim", "replicate"),
        np.array([true, true, ~true, np.arange(WORLDS) % 2 > 0, true | ~true]),
    )
    box = cut_in_two(data, lambda claim: claim != "idle")
    assert box.names[2:] == ("a and b are false and c is true", "a and b are true and c is false")
    assert box.rows.sum(axis=1).tolist() == [200, 200, 40, 360]
    assert (box.rows[2] == ~true).all()


def test_worlds_too_few_to_cut_say_so(tmp_path: Path) -> None:
    found = at_end(made(tmp_path, np.linspace(0.1, 0.11, 12), np.arange(12.0), np.arange(12) % 2 > 0))
    assert found.sign == 1
    assert "There are too few worlds for halves of the prior box to tell anything." in sentence(found)


def test_a_number_of_two_values_is_cut_between_them() -> None:
    """Of 30 worlds 20 drew 0, which is the median too: 20 lie in its lower half and 10 in the upper one."""
    data = dataset(["none"], 30, 1).assign_coords(parameter=["a"], claim=np.array([], str))
    data["draw"] = (("parameter", "replicate"), np.repeat([0.0, 1.0], (20, 10))[None])
    data["claim_true"] = (("claim", "replicate"), np.zeros((0, 30), bool))
    box = cut_in_two(data, lambda claim: True)
    assert box.names == ("a is in its lower half", "a is in its upper half")
    assert box.rows.sum(axis=1).tolist() == [20, 10]


@pytest.mark.parametrize(("mean", "same"), [(0.73, 0), (0.77, 1)])
def test_a_sign_holds_in_a_half_where_it_is_beyond_students_interval(mean: float, same: int) -> None:
    """Ten worlds a 1 above and below their mean: an error of 1 / sqrt(9), and 2.262 of it to either side: .754."""
    box = Box(("some",), np.ones((1, 10), bool))
    values = mean + np.tile([1.0, -1.0], 5)
    for sign in (1, -1):
        found = in_halves(box, Measure("control_at_end", "control", "points", 100, lost), sign * values, sign)
        assert (found.same, found.turned, found.unsure) == (same, 0, 1 - same)
        turned = in_halves(box, Measure("control_at_end", "control", "points", 100, lost), -sign * values, sign)
        assert turned.turned_by == ("some",) * same
