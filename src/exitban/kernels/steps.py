"""The steps of a tick with their arrays, ready to be taken: as plain Python, or as machine code.

Both run the same source and give the same bits; how it is compiled stands in `compiling`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from exitban.errors import MechanismError
from exitban.kernels.clock import Clock
from exitban.kernels.entries import WELL, WORDS, Array, ArrayKind, Words, kind_of, words_of
from exitban.kernels.lines import Step

Ready = Callable[[Sequence[Clock]], None]
"""Some steps with their arrays: takes them one after the other, at one time after the other."""
Functions = Mapping[str, Callable[..., None]]
"""Steps as they stand in the composed module, by name."""
Arrays = Mapping[str, Array]


class Wanted(NamedTuple):
    """A step by its name, and the kinds of its arrays."""

    step: str
    kinds: tuple[ArrayKind, ...]


class Steps(Protocol):
    """The steps of a composed module."""

    def ready(self, steps: Sequence[Step], arrays: Arrays) -> Ready:
        """Some steps with the arrays that they take, looked up once for all ticks."""


@dataclass(frozen=True)
class PlainSteps:
    """Steps as they stand in the composed module, by name."""

    functions: Functions

    def ready(self, steps: Sequence[Step], arrays: Arrays) -> Ready:
        """The steps with their arrays."""
        bound = [(self.functions[step.name], [arrays[name] for name in step.arrays]) for step in steps]

        def take(clocks: Sequence[Clock]) -> None:
            for clock in clocks:
                for function, given in bound:
                    function(*clock.arguments, *given)

        return take


@dataclass(frozen=True)
class CompiledSteps:
    """Steps as machine code, made where it is not kept from before."""

    functions: Functions
    path: Path
    entries: dict[Wanted, int] = field(default_factory=dict)

    def compile(self, steps: Sequence[Step], arrays: Arrays) -> None:
        """Compile steps for such arrays, the longest first, with the help of another process."""
        from exitban.kernels.compiling import compile_alone, compile_together

        together = (os.cpu_count() or 1) > 1
        longest = sorted(steps, key=lambda step: sum(map(len, step.text())), reverse=True)
        (compile_together if together else compile_alone)(wanted(longest, arrays), self.functions, self.path)

    def ready(self, steps: Sequence[Step], arrays: Arrays) -> Ready:
        """The steps with their arrays; those that have not been met with such arrays are loaded, or compiled."""
        from exitban.kernels.compiling import entries

        asked = wanted(steps, arrays)
        missing = [one for one in dict.fromkeys(asked) if one not in self.entries]
        if missing:
            self.entries.update(zip(missing, entries(missing, self.functions, self.path), strict=True))
        taken = {name: arrays[name] for step in steps for name in step.arrays}
        words = {name: words_of(array) for name, array in taken.items()}
        return CompiledTick(
            np.array([self.entries[one] for one in asked], np.int64),
            [row([words[name] for name in step.arrays]) for step in steps],
            list(taken.values()),
            [step.title for step in steps],
        )


def wanted(steps: Sequence[Step], arrays: Arrays) -> list[Wanted]:
    """What must be compiled of some steps."""
    kinds = {name: kind_of(arrays[name]) for name in dict.fromkeys(name for step in steps for name in step.arrays)}
    return [Wanted(step.name, tuple(kinds[name] for name in step.arrays)) for step in steps]


def row(words: Sequence[tuple[int, ...]]) -> Words:
    """What an entry reads: room for the clock, then the arrays."""
    return np.array([0] * WORDS + [word for array in words for word in array], np.int64)


@dataclass(frozen=True)
class CompiledTick:
    """Steps as machine code: where they are entered, and the row of words that each reads.

    ``arrays`` are held, since machine code knows but places.
    """

    entries: Words
    rows: Sequence[Words]
    arrays: Sequence[Array]
    titles: Sequence[str]

    def __call__(self, clocks: Sequence[Clock]) -> None:
        """Take the steps. Raises `MechanismError` where a law of a user's own raised an error."""
        from exitban.kernels.machine_code import through

        places = np.array([one.ctypes.data for one in self.rows], np.int64)
        times = np.array([clock.words for clock in clocks], np.int64)
        became = through()(self.entries.ctypes.data, places.ctypes.data, len(places), times.ctypes.data, len(times))
        if became != WELL:
            raise MechanismError(
                f"{self.titles[became]} A law that it asks raised an error. Run it as plain Python to see which one, "
                "and where: --launcher python."
            )
