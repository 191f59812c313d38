"""Mesa with its own network: a cell for each node, neighbours asked from the cell."""

from __future__ import annotations

import math

import mesa
import numpy as np
from mesa.discrete_space import CellAgent, Network

from benchmarks.law import BASE, CONTAGION, TICKS, Floats, Graph

PACKAGE = "mesa"


class Member(CellAgent):
    """Somebody who may leave."""

    def __init__(self, model: mesa.Model) -> None:
        super().__init__(model)
        self.gone = self.leaves = False

    def look(self) -> None:
        """Decide, by the share of the neighbours gone."""
        if not self.gone:
            seen = [one.gone for one in self.cell.neighborhood.agents]
            share = sum(seen) / len(seen) if seen else 0.0
            self.leaves = self.random.random() < 1.0 / (1.0 + math.exp(-(BASE + CONTAGION * share)))

    def act(self) -> None:
        """Leave."""
        self.gone = self.gone or self.leaves


class Crowd(mesa.Model):
    """All members, each in a cell."""

    def __init__(self, graph: Graph, seed: int) -> None:
        super().__init__(seed=seed)
        self.grid = Network(graph.networkx, capacity=1, random=self.random)
        for cell in self.grid.all_cells:
            Member(self).cell = cell

    def step(self) -> None:
        """One tick."""
        self.agents.do("look")
        self.agents.do("act")


def shares_gone(graph: Graph, replicates: int, seed: int) -> Floats:
    """The share gone at the end, (replicates,)."""
    return np.array([share_gone(Crowd(graph, seed + one)) for one in range(replicates)])


def share_gone(crowd: Crowd) -> float:
    """That of one world."""
    for _ in range(TICKS):
        crowd.step()
    return float(np.mean([one.gone for one in crowd.agents]))
