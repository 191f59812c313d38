"""Grimes 2016, On the viability of conspiratorial beliefs: the form only, many secrets do not keep.

25 secrets that leak at a rate of .002 a month each stay hidden for 30 months with probability exp(-1.5) = .22313.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.office import Days, office, z_of_share

CONSPIRACY = """
    spans 24

    30 months of {ticks} ticks
    secrets: leak_rate 0.002
    members: grievance_mean -50
    event panic: month 1, size 100, decays_over 1e-3
    policy ban: strength 1
"""
"""All 25 try to leave in the first tick and are stopped, and never try again: 25 secrets."""


@pytest.mark.parametrize("ticks", [1, 4])
def test_twenty_five_secrets_for_thirty_months(ticks: int) -> None:
    days = Days(office(CONSPIRACY.format(ticks=ticks)), "ban", replicates=2_000, launcher="cpu").to_the_end()
    assert (days.recorded("blocked").sum(axis=0) == 25).all()
    kept = (days.recorded("leaks").sum(axis=0) == 0).sum()
    assert abs(z_of_share(kept, 2_000, 0.22313)) < 4


def test_one_member_with_many_secrets_is_the_same() -> None:
    """25 secrets of one person, or one each of 25: exp(-n ell t) counts secrets, not people."""
    world = office("alone", "31 months", "secrets: leak_rate 0.002")
    days = Days(world, replicates=2_000, launcher="cpu").step().let(hidden_attempts=25).to_the_end()
    assert abs(z_of_share((~days["exposed"]).sum(), 2_000, np.exp(-1.5))) < 4
