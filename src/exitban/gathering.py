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


@dataclass
class Filling:
    """What a policy writes down; in so many ``windows`` a copy of each world is followed in which policies end."""

    engine: Engine
    plan: Plan
    policy: str
    windows: int
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
            self.lifted[..., lanes] = arrays["lifted"]
            self.institutions[..., lanes] = arrays["recorded"]
            self.worlds[..., lanes] = arrays["recorded_world"]
            self.grades += arrays["recorded_of_grade"]
        return self.done == len(self.plan.replicates)

    @cached_property
    def lifted(self) -> NDArray[np.float32]:
        """(windows, institutions, replicates): who leaves if the policies end."""
        return self._room(self.windows, len(self.plan.institutions))

    @cached_property
    def institutions(self) -> NDArray[np.float32]:
        """(rows, ticks, institutions, replicates)."""
        return self._room(len(self.engine.rows), self._ticks, len(self.plan.institutions))

    @cached_property
    def worlds(self) -> NDArray[np.float32]:
        """(rows of the world alone, ticks, replicates)."""
        return self._room(len(self.engine.world_rows), self._ticks)

    @cached_property
    def grades(self) -> NDArray[np.int64]:
        """(rows, ticks, grades), summed over replicates."""
        return np.zeros((len(self.engine.rows), self._ticks, len(self.plan.posts.grades)), np.int64)

    @property
    def _ticks(self) -> int:
        return self.plan.scenario.time.ticks

    def _room(self, *shape: int) -> NDArray[np.float32]:
        return np.empty((*shape, len(self.plan.replicates)), np.float32)

    def recorded(self) -> Recorded:
        """The records, once all blocks are in."""
        series = series_of(self.engine.wiring.records)
        own = dict(zip(self.engine.world_rows, self.worlds, strict=True))
        ranks = self.grades / FINENESS
        return Recorded(series, self.institutions, own, ranks, self.plan.shared["population"], self.lifted)
