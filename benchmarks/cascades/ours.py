"""exitban.cascades: the whole call, with the links taken from a matrix of scipy.sparse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import sparse

from benchmarks.cascades import CHANCE, FIRST, PROBABILITY, SHARE, WATTS
from benchmarks.law import Graph

PACKAGE = "exitban"


def prepare(graph: Graph, kind: str) -> Callable[[int, int], list[int]]:
    """The graph as a user has it."""
    import exitban

    ones = np.ones(len(graph.watched), np.float32)
    matrix = sparse.csr_array((ones, graph.watched, graph.start), (len(graph),) * 2)
    law: dict[str, Any] = {WATTS: {"threshold": SHARE}, CHANCE: {"chance": PROBABILITY}}[kind]

    def runs(replicates: int, seed: int) -> list[int]:
        found: list[int] = exitban.cascades(matrix, FIRST, **law, replicates=replicates, seed=seed).reached.tolist()
        return found

    return runs
