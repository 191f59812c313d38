"""cynetdiff: the loops are C++; only they are timed, not the setting of thresholds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from cynetdiff.models import IndependentCascadeModel, LinearThresholdModel

from benchmarks.cascades import FIRST, PROBABILITY, SHARE, WATTS
from benchmarks.law import Graph

PACKAGE = "cynetdiff"


def prepare(graph: Graph, kind: str) -> Callable[[int, int], list[int]]:
    """A model with the first members set, ready to go."""
    starts, edges = graph.start[:-1].astype(np.uint32), graph.watched.astype(np.uint32)
    if kind == WATTS:
        model = with_thresholds(graph, starts, edges)
        return lambda replicates, seed: [once(model)]
    model = IndependentCascadeModel(starts, edges, activation_prob=PROBABILITY)
    model.set_seeds(FIRST)

    def runs(replicates: int, seed: int) -> list[int]:
        model.set_rng(seed)
        return [once(model) for _ in range(replicates) if model.reset_model() is None]

    return runs


def with_thresholds(graph: Graph, starts: Any, edges: Any) -> Any:
    """A linear threshold model whose thresholds are those of Watts."""
    degree = np.maximum(graph.degree, 1)
    model: Any = LinearThresholdModel(starts, edges, influence=(1 / degree[graph.watched]).astype(np.float32))
    model.set_seeds(FIRST)
    model.reset_model()
    needed = np.maximum(np.ceil(SHARE * graph.degree - 1e-9), 1)
    # Half a neighbour less: influences are added up in 32 bits.
    model._assign_thresholds(((needed - 0.5) / degree).astype(np.float32))
    return model


def once(model: Any) -> int:
    """One cascade to the end."""
    model.advance_until_completion()
    return int(model.get_num_activated_nodes())
