"""mesa-frames: agents as a table of Polars; the neighbours by a join of the edges with it."""

from __future__ import annotations

import numpy as np
import polars as pl
from mesa_frames import AgentSetPolars, ModelDF

from benchmarks.law import BASE, CONTAGION, TICKS, Floats, Graph

PACKAGE = "mesa-frames"


class Members(AgentSetPolars):
    """All members as a table, with the edges beside it."""

    def __init__(self, model: ModelDF, graph: Graph) -> None:
        super().__init__(model)
        self.edges = pl.DataFrame(
            {"unique_id": graph.watcher.astype(np.int64), "watched": graph.watched.astype(np.int64)}
        )
        ids = pl.int_range(len(graph), eager=True)
        self.add(pl.DataFrame({"unique_id": ids, "gone": pl.repeat(False, len(graph), eager=True)}))

    def step(self) -> None:
        """One tick."""
        seen = self.edges.join(
            self.agents.select(pl.col("unique_id").alias("watched"), pl.col("gone").alias("seen_gone")), on="watched"
        )
        shares = seen.group_by("unique_id").agg(pl.col("seen_gone").mean().alias("share"))
        now = self.agents.join(shares, on="unique_id", how="left", maintain_order="left")
        chance = 1.0 / (1.0 + (-(BASE + CONTAGION * pl.col("share").fill_null(0.0))).exp())
        luck = pl.Series(self.random.random(len(now)))
        self.set("gone", now.select(pl.col("gone") | (luck < chance))["gone"])


class Crowd(ModelDF):
    """The model around the table."""

    def __init__(self, graph: Graph, seed: int) -> None:
        super().__init__(seed)
        self.agents += Members(self, graph)


def shares_gone(graph: Graph, replicates: int, seed: int) -> Floats:
    """The share gone at the end, (replicates,)."""
    return np.array([share_gone(Crowd(graph, seed + one)) for one in range(replicates)])


def share_gone(crowd: Crowd) -> float:
    """That of one world."""
    members = crowd.get_agents_of_type(Members)
    for _ in range(TICKS):
        members.step()
    return float(members.agents["gone"].mean())
