"""The worlds of one policy under one setting: they grow by blocks of replicates and never change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from exitban.analysis.glance import Worlds
from exitban.analysis.measures import CONTROL, Measure
from exitban.engines import FILLED
from exitban.explore.room import Rooms
from exitban.kernels.block import BlockInMemory
from exitban.kernels.bookkeeping import FINENESS
from exitban.results.loss import lost_at
from exitban.results.whole import Recorded, Series, series_of
from exitban.run import Work
from exitban.scenario.observables import STAFFING, SUMS

Reals = NDArray[np.float32]

AT_THE_END: Final = ("want_out", "trapped", "voice", STAFFING)
SUMMED: Final = ("attempts", "blocked", "exits", "exits_voluntary")
"""What is kept of every world beside the measure: the last tick of some series, the sum of others."""


def shown_of(measure: Measure) -> list[str]:
    """The series that have to be recorded."""
    summed = [part for name in SUMMED for part in SUMS.get(name, (name,))]
    return [*measure.parts, CONTROL, FILLED, *(name for name in AT_THE_END if name != STAFFING), *summed]


@dataclass(frozen=True)
class Kept:
    """What is kept of a block: (replicates, ticks) of the measure, months of loss, other numbers by name."""

    measured: Reals
    lost_at: NDArray[np.float64]
    others: Mapping[str, NDArray[np.float64]]


@dataclass
class Ensemble:
    """``given``: what a run of this policy is given, for as many replicates as there may ever be."""

    work: Work
    policy: str
    title: str
    measure: Measure
    given: Mapping[str, NDArray[Any]]
    rooms: Rooms
    blocks: list[Kept] = field(default_factory=list)
    _whole: tuple[int, Worlds] | None = None

    @property
    def count(self) -> int:
        """Replicates so far."""
        return sum(len(block.measured) for block in self.blocks)

    @property
    def bytes(self) -> int:
        """What it holds, roughly."""
        return sum(block.measured.nbytes for block in self.blocks)

    def grow(self, lanes: Sequence[slice], pool: Executor) -> None:
        """Add blocks, side by side in as many threads as the pool has."""
        self.blocks += pool.map(self._block, lanes)

    def worlds(self, replicates: int) -> Worlds:
        """The first so many worlds; the last answer is kept, as the base is asked for again and again."""
        if self._whole is None or self._whole[0] != replicates:
            self._whole = (replicates, self._joined(replicates))
        return self._whole[1]

    def _joined(self, replicates: int) -> Worlds:
        join = np.concatenate
        names = self.blocks[0].others
        return Worlds(
            name=self.policy,
            title=self.title,
            measured=join([one.measured for one in self.blocks])[:replicates].astype(np.float64),
            lost_at=join([one.lost_at for one in self.blocks])[:replicates],
            kept={name: join([one.others[name] for one in self.blocks])[:replicates] for name in names},
        )

    def _block(self, lanes: slice) -> Kept:
        """Run a block from the first tick to the last; no copy of a world is followed in which the policy ends."""
        work, time = self.work, self.work.plan.scenario.time
        own = work.plan.block(dict(self.given), lanes)
        arrays = self.rooms.arrays(work, own, time.ticks)
        BlockInMemory(work.engine, arrays, frozenset(own), work.how).go(0, time.ticks)
        recorded = _recorded(work, arrays)
        told = {one.name: one for one in recorded.series}
        control = recorded.own[CONTROL]
        threshold, hold = (own[name].astype(np.float64) for name in ("control_threshold", "control_hold"))
        return Kept(
            measured=np.ascontiguousarray(self.measure.of(_parts(recorded, told, self.measure.parts)), np.float32),
            lost_at=lost_at(control, threshold, hold, time.dt),
            others=_others(recorded, told),
        )


def _recorded(work: Work, arrays: Mapping[str, NDArray[Any]]) -> Recorded:
    engine = work.engine
    own = dict(zip(engine.world_rows, arrays["recorded_world"], strict=True))
    grades = arrays["recorded_of_grade"] / FINENESS
    nobody = np.zeros((0, *arrays["recorded"].shape[2:]), np.float32)
    series = series_of(engine.wiring.records)
    return Recorded(series, arrays["recorded"], own, grades, work.plan.shared["population"], nobody)


def _series(recorded: Recorded, told: Mapping[str, Series], name: str) -> Reals:
    """(replicates, ticks) of a recorded series for the organisation as a whole."""
    whole = recorded.staffing()[0] if name == STAFFING else recorded.whole(told[name])
    return np.asarray(whole.T, np.float32)


def _parts(recorded: Recorded, told: Mapping[str, Series], names: Sequence[str]) -> dict[str, Reals]:
    return {name: _series(recorded, told, name) for name in names}


def _others(recorded: Recorded, told: Mapping[str, Series]) -> dict[str, NDArray[np.float64]]:
    """One number per world for each thing that is kept; what no mechanism records is left out."""
    last = {n: _series(recorded, told, n)[:, -1] for n in AT_THE_END if n in told or n == STAFFING}
    summed = {
        name: sum(_series(recorded, told, part).sum(axis=1, dtype=np.float64) for part in SUMS.get(name, (name,)))
        for name in SUMMED
        if all(part in told for part in SUMS.get(name, (name,)))
    }
    return {name: np.asarray(values, np.float64) for name, values in {**last, **summed}.items()}
