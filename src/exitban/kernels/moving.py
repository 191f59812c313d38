"""Members who move up into a vacant post, and what they bring along (equation 13).

Every post answers to one first superior, so nobody is wanted in two places; only holders move, and only into vacant
posts, so all moves can be made from the state at the start, in any order.
"""

from __future__ import annotations

import numpy as np

from exitban.kernels.collect import Counts, Flags
from exitban.kernels.select import Words, key_word
from exitban.maths.philox import Word

Values = np.ndarray[tuple[int, ...], np.dtype[np.generic]]
NOBODY = np.int32(-1)


def comes_first(address: tuple[Word, Word, Word, int], posts: tuple[Words, Words], j: int, k: int, luck: Word) -> bool:
    """Whether post j goes before the smaller post k: only with a smaller key."""
    tick, purpose, seed, place = address
    low, high = posts
    one = key_word(tick, low[j], high[j], purpose, seed, luck, place)
    other = key_word(tick, low[k], high[k], purpose, seed, luck, place)
    return bool(one < other)


def successors(
    address: tuple[Word, Word, Word, int],
    posts: tuple[Words, Words, Counts],
    flags: tuple[Flags, Flags],
    replicates: Words,
    origin: Counts,
) -> int:
    """For each post with the first of the ``flags`` the post below from which somebody comes; how many do."""
    low, high, superior = posts
    into, among = flags
    found = 0
    for j in range(superior.shape[0]):
        i = superior[j]
        if i >= 0:
            for r in range(replicates.shape[0]):
                if into[i, r] and among[j, r]:
                    k = origin[i, r]
                    found += k < 0
                    if k < 0 or comes_first(address, (low, high), j, k, replicates[r]):
                        origin[i, r] = j
    return found


def moves_up(
    address: tuple[Word, Word, Word, int],
    posts: tuple[Words, Words, Counts],
    flags: tuple[Flags, Flags],
    replicates: Words,
    given: tuple[Flags, Flags, Counts],
    moved: Counts,
) -> int:
    """Who moves where; the first of ``moved`` are the posts into which somebody does, and given is how many these are.

    ``address`` is (tick, purpose, seed, place), ``posts`` (low, high, superior), ``flags`` (into, among), ``given``
    (moved into, left, origin).
    """
    entered, left, origin = given
    entered[:] = False
    left[:] = False
    origin[:] = NOBODY
    wanted = flags[0].any() and successors(address, posts, flags, replicates, origin) > 0
    m = 0
    for i in range(origin.shape[0] if wanted else 0):
        some = False
        for r in range(origin.shape[1]):
            j = origin[i, r]
            if j >= 0:
                entered[i, r], left[j, r], some = True, True, True
        if some:
            moved[m] = i
            m += 1
    return m


def bring(moved: Counts, origin: Counts, of: Values) -> None:
    """Let a value move along with its member."""
    for to in moved:
        for r in range(origin.shape[1]):
            start = origin[to, r]
            if start >= 0:
                of[to, r] = of[start, r]
