"""Erlang 1917: what a small capacity lets through, as the loss of a telephone exchange."""

from __future__ import annotations

import numpy as np
import pytest

from verification.target import Target, missed
from verification.targets.erlang_1917 import ATTEMPTS, TARGETS
from verification.theory.erlang_1917 import in_ticks, without_ticks


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_loss(target: Target) -> None:
    assert missed(target) == []


def test_the_chain_by_hand() -> None:
    """One member, ticks of a month: credit is there in every tick, so that all are blocked and nobody goes missing."""
    assert in_ticks(ATTEMPTS, members=1, ticks=1, months=3) == pytest.approx(1.0)


def test_the_chain_by_hand_in_thirds_of_a_month() -> None:
    """One member, three ticks, and credit for a block in the third alone.

    Asks with p in the first and walks out, or with (1 - p) p in the second; in the third, with p, whoever did not walk
    out in the second.
    """
    p = -np.expm1(-ATTEMPTS / 3)
    stopped = (1 - (1 - p) * p) * p
    expected = stopped / (p + (1 - p) * p + stopped)
    assert in_ticks(ATTEMPTS, members=1, ticks=3, months=1) == pytest.approx(expected)


def test_small_ticks_come_to_erlangs_law() -> None:
    """Four hundred months, so that the empty credit of the first is forgotten, in ticks of a fortieth."""
    assert in_ticks(ATTEMPTS, members=8, ticks=40, months=400) == pytest.approx(without_ticks(ATTEMPTS), abs=0.005)
