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
Halves = np.ndarray[tuple[int], np.dtype[np.uint64]]
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
    address: tuple[Halves, Halves],
    active: Flags,
    queue: Members,
    ends: Rows,
    key: tuple[np.uint64, np.uint64],
) -> int:
    """Who begins has one chance with each of those reached (Goldenberg, Libai & Muller 2001; Kempe et al. 2003).

    ``network`` is (start, listener, chance of each edge); ``address``: the halves of the hash of each member's name,
    (members,) each; ``key`` is (seed, replicate). The luck of an edge is a function of both names, seed and replicate.
    """
    start, listener, chance = network
    low, high = address
    seed, replicate = key
    begun, step = 0, 0
    filled = ends[0]
    while begun < filled and step + 1 < ends.shape[0]:
        here = filled
        for place in range(begun, here):
            i = queue[place]
            for edge in range(start[i], start[i + 1]):
                j = listener[edge]
                if not active[j]:
                    words = philox(low[i], high[i], low[j], high[j], seed, replicate)
                    if share(words[0]) < chance[edge]:
                        active[j] = True
                        queue[filled] = j
                        filled += 1
        begun = here
        step += 1
        ends[step] = filled
    return step - 1 if begun == filled and step > 0 else step
