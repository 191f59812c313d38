"""The launcher for a graphics card, and a block of replicates on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np

from exitban.errors import CallError, TooLargeError
from exitban.kernels.block import ended
from exitban.kernels.cache import composed_module, sign
from exitban.kernels.cuda import card
from exitban.kernels.cuda.after import BY_GRADE
from exitban.kernels.cuda.kernel import Kernel
from exitban.kernels.cuda.member import NEAR
from exitban.kernels.cuda.segments import Segments, segments_of
from exitban.kernels.cuda.writing import Kernels, compose_kernels
from exitban.kernels.launch import MOST_LANES_ON_A_CARD, NOT_HERE, Arrays, Engine, Size, as_stated
from exitban.kernels.placing import RECORDS, Room, bytes_of
from exitban.maths.luck import BEFORE_THE_START
from exitban.scenario.memory import in_words
from exitban.words import AT_START

OF_A_BLOCK: Final = ("replicates", "opens", "closes", "institution_of_grade", "population")
"""What a block asks for on its own account."""
LARGEST_INDEX: Final = 2**31 - 1
"""Threads are counted in 32 bits."""


@dataclass(frozen=True)
class EngineOfCard(Engine):
    """The composed tick of some mechanisms as kernels, ready to run on a card."""

    @property
    def on_what(self) -> str:
        """What simulates, as it is kept with a result."""
        return f"{self.launcher}: {card.name()}"

    def block(self, given: Mapping[str, np.ndarray[Any, Any]], size: Size) -> Arrays:
        """Arrays in the machine's own memory are of no use here. Raises `CallError`."""
        raise CallError(NOT_HERE)

    @cached_property
    def kernels(self) -> Kernels:
        """The text of the kernels."""
        return compose_kernels(self.wiring, self.composed)

    @cached_property
    def module(self) -> tuple[Any, bool]:
        """The composed module, and whether it had to be written."""
        return composed_module(self.kernels.text)

    @cached_property
    def functions(self) -> dict[str, Any]:
        """The kernels, compiled when first started."""
        module, _ = self.module
        each = (*self.kernels.arrival, *self.kernels.start, *self.kernels.daily)
        return card.compiled({kernel.name: getattr(module, kernel.name) for kernel in each})

    def prepared(self) -> None:
        """Note that the kernels have been compiled, and kept."""
        module, _ = self.module
        if module.__file__:
            sign(Path(module.__file__)).touch()

    def begin(self, given: Arrays, size: Size, how: tuple[float, int]) -> BlockOnCard:
        """A block of replicates before its first tick."""
        segments = segments_of(given)
        starts = {state.name: state.start for state in self.wiring.states}
        with card.at_work():
            arrays = {name: card.on_card(array) for name, array in {**self.wanted(given), **segments.arrays}.items()}
            for name in self.kernels.arrays:
                if name not in arrays:
                    shape, kind = self.room_on_card(name, size, segments)
                    arrays[name] = card.new(shape, kind, starts.get(name, 0))
        return BlockOnCard(self, arrays, frozenset(given), segments, size, how)

    def lanes(self, given: Arrays, size: Size, copies: bool) -> int:
        """How many replicates fit on the card at a time; ``given`` and ``size`` are of one.

        ``copies``: whether each may have one that goes on without its policies. Raises `TooLargeError`.
        """
        segments = segments_of(given)
        there = {**self.wanted(given), **segments.arrays}
        rooms = {name: self.room_on_card(name, size, segments) for name in self.kernels.arrays if name not in there}
        sizes = {name: bytes_of(room) for name, room in rooms.items()} | {name: a.nbytes for name, a in there.items()}
        fixed = {name for name, one in there.items() if one.shape[-1:] != (1,)} | {
            "recorded_of_grade",
            *segments.arrays,
        }
        whole = sum(count for name, count in sizes.items() if name in fixed)
        each = sum(sizes.values()) - whole
        copied = sum(count for name, count in sizes.items() if name in rooms.keys() - RECORDS) if copies else 0
        fitting = (card.free_bytes() - whole) // (each + copied)
        if fitting < 1:
            needed = in_words(whole + each + copied)
            raise TooLargeError(f"launcher: one replicate takes {needed} of a card's memory, which has less to give.")
        return int(min(MOST_LANES_ON_A_CARD, fitting, LARGEST_INDEX // size.posts))

    def wanted(self, given: Arrays) -> Arrays:
        """What of the arrays given is of use on the card."""
        used = {*self.kernels.arrays, *OF_A_BLOCK}
        return {name: one for name, one in given.items() if name in used or name.startswith(AT_START)}

    def room_on_card(self, name: str, size: Size, segments: Segments) -> Room:
        """Shape and kind of what the kernels fill."""
        lanes, amounts = size.replicates, self.kernels.amounts
        own: dict[str, Room] = {
            "clock_words": ((2,), np.uint64),
            "clock_tick": ((1,), np.int32),
            "clock_months": ((2,), np.float32),
            "clock_first": ((1,), np.bool_),
            "waiting": ((lanes,), np.int32),
            "queue_line": ((size.posts, lanes), np.int64),
            "queue_post": ((size.posts, lanes), np.int32),
            "queue_policy": ((size.posts, lanes), np.int32),
            "amounts_of_segments": ((amounts, segments.segments, lanes), np.float64),
            "amounts_of_pieces": ((amounts, segments.pieces, lanes), np.float64),
        }
        if name.startswith(NEAR):
            return (size.posts, lanes), np.int32
        if name.endswith(BY_GRADE):
            return (size.grades, lanes), np.float64
        return own[name] if name in own else self.room(name, size)


@dataclass
class BlockOnCard:
    """A block of replicates whose arrays lie on the card."""

    engine: EngineOfCard
    arrays: dict[str, Any]
    given: frozenset[str]
    segments: Segments
    size: Size
    how: tuple[float, int]

    def go(self, start: int, stop: int) -> None:
        """Run some ticks."""
        with card.at_work():
            if start == 0:
                self.begin()
            self.set_clock(start, start, first=False)
            self.daily.go(stop - start)

    def begin(self) -> None:
        """Let the first members arrive."""
        kernels = self.engine.kernels
        self.set_clock(BEFORE_THE_START, 0, first=True)
        if "arrives" in self.arrays:
            card.fill(self.arrays["arrives"], 1)
        self.ticks(kernels.arrival).go(1)
        self.state()
        self.ticks(kernels.start).go(1)

    @cached_property
    def daily(self) -> card.Ticks:
        """A tick."""
        return self.ticks(self.engine.kernels.daily)

    def set_clock(self, address: int, tick: int, first: bool) -> None:
        """Tell the card what time it is."""
        dt, seed = self.how
        step = np.float32(dt)
        self.arrays["clock_words"].copy_to_device(np.array([address, seed], np.uint64))
        self.arrays["clock_tick"].copy_to_device(np.array([tick], np.int32))
        self.arrays["clock_months"].copy_to_device(np.array([np.float32(tick) * step, step], np.float32))
        self.arrays["clock_first"].copy_to_device(np.array([first], np.bool_))

    def ticks(self, kernels: Sequence[Kernel]) -> card.Ticks:
        """Kernels with their rows and arrays, in order; one that goes by depth is started for each."""
        lanes = len(self.arrays["replicates"])
        return card.Ticks([
            card.Launch(self.engine.functions[one.name], rows, lanes, tuple(self.arrays[n] for n in one.all_arrays))
            for one in kernels
            for rows in (self.segments.depths if one.by_depth else [(0, self.count(one))])
        ])  # fmt: skip

    def count(self, kernel: Kernel) -> int:
        """How many rows there are for a kernel."""
        grades, institutions = (len(self.arrays[name]) for name in ("institution_of_grade", "population"))
        return {
            "member": self.segments.segments,
            "segment": self.segments.segments,
            "piece": self.segments.pieces,
            "grade": grades,
            "institution": institutions,
            "policy": len(self.arrays["opens"]),
            "world": 1,
        }[kernel.rows]

    def state(self) -> None:
        """Give the first members what the scenario states of them."""
        stated = [name for name in self.given if name.startswith(AT_START)]
        states = [name.removeprefix(AT_START) for name in stated]
        host = {name: self.arrays[name].copy_to_host() for name in (*stated, *states) if name in self.arrays}
        as_stated(host)
        for name in states:
            if name in self.arrays:
                self.arrays[name].copy_to_device(host[name])

    def without_policies(self, rows: Sequence[int], tick: int) -> BlockOnCard:
        """A copy in which some policies (rows) end at a tick, the next one to be run; records are shared."""
        shared = {*self.given, *RECORDS, *self.segments.arrays}
        own = {name: card.copy(array) for name, array in self.arrays.items() if name not in shared}
        closes = card.on_card(ended(self.arrays["closes"].copy_to_host(), rows, tick))
        arrays = {**self.arrays, **own, "closes": closes}
        return replace(self, arrays=arrays)

    def recorded(self, rows: Sequence[int], ticks: slice) -> np.ndarray[Any, Any]:
        """Some rows of what was written down of institutions in some ticks: (rows, ticks, institutions, replicates)."""
        shape, _ = self.engine.room("recorded", self.size)
        found = np.zeros((len(rows), ticks.stop - ticks.start, *shape[2:]), np.float32)
        for n, row in enumerate(rows if "recorded" in self.arrays else ()):
            found[n] = self.arrays["recorded"][row, ticks.start : ticks.stop].copy_to_host()
        return found

    def records(self) -> Arrays:
        """All that was written down."""
        return {name: self.record(name) for name in RECORDS}

    def record(self, name: str) -> np.ndarray[Any, Any]:
        """One of these; nothing where no kernel writes it."""
        if name in self.arrays:
            return np.asarray(self.arrays[name].copy_to_host())
        return np.zeros(*self.engine.room(name, self.size))
