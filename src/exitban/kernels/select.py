"""Who comes first when not all can be served: the smallest (waiting since, addressed key, post), by policy.

The K smallest of an addressed key are the same members whatever the order of work, and stay the same when others
are added behind them (MODEL.md 6 and 7).
"""

from __future__ import annotations

import numpy as np

from exitban.kernels.collect import Counts, Flags
from exitban.maths.luck import words
from exitban.maths.philox import Word

Words = np.ndarray[tuple[int, ...], np.dtype[np.uint64]]
Line = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
SHIFT = np.int64(2**32)
SERVED = np.int64(2**62)


def key_word(tick: Word, low: Word, high: Word, purpose: Word, seed: Word, replicate: Word, place: int) -> np.int64:
    """The 32-bit key of a post for a purpose: its word of luck."""
    first, second = words(tick, low, high, purpose, seed, replicate)
    return np.int64(first if place == 0 else second)


def choose_everybody(among: Flags, grade: Counts, governing: Counts, chosen: Flags, waiting: Counts) -> None:
    """Choose all for a start, and count how many that is under each policy; of most posts nobody is among them."""
    waiting[:] = 0
    for i in range(among.shape[0]):
        some = False
        for r in range(among.shape[1]):
            chosen[i, r] = among[i, r]
            some |= among[i, r]
        if some:
            g = grade[i]
            for r in range(among.shape[1]):
                if among[i, r]:
                    waiting[governing[g, r], r] += 1


def keep_first(line: Line, members: Counts, room: int, r: int, chosen: Flags) -> None:
    """Of ``members`` with places ``line``, keep the ``room`` first; the others were not chosen after all."""
    for m in range(members.shape[0]):
        chosen[members[m], r] = False
    for _ in range(room):
        first = 0
        for m in range(1, members.shape[0]):
            if line[m] < line[first]:
                first = m
        chosen[members[first], r] = True
        line[first] = SERVED


def thin(
    address: tuple[Word, Word, Word, int],
    posts: tuple[Words, Words, Counts, Counts],
    since: Counts,
    replicate: tuple[int, Word],
    policy: int,
    room: int,
    given: tuple[Flags, Counts, Line],
) -> None:
    """Serve ``room`` of those who wait under one policy in one replicate.

    ``address`` is (tick, purpose, seed, place), ``posts`` (low, high, grade, governing), ``replicate`` (column, id);
    ``given`` is (chosen, room for as many members as there are posts, room for their places in line).
    """
    tick, purpose, seed, place = address
    low, high, grade, governing = posts
    r, luck = replicate
    chosen, members, line = given
    m = 0
    for i in range(chosen.shape[0]):
        if chosen[i, r] and governing[grade[i], r] == policy:
            members[m] = i
            line[m] = np.int64(since[i, r]) * SHIFT + key_word(tick, low[i], high[i], purpose, seed, luck, place)
            m += 1
    keep_first(line[:m], members[:m], room, r, chosen)


def select(
    address: tuple[Word, Word, Word, int],
    posts: tuple[Words, Words, Counts, Counts],
    among: Flags,
    since: Counts,
    replicates: Words,
    room: Counts,
    given: tuple[Flags, Counts, Counts, Line],
) -> None:
    """Choose at most ``room`` members under each policy; ``given``: (chosen, made, room for `thin`)."""
    chosen, made, members, line = given
    choose_everybody(among, posts[2], posts[3], chosen, made)
    for p in range(room.shape[0]):
        for r in range(room.shape[1]):
            if made[p, r] > room[p, r]:
                thin(address, posts, since, (r, replicates[r]), p, room[p, r], (chosen, members, line))
                made[p, r] = room[p, r]
