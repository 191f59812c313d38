"""Work A, as every peer gets it: a graph, and a logistic chance to leave.

Once a tick, all at once, whoever of N members is there leaves with chance 1 / (1 + exp(-(BASE + CONTAGION s))),
s the share of the neighbours gone before the tick, 0 without neighbours. 12 to 14 % are gone at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

BASE: Final = -6.9
CONTAGION: Final = 4.5
TICKS: Final = 100

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Graph:
    """Whom each member watches, by rows: member i watches ``watched[start[i]:start[i + 1]]``."""

    start: NDArray[np.int64]
    watched: NDArray[np.int32]

    @classmethod
    def read(cls, path: Path) -> Graph:
        """A graph as `keep` wrote it."""
        with np.load(path) as found:
            return cls(found["start"], found["watched"])

    def keep(self, path: Path) -> None:
        """Write it for the processes of the peers."""
        np.savez(path, start=self.start, watched=self.watched)

    def __len__(self) -> int:
        return len(self.start) - 1

    @cached_property
    def degree(self) -> NDArray[np.int64]:
        """How many each member watches, (members,)."""
        return np.diff(self.start)

    @cached_property
    def watcher(self) -> NDArray[np.int32]:
        """Who watches, (edges,) beside ``watched``."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.degree)

    @cached_property
    def lists(self) -> list[list[int]]:
        """The neighbours of each member as plain lists."""
        return [row.tolist() for row in np.split(self.watched, self.start[1:-1])]

    @cached_property
    def networkx(self) -> Any:
        """The same for those who want a graph of NetworkX; both ends of an edge watch each other."""
        import networkx as nx

        graph: Any = nx.Graph()
        graph.add_nodes_from(range(len(self)))
        graph.add_edges_from(zip(self.watcher.tolist(), self.watched.tolist(), strict=True))
        return graph
