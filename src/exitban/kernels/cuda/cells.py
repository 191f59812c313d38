"""What looks beyond one member, for one post, grade or institution (rows) in one replicate (``r``).

These are the same as the loops of `collect`, `select` and `moving`, of which a card runs every round by itself. What
several threads change at once stands in the kernels: counts, which come out the same in any order.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from exitban.kernels.bookkeeping import FINENESS
from exitban.kernels.collect import Counts, Flags, Places, Reals, Sums
from exitban.kernels.moving import comes_first
from exitban.kernels.select import SHIFT
from exitban.maths.elementary import ONE
from exitban.maths.philox import Word
from exitban.mechanism import Count, Real

Lines = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Words = np.ndarray[tuple[int, ...], np.dtype[np.uint64]]
Address = tuple[Word, Word, Word, int]
"""(tick, purpose, seed, place) of a key."""

Queue = tuple[Lines, Counts, Counts]
"""The lines of those who wait, their posts, and the policies under which they wait."""

NOBODY: Final = np.int32(-1)
SHARES: Final = 128
"""Threads that add up over replicates together: each that adds its share to the sum makes the others wait."""


def above(of: Reals, superior: Counts, second: Counts, i: int, r: int) -> Real:
    """The largest ``of`` among the superiors of post i; 1 for a root, who answers to the ruler."""
    first, other = superior[i], second[i]
    value = of[first, r] if first >= 0 else ONE
    if other >= 0:
        value = max(value, of[other, r])
    return value


def of_piece(sums: Sums, n: int, start: Places, segments: Places, piece: int, r: int) -> float:
    """The n-th sum of all segments of a piece; ``sums`` (sums, segments, replicates)."""
    total = 0.0
    for m in range(start[piece], start[piece + 1]):
        total += sums[n, segments[m], r]
    return total


def of_grade(sums: Sums, n: int, start: Places, g: int, r: int) -> float:
    """The n-th sum of all pieces of a grade; ``sums`` (sums, pieces, replicates)."""
    total = 0.0
    for piece in range(start[g], start[g + 1]):
        total += sums[n, piece, r]
    return total


def of_institution(sums: Sums | Counts, start: Places, k: int, r: int) -> float:
    """The sum over the grades of an institution; ``sums`` (grades, replicates)."""
    total = 0.0
    for g in range(start[k], start[k + 1]):
        total += sums[g, r]
    return total


def line_of(since: Count, key: np.int64) -> np.int64:
    """Where somebody stands in a queue: by how long they have waited, then by their key."""
    return np.int64(np.int64(since) * SHIFT + key)


def before(queue: Queue, count: Count, own: np.int64, place: tuple[int, int, int]) -> Count:
    """How many of the first ``count`` in a queue come before the one at ``place`` (post, policy, replicate).

    ``own`` is that one's line. Those who wait under other policies stand in the same queue and do not count.
    """
    lines, posts, policies = queue
    i, p, r = place
    found = np.int32(0)
    for m in range(count):
        earlier = lines[m, r] < own or (lines[m, r] == own and posts[m, r] < i)
        found = np.int32(found + np.int32(earlier and policies[m, r] == p))
    return found


def successor(
    address: Address, posts: tuple[Words, Words], below: tuple[Places, Counts], among: Flags, i: int, r: int, luck: Word
) -> Count:
    """The post below post i from which somebody moves up into it; -1 where nobody does."""
    start, subordinates = below
    found = NOBODY
    for m in range(start[i], start[i + 1]):
        j = subordinates[m]
        if among[j, r] and (found < 0 or comes_first(address, posts, int(j), int(found), luck)):
            found = j
    return found


def share_of_replicates(sums: Sums | Counts, g: int, r: int) -> np.int64:
    """A grade's sums over one replicate in `SHARES`, from r on, in whole parts that can be added up in any order."""
    whole = np.int64(0)
    for one in range(r, sums.shape[1], SHARES):
        whole += np.int64(sums[g, one] * FINENESS)
    return whole
