"""Which lanes are neighbours that share a call of Philox, and the luck of those that are not."""

from __future__ import annotations

import numpy as np

from exitban.maths.luck import ODD, PAIR, share, words
from exitban.maths.philox import Word

Words = np.ndarray[tuple[int, ...], np.dtype[np.uint64]]
Numbers = np.ndarray[tuple[int, ...], np.dtype[np.uint32]]
Shares = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
Address = tuple[Word, Word, Word, Word, Word]
"""Tick, the two halves of the address of a post, row of purposes, seed."""
ONE_MORE = np.uint64(1)


def in_pairs(replicates: Words, numbers: Numbers) -> int:
    """How many pairs of lanes, from the first on, hold an even replicate and the one after it.

    ``numbers`` (lanes,) is filled: with the numbers of these pairs first, and with those of the replicates for lanes
    that are in none. It has 32 bits, for a compiler works on as many lanes at a time as its widest array allows.
    """
    pairs = 0
    while 2 * pairs + 1 < replicates.shape[0]:
        even, odd = replicates[2 * pairs], replicates[2 * pairs + 1]
        if even & ODD or odd != even + ONE_MORE:
            break
        numbers[pairs] = even >> PAIR
        pairs += 1
    for r in range(2 * pairs, replicates.shape[0]):
        numbers[r] = replicates[r]
    return pairs


def luck_of_one(
    tick: Word, low: Word, high: Word, purpose: Word, seed: Word, replicate: Word
) -> tuple[np.float32, np.float32]:
    """The luck of one replicate for both purposes of a row: that of the last lane, where their number is odd."""
    w0, w1 = words(tick, low, high, purpose, seed, replicate)
    return share(w0), share(w1)


def draw_both_singly(address: Address, numbers: Numbers, first: Shares, second: Shares) -> None:
    """The luck of a post for both purposes of a row, (lanes,) each, for lanes that are in no pair."""
    tick, low, high, purpose, seed = address
    for r in range(numbers.shape[0]):
        w0, w1 = words(tick, low, high, purpose, seed, np.uint64(numbers[r]))
        first[r] = share(w0)
        second[r] = share(w1)


def draw_singly(address: Address, place: int, numbers: Numbers, luck: Shares) -> None:
    """The same for one of the two purposes, the one at a place."""
    tick, low, high, purpose, seed = address
    for r in range(numbers.shape[0]):
        w0, w1 = words(tick, low, high, purpose, seed, np.uint64(numbers[r]))
        luck[r] = share(w0 if place == 0 else w1)
