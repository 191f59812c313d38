"""Erlang 1917, Solution of some problems in the theory of probabilities: loss with one server.

Enforcement that can stop one attempt a month, and saves no more than one, is a telephone exchange with one line:
whoever tries while it recovers gets away. With attempts at rate a and capacity c <= 1 a share c / (a + c) of them is
blocked, whatever the law of the recovery. The limit of small ticks; the shares at coarser ticks are drawn beside it.
"""

from __future__ import annotations

from functools import cache

from tests.office import AT_ONCE, Days, office
from verification.measures import ratio
from verification.target import Got, Number, Outcome, Target, picture

MONTHS = 100
ATTEMPTS, CAPACITY = 0.5, 1.0
OFFICE = """
    spans 31

    {months} months of {ticks} ticks
    nobody wants to stay
    choice: reconsider {rate}
    ban: prior_blocked 1e-6, prior_granted 1e6
    refill: rate {at_once}
    policy ban: strength 1, capacity {capacity}
"""
BLOCKED = CAPACITY / (ATTEMPTS + CAPACITY)
FINEST = 8


@cache
def blocked(ticks: int, replicates: int) -> Got:
    """The share of attempts that are blocked."""
    facts = {"months": MONTHS, "rate": ATTEMPTS / 32, "at_once": AT_ONCE, "capacity": CAPACITY}
    world = office(OFFICE.format(ticks=ticks, **facts))
    days = Days(world, "ban", replicates=replicates, seed=ticks, launcher="cpu").to_the_end()
    return ratio(days.recorded("blocked").sum(axis=0), days.recorded("attempts").sum(axis=0))


def simulated(replicates: int) -> Outcome:
    """At the finest tick, with the coarser ones as points."""
    found = {ticks: blocked(ticks, replicates) for ticks in (1, 2, 4, FINEST)}
    at = [1 / ticks for ticks in found]
    points = (at, [one.value for one in found.values()], [one.standard_error for one in found.values()])
    drawn = picture(("length of a tick, months", "share blocked"), points, ([0, 1], [BLOCKED, BLOCKED]))
    return Outcome({f"share blocked, dt = 1/{FINEST}": found[FINEST]}, drawn)


TARGETS = (
    Target(
        name="erlang-loss",
        paper="Erlang 1917, Solution of some problems in the theory of probabilities of significance in exchanges",
        level="L1",
        says="Room for one block a month and an attempt every two months: two thirds of the attempts are blocked.",
        expected={f"share blocked, dt = 1/{FINEST}": Number(BLOCKED, within=0.02)},
        run=simulated,
        small=100,
        full=2_000,
    ),
)
