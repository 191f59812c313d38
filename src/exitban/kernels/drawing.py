"""Luck for many replicates side by side: a call of Philox for each pair of neighbours, all four words of it used.

These loops are short, and written into the loop over posts by the compiler: with few replicates a call would cost a
good part of what it does.
"""

from __future__ import annotations

import numpy as np

from exitban.kernels.pairs import Address, Numbers, Shares, draw_both_singly, draw_singly, luck_of_one
from exitban.maths.luck import share
from exitban.maths.philox import philox


def draw_both(address: Address, numbers: Numbers, pairs: int, first: Shares, second: Shares) -> None:
    """The luck of a post for both purposes of a row, (lanes,) each; ``numbers`` and ``pairs`` are from `in_pairs`."""
    tick, low, high, purpose, seed = address
    for c in range(pairs):
        w0, w1, w2, w3 = philox(tick, low, high, np.uint64(numbers[c]), seed, purpose)
        first[2 * c] = share(w0)
        first[2 * c + 1] = share(w2)
        second[2 * c] = share(w1)
        second[2 * c + 1] = share(w3)
    start = 2 * pairs
    if start + 1 == numbers.shape[0]:
        first[start], second[start] = luck_of_one(tick, low, high, purpose, seed, np.uint64(numbers[start]))
    elif start < numbers.shape[0]:
        draw_both_singly(address, numbers[start:], first[start:], second[start:])


def draw(address: Address, place: int, numbers: Numbers, pairs: int, luck: Shares) -> None:
    """The same for one of the two purposes, the one at a place."""
    tick, low, high, purpose, seed = address
    for c in range(pairs):
        w0, w1, w2, w3 = philox(tick, low, high, np.uint64(numbers[c]), seed, purpose)
        luck[2 * c] = share(w0 if place == 0 else w1)
        luck[2 * c + 1] = share(w2 if place == 0 else w3)
    start = 2 * pairs
    if start + 1 == numbers.shape[0]:
        both = luck_of_one(tick, low, high, purpose, seed, np.uint64(numbers[start]))
        luck[start] = both[0] if place == 0 else both[1]
    elif start < numbers.shape[0]:
        draw_singly(address, place, numbers[start:], luck[start:])
