"""Where the arrays of a block lie in memory.

All in one piece: a processor remembers where some sixty pages lie, and one member's rows of all arrays are in more of
them than that, unless pages are large; a system gives large ones only to a large piece (numpy asks for them). A row of
replicates is read in vectors of 32 bytes. One that begins anywhere crosses a line of the cache with every second
vector; large arrays that all begin at the same place of a page push each other out of the first-level cache, since one
member's rows of all of them belong into the same few lines. So every array begins at a line, and each large one a line
later in its page than the one before.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Room = tuple[tuple[int, ...], type]
"""The shape and the kind of an array."""

RECORDS = ("recorded", "recorded_world", "recorded_of_grade")
"""What is written down. It outlives the other arrays of its block, and so lies apart from them."""
LINE = 64
PAGE = 4096


def block(copied: Mapping[str, Array], new: Mapping[str, tuple[Room, Any]]) -> dict[str, Array]:
    """Copies of some arrays, and new ones of a shape and a kind that are filled with a value; records lie apart."""
    rooms = {**{name: room_of(one) for name, one in copied.items()}, **{name: room for name, (room, _) in new.items()}}
    records = {name: rooms.pop(name) for name in RECORDS if name in rooms}
    arrays = {**laid(rooms), **laid(records)}
    for name, one in copied.items():
        arrays[name][...] = one
    for name, (_, value) in new.items():
        if value:
            arrays[name][...] = value
    return arrays


def room_of(array: Array) -> Room:
    """The room that an array takes."""
    return array.shape, array.dtype.type


def bytes_of(room: Room) -> int:
    """How many bytes a room has."""
    shape, kind = room
    return prod(shape) * np.dtype(kind).itemsize


def laid(rooms: Mapping[str, Room]) -> dict[str, Array]:
    """Arrays of some shapes and kinds in one piece of memory, one after the other, all zero.

    A system hands out large pieces as zeros, so nothing is gained by asking for less.
    """
    sizes = {name: bytes_of(room) for name, room in rooms.items()}
    piece = np.zeros(sum(sizes.values()) + PAGE * len(rooms), np.uint8)
    start, used = piece.ctypes.data, 0
    found: dict[str, Array] = {}
    for turn, (name, (shape, kind)) in enumerate(rooms.items()):
        used += (turn * LINE - start - used) % (PAGE if sizes[name] >= PAGE else LINE)
        found[name] = piece[used : used + sizes[name]].view(kind).reshape(shape)
        used += sizes[name]
    return found
