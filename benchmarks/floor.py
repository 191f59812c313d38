"""The floor: what Work A must move and compute at least on this machine, and how far above it the program is."""

from __future__ import annotations

from benchmarks.law import TICKS
from benchmarks.processes import OURS, say, told_by

MEMBERS = 100_000
REPLICATES = 128
STATE = 1
"""Bytes of a member's state that a tick must read; who leaves is written, but that is one update in 700."""
DRAWS = 1
"""Words of luck that a decision with two ways out must have."""
DRAWN = 2
"""Those that it has in exitban."""


def section() -> str:
    """Measure and write the section."""
    say("The floor")
    machine = told_by(OURS, "machine")
    ours = told_by(OURS, "ours", MEMBERS, REPLICATES, 3, 0)
    here = sorted(ours["seconds"])[1] / (MEMBERS * TICKS * REPLICATES) * 1e9
    read = {int(size): rate for size, rate in machine["read"].items()}
    bytes_, luck = STATE / read[max(read)] * 1e9, DRAWS / machine["words"] * 1e9
    floor = max(bytes_, luck)
    levels = "\n".join(f"| {words_of(size)} | {rate / 1e9:.1f} |" for size, rate in sorted(read.items()))
    return HEAD.format(
        levels=levels,
        words=machine["words"] / 1e6,
        bytes_=bytes_,
        luck=luck,
        drawn=DRAWN * luck,
        here=here,
        above=here / floor,
        above_drawn=here / (DRAWN * luck),
    )


def words_of(size: int) -> str:
    """A size as a person says it."""
    return f"{size // 2**20} MiB" if size >= 2**20 else f"{size // 2**10} KiB"


HEAD = """## The floor

One core of this machine reads so many gigabytes a second from an array of a size that fits a level of the cache or none
(`python -m benchmarks.machine`):

| array | GB/s |
| ---: | ---: |
{levels}

and a compiled loop over lanes makes {words:,.0f} million words of luck a second (Philox 4x32 with 10 rounds, all four
words used). Work A needs at least, per update: {bytes_:.2f} ns to read one byte of state (neighbours must be looked at
only when one of them has just left), and {luck:.2f} ns for one word of luck; the larger of the two is the floor.
In exitban staying and leaving have a word of luck each, so that nobody flips between two acts when a third gets worse:
{drawn:.2f} ns.

At 10^5 members and 128 replicates an update takes **{here:.2f} ns**: {above:.1f} times the floor, {above_drawn:.1f}
times its two words of luck."""
