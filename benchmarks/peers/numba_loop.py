"""A scalar loop over members, compiled by numba: what one writes in an afternoon."""

from __future__ import annotations

import math

import numba
import numpy as np

from benchmarks.law import BASE, CONTAGION, TICKS, Floats, Graph

PACKAGE = "numba"


@numba.njit(cache=True)
def share_gone(start, watched, seed):  # type: ignore[no-untyped-def]
    """The share gone in one world."""
    np.random.seed(seed)
    members = len(start) - 1
    gone, after = np.zeros(members, np.bool_), np.zeros(members, np.bool_)
    for _ in range(TICKS):
        for i in range(members):
            if not gone[i]:
                seen = 0
                for edge in range(start[i], start[i + 1]):
                    seen += gone[watched[edge]]
                share = seen / max(start[i + 1] - start[i], 1)
                after[i] = np.random.random() < 1.0 / (1.0 + math.exp(-(BASE + CONTAGION * share)))
        gone[:] = after
    return gone.mean()


def shares_gone(graph: Graph, replicates: int, seed: int) -> Floats:
    """The share gone at the end, (replicates,)."""
    return np.array([share_gone(graph.start, graph.watched, seed + one) for one in range(replicates)])
