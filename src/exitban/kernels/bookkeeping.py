"""What is written down at the end of a tick: sums by institution and replicate, and by rank over all replicates.

Loops instead of assignments of whole rows, and one call for many arrays of a kind: a compiler takes seconds longer over
the other way. Throughout, ``recorded`` is (rows, ticks, institutions, replicates), ``recorded_of_grade`` (rows, ticks,
grades), a grade being an institution and a rank; ``rows`` says where each of the arrays has its first row.
"""

from __future__ import annotations

import numpy as np

from exitban.kernels.collect import Counts, Reals, Sums

Rows = tuple[int, ...]
Whole = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

FINENESS = 2.0**20
"""Sums over replicates are kept in whole parts of this fineness: then no order of work changes a bit of them."""


def write_down(
    sums: tuple[Sums, ...] | tuple[Counts, ...],
    rows: Rows,
    tick: int,
    institutions: tuple[Counts, Sums],
    recorded: Reals,
    recorded_of_grade: Whole,
) -> None:
    """Sums by grade, by institution and replicate, and by grade over all replicates.

    ``institutions`` is (the one of each grade, scratch (institutions, replicates)).
    """
    for n in range(len(sums)):
        write_down_one(sums[n], (rows[n], tick), institutions, recorded, recorded_of_grade)


def write_down_reasons(
    of_reason: Counts, row: int, tick: int, institutions: tuple[Counts, Sums], recorded: Reals, recorded_of_grade: Whole
) -> None:
    """The same of a count for each reason of an exit, in rows from ``row`` on."""
    for reason in range(of_reason.shape[0]):
        write_down_one(of_reason[reason], (row + reason, tick), institutions, recorded, recorded_of_grade)


def write_down_one(
    of_grade: Sums | Counts,
    place: tuple[int, int],
    institutions: tuple[Counts, Sums],
    recorded: Reals,
    recorded_of_grade: Whole,
) -> None:
    """One sum; ``place`` is (row, tick)."""
    institution_of_grade, total = institutions
    row, tick = place
    add_up(of_grade, institution_of_grade, total)
    put(total, place, recorded)
    for g in range(of_grade.shape[0]):
        whole = np.int64(0)
        for r in range(of_grade.shape[1]):
            whole += np.int64(of_grade[g, r] * FINENESS)
        recorded_of_grade[row, tick, g] = whole


def add_up(of_grade: Sums | Counts, institution_of_grade: Counts, total: Sums) -> None:
    """Sums by grade to sums by institution."""
    for k in range(total.shape[0]):
        for r in range(total.shape[1]):
            total[k, r] = 0.0
    for g in range(of_grade.shape[0]):
        k = institution_of_grade[g]
        for r in range(of_grade.shape[1]):
            total[k, r] += of_grade[g, r]


def put(of: Sums | Reals, place: tuple[int, int], recorded: Reals) -> None:
    """A value that already belongs to institutions; ``place`` is (row, tick)."""
    row, tick = place
    for k in range(of.shape[0]):
        for r in range(of.shape[1]):
            recorded[row, tick, k, r] = np.float32(of[k, r])


def put_levels(levels: tuple[Reals, ...], rows: Rows, tick: int, recorded: Reals) -> None:
    """Values that already belong to institutions."""
    for n in range(len(levels)):
        put(levels[n], (rows[n], tick), recorded)


def write_down_world(worlds: tuple[Reals, ...], rows: Rows, tick: int, recorded: Reals) -> None:
    """Values of the world, (replicates,) each, into (rows, ticks, replicates)."""
    for n in range(len(worlds)):
        for r in range(worlds[n].shape[0]):
            recorded[rows[n], tick, r] = worlds[n][r]
