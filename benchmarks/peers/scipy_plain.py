"""numpy with scipy.sparse, as one writes it: all replicates at once, neighbours by a sparse product."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.special import expit

from benchmarks.law import BASE, CONTAGION, TICKS, Floats, Graph

PACKAGE = "scipy"
LANES = 64


def shares_gone(graph: Graph, replicates: int, seed: int) -> Floats:
    """The share gone at the end, (replicates,)."""
    shares = 1.0 / np.maximum(graph.degree, 1)
    watch = sparse.csr_array((shares[graph.watcher], graph.watched, graph.start), (len(graph),) * 2)
    random = np.random.default_rng(seed)
    sizes = [min(LANES, replicates - first) for first in range(0, replicates, LANES)]
    return np.concatenate([together(watch, size, random) for size in sizes])


def together(watch: sparse.csr_array, size: int, random: np.random.Generator) -> Floats:
    """Some replicates side by side."""
    gone = np.zeros((watch.shape[0], size), np.bool_)
    for _ in range(TICKS):
        chance = expit(BASE + CONTAGION * (watch @ gone))
        gone |= random.random(gone.shape) < chance
    return np.asarray(gone.mean(axis=0))
