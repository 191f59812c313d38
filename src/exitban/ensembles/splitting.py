"""Multilevel splitting on control, with fixed effort: worlds that fall through a level go on as several.

Control has to fall through levels before it is lost. From each level on, a fixed number of worlds goes on, copied
evenly from those that reached it, each with luck of its own from there; the product of the shares that reach the next
level is the estimate (Kahn & Harris 1951; Glasserman, Heidelberger, Shahabuddin & Zajic 1999; fixed effort: L'Ecuyer,
Demers & Tuffin 2007). It has no bias, whatever the levels: each world is copied equally often in the mean. Luck is
addressed: a copy is a world with another number, so that the same seed gives the same estimate.

The **height** of a world is the lowest control so far above its threshold; once it is below, minus the share of the
time that control must stay below for which it has. Loss is the height -1 (equation 15).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from exitban.errors import CallError, TooLargeError
from exitban.kernels.block import BlockInMemory
from exitban.kernels.launch import Arrays, Engine, OnProcessor
from exitban.plan import plan_for, plan_of_cells
from exitban.results.loss import ROUNDING
from exitban.run import Work
from exitban.scenario import Scenario, memory
from exitban.scenario.luck import shares_of_replicates

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

COPIES: Final = 2**31
"""Numbers from here on belong to copies."""
MOST_LEVELS: Final = 40
LOSS: Final = -1.0
PILOT: Final = 0
"""The repeat that finds the levels and counts for nothing else."""
SETS_HELD: Final = 4
CELLS_AT_ONCE: Final = 2**17
"""Members times worlds side by side: small organisations are split in many repeats at once."""


@dataclass
class Lanes:
    """Worlds side by side. ``arrays`` is what the engine knows of them, the rest what splitting does, (lanes,).

    ``height``: the lowest so far. ``below``: for how many moments control has been below its threshold. ``entry``: the
    tick that is next.
    """

    arrays: Arrays
    height: Floats
    below: Places
    entry: Places

    def put(self, names: Sequence[str], where: Places, other: Lanes) -> None:
        """Take over some lanes of another set."""
        for name in names:
            self.arrays[name][..., where] = other.arrays[name][..., where]
        self.height[where] = other.height[where]
        self.below[where], self.entry[where] = other.below[where], other.entry[where]


@dataclass
class Splitting:
    """A scenario under a policy, ready to be split.

    Raises `CallError` where there are no numbers for the copies, `TooLargeError` where they do not fit in memory.
    """

    scenario: Scenario
    policy: str
    effort: int
    repeats: int
    seed: int
    launcher: OnProcessor
    names: list[str] = field(init=False)

    def __post_init__(self) -> None:
        if (self.repeats + 1) * (MOST_LEVELS + 1) * self.effort > COPIES:
            most = COPIES // ((MOST_LEVELS + 1) * self.effort) - 1
            raise CallError(
                f"repeats: found {self.repeats} of {self.effort} worlds; allowed: {max(most, 0):,} at most."
            )
        self.engine = Engine(self.scenario.mechanisms, self.launcher)
        self.like = plan_for(self.scenario, self.seed, range(1))
        one, two = (self.fresh(range(size)).arrays for size in (1, 2))
        self.names = [name for name in one if one[name].shape != two[name].shape and not name.startswith("recorded")]
        self.control = self.engine.world_rows.index("control")
        self._refuse_too_large(sum(two[name].nbytes - one[name].nbytes for name in one))

    def _refuse_too_large(self, lane: int) -> None:
        """Refuse what does not fit: worlds as they begin, run and arrive, and copies that are being made."""
        needed, free = SETS_HELD * lane * self.effort * min(self.at_once, self.repeats), memory.available()
        if free is not None and needed > free:
            raise TooLargeError(
                f"effort: {self.effort:,} worlds side by side may need {memory.in_words(needed)}, and "
                f"{memory.in_words(free)} are available. Lower the effort; repeats cost time alone."
            )

    @property
    def at_once(self) -> int:
        """How many repeats are worth running side by side."""
        return max(1, CELLS_AT_ONCE // (len(self.like.posts.ids) * self.effort))

    def estimate(self, gaps: Sequence[float], repeats: range) -> Floats:
        """(repeats, levels): the shares that reach the next level, and last those that lose control."""
        shares = np.zeros((len(repeats), len(gaps) + 1))
        alive = np.arange(len(repeats))
        lanes = self.fresh(range(repeats.start * self.effort, repeats.stop * self.effort))
        for level, gap in enumerate((*gaps, LOSS)):
            _, reached, there = self.stage(lanes, gap)
            counts = there.reshape(-1, self.effort).sum(axis=1)
            shares[alive, level] = counts / self.effort
            alive, counts = alive[counts > 0], counts[counts > 0]
            if level == len(gaps) or not len(alive):
                break
            lanes = self.spread(reached, counts, (repeats.start + alive, level + 1))
        return shares

    def stage(self, begun: Lanes, gap: float) -> tuple[Lanes, Lanes, NDArray[np.bool_]]:
        """All worlds at the end of a stage, those that reached its level as they were then, and which these are."""
        lanes = self.picked(begun, np.arange(len(begun.entry)))
        there = at_level(begun, gap)
        arrived = [np.flatnonzero(there)]
        reached = [self.picked(begun, arrived[0])]
        started = np.zeros(len(there), bool)
        first = int(begun.entry.min())
        block = BlockInMemory(self.engine, lanes.arrays, frozenset(), (self.scenario.time.dt, self.seed))
        for tick in range(first, self.scenario.time.ticks):
            begins = (begun.entry == tick) & ~there
            if tick > first and begins.any():
                lanes.put(self.names, np.flatnonzero(begins), begun)
            started |= begins
            if not (started & ~there).any():
                continue
            block.go(tick, tick + 1)
            self._look(lanes, started, tick)
            now = started & ~there & at_level(lanes, gap)
            if now.any():
                arrived.append(np.flatnonzero(now))
                reached.append(self.picked(lanes, arrived[-1]))
                there |= now
        return lanes, self.joined(reached, np.argsort(np.concatenate(arrived))), there

    def fresh(self, numbers: range) -> Lanes:
        """New worlds before their first tick: those with these numbers."""
        which = np.arange(numbers.start, numbers.stop, dtype=np.uint64)
        plan = plan_of_cells(self.like, which, {})
        work = Work(plan, self.engine, (self.policy,), 1)
        size = len(which)
        arrays = work.arrays(plan.block(plan.under(self.policy), slice(0, size)), self.scenario.time.ticks)
        return Lanes(arrays, np.full(size, np.inf), np.zeros(size, np.int64), np.zeros(size, np.int64))

    def picked(self, lanes: Lanes, places: Places) -> Lanes:
        """Some worlds of a set, also the same one many times; records begin anew."""
        arrays = dict(lanes.arrays)
        for name in self.names:
            arrays[name] = np.ascontiguousarray(arrays[name][..., places])
        for name in ("recorded", "recorded_world"):
            arrays[name] = np.zeros((*arrays[name].shape[:-1], len(places)), np.float32)
        return Lanes(arrays, lanes.height[places], lanes.below[places], lanes.entry[places])

    def joined(self, sets: Sequence[Lanes], order: Places) -> Lanes:
        """Several sets as one, in an order of their worlds."""
        arrays = dict(sets[0].arrays)
        for name in self.names:
            arrays[name] = np.concatenate([one.arrays[name] for one in sets], axis=-1)[..., order]
        height, below, entry = (
            np.concatenate([getattr(one, name) for one in sets])[order] for name in ("height", "below", "entry")
        )
        return Lanes(arrays, height, below, entry)

    def spread(self, reached: Lanes, counts: Places, which: tuple[Places, int]) -> Lanes:
        """Copies of the worlds that reached a level, spread evenly over them within each repeat, with new numbers.

        ``counts``: how many there are of each repeat. ``which``: the repeats that go on, and the level from which they
        do; both address the luck of the copies.
        """
        repeats, level = which
        firsts = np.cumsum(counts) - counts
        each = zip(firsts.tolist(), counts.tolist(), repeats.tolist(), strict=True)
        lanes = self.picked(
            reached, np.concatenate([first + self._turns(n, repeat, level) for first, n, repeat in each])
        )
        lanes.arrays["replicates"] = self.numbers(repeats, level)
        return lanes

    def _turns(self, parents: int, repeat: int, level: int) -> Places:
        """Which of its parents each copy of a repeat comes from: in turn, from a place that luck decides."""
        offset = shares_of_replicates(self.seed, range(repeat, repeat + 1), f"split:{level}")[0]
        turns = ((np.arange(self.effort) + offset) * (parents / self.effort)).astype(np.int64)
        return np.asarray(np.minimum(turns, parents - 1))

    def numbers(self, repeats: Places, level: int) -> NDArray[np.uint64]:
        """The numbers of the copies at a level, (repeats * effort,); none is given to another copy."""
        first = COPIES + (repeats * (MOST_LEVELS + 1) + level) * self.effort
        return (first[:, None] + np.arange(self.effort)).ravel().astype(np.uint64)

    def _look(self, lanes: Lanes, started: NDArray[np.bool_], tick: int) -> None:
        """Take in what control did in a tick."""
        threshold = lanes.arrays["control_threshold"].astype(np.float64)
        above = lanes.arrays["recorded_world"][self.control, tick].astype(np.float64) - threshold
        hold = lanes.arrays["control_hold"].astype(np.float64)
        needed = np.ceil(hold / self.scenario.time.dt * ROUNDING) + 1
        lanes.below = np.where(started, np.where(above < 0, lanes.below + 1, 0), lanes.below)
        height = np.where(above < 0, -lanes.below / needed, above)
        lanes.height = np.where(started, np.minimum(lanes.height, height), lanes.height)
        lanes.entry = np.where(started, tick + 1, lanes.entry)


def at_level(lanes: Lanes, gap: float) -> NDArray[np.bool_]:
    """Which worlds are at a level, or have lost control."""
    return np.asarray(lanes.height <= LOSS if gap == LOSS else lanes.height < gap)
