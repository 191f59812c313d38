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
Words = np.ndarray[tuple[int, int], np.dtype[np.uint64]]
Chances = np.ndarray[tuple[int], np.dtype[np.float32]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


def by_threshold(start: Rows, listener: Members, missing: Members, queue: Members, ends: Rows) -> int:
    """Who lacks no more of those reached by acts, too (Granovetter 1978; Watts 2002).

    ``missing`` (members,): how many more must act around each member; nothing above 0 for those who act from the
    beginning. It is counted down in place, in 32 bits: a member may have millions of neighbours.
    """
    begun, step = 0, 0
    filled = ends[0]
    while begun < filled and step + 1 < ends.shape[0]:
        here = filled
        for place in range(begun, here):
            i = queue[place]
            for edge in range(start[i], start[i + 1]):
                j = listener[edge]
                missing[j] -= 1
                if missing[j] == 0:
                    queue[filled] = j
                    filled += 1
        begun = here
        step += 1
        ends[step] = filled
    return step - 1 if begun == filled and step > 0 else step


def by_chance(
    network: tuple[Rows, Members, Chances],
    address: Halves,
    asked: tuple[Rows, Words, Chances],
    active: Flags,
    queue: Members,
    ends: Rows,
    key: tuple[np.uint64, np.uint64],
) -> int:
    """Who begins has one chance with each of those reached (Goldenberg, Libai & Muller 2001; Kempe et al. 2003).

    ``network`` is (start, listener, chance of each edge); ``address`` (members, 2): the halves of the hash of each
    member's name; ``key`` is (seed, replicate). The luck of an edge is a function of both names, seed and replicate.
    ``asked`` has room for edges that are tried together: (edge, addresses of both ends, luck).
    """
    start, listener, _ = network
    through, words, _ = asked
    begun, step = 0, 0
    filled = ends[0]
    while begun < filled and step + 1 < ends.shape[0]:
        here, tried = filled, 0
        for place in range(begun, here):
            i = queue[place]
            for edge in range(start[i], start[i + 1]):
                j = listener[edge]
                if not active[j]:
                    through[tried] = edge
                    words[0, tried], words[1, tried] = address[i, 0], address[i, 1]
                    words[2, tried], words[3, tried] = address[j, 0], address[j, 1]
                    tried += 1
                    if tried == through.shape[0]:
                        filled = try_edges(network, asked, tried, (active, queue, filled), key)
                        tried = 0
        begun = here
        step += 1
        filled = try_edges(network, asked, tried, (active, queue, filled), key)
        ends[step] = filled
    return step - 1 if begun == filled and step > 0 else step


def try_edges(
    network: tuple[Rows, Members, Chances],
    asked: tuple[Rows, Words, Chances],
    tried: int,
    grown: tuple[Flags, Members, int],
    key: tuple[np.uint64, np.uint64],
) -> int:
    """Draw for some edges at once, four or eight in a register, and take in who was reached; gives how many act now."""
    _, listener, chance = network
    through, words, luck = asked
    active, queue, filled = grown
    seed, replicate = key
    for n in range(tried):
        luck[n] = share(philox(words[0, n], words[1, n], words[2, n], words[3, n], seed, replicate)[0])
    for n in range(tried):
        edge = through[n]
        if luck[n] < chance[edge]:
            j = listener[edge]
            if not active[j]:
                active[j] = True
                queue[filled] = j
                filled += 1
    return filled
