"""Philox 4x32 with 10 rounds, a counter-based generator (Salmon, Moraes, Dror & Shaw 2011).

A draw is a function of its address and of nothing else, so no thread count, block size or order of work can
change it. Four 32-bit words of counter and two of key give four 32-bit words of luck. All words travel as
unsigned 64-bit integers below 2**32: then products never overflow, in NumPy as in compiled code.
"""

from __future__ import annotations

from typing import Final

import numpy as np

Word = np.uint64

MULTIPLIER_0: Final = np.uint64(0xD2511F53)
MULTIPLIER_1: Final = np.uint64(0xCD9E8D57)
WEYL_0: Final = np.uint64(0x9E3779B9)
WEYL_1: Final = np.uint64(0xBB67AE85)
MASK: Final = np.uint64(0xFFFFFFFF)
HALF: Final = np.uint64(32)


def round_of_philox(c0: Word, c1: Word, c2: Word, c3: Word, k0: Word, k1: Word) -> tuple[Word, Word, Word, Word]:
    """One round: two products of 32 by 32 bits, their halves crossed and keyed.

    What stands above the lower 32 bits of a word means nothing, and is taken off only where words are multiplied: there
    the processor's own multiplication does it for nothing.
    """
    p0 = MULTIPLIER_0 * (c0 & MASK)
    p1 = MULTIPLIER_1 * (c2 & MASK)
    return (p1 >> HALF) ^ c1 ^ k0, p1, (p0 >> HALF) ^ c3 ^ k1, p0


def philox(c0: Word, c1: Word, c2: Word, c3: Word, k0: Word, k1: Word) -> tuple[Word, Word, Word, Word]:
    """Ten rounds, written out: a loop here would keep the compiler from working on many replicates at once."""
    a, b = k0, k1
    c0, c1, c2, c3 = round_of_philox(c0, c1, c2, c3, a, b)
    a, b = a + WEYL_0, b + WEYL_1
    c0, c1, c2, c3 = round_of_philox(c0, c1, c2, c3, a, b)
    a, b = a + WEYL_0, b + WEYL_1
    c0, c1, c2, c3 = round_of_philox(c0, c1, c2, c3, a, b)
    a, b = a + WEYL_0, b + WEYL_1
    c0, c1, c2, c3 = round_of_philox(c0, c1, c2, c3, a, b)
    a, b = a + WEYL_0, b + WEYL_1
    c0, c1, c2, c3 = round_of_philox(c0, c1, c2, c3, a, b)
    a, b = a + WEYL_0, b + WEYL_1
    c0, c1, c2, c3 = round_of_philox(c0, c1, c2, c3, a, b)
    a, b = a + WEYL_0, b + WEYL_1
    c0, c1, c2, c3 = round_of_philox(c0, c1, c2, c3, a, b)
    a, b = a + WEYL_0, b + WEYL_1
    c0, c1, c2, c3 = round_of_philox(c0, c1, c2, c3, a, b)
    a, b = a + WEYL_0, b + WEYL_1
    c0, c1, c2, c3 = round_of_philox(c0, c1, c2, c3, a, b)
    a, b = a + WEYL_0, b + WEYL_1
    c0, c1, c2, c3 = round_of_philox(c0, c1, c2, c3, a, b)
    return c0 & MASK, c1 & MASK, c2 & MASK, c3 & MASK
