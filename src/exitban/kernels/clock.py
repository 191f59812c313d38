"""A moment, as the steps of a tick are told of it."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from exitban.kernels.entries import WORD, WORDS, Words

LAYOUT: Final = "=Qi4xf4x?7xf4xQ"
"""Each argument at the start of a word of its own, as machine code is given it."""
assert struct.calcsize(LAYOUT) == WORD * WORDS


@dataclass(frozen=True)
class Clock:
    """A moment: the tick that addresses luck, the tick since the start, its length in months, the seed."""

    address: int
    tick: int
    dt: float
    first: bool
    seed: int

    @cached_property
    def arguments(self) -> tuple[Any, ...]:
        """(address, tick, month, first, dt, seed), typed as every step takes them."""
        dt = np.float32(self.dt)
        month = np.float32(self.tick) * dt
        return (
            np.uint64(self.address),
            np.int32(self.tick),
            month,
            np.bool_(self.first),
            dt,
            np.uint64(self.seed),
        )

    @cached_property
    def words(self) -> Words:
        """The same, a word each."""
        return np.frombuffer(struct.pack(LAYOUT, *self.arguments), np.int64)
