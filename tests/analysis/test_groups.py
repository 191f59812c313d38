"""How far apart two groups of worlds are, and how often luck alone would call them apart."""

from __future__ import annotations

import numpy as np
import pytest

from exitban.analysis.groups import difference_of_changes, difference_of_means, difference_of_shares
from exitban.analysis.intervals import Floats

TRIALS = 1000


def test_a_difference_of_shares_keeps_a_width_when_no_world_says_yes() -> None:
    found = difference_of_shares(np.zeros(20), np.zeros(30))
    assert found.value == 0.0
    assert found.low < -0.05 < 0.05 < found.high


def test_a_difference_of_shares_by_hand() -> None:
    """1 of 8 against 4 of 8; with a yes and a no more 2 and 5 of 10: .3 apart, with the variance .016 + .025."""
    found = difference_of_shares(np.repeat([1.0, 0.0], (1, 7)), np.repeat([1.0, 0.0], (4, 4)))
    half = 1.959964 * np.sqrt(0.041)
    assert (found.value, found.low, found.high) == pytest.approx((-0.375, -0.3 - half, -0.3 + half))


def test_one_group_without_a_change_is_not_known_exactly() -> None:
    """8 of 180 worlds fall where something holds, 0 of 20 where it does not: Fisher's test has p = 1."""
    found = difference_of_changes(np.repeat([-1.0, 0.0], (8, 172)), np.zeros(20))
    assert found.value == pytest.approx(-8 / 180)
    assert found.low < 0.0 < found.high


def test_a_difference_of_changes_by_hand() -> None:
    """2 of 8 fall, and none of 8. With 1/2, -1/2 and 0 more: (3 / 10 - .2^2) / 10 + (1 / 10) / 10 = .036."""
    found = difference_of_changes(np.repeat([-1.0, 0.0], (2, 6)), np.zeros(8))
    half = 1.959964 * np.sqrt(0.036)
    assert (found.value, found.low, found.high) == pytest.approx((-0.25, -0.2 - half, -0.2 + half))


def test_what_was_seen_lies_in_its_interval_however_few_worlds_there_are() -> None:
    """One world rises and one falls: 2 apart, though two worlds more in each group let the interval end before."""
    found = difference_of_changes(np.array([1.0]), np.array([-1.0]))
    assert found.low < found.value == found.high == 2.0


def test_many_changes_are_told_apart() -> None:
    found = difference_of_changes(np.repeat([-1.0, 0.0], (60, 120)), np.repeat([-1.0, 0.0], (1, 19)))
    assert found.high < 0.0


@pytest.mark.parametrize(("worlds", "share"), [(200, 0.1), (200, 0.3), (1000, 0.05), (1000, 0.1)])
def test_luck_alone_is_called_a_difference_once_in_twenty_times_at_most(worlds: int, share: float) -> None:
    """In both groups 4.5 % of the worlds fall and .5 % rise."""
    luck, alarms = np.random.default_rng(11), 0
    for _ in range(TRIALS):
        change: Floats = luck.choice([-1.0, 0.0, 1.0], size=worlds, p=[0.045, 0.95, 0.005])
        few = max(10, round(worlds * share))
        found = difference_of_changes(change[:few], change[few:])
        alarms += not found.low <= 0.0 <= found.high
    assert alarms / TRIALS <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / TRIALS)


@pytest.mark.parametrize(
    ("true", "false", "error"),
    [([0, 2], [1, 1, 4], np.sqrt(2.0)), ([1], [0, 2, 4], np.sqrt(4 / 3)), ([1], [2], 0.0)],
)
def test_the_difference_of_two_means_is_known_as_well_as_welch_says(
    true: list[float], false: list[float], error: float
) -> None:
    """Variances over n - 1: 2 / 2 + 3 / 3 = 2. One world alone tells nothing of how far worlds differ."""
    found = difference_of_means(np.array(true, np.float64), np.array(false, np.float64))
    assert found.value == pytest.approx(-1.0)
    assert (found.low, found.high) == pytest.approx((-1.0 - 1.959964 * error, -1.0 + 1.959964 * error))
