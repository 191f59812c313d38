"""Grimes 2016, On the viability of conspiratorial beliefs: the form only, many secrets do not keep.

n secrets that leak at rate ell each stay hidden for t with probability exp(-n ell t): exp(-25 * .002 * 30) = .22313.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from tests.office import Days, office
from verification.measures import share
from verification.target import Number, Outcome, Target, picture

HIDDEN = 0.22313
OF_MANY = """
    spans 24

    30 months of {ticks} ticks
    secrets: leak_rate 0.002
    members: grievance_mean -50
    event panic: month 1, size 100, decays_over 1e-3
    policy ban: strength 1
"""
"""All 25 try to leave in the first tick and are stopped, and never try again: 25 secrets."""


def of_many(ticks: int, replicates: int) -> Outcome:
    """One secret each of 25 members."""
    days = Days(office(OF_MANY.format(ticks=ticks)), "ban", replicates=replicates, launcher="cpu").to_the_end()
    if not (days.recorded("blocked").sum(axis=0) == 25).all():
        raise AssertionError("each of the 25 is to be stopped once")
    hidden = days.recorded("leaks").cumsum(axis=0) == 0
    months = np.arange(3, 31, 3)
    law = np.exp(-25 * 0.002 * months)
    points = (months, hidden.mean(axis=1)[months * ticks - 1], np.sqrt(law * (1 - law) / replicates))
    got = {"nothing is out after 30 months": share(hidden[-1].sum(), replicates, HIDDEN)}
    return Outcome(got, picture(("months", "share of worlds without a leak"), points, (months, law)))


def of_one(replicates: int) -> Outcome:
    """Twenty-five secrets of one member."""
    world = office("alone", "31 months", "secrets: leak_rate 0.002")
    days = Days(world, replicates=replicates, launcher="cpu").step().let(hidden_attempts=25).to_the_end()
    return Outcome({"nothing is out after 30 months": share((~days["exposed"]).sum(), replicates, HIDDEN)})


PAPER = "Grimes 2016, On the viability of conspiratorial beliefs (form only)"
TARGETS = (
    *(
        Target(
            name=f"secrets-of-many-dt-1-over-{ticks}",
            paper=PAPER,
            level="L1",
            says="25 members with a secret each, a leak rate of .002 per secret and month, 30 months: P(no leak).",
            expected={"nothing is out after 30 months": Number(HIDDEN)},
            run=partial(of_many, ticks),
            small=2_000,
            full=20_000,
        )
        for ticks in (1, 4)
    ),
    Target(
        name="secrets-of-one",
        paper=PAPER,
        level="L1",
        says="The same with all 25 secrets in one member: secrets count, not people.",
        expected={"nothing is out after 30 months": Number(HIDDEN)},
        run=of_one,
        small=2_000,
        full=40_000,
    ),
)
