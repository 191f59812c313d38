"""graph-tool: its binary threshold model, in C++, everybody asked in every step. Debian's Python has it."""

from __future__ import annotations

from collections.abc import Callable

import graph_tool
import numpy as np
from graph_tool.dynamics import BinaryThresholdState

from benchmarks.cascades import FIRST, SHARE
from benchmarks.law import Graph

PACKAGE = "graph-tool"
VERSION = graph_tool.__version__.split()[0]


def prepare(graph: Graph, kind: str) -> Callable[[int, int], list[int]]:
    """The graph; more than h k must act, so h lies just below the share. Who acts may stop: nobody is held for good."""
    graph_tool.openmp_set_num_threads(1)
    whole = graph_tool.Graph(directed=False)
    whole.add_vertex(len(graph))
    once_each = graph.watcher < graph.watched
    whole.add_edge_list(np.column_stack((graph.watcher[once_each], graph.watched[once_each])))
    first = np.zeros(len(graph), np.int32)
    first[list(FIRST)] = 1

    def once() -> int:
        state = BinaryThresholdState(whole, h=SHARE - 1e-6, s=whole.new_vertex_property("int32_t", vals=first))
        counts = [len(FIRST)]
        while len(counts) < 3 or counts[-1] not in counts[-3:-1]:
            state.iterate_sync()
            counts.append(int(state.s.a.sum()))
        return counts[-1]

    return lambda replicates, seed: [once() for _ in range(replicates)]
