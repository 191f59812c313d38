"""A watch network drawn at random: one graph per scenario, a function of its seed and of nothing else.

Both kinds are undirected, without self-loops and without double edges: whoever watches is watched.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from exitban.maths.luck import address_of
from exitban.maths.philox import philox
from exitban.scenario.types import RandomWatchEntry

Edges = NDArray[np.int64]
Words = NDArray[np.uint64]

ADDRESS: Final = tuple(np.uint64(half) for half in address_of("watch.random"))
SAFE: Final = 6
"""So many standard deviations more draws than expected are made at once."""
AT_ONCE: Final = 2**20
"""No more are drawn at once than stay in fast memory."""
MOST_ROUNDS: Final = 40
MOST_TRIES: Final = 1000


class NoSuchGraphError(Exception):
    """There is no graph of the kind that was asked for; the message says why."""


def random_edges(posts: int, entry: RandomWatchEntry) -> NDArray[np.int32]:
    """(edges, 2) pairs of positions, each edge in both directions. Raises `NoSuchGraphError`."""
    if entry.mean_degree > posts - 1:
        raise NoSuchGraphError(
            f"found {entry.mean_degree:g}; {posts} posts can watch {max(posts - 1, 0)} others at most."
        )
    if entry.kind == "poisson":
        pairs = independent_pairs(posts, entry.mean_degree / max(posts - 1, 1), entry.seed)
    else:
        pairs = regular_pairs(posts, entry.mean_degree, entry.seed)
    both = np.empty((2 * len(pairs), 2), np.int32)
    both[: len(pairs)], both[len(pairs) :] = pairs, pairs[:, ::-1]
    return both


def words(seed: int, stream: int, first: int, count: int) -> Words:
    """Words of luck number ``first`` to ``first + count - 1`` of a stream."""
    each = np.arange(first, first + count, dtype=np.uint64)
    low, high = ADDRESS
    found = philox(each & np.uint64(0xFFFFFFFF), low, high, np.uint64(stream), np.uint64(seed), each >> np.uint64(32))  # type: ignore[arg-type]
    return np.asarray(found[0], np.uint64)


def independent_pairs(posts: int, chance: float, seed: int) -> Edges:
    """Every pair with the same chance, independently (Erdos & Renyi; Gilbert 1959): degrees are nearly Poisson.

    Instead of asking every pair, the number of pairs left out before the next is drawn, which is geometric (Batagelj &
    Brandes 2005).
    """
    pairs = posts * (posts - 1) // 2
    if chance >= 1.0 or chance <= 0.0:
        return pairs_of(np.arange(pairs if chance >= 1.0 else 0, dtype=np.int64))
    found, last, drawn = [np.empty((0, 2), np.int64)], -1, 0
    while last < pairs:
        left = (pairs - last) * chance
        count = min(int(left + SAFE * np.sqrt(left)) + SAFE, AT_ONCE)
        shares = (words(seed, 0, drawn, count).astype(np.float64) + 0.5) * 2.0**-32
        with np.errstate(over="ignore"):  # a chance next to nothing leaves all pairs out
            gaps = np.minimum(np.log(shares) / np.log1p(-chance), pairs).astype(np.int64)
        numbers = last + np.cumsum(gaps + 1)
        found.append(pairs_of(numbers[numbers < pairs]))
        last, drawn = int(numbers[-1]), drawn + count
    return np.concatenate(found)


def pairs_of(numbers: Edges) -> Edges:
    """The pairs (i, j), i < j, with the numbers j (j - 1) / 2 + i."""
    second = ((1.0 + np.sqrt(1.0 + 8.0 * numbers.astype(np.float64))) / 2.0).astype(np.int64)
    second -= second * (second - 1) // 2 > numbers
    second += second * (second + 1) // 2 <= numbers
    return np.column_stack((numbers - second * (second - 1) // 2, second))


def regular_pairs(posts: int, degree: float, seed: int) -> Edges:
    """Every post with the same number of neighbours: ends are paired at random until all fit (Steger & Wormald 1999).

    Raises `NoSuchGraphError`.
    """
    if not float(degree).is_integer() or int(degree) * posts % 2:
        raise NoSuchGraphError(f"found {degree:g}; allowed for a regular network: a whole number, even in all.")
    for turn in range(MOST_TRIES):
        pairs = paired(posts, int(degree), seed, turn * MOST_ROUNDS + 1)
        if pairs is not None:
            return pairs
    raise NoSuchGraphError(f"found no network with {degree:g} neighbours each in {MOST_TRIES} tries.")


def paired(posts: int, degree: int, seed: int, stream: int) -> Edges | None:
    """One try: pairs that would be loops or doubles are put back and paired anew; None where some never fit."""
    ends = np.repeat(np.arange(posts, dtype=np.int64), degree)
    codes = np.empty(0, np.int64)
    for turn in range(MOST_ROUNDS):
        if not ends.size:
            return np.column_stack(np.divmod(np.sort(codes), posts))
        shuffled = ends[np.argsort(words(seed, stream + turn, 0, ends.size), kind="stable")].reshape(-1, 2)
        shuffled.sort(axis=1)
        code = shuffled[:, 0] * posts + shuffled[:, 1]
        fits = (shuffled[:, 0] != shuffled[:, 1]) & ~np.isin(code, codes)
        fits[fits] = first_of_each(code[fits])
        codes = np.concatenate([codes, code[fits]])
        ends = shuffled[~fits].ravel()
    return None


def first_of_each(values: Edges) -> NDArray[np.bool_]:
    """True where a value stands for the first time."""
    first = np.zeros(values.size, np.bool_)
    first[np.unique(values, return_index=True)[1]] = True
    return first
