"""Posts in segments, runs of a few posts of one grade and one depth: what one thread of a graphics card works through.

Amounts are added up by segment, then by piece, a run of segments of one grade, then by grade. The order of all these
follows from the organisation alone, so that sums come out the same however many threads there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from exitban.scenario.organisation import depths_of

LONGEST: Final = 16
"""Posts in a segment, at most."""
IN_A_PIECE: Final = 64
"""Segments in a piece, at most."""

Array = NDArray[Any]


@dataclass(frozen=True)
class Segments:
    """Where segments begin, as arrays for the card, and the segments of each depth: (first, one after the last)."""

    arrays: dict[str, Array]
    depths: tuple[tuple[int, int], ...]

    @property
    def segments(self) -> int:
        """How many there are."""
        return len(self.arrays["segment_first"])

    @property
    def pieces(self) -> int:
        """How many pieces there are."""
        return len(self.arrays["piece_start"]) - 1


def segments_of(posts: Mapping[str, Array]) -> Segments:
    """Cut the posts of a plan; its posts stand in the order of their depth, its grades in that of institutions.

    ``member_of`` (posts,) lists the posts by depth and grade. A segment has the places from ``segment_first`` to before
    ``segment_stop`` in steps of ``segment_step``, each (segments,): threads beside each other then work on members
    beside each other. ``segments_of_grade`` (segments,) lists the segments grade by grade, ``piece_start`` cuts that
    list, and ``pieces_of_grade`` (grades + 1,) says where the pieces of each grade begin. ``grades_of_institution``
    does so for the grades. ``below_start`` and ``below`` are the rows of those who answer to each post first.
    """
    grade, depth = posts["grade"], depths_of(posts["superior"], posts["second"])
    member_of = np.lexsort((grade, depth))
    changes = np.diff(grade[member_of]) | np.diff(depth[member_of])
    groups = np.concatenate([[0], np.flatnonzero(changes) + 1, [len(grade)]])
    steps = -(-np.diff(groups) // LONGEST)
    first = np.repeat(groups[:-1], steps) + within_runs(steps)
    of_grade = rows(grade[member_of[first]], len(posts["institution_of_grade"]))
    piece_start = cut(of_grade, IN_A_PIECE)
    depth_start = np.searchsorted(depth[member_of[first]], np.arange(depth.max(initial=0) + 2))
    arrays: dict[str, Array] = {
        "member_of": member_of.astype(np.uint32),
        "segment_first": first.astype(np.uint32),
        "segment_stop": np.repeat(groups[1:], steps).astype(np.uint32),
        "segment_step": np.repeat(steps, steps).astype(np.uint32),
        "segments_of_grade": np.argsort(grade[member_of[first]], kind="stable"),
        "piece_start": piece_start,
        "pieces_of_grade": np.searchsorted(piece_start[:-1], of_grade),
        "grades_of_institution": rows(posts["institution_of_grade"], len(posts["population"])),
        "below_start": rows(posts["superior"][posts["superior"] >= 0], len(grade)),
        "below": np.argsort(posts["superior"], kind="stable")[(posts["superior"] < 0).sum() :].astype(np.int32),
    }
    depths = tuple(zip(depth_start[:-1].tolist(), depth_start[1:].tolist(), strict=True))
    return Segments(arrays, depths)


def cut(groups: Array, longest: int) -> NDArray[np.int64]:
    """Where runs begin, and the end of the last one -> the same for runs that are at most so long."""
    runs = -(-np.diff(groups) // longest)
    starts = np.repeat(groups[:-1], runs) + within_runs(runs) * longest
    return np.append(starts, groups[-1]).astype(np.int64)


def within_runs(lengths: Array) -> NDArray[np.int64]:
    """0, 1, 2 and so on within each run, for runs of some lengths one after the other."""
    return np.asarray(np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths))


def rows(owners: Array, count: int) -> NDArray[np.int64]:
    """Where the things of each owner begin among things sorted by owner, and the end of the last one's."""
    return np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=count))]).astype(np.int64)
