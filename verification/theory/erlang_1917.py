"""Erlang 1917, loss with one server, and the same in ticks: an office that can stop one attempt a month.

In ticks (MODEL.md 6): credit grows by ``dt`` a tick and stops one attempt when it has reached 1; at most 1 - dt / 2 is
saved. Each of the members in post asks with chance 1 - exp(-rate dt); who walks out is missing in the next tick and is
back, as somebody else, in the one after it. Credit and missing members are a Markov chain, counted here in half ticks.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import binom

from verification.measures import Values

CAPACITY = 1.0


def without_ticks(attempts: float) -> float:
    """The share of attempts that are blocked, c / (a + c), with attempts at a rate per month; whatever the recovery."""
    return CAPACITY / (attempts + CAPACITY)


def asking(attempts: float, members: int, dt: float) -> Values:
    """The law of attempts in a tick by members missing: row m has the chances of 0, 1, ..., members attempts."""
    chance = -np.expm1(-attempts / members * dt)
    present = members - np.arange(members + 1)
    return np.asarray(binom.pmf(np.arange(members + 1), present[:, None], chance), np.float64)


def in_ticks(attempts: float, members: int, ticks: int, months: int) -> float:
    """Expected blocks over expected attempts, from an office that begins with no credit and nobody missing.

    Rows are what is saved, in half ticks; the last two rows have room for a block in the next tick.
    """
    law, most = asking(attempts, members, 1 / ticks), 2 * ticks - 1
    chances = np.zeros((most + 1, members + 1))
    chances[0, 0] = 1.0
    asked = blocked = 0.0
    for _ in range(months * ticks):
        many = chances @ law
        asked += many.sum(axis=0) @ np.arange(members + 1)
        blocked += many[-2:, 1:].sum()
        chances = np.zeros_like(chances)
        chances[2:] = many[:-2]
        chances[:2, :-1] += many[-2:, 1:]
        chances[most, 0] += many[-2:, 0].sum()
    return float(blocked / asked)
