"""NDlib: pure Python over a graph of NetworkX, everybody asked in every step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ndlib.models.epidemics as epidemics
import ndlib.models.ModelConfig as configuration

from benchmarks.cascades import FIRST, SHARE
from benchmarks.law import Graph

PACKAGE = "ndlib"


def prepare(graph: Graph, kind: str) -> Callable[[int, int], list[int]]:
    """The model; only thresholds, for chances of edges must be given one by one."""
    model: Any = epidemics.ThresholdModel(graph.networkx)
    config = configuration.Configuration()
    config.add_model_initial_configuration("Infected", list(FIRST))
    for node in range(len(graph)):
        config.add_node_configuration("threshold", node, SHARE)
    model.set_initial_status(config)
    return lambda replicates, seed: [once(model) for _ in range(replicates)]


def once(model: Any) -> int:
    """One cascade to the end."""
    model.reset()
    model.iteration(node_status=False)
    while (told := model.iteration(node_status=False))["status_delta"][1]:
        pass
    return int(told["node_count"][1])
