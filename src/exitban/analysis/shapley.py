"""Shapley's value: what each of some switches adds to the whole, on average over all orders of switching them on.

Of all ways to share out an effect it is the only one that adds up, gives nothing to a switch that never does anything,
treats equals equally, and adds over measures (Shapley 1953, Contributions to the Theory of Games II: 307-317).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from math import factorial

import numpy as np

from exitban.analysis.intervals import Floats

On = frozenset[str]
"""The switches that are on."""


def combinations(switches: Sequence[str]) -> tuple[On, ...]:
    """All of them, from none to all; 16 for four switches."""
    return tuple(
        frozenset(some) for size in range(len(switches) + 1) for some in itertools.combinations(switches, size)
    )


def shapley(switches: Sequence[str], worth: Mapping[On, Floats]) -> dict[str, Floats]:
    """The part of each switch, (replicates,): they add up to the worth of all less the worth of none.

    ``worth``: (replicates,) by combination. Weights are whole numbers out of n!, so that the sum is exact but for the
    last bit of a 64-bit number.
    """
    orders = factorial(len(switches))
    parts: dict[str, Floats] = {}
    for switch in switches:
        added = np.zeros_like(worth[frozenset()])
        for before in combinations([other for other in switches if other != switch]):
            weight = factorial(len(before)) * factorial(len(switches) - len(before) - 1)
            added = added + weight * (worth[before | {switch}] - worth[before])
        parts[switch] = added / orders
    return parts
