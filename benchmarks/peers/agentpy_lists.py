"""AgentPy: an agent list whose methods are called for all at once, with plain lists of neighbours."""

from __future__ import annotations

import math
from typing import Any

import agentpy as ap
import numpy as np

from benchmarks.law import BASE, CONTAGION, TICKS, Floats, Graph

PACKAGE = "agentpy"


class Member(ap.Agent):
    """Somebody who may leave."""

    def setup(self) -> None:
        """At the start."""
        self.gone = self.leaves = False
        self.neighbours: list[Any] = []

    def look(self) -> None:
        """Decide, by the share of the neighbours gone."""
        if not self.gone:
            seen = self.neighbours
            share = sum(one.gone for one in seen) / len(seen) if seen else 0.0
            self.leaves = self.model.random.random() < 1.0 / (1.0 + math.exp(-(BASE + CONTAGION * share)))

    def act(self) -> None:
        """Leave."""
        self.gone = self.gone or self.leaves


class Crowd(ap.Model):
    """All members."""

    def setup(self) -> None:
        """At the start."""
        graph: Graph = self.p.graph
        self.members = ap.AgentList(self, len(graph), Member)
        everybody = list(self.members)
        for member, watched in zip(everybody, graph.lists, strict=True):
            member.neighbours = [everybody[j] for j in watched]

    def step(self) -> None:
        """One tick."""
        self.members.look()
        self.members.act()

    def end(self) -> None:
        """What is asked for."""
        self.report("share", float(np.mean([one.gone for one in self.members])))


def shares_gone(graph: Graph, replicates: int, seed: int) -> Floats:
    """The share gone at the end, (replicates,)."""
    return np.array([share_gone(graph, seed + one) for one in range(replicates)])


def share_gone(graph: Graph, seed: int) -> float:
    """That of one world."""
    crowd = Crowd({"graph": graph, "steps": TICKS, "seed": seed})
    crowd.run(display=False)
    return float(crowd.reporters["share"])
