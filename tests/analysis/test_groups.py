"""How far apart two groups of worlds are, and how often luck alone would call them apart."""

from __future__ import annotations

import numpy as np
import pytest

from exitban.analysis.groups import difference_of_changes, difference_of_shares
from exitban.analysis.intervals import Floats

TRIALS = 1000


def test_a_difference_of_shares_keeps_a_width_when_no_world_says_yes() -> None:
    found = difference_of_shares(np.zeros(20), np.zeros(30))
    assert found.value == 0.0
    assert found.low < -0.05 < 0.05 < found.high


def test_one_group_without_a_change_is_not_known_exactly() -> None:
    """8 of 180 worlds fall where something holds, 0 of 20 where it does not: Fisher's test has p = 1."""
    found = difference_of_changes(np.repeat([-1.0, 0.0], (8, 172)), np.zeros(20))
    assert found.value == pytest.approx(-8 / 180)
    assert found.low < 0.0 < found.high


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
