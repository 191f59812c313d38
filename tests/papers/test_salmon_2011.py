"""Salmon, Moraes, Dror & Shaw 2011, Parallel random numbers: as easy as 1, 2, 3.

The known answers of Philox 4x32 with 10 rounds that the authors publish beside their code (Random123, kat_vectors).
"""

from __future__ import annotations

import numpy as np
import pytest

from exitban.maths.philox import philox, round_of_philox

KNOWN_ANSWERS = {
    "zeros": (
        (0, 0, 0, 0),
        (0, 0),
        (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8),
    ),
    "ones": (
        (0xFFFFFFFF,) * 4,
        (0xFFFFFFFF,) * 2,
        (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
    ),
    "digits of pi": (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
}


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS.values(), ids=KNOWN_ANSWERS)
def test_known_answers(counter: tuple[int, ...], key: tuple[int, ...], answer: tuple[int, ...]) -> None:
    assert tuple(int(word) for word in philox(*(np.uint64(one) for one in (*counter, *key)))) == answer


def test_one_round_is_two_products_of_32_bits() -> None:
    """From the paper: (hi1 ^ c1 ^ k0, lo1, hi0 ^ c3 ^ k1, lo0), checked with Python's own integers."""
    c, k = (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0)
    p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
    mask = 0xFFFFFFFF
    expected = ((p1 >> 32) ^ c[1] ^ k[0], p1 & mask, (p0 >> 32) ^ c[3] ^ k[1], p0 & mask)
    words = round_of_philox(*(np.uint64(one) for one in (*c, *k)))
    assert tuple(int(one) & mask for one in words) == expected


def test_different_counters_never_meet_under_one_key() -> None:
    """Philox is a bijection of the counter: no two of many addresses give the same four words."""
    counters = np.uint64(np.arange(100_000))
    words = philox(counters, *(np.uint64(0),) * 3, np.uint64(1), np.uint64(2))
    assert len(set(zip(*(word.tolist() for word in words), strict=True))) == counters.size
