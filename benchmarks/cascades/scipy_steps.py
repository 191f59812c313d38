"""numpy with scipy.sparse: a product of the matrix with those who act, step by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import sparse

from benchmarks.cascades import FIRST, PROBABILITY, SHARE, WATTS
from benchmarks.law import Graph

PACKAGE = "scipy"


def prepare(graph: Graph, kind: str) -> Callable[[int, int], list[int]]:
    """The matrix."""
    ones = np.ones(len(graph.watched), np.int32)
    watch: Any = sparse.csr_array((ones, graph.watched, graph.start), (len(graph),) * 2)
    needed = np.maximum(np.ceil(SHARE * graph.degree - 1e-9), 1)
    random = np.random.default_rng(1)

    def once() -> int:
        active = np.zeros(len(graph), np.int32)
        active[list(FIRST)] = 1
        new = active.copy()
        while new.any():
            if kind == WATTS:
                after = np.maximum(active, watch @ active >= needed)
            else:
                missed = (1 - PROBABILITY) ** (watch @ new)
                after = np.maximum(active, random.random(len(graph)) > missed)
            new, active = after - active, after
        return int(active.sum())

    return lambda replicates, seed: [once() for _ in range(replicates)]
