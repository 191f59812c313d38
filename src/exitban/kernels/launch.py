"""The launchers: the composed tick as plain Python, and compiled for all cores."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

import numpy as np

from exitban.errors import CallError
from exitban.kernels import placing
from exitban.kernels.asked import refuse_unknown_sums
from exitban.kernels.cache import composed_module, is_kept
from exitban.kernels.clock import Clock
from exitban.kernels.lean import lean
from exitban.kernels.lines import Step
from exitban.kernels.names import IN_LINE, MOVED, NEAR_ANY, NUMBERS, PLACES, at_grade
from exitban.kernels.once import once
from exitban.kernels.own_laws import faults
from exitban.kernels.placing import Room
from exitban.kernels.recording import TALLY, rows
from exitban.kernels.steps import CompiledSteps, PlainSteps, Ready, Steps
from exitban.kernels.stretches import SUM, SUM_OF_GRADES
from exitban.kernels.wiring import OF_GRADE, Wiring
from exitban.kernels.writing import Composed, compose
from exitban.maths.luck import BEFORE_THE_START
from exitban.mechanism import Level, Mechanism
from exitban.words import AT_START

OnProcessor = Literal["python", "cpu"]
Launcher = OnProcessor | Literal["cuda"]
"""The launcher for a graphics card is an engine of its own, in `cuda`."""
LAUNCHERS: Final = (*get_args(OnProcessor), "cuda")
NOT_HERE: Final = "launcher: 'cuda' is for `run` and `compare`; allowed here: cpu, python."
TICKS_AT_ONCE: Final = 16
MOST_LANES_ON_A_CARD: Final = 4096
"""Replicates at a time, at most: enough to keep a card busy, and few enough for what is written down."""
Arrays = dict[str, np.ndarray[Any, Any]]


@dataclass(frozen=True)
class Size:
    """How large the arrays of a block are."""

    posts: int
    institutions: int
    grades: int
    policies: int
    ticks: int
    replicates: int

    def with_policies(self, policies: int) -> Size:
        """The same for another number of policies."""
        return dataclasses.replace(self, policies=policies)

    def shape(self, level: Level) -> tuple[int, ...]:
        """The shape of a value of a level."""
        rows_of = {"member": self.posts, "institution": self.institutions, "policy": self.policies}
        return (rows_of[level], self.replicates) if level in rows_of else (self.replicates,)


@dataclass(frozen=True)
class Engine:
    """The composed tick of some mechanisms, ready to run."""

    mechanisms: tuple[Mechanism, ...]
    launcher: Launcher = "cpu"
    keep: bool = False
    settled: Settled | None = None

    @property
    def on_what(self) -> str:
        """What simulates, as it is kept with a result."""
        return self.launcher

    @once
    def wiring(self) -> Wiring:
        """Who needs what from whom."""
        return wired(self.mechanisms, self.settled)

    @once
    def composed(self) -> Composed:
        """The text of the tick: looked up once, since the look-up goes through all mechanisms."""
        return written(self.mechanisms, self.settled, self.keep)

    @once
    def module(self) -> tuple[types.ModuleType, bool]:
        """The composed module, and whether it had to be written."""
        return composed_module(self.composed.text)

    @property
    def is_at_hand(self) -> bool:
        """Whether the composed module has been written, and most likely compiled, before."""
        return self.is_loaded or is_kept(self.composed.text)

    @property
    def is_loaded(self) -> bool:
        """Whether its steps stand in memory, ready to run."""
        return "steps" in vars(self)

    @once
    def steps(self) -> Steps:
        """The steps of the tick, compiled or as they stand.

        Raises `CallError` if they are wanted for a graphics card by a command that does not know how to use one.
        """
        if self.launcher == "cuda":
            raise CallError(NOT_HERE)
        module = self.module[0]
        plain = {step.name: getattr(module, step.name) for step in (*self.composed.first, *self.composed.steps)}
        return PlainSteps(plain) if self.launcher == "python" else CompiledSteps(plain, Path(str(module.__file__)))

    @cached_property
    def rows(self) -> list[str]:
        """The names of what is recorded by institution."""
        return rows(self.composed.tallies)

    @cached_property
    def world_rows(self) -> list[str]:
        """The names of what is recorded for the world alone."""
        return [tally.name for tally in self.composed.tallies if tally.of_world]

    @cached_property
    def bytes_of_a_member(self) -> int:
        """What the state of a member takes in one replicate."""
        of_members = self.wiring.names.items()
        own = [known.kind for name, known in of_members if known.level == "member" and name in self.composed.carried]
        return sum(np.dtype(kind).itemsize for kind in own)

    def block(self, given: Mapping[str, np.ndarray[Any, Any]], size: Size) -> Arrays:
        """All arrays of a block of replicates: those given, and room for the rest."""
        copied = {name: one for name, one in given.items() if one.shape[-1:] == (size.replicates,)}
        starts = {state.name: state.start for state in self.wiring.states}
        missing = [name for name in self.composed.arrays if name not in given]
        new = {name: (self.room(name, size), starts.get(name, 0.0)) for name in missing}
        return {**given, **placing.block(copied, new)}

    def room(self, name: str, size: Size) -> Room:
        """Shape and kind of what the composed tick fills: of its level, or a row of replicates within a sweep."""
        special = self.special_room(name, size)
        if special is not None:
            return special
        known = self.wiring.names[name.removesuffix("_row")]
        passing = known.level == "member" and name not in self.composed.carried
        return size.shape("world" if passing else known.level), known.kind

    def special_room(self, name: str, size: Size) -> Room | None:
        """Shape and kind of arrays that are not the value of one name."""
        grades, by_institution = (size.grades, size.replicates), (size.institutions, size.replicates)
        for prefix, room in ((at_grade(""), self.at_grades), (TALLY, self.tally)):
            if name.startswith(prefix):
                return room(name.removeprefix(prefix), grades)
        for suffix, shape in ((SUM_OF_GRADES, grades), (SUM, by_institution)):
            if name.endswith(suffix):
                return shape, self.added(name.removesuffix(suffix))
        if name.startswith("luck_"):
            return (size.replicates,), np.float32
        if name.startswith(NEAR_ANY):
            return (size.posts,), np.bool_
        shapes: dict[str, Room] = {
            NUMBERS: ((size.replicates,), np.uint32),
            "lanes": ((size.replicates + 1,), np.int64),
            "governing": (grades, np.int32),
            "nobody_waited": ((size.posts, size.replicates), np.int32),
            IN_LINE: ((size.posts,), np.int32),
            PLACES: ((size.posts,), np.int64),
            MOVED: ((size.posts,), np.int32),
            "total": (by_institution, np.float64),
            "recorded_of_grade": ((len(self.rows), size.ticks, size.grades), np.int64),
            "recorded": ((len(self.rows), size.ticks, *by_institution), np.float32),
            "recorded_world": ((len(self.world_rows), size.ticks, size.replicates), np.float32),
            **{grade_name: (grades, kind) for grade_name, kind in OF_GRADE.items()},
        }
        return shapes.get(name)

    def at_grades(self, name: str, grades: tuple[int, ...]) -> Room:
        """A policy's value where it governs."""
        return grades, self.wiring.names[name].kind if name in self.wiring.names else np.float32

    def tally(self, name: str, grades: tuple[int, ...]) -> Room:
        """Where a record is added up."""
        (one,) = (each for each in self.composed.tallies if each.name == name)
        return (one.reasons, *grades) if one.reasons else grades, self.added(one.of)

    def added(self, name: str) -> type:
        """In what values of a name are added up: amounts in 64 bits, flags and counts as integers."""
        return np.float64 if self.wiring.is_amount(name) else np.int32

    def compile(self, arrays: Arrays) -> None:
        """Compile what is not compiled yet, in as little time as two processes need."""
        if self.module[1] and isinstance(self.steps, CompiledSteps):
            each = tuple({step.name: step for step in (*self.composed.first, *self.composed.steps)}.values())
            try:
                self.steps.compile(each, arrays)
            except Exception as error:
                raise next(faults(self.wiring), error) from error

    def run(self, arrays: Arrays, ticks: range, dt: float, seed: int) -> None:
        """Run ticks in place; tick 0 begins with the arrival of the first members."""
        if ticks.start == 0:
            self.let_arrive(arrays, dt, seed)
        run_through(self.daily(arrays), ticks, dt, seed)

    def let_arrive(self, arrays: Arrays, dt: float, seed: int) -> None:
        """Let the first members arrive, in place; where nothing of them is recorded, there is no step to take."""
        if "arrives" in arrays:
            arrays["arrives"][:] = True
        arrival, start = self.composed.first[:1], self.composed.first[1:]
        clock = Clock(BEFORE_THE_START, 0, dt, True, seed)
        self.go(arrival, arrays, clock)
        as_stated(arrays)
        self.go(start, arrays, clock)

    def daily(self, arrays: Arrays) -> Ready:
        """The steps of a tick with their arrays, which must stay where they are."""
        return self.steps.ready(self.composed.steps, arrays)

    def go(self, steps: Sequence[Step], arrays: Arrays, clock: Clock) -> None:
        """Take some steps at one time."""
        self.steps.ready(steps, arrays)([clock])


