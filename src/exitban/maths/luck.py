"""Luck is addressed, never stored (MODEL.md 3.3).

The address of a draw is (seed, replicate, tick, post, purpose). Seed and replicate are the key of Philox; tick,
the two halves of a hash of the post's stable name, and the purpose are its counter. Four purposes share one call.
"""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np

from exitban.maths.philox import Word, philox

BEFORE_THE_START: Final = 0xFFFFFFFF
"""The tick that addresses what is drawn once, before tick 0: the traits of the first members."""
OUTSIDE_TIME: Final = 0xFFFFFFFE
"""The tick that addresses draws of a replicate as a whole: its parameters and the truth of its claims."""
LARGEST_WORD: Final = 0xFFFFFFFF

PURPOSES: Final = (
    ("involuntary", "reconsider", "refill", "punished_voice"),
    ("loyal", "exit", "voice", "covert"),
    ("exception", "block", "enforcement", "queue"),
    ("sanction", "arrest", "noticed_blocked", "noticed_granted"),
    ("accepted", "discovered", "leaked_attempt", "leaked_deal"),
    ("grievance", "outside_option", "competence", "vulnerability"),
    ("contract", "noise", "promotion", "from_below"),
    ("nest_angle", "nest_exponential", "turn", "backlash"),
)
"""Each row is one call of Philox; rows and places are part of the file format of luck: append, never move."""

UPPER_HALF: Final = np.uint64(16)
LOWER_HALF: Final = np.uint64(0xFFFF)
MIDDLE: Final = np.float32(0.5)
COARSE: Final = np.float32(2.0**-16 - 2.0**-40)
FINE: Final = np.float32(2.0**-32)


def address_of(name: str) -> tuple[int, int]:
    """The two 32-bit halves of a 64-bit hash (BLAKE2b) of a stable name."""
    number = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")
    return number & LARGEST_WORD, number >> 32


def purpose_of(luck: str, owner: str = "") -> tuple[int, int]:
    """(third word of the counter, place among the four) of a draw; a user's own purposes are hashed by owner.

    A mechanism from outside gets words with the highest bit set, which no shipped purpose has.
    """
    for row, names in enumerate(PURPOSES):
        if luck in names:
            return row, names.index(luck)
    return address_of(f"{owner}:{luck}")[0] | 0x80000000, 0


def share(word: Word) -> np.float32:
    """A number strictly between 0 and 1 from all 32 bits of a word, down to 2^-33.

    With 23 bits, the most that are exact near 1, a hazard of .002 a month would never strike in ticks of a minute.
    COARSE is the last bit of a float below 2^-16, so that no word is rounded up to 1.
    """
    upper, lower = np.int32(word >> UPPER_HALF), np.int32(word & LOWER_HALF)
    return np.float32(upper) * COARSE + (np.float32(lower) + MIDDLE) * FINE


def share_of_replicate(seed: int, replicate: int, name: str) -> float:
    """One uniform draw in (0, 1) with 53 bits for a named quantity of a replicate (a prior, a claim's truth)."""
    low, high = address_of(name)
    words = philox(*(np.uint64(word) for word in (OUTSIDE_TIME, low, high, 0, seed, replicate)))
    return (float((int(words[0]) << 21) ^ (int(words[1]) >> 11)) + 0.5) * 2.0**-53
