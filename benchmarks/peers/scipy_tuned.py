"""numpy with scipy.sparse, tuned by hand: 32 bits, no copies, the fastest generator of numpy."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from benchmarks.law import BASE, CONTAGION, TICKS, Floats, Graph

PACKAGE = "scipy"
LANES = 64


def shares_gone(graph: Graph, replicates: int, seed: int) -> Floats:
    """The share gone at the end, (replicates,)."""
    shares = 1.0 / np.maximum(graph.degree, 1)
    watch = sparse.csr_array((shares.astype(np.float32)[graph.watcher], graph.watched, graph.start), (len(graph),) * 2)
    random = np.random.Generator(np.random.SFC64(seed))
    sizes = [min(LANES, replicates - first) for first in range(0, replicates, LANES)]
    return np.concatenate([together(watch, size, random) for size in sizes])


def together(watch: sparse.csr_array, size: int, random: np.random.Generator) -> Floats:
    """Some replicates side by side."""
    gone = np.zeros((watch.shape[0], size), np.float32)
    luck = np.empty_like(gone)
    for _ in range(TICKS):
        utility = watch @ gone
        utility *= -np.float32(CONTAGION)
        utility -= np.float32(BASE)
        np.exp(utility, out=utility)
        utility += np.float32(1.0)
        np.reciprocal(utility, out=utility)
        random.random(out=luck, dtype=np.float32)
        gone[luck < utility] = 1.0
    return np.asarray(gone.mean(axis=0, dtype=np.float64))
