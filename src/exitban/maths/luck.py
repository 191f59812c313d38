"""Luck is addressed, never stored (MODEL.md 3.3).

The address of a draw is (seed, replicate, tick, post, purpose). Tick, the two halves of a hash of the post's stable
name, and half the replicate's number are the counter of Philox; seed and purpose are its key. Of the four words of a
call two are for the even replicate and two for the odd one, a word for each of two purposes: no word is wasted where
many replicates draw side by side.

What belongs to a replicate as a whole (``share_of_replicate``) has the replicate in its key and a tick of its own.
"""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np

from exitban.maths.philox import Word, philox

LAYOUT: Final = 2
"""Which way from address to luck this is. The first one made a call for each replicate, and gave it four purposes."""
BEFORE_THE_START: Final = 0xFFFFFFFF
"""The tick that addresses what is drawn once, before tick 0: the traits of the first members."""
OUTSIDE_TIME: Final = 0xFFFFFFFE
"""The tick that addresses draws of a replicate as a whole: its parameters and the truth of its claims."""
LARGEST_WORD: Final = 0xFFFFFFFF

PURPOSES: Final = (
    ("involuntary", "reconsider"),
    ("refill", "punished_voice"),
    ("loyal", "exit"),
    ("voice", "covert"),
    ("exception", "block"),
    ("enforcement", "queue"),
    ("sanction", "arrest"),
    ("noticed_blocked", "noticed_granted"),
    ("accepted", "discovered"),
    ("leaked_attempt", "leaked_deal"),
    ("grievance", "outside_option"),
    ("competence", "vulnerability"),
    ("contract", "noise"),
    ("promotion", "from_below"),
    ("nest_angle", "nest_exponential"),
    ("turn", "backlash"),
)
"""Each row is drawn together; rows and places are part of the file format of luck: append, never move."""

PAIR: Final = np.uint64(1)
"""By how many bits a replicate's number is shifted to give that of its pair."""
ODD: Final = np.uint64(1)
NOTHING: Final = np.uint64(0)
MIDDLE: Final = np.float32(0.5)
SCALE: Final = np.float32(2.0**-32 - 2.0**-56)
"""The last number below 2**-32, so that no word is rounded up to 1."""


def address_of(name: str) -> tuple[int, int]:
    """The two 32-bit halves of a 64-bit hash (BLAKE2b) of a stable name."""
    number = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")
    return number & LARGEST_WORD, number >> 32


def purpose_of(luck: str, owner: str = "") -> tuple[int, int]:
    """(row of purposes, place among its two) of a draw; a user's own purposes are hashed by owner, one to a row.

    A mechanism from outside gets rows with the highest bit set, which no shipped purpose has.
    """
    for row, names in enumerate(PURPOSES):
        if luck in names:
            return row, names.index(luck)
    return own_row(luck, owner), 0


def own_row(luck: str, owner: str) -> int:
    """The row of a purpose that is nobody else's."""
    return address_of(f"{owner}:{luck}")[0] | 0x80000000


def words(tick: Word, low: Word, high: Word, purpose: Word, seed: Word, replicate: Word) -> tuple[Word, Word]:
    """The luck of one replicate for the two purposes of a row; ``low`` and ``high`` are the address of the owner."""
    w0, w1, w2, w3 = philox(tick, low, high, replicate >> PAIR, seed, purpose)
    odd = (replicate & ODD) != NOTHING
    return (w2 if odd else w0), (w3 if odd else w1)


def share(word: Word) -> np.float32:
    """A number strictly between 0 and 1 from all 32 bits of a word, down to 2^-33.

    With 23 bits, the most that are exact near 1, a hazard of .002 a month would never strike in ticks of a minute.
    """
    return (np.float32(np.uint32(word)) + MIDDLE) * SCALE


def share_of_replicate(seed: int, replicate: int, name: str) -> float:
    """One uniform draw in (0, 1) with 53 bits for a named quantity of a replicate (a prior, a claim's truth)."""
    low, high = address_of(name)
    words = philox(*(np.uint64(word) for word in (OUTSIDE_TIME, low, high, 0, seed, replicate)))
    return (float((int(words[0]) << 21) ^ (int(words[1]) >> 11)) + 0.5) * 2.0**-53
