"""The records of one policy, filled block by block as blocks come in."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from exitban.kernels.bookkeeping import FINENESS
from exitban.kernels.launch import Arrays, Engine
from exitban.plan import Plan
from exitban.results.whole import Recorded, series_of


@dataclass(frozen=True)
class Pages:
    """Room for what a policy writes down; ``windows``: how many copies of a world are followed in which policies end.

    One policy after the other writes there: a system takes longer to hand out new memory than to copy into old.
    """

    engine: Engine
    plan: Plan
    windows: int

    @cached_property
    def lifted(self) -> NDArray[np.float32]:
        """(windows, institutions, replicates): who leaves if the policies end."""
        return self._room(self.windows, len(self.plan.institutions))

    @cached_property
    def institutions(self) -> NDArray[np.float32]:
        """(rows, ticks, institutions, replicates)."""
        return self._room(len(self.engine.rows), self.ticks, len(self.plan.institutions))

    @cached_property
    def worlds(self) -> NDArray[np.float32]:
        """(rows of the world alone, ticks, replicates)."""
        return self._room(len(self.engine.world_rows), self.ticks)

    @property
    def ticks(self) -> int:
        """Ticks of the scenario."""
        return self.plan.scenario.time.ticks

    def _room(self, *shape: int) -> NDArray[np.float32]:
        return np.empty((*shape, len(self.plan.replicates)), np.float32)


@dataclass
class Filling:
    """What a policy writes down, on ``pages`` that are its own until it is done."""

    policy: str
    pages: Pages
    done: int = 0
    waiting: list[tuple[slice, Arrays]] = field(default_factory=list)

    def put(self, lanes: slice, arrays: Arrays) -> None:
        """Keep a block until it is this policy's turn: to fill two at a time would take twice the room."""
        self.waiting.append((lanes, arrays))
        self.done += lanes.stop - lanes.start

    def is_filled(self) -> bool:
        """Take in the blocks that wait; whether all are there now."""
        while self.waiting:
            lanes, arrays = self.waiting.pop()
            self.pages.lifted[..., lanes] = arrays["lifted"]
            self.pages.institutions[..., lanes] = arrays["recorded"]
            self.pages.worlds[..., lanes] = arrays["recorded_world"]
            self.grades += arrays["recorded_of_grade"]
        return self.done == len(self.pages.plan.replicates)

    @cached_property
    def grades(self) -> NDArray[np.int64]:
        """(rows, ticks, grades), summed over replicates."""
        pages = self.pages
        return np.zeros((len(pages.engine.rows), pages.ticks, len(pages.plan.posts.grades)), np.int64)

    def recorded(self) -> Recorded:
        """The records, once all blocks are in; to be used before the next policy writes on the same pages."""
        engine, pages = self.pages.engine, self.pages
        series = series_of(engine.wiring.records)
        own = dict(zip(engine.world_rows, pages.worlds, strict=True))
        population = pages.plan.shared["population"]
        return Recorded(series, pages.institutions, own, self.grades / FINENESS, population, pages.lifted)
