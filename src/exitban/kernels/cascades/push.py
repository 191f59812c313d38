"""The loops of a cascade, for one replicate; plain Python, and compiled by `exitban.kernels.cascades.ready`.

``start`` (members + 1,) and ``listener`` (edges,): whom each member reaches, by rows. ``queue`` (members,) takes those
who act, in the order in which they begin; its first ``ends[0]`` act from the beginning, and ``ends[s]`` act after s
steps: it is filled in place. Both give the last step in which anybody began; no more steps are taken than ``ends`` has
room for.
"""

from __future__ import annotations

import numpy as np

from exitban.maths.luck import share
from exitban.maths.philox import philox

Rows = np.ndarray[tuple[int], np.dtype[np.int64]]
Members = np.ndarray[tuple[int], np.dtype[np.int32]]
Halves = np.ndarray[tuple[int, int], np.dtype[np.uint32]]
Ends = np.ndarray[tuple[int, int], np.dtype[np.int64]]
Chances = np.ndarray[tuple[int], np.dtype[np.float32]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]

AHEAD = 64
"""Where the rows of so many members begin and end is looked up at once: memory answers many questions together as fast
as one, but nobody could ask the second before knowing where the first row ends."""


def by_threshold(start: Rows, listener: Members, missing: Members, queue: Members, ends: Rows) -> int:
    """Who lacks no more of those reached by acts, too (Granovetter 1978; Watts 2002).

    ``missing`` (members,): how many more must act around each member; nothing above 0 for those who act from the
    beginning. It is counted down in place, in 32 bits: a member may have millions of neighbours.
    """
    rows = np.empty((2, AHEAD), np.int64)
    begun, step = 0, 0
    filled = ends[0]
    while begun < filled and step + 1 < ends.shape[0]:
        here = filled
        for first in range(begun, here, AHEAD):
            together = min(AHEAD, here - first)
            look_up(start, queue, first, together, rows)
            for place in range(together):
                for edge in range(rows[0, place], rows[1, place]):
                    j = listener[edge]
                    missing[j] -= 1
                    if missing[j] == 0:
                        queue[filled] = j
                        filled += 1
        begun = here
        step += 1
        ends[step] = filled
    return step - 1 if begun == filled and step > 0 else step


def look_up(start: Rows, queue: Members, first: int, together: int, rows: Ends) -> None:
    """Where the rows of some members begin and end."""
    for place in range(together):
        i = queue[first + place]
        rows[0, place], rows[1, place] = start[i], start[i + 1]


def by_chance(
    network: tuple[Rows, Members, Chances],
    address: Halves,
    asked: tuple[Rows, Members, Halves, Chances],
    active: Flags,
    queue: Members,
    ends: Rows,
    key: tuple[np.uint64, np.uint64],
) -> int:
    """Who begins has one chance with each of those reached (Goldenberg, Libai & Muller 2001; Kempe et al. 2003).

    ``network`` is (start, listener, chance of each edge, or the one of all); ``address`` (members, 2): the halves of
    the hash of each member's name; ``key`` is (seed, replicate). The luck of an edge is a function of both names, seed
    and replicate. ``asked`` has room for edges that are tried together: (edge, whom it reaches, addresses of both ends,
    luck).
    """
    start, listener, _ = network
    through, reached, words, _ = asked
    rows = np.empty((2, AHEAD), np.int64)
    begun, step = 0, 0
    filled = ends[0]
    while begun < filled and step + 1 < ends.shape[0]:
        here, tried = filled, 0
        for first in range(begun, here, AHEAD):
            together = min(AHEAD, here - first)
            look_up(start, queue, first, together, rows)
            for place in range(together):
                i = queue[first + place]
                low, high = address[i, 0], address[i, 1]
                for edge in range(rows[0, place], rows[1, place]):
                    j = listener[edge]
                    words[0, tried], words[1, tried] = low, high
                    through[tried], reached[tried] = edge, j
                    tried += not active[j]  # who acts already is written over: nobody can foresee who that is
                    if tried == through.shape[0]:
                        filled = try_edges(network, address, asked, tried, (active, queue, filled), key)
                        tried = 0
        begun = here
        step += 1
        filled = try_edges(network, address, asked, tried, (active, queue, filled), key)
        ends[step] = filled
    return step - 1 if begun == filled and step > 0 else step


def try_edges(
    network: tuple[Rows, Members, Chances],
    address: Halves,
    asked: tuple[Rows, Members, Halves, Chances],
    tried: int,
    grown: tuple[Flags, Members, int],
    key: tuple[np.uint64, np.uint64],
) -> int:
    """Draw for some edges at once, four or eight in a register, and take in who was reached; gives how many act now."""
    chance = network[2]
    through, reached, words, luck = asked
    active, queue, filled = grown
    for n in range(tried):
        j = reached[n]
        words[2, n], words[3, n] = address[j, 0], address[j, 1]
    draw(words, tried, key, luck)
    apart = 1 if chance.shape[0] > 1 else 0
    hits = 0
    for n in range(tried):
        reached[hits] = reached[n]
        hits += luck[n] < chance[through[n] * apart]
    for n in range(hits):
        j = reached[n]
        if not active[j]:
            active[j] = True
            queue[filled] = j
            filled += 1
    return filled


def draw(words: Halves, tried: int, key: tuple[np.uint64, np.uint64], luck: Chances) -> None:
    """The luck of some edges."""
    seed, replicate = key
    for n in range(tried):
        low, high = np.uint64(words[0, n]), np.uint64(words[1, n])
        other_low, other_high = np.uint64(words[2, n]), np.uint64(words[3, n])
        luck[n] = share(philox(low, high, other_low, other_high, seed, replicate)[0])
