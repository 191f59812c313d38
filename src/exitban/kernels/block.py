"""A block of replicates as it goes on: where its arrays lie, and how, is the launcher's business."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from exitban.kernels import placing
from exitban.kernels.launch import Arrays, Engine, run_through
from exitban.kernels.placing import RECORDS
from exitban.kernels.steps import Ready

Recorded = np.ndarray[Any, np.dtype[np.float32]]


class Block(Protocol):
    """Some worlds, somewhere between the first tick and the last."""

    def go(self, start: int, stop: int) -> None:
        """Run some ticks, of which ``start`` is the next one."""

    def without_policies(self, rows: Sequence[int], tick: int) -> Block:
        """A copy that goes on, on the same luck, with some policies (rows) ended at a tick, the next one to be run.

        Records are shared: a tick writes down its own line, and the world itself, when it comes to that tick, writes it
        anew; take from them what is wanted before it does.
        """

    def recorded(self, rows: Sequence[int], ticks: slice) -> Recorded:
        """Some rows of what was written down in some ticks, (rows, ticks, institutions, replicates)."""

    def records(self) -> Arrays:
        """All that was written down, by the names of `placing.RECORDS`."""


@dataclass(frozen=True)
class BlockInMemory:
    """A block of the launchers python and cpu: ``given`` names the arrays that are read only; ``how``: (dt, seed)."""

    engine: Engine
    arrays: Arrays
    given: frozenset[str]
    how: tuple[float, int]

    @cached_property
    def daily(self) -> Ready:
        """The steps of a tick with their arrays."""
        return self.engine.daily(self.arrays)

    def go(self, start: int, stop: int) -> None:
        """Run some ticks."""
        if start == 0:
            self.engine.let_arrive(self.arrays, *self.how)
        run_through(self.daily, range(start, stop), *self.how)

    def without_policies(self, rows: Sequence[int], tick: int) -> BlockInMemory:
        """A copy in which some policies end; what was given is shared, as it is read only."""
        shared = {*self.given, *RECORDS}
        own = placing.block({name: array for name, array in self.arrays.items() if name not in shared}, {})
        closes = ended(self.arrays["closes"], rows, tick)
        return BlockInMemory(self.engine, {**self.arrays, **own, "closes": closes}, self.given, self.how)

    def recorded(self, rows: Sequence[int], ticks: slice) -> Recorded:
        """Some rows of what was written down."""
        return self.arrays["recorded"][list(rows), ticks]

    def records(self) -> Arrays:
        """All that was written down."""
        return {name: self.arrays[name] for name in RECORDS if name in self.arrays}


def ended(closes: np.ndarray[Any, Any], rows: Sequence[int], tick: int) -> np.ndarray[Any, Any]:
    """The ticks at which policies close, (policies,), with some of them ended early."""
    sooner = closes.copy()
    sooner[list(rows)] = np.minimum(sooner[list(rows)], tick)
    return sooner
