"""Where the arrays of a block lie in memory.

A row of replicates is read in vectors of 32 bytes. One that begins anywhere crosses a line of the cache with every
second vector; large arrays that all begin at the same place of a page push each other out of the first-level cache,
since one member's rows of all of them belong into the same few lines. So every array begins at a line, and each large
one a line later in its page than the one before.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Room = tuple[tuple[int, ...], type]
"""The shape and the kind of an array."""

LINE = 64
PAGE = 4096


def full(room: Room, value: float, turn: int) -> Array:
    """A new array of a shape and a kind, filled with a value; ``turn`` counts the arrays of a block."""
    shape, kind = room
    new = empty(shape, np.dtype(kind), turn)
    new[...] = value
    return new


def copies(arrays: Mapping[str, Array]) -> dict[str, Array]:
    """Copies of arrays, placed in turn."""
    return {name: copy(array, turn) for turn, (name, array) in enumerate(arrays.items())}


def copy(array: Array, turn: int) -> Array:
    """A copy of an array, placed."""
    new = empty(array.shape, array.dtype, turn)
    new[...] = array
    return new


def empty(shape: tuple[int, ...], kind: np.dtype[Any], turn: int) -> Array:
    """A new array at the place that its turn gives it."""
    size = prod(shape) * kind.itemsize
    apart = PAGE if size >= PAGE else LINE
    room = np.empty(size + apart, np.uint8)
    first = (turn * LINE - room.ctypes.data) % apart
    return room[first : first + size].view(kind).reshape(shape)
