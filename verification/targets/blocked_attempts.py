"""Blocked attempts are thinned exits: an attempt succeeds with 1 - .9 (1 - .1) = .19.

As a *probability* of .05 per tick: .05 * .19 = .00950 exits per tick, 1 / .19 = 5.263 attempts per exit and
S(60) = (1 - .0095)^60. As a *rate* of .05 per month: (1 - .19 (1 - exp(-.05 dt)))^(60 / dt).
"""

from __future__ import annotations

from functools import cache

import numpy as np

from tests.office import Days, office
from verification.measures import Values, ratio, share
from verification.target import Got, Number, Outcome, Target, picture

MONTHS = 60
MEMBERS = 64
OFFICE = """
    spans 63

    60 months of {ticks} ticks
    nobody wants to stay
    choice: reconsider {rate}
    ban: prior_blocked 1e-6, prior_granted 1e6
    policy ban: strength 0.9, exceptions.health_claimed 0.1, exceptions.health_accepted 1
"""
"""Whoever thinks it over asks; nobody believes in the ban, so that being stopped deters nobody."""
AS_PROBABILITY = -np.log(0.95)
PAPER = "Thinned renewal processes; MODEL.md equation 6"


@cache
def simulated(rate: float, ticks: int, replicates: int) -> dict[str, Values]:
    """Counts by replicate: (ticks, replicates)."""
    world = office(OFFICE.format(rate=rate, ticks=ticks))
    days = Days(world, "ban", replicates=replicates, seed=2, launcher="cpu").to_the_end()
    exits = days.recorded("exits_health") + days.recorded("exits_unblocked")
    return {"exits": exits, "attempts": days.recorded("attempts"), "present": days.recorded("present")}


def survival(counts: dict[str, Values], expected: float) -> Got:
    """S(60)."""
    left = counts["exits"].sum()
    members = MEMBERS * counts["exits"].shape[1]
    return share(members - left, members, expected)


def as_probability(replicates: int) -> Outcome:
    """An attempt with probability .05 in every tick of a month."""
    counts = simulated(AS_PROBABILITY, 1, replicates)
    exits, attempts, present = (counts[name].sum(axis=0) for name in ("exits", "attempts", "present"))
    got = {
        "exits per member and tick": share(exits.sum(), present.sum(), 0.00950),
        "attempts per exit": ratio(attempts, exits),
        "S(60)": survival(counts, 0.56399),
    }
    at = np.arange(6, MONTHS + 1, 6)
    alive = 1 - counts["exits"].cumsum(axis=0)[at - 1].sum(axis=1) / (MEMBERS * replicates)
    law = (1 - 0.0095) ** at
    errors = np.sqrt(law * (1 - law) / (MEMBERS * replicates))
    return Outcome(got, picture(("months", "share still in post"), (at, alive, errors), (at, law)))


def as_rate(replicates: int) -> Outcome:
    """An attempt at a rate of .05 a month, in ticks of a month and of a quarter."""
    return Outcome({f"S(60), dt = 1/{n}": survival(simulated(0.05, n, replicates), s) for n, s in RATES.items()})


RATES = {1: 0.5720, 4: 0.5672}
TARGETS = (
    Target(
        name="blocked-attempts-as-probability",
        paper=PAPER,
        level="L1",
        says="Attempts with probability .05 per tick, blocked with .9 unless excepted with .1.",
        expected={
            "exits per member and tick": Number(0.00950),
            "attempts per exit": Number(1 / 0.19),
            "S(60)": Number(0.56399),
        },
        run=as_probability,
        small=100,
        full=4_000,
    ),
    Target(
        name="blocked-attempts-as-rate",
        paper=PAPER,
        level="L1",
        says="The same with attempts at a rate of .05 per month.",
        expected={f"S(60), dt = 1/{n}": Number(s) for n, s in RATES.items()},
        run=as_rate,
        small=100,
        full=2_000,
    ),
)
