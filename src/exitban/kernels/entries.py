"""How a compiled step is entered without the compiler: through one that reads all its arguments from one row of words.

The compiler hands an array over as a list of numbers (its parts below), and a step takes a hundred arrays. An entry is
a function of one argument, the place of that row, and hands on what stands there. It is written down for LLVM, which
compiled the step itself, so both mean the same by every argument; what these are is read off the step.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, Literal, NamedTuple

import numpy as np

Array = np.ndarray[Any, Any]
Words = np.ndarray[tuple[int], np.dtype[np.int64]]
WORD: Final = 8
"""Bytes of a word: an argument stands at the beginning of one."""
WORDS: Final = 6
"""Words of the clock, with which every row begins."""
NO_OWNER: Final = 0
"""The compiler counts who holds an array that it has made; those that are given belong to nobody that it knows."""
TYPE: Final = re.compile(r"i32 \(ptr, ptr, (?P<rest>.*)\)")


class ArrayKind(NamedTuple):
    """What a compiler must know of an array: the kind of its values, how many axes, their layout, who may write."""

    kind: str
    axes: int
    layout: Literal["C", "F", "A"]
    writable: bool


def kind_of(array: Array) -> ArrayKind:
    """The kind of an array; layout is C, F (where it is not C as well) or A, for any other."""
    flags = array.flags
    layout: Literal["C", "F", "A"] = "C" if flags.c_contiguous else "F" if flags.f_contiguous else "A"
    return ArrayKind(array.dtype.str, array.ndim, layout, flags.writeable)


def words_of(array: Array) -> tuple[int, ...]:
    """An array as the compiler hands it over: (owner, parent, values, bytes of a value, place, *shape, *strides)."""
    return (NO_OWNER, NO_OWNER, array.size, array.itemsize, array.ctypes.data, *array.shape, *array.strides)


def entry_of(symbol: str) -> str:
    """The name of the entry of a step."""
    return f"{symbol}.entry"


def entry(symbol: str, declared: str) -> str:
    """The entry of a step in LLVM's language; ``declared`` is the type of the step, as LLVM writes it.

    Every step gives back what became of it, and takes two places before its arguments: for what it returns, which is
    nothing, and for an error. Raises `ValueError` for a type that is no step's.
    """
    found = TYPE.fullmatch(declared)
    if found is None:
        raise ValueError(f"no step has the type {declared}")
    kinds = found["rest"].split(", ")
    given = ", ".join(f"{kind} %v{place}" for place, kind in enumerate(kinds))
    return "\n".join([
        f'declare i32 @"{symbol}"(ptr, ptr, {found["rest"]})',
        f'define i32 @"{entry_of(symbol)}"(ptr %words) {{',
        "%returned = alloca ptr",
        "%error = alloca ptr",
        *_read(kinds),
        f'%became = call i32 @"{symbol}"(ptr %returned, ptr %error, {given})',
        "ret i32 %became",
        "}",
    ])  # fmt: skip


def _read(kinds: Sequence[str]) -> list[str]:
    lines = [
        (f"%p{place} = getelementptr i64, ptr %words, i64 {place}", f"%v{place} = load {kind}, ptr %p{place}")
        for place, kind in enumerate(kinds)
    ]
    return [line for pair in lines for line in pair]


THROUGH: Final = "exitban_through_ticks"
"""The name of what takes steps again and again."""
WELL: Final = -1
"""What it gives back where no step went wrong; else which one did."""
TEXT_OF_THROUGH: Final = f"""
define i32 @{THROUGH}(ptr %entries, ptr %rows, i64 %steps, ptr %clocks, i64 %ticks) {{
begin:
  br label %tick
tick:
  %t = phi i64 [ 0, %begin ], [ %t.next, %tick.end ]
  %t.more = icmp slt i64 %t, %ticks
  br i1 %t.more, label %step, label %well
step:
  %s = phi i64 [ 0, %tick ], [ %s.next, %step.end ]
  %s.more = icmp slt i64 %s, %steps
  br i1 %s.more, label %enter, label %tick.end
enter:
  %clock.at = getelementptr [{WORDS} x i64], ptr %clocks, i64 %t
  %clock = load [{WORDS} x i64], ptr %clock.at, align {WORD}
  %row.at = getelementptr ptr, ptr %rows, i64 %s
  %row = load ptr, ptr %row.at
  store [{WORDS} x i64] %clock, ptr %row, align {WORD}
  %entry.at = getelementptr ptr, ptr %entries, i64 %s
  %entry = load ptr, ptr %entry.at
  %became = call i32 %entry(ptr %row)
  %is.well = icmp eq i32 %became, 0
  br i1 %is.well, label %step.end, label %wrong
step.end:
  %s.next = add i64 %s, 1
  br label %step
tick.end:
  %t.next = add i64 %t, 1
  br label %tick
well:
  ret i32 {WELL}
wrong:
  %which = trunc i64 %s to i32
  ret i32 %which
}}
"""
"""Steps one after the other at one clock after the other, each clock put at the head of each row.

All ticks are one call, in which Python's lock is not held. Were it taken after each step, whoever does anything in
Python meanwhile (the records of the block before are taken in, the libraries of the report are loaded) would let the
step after it wait for a turn of that lock, five milliseconds.
"""
