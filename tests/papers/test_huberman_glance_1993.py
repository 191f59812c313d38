"""Huberman & Glance 1993: what the tick itself manufactures, when all choose at once instead of in turns.

A crowd as in Brock & Durlauf 2001 wanders about its mean field m = tanh(h + J m). All at once its variance is
(1 - m^2) / N / (1 - s^2), one at a time (1 - m^2) / N / (1 - s), with s = J (1 - m^2).
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.office import Days, office
from verification.theory.brock_durlauf_2001 import upper_root

SIZE, J, H = 100, 0.5, 0.1
REPLICATES = 2_000
CROWD = """
    spans {others}

    {months} months
    nobody watches anybody
    everybody may speak
    exit: possible 0
    voice: cost {cost}, contagion {contagion}
    exposure: whole 1, window 1e-6
"""
MEAN = upper_root(H, J)
SLOPE = J * (1 - MEAN**2)
ALONE = (1 - MEAN**2) / SIZE
"""The variance of m if nobody attended to anybody."""


def variance_in_turns(turns: int) -> float:
    """Of m at the end of a cycle of turns, each member choosing once, given those who have chosen in it so far.

    The mean field made linear: a member chooses with mean s times what m has come to. Followed are the covariances of
    two who have both chosen in this cycle, of whom one has, and of whom none has, until a cycle ends as it began.
    """
    share, pair = 1 / turns, 0.0
    for _ in range(200):
        both, one, none = 0.0, pair, pair
        for turn in range(turns):
            done = turn * share
            rest = 1 - done
            whole = ALONE + done**2 * both + 2 * done * rest * one + rest**2 * none
            with_done = ALONE + done * both + rest * one if turn else 0.0
            with_rest = ALONE + done * one + rest * none
            chosen = done + share
            new = done**2 * both + 2 * done * share * SLOPE * with_done + share**2 * SLOPE**2 * whole
            both, one = new / chosen**2, (done * one + share * SLOPE * with_rest) / chosen
        pair = both
    return ALONE + pair


def spread(turns: int, replicates: int = REPLICATES) -> float:
    """The standard deviation of m over crowds after twelve cycles; .48**12 of the start is left."""
    cycles = 12
    text = CROWD.format(others=SIZE - 1, months=cycles * turns, cost=2 * J - 2 * H, contagion=4 * J)
    days = Days(office(text, f"choice: turns {turns}"), replicates=replicates, launcher="cpu").to_the_end()
    return float((2 * days["speaking"].mean(axis=0) - 1).std(ddof=1))


def test_the_theory_has_both_ends() -> None:
    assert variance_in_turns(1) == pytest.approx(ALONE / (1 - SLOPE**2))
    assert variance_in_turns(400) == pytest.approx(ALONE / (1 - SLOPE), rel=0.005)


@pytest.mark.parametrize("turns", [1, 2, 16])
def test_the_spread_of_a_crowd_that_chooses_in_turns(turns: int) -> None:
    """.1119 all at once; .136 one at a time, and nearly so in sixteen turns. |z| < 4 of a standard deviation."""
    expected = np.sqrt(variance_in_turns(turns))
    assert spread(turns) == pytest.approx(expected, rel=4 / np.sqrt(2 * REPLICATES))


def test_all_at_once_and_in_turns_are_told_apart() -> None:
    """Or the test above would say nothing."""
    at_once, one_by_one = np.sqrt(ALONE / (1 - SLOPE**2)), np.sqrt(ALONE / (1 - SLOPE))
    assert at_once == pytest.approx(0.1119, abs=5e-5)
    assert np.sqrt(variance_in_turns(16)) > at_once * (1 + 2 * 4 / np.sqrt(2 * REPLICATES))
    assert np.sqrt(variance_in_turns(16)) == pytest.approx(one_by_one, rel=0.05)
