"""Availability with repair: a post falls vacant at rate lambda and is filled again at rate nu, never in the same tick.

In the long run it is filled for p_nu / (p_nu + p_lambda) of the time, p = 1 - exp(-rate dt); a chain of d + 1 posts
works for that share to the power d + 1. Where a vacated post need not wait for the next tick (``refill.waits`` 0), it
is filled in half a tick with q = 1 - exp(-rate dt / 2), and for p_nu / (p_nu + p_lambda (1 - q)) of the time: nu /
(nu + lambda) but for terms of second order in the tick.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from tests.office import Days, office
from verification.measures import share
from verification.target import Number, Outcome, Target, picture

VACATING, FILLING = 0.1, 0.3
MONTHS = 60
CHAIN = """
    spans 1 1 1 1

    60 months of {ticks} ticks
    nobody reconsiders
    hazards: natural 0.1
    refill: rate 0.3, waits {waits}
"""


def availability(ticks: int, waits: int = 1) -> float:
    """Of one post."""
    vacated, filled = (-np.expm1(-rate / ticks) for rate in (VACATING, FILLING))
    stays_vacant = 1 if waits else np.exp(-FILLING / ticks / 2)
    return float(filled / (filled + vacated * stays_vacant))


def label(depth: int) -> str:
    """A chain in words."""
    return f"a chain of {depth + 1} works"


def simulated(ticks: int, waits: int, replicates: int) -> Outcome:
    """Chains of one to five posts after five years."""
    world = office(CHAIN.format(ticks=ticks, waits=waits))
    days = Days(world, replicates=replicates, seed=ticks, launcher="cpu").to_the_end()
    law = availability(ticks, waits) ** np.arange(1, 6)
    works = (days["reach"] > 0).sum(axis=1)
    got = {label(depth): share(works[depth], replicates, law[depth]) for depth in range(5)}
    errors = np.sqrt(law * (1 - law) / replicates)
    at = np.arange(1, 6)
    return Outcome(
        got, picture(("posts in the chain", "share that works"), (at, works / replicates, errors), (at, law))
    )


def target(ticks: int, waits: int) -> Target:
    """One length of a tick."""
    how = "" if waits else ", not waiting for the next tick"
    return Target(
        name=f"availability-{'' if waits else 'without-waiting-'}dt-1-over-{ticks}",
        paper="Barlow & Proschan 1975, Statistical theory of reliability and life testing (availability with repair)",
        level="L1",
        says=f"Posts vacated at rate .1, filled at rate .3{how}, in ticks of 1/{ticks} month: availability of chains.",
        expected={label(depth): Number(availability(ticks, waits) ** (depth + 1)) for depth in range(5)},
        run=partial(simulated, ticks, waits),
        small=2_500,
        full=40_000,
    )


TARGETS = (*(target(ticks, 1) for ticks in (1, 2, 4)), target(1, 0))
