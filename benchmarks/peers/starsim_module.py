"""Starsim with its common random numbers: a module of its own, a static network, a Bernoulli draw per agent."""

from __future__ import annotations

from typing import Any

import numpy as np
import starsim as ss

from benchmarks.law import BASE, CONTAGION, TICKS, Floats, Graph

PACKAGE = "starsim"


class Contagion(ss.Module):
    """Who is gone, and who goes."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(name="contagion")
        self.graph = graph
        self.degree = np.maximum(graph.degree, 1)
        self.define_states(ss.BoolState("gone", default=False))
        self.ticks = 0
        self.leaves = ss.bernoulli(p=self.chance)

    @staticmethod
    def chance(module: Contagion, sim: ss.Sim, uids: Any) -> Any:
        """The chance of each of those asked."""
        edges = sim.networks[0].edges
        seen = np.bincount(edges.p1, weights=module.gone.raw[edges.p2], minlength=len(module.degree))
        share = seen[: len(module.degree)] / module.degree
        return 1.0 / (1.0 + np.exp(-(BASE + CONTAGION * share[uids])))

    def step(self) -> None:
        """One tick."""
        self.ticks += 1
        self.gone[self.leaves.filter((~self.gone).uids)] = True


def shares_gone(graph: Graph, replicates: int, seed: int) -> Floats:
    """The share gone at the end, (replicates,)."""
    return np.array([share_gone(graph, seed + one) for one in range(replicates)])


def share_gone(graph: Graph, seed: int) -> float:
    """That of one world."""
    weights = np.ones(len(graph.watched), np.float32)
    network = ss.Network(name="watch", p1=graph.watcher, p2=graph.watched, beta=weights)
    module = Contagion(graph)
    sim = ss.Sim(
        n_agents=len(graph),
        networks=network,
        modules=module,
        dur=TICKS - 1,
        dt=1.0,
        rand_seed=seed,
        verbose=0,
        copy_inputs=False,
    )
    sim.run()
    if module.ticks != TICKS:
        raise RuntimeError(f"Starsim took {module.ticks} steps instead of {TICKS}.")
    return float(np.mean(module.gone.values))