def run_through(daily: Ready, ticks: range, dt: float, seed: int) -> None:
    """Take the steps of a tick again and again, some ticks at a time: in between, who wants to stop is heard."""
    for first in range(ticks.start, ticks.stop, TICKS_AT_ONCE):
        some = range(first, min(first + TICKS_AT_ONCE, ticks.stop))
        daily([Clock(tick, tick, dt, False, seed) for tick in some])


@dataclass(frozen=True)
class Settled:
    """What is known before a run.

    ``values`` of names that are the same everywhere and always, which states are ``stated`` of first members, and what
    is ``recorded``: None for everything.
    """

    values: tuple[tuple[str, float], ...]
    stated: tuple[str, ...] = ()
    recorded: tuple[str, ...] | None = None


@lru_cache(maxsize=8)
def wired(mechanisms: tuple[Mechanism, ...], settled: Settled | None = None) -> Wiring:
    """The wiring of some mechanisms, worked out once: an estimate, a run and an explanation all ask for it."""
    full = Wiring(mechanisms)
    refuse_unknown_sums(full)
    if settled is None:
        return full
    return lean(full, typed(full, settled.values), settled.stated, settled.recorded)


def typed(full: Wiring, values: Sequence[tuple[str, float]]) -> dict[str, np.generic]:
    """Values in the kinds in which laws are asked with them."""
    kinds = full.kinds_asked()
    return {name: kinds.get(name, np.float32)(value) for name, value in values}


@lru_cache(maxsize=8)
def written(mechanisms: tuple[Mechanism, ...], settled: Settled | None, keep: bool) -> Composed:
    """The composed tick of some mechanisms, written once."""
    return compose(wired(mechanisms, settled), keep)


def as_stated(arrays: Arrays) -> None:
    """Give the first members what the scenario states of them, in place."""
    for name, values in arrays.items():
        if name.startswith(AT_START):
            state = arrays.get(name.removeprefix(AT_START), values)
            state[...] = np.where(np.isnan(values), state, values)
