"""What is written down at the end of a tick: sums by institution and replicate, and by rank over all replicates.

Loops instead of assignments of whole rows: a compiler takes seconds longer over those.
"""

from __future__ import annotations

import numpy as np

from exitban.kernels.collect import Counts, Reals, Sums

Whole = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

FINENESS = 2.0**20
"""Sums over replicates are kept in whole parts of this fineness: then no order of work changes a bit of them."""


def write_down(
    of_grade: Sums | Counts,
    places: tuple[int, int],
    institution_of_grade: Counts,
    total: Sums,
    recorded: Reals,
    recorded_of_grade: Whole,
) -> None:
    """A sum by grade (institution and rank), by institution and replicate, and by grade over all replicates.

    ``places`` is (row, tick); ``recorded`` (rows, ticks, institutions, replicates), ``recorded_of_grade`` (rows, ticks,
    grades); ``total`` (institutions, replicates) is scratch.
    """
    row, tick = places
    add_up(of_grade, institution_of_grade, total)
    put(total, places, recorded)
    for g in range(of_grade.shape[0]):
        whole = np.int64(0)
        for r in range(of_grade.shape[1]):
            whole += np.int64(of_grade[g, r] * FINENESS)
        recorded_of_grade[row, tick, g] = whole


def write_down_reasons(
    of_reason: Counts,
    places: tuple[int, int],
    institution_of_grade: Counts,
    total: Sums,
    recorded: Reals,
    recorded_of_grade: Whole,
) -> None:
    """The same of a count for each reason of an exit, in rows from the first of ``places`` on."""
    row, tick = places
    for reason in range(of_reason.shape[0]):
        here = (row + reason, tick)
        write_down(of_reason[reason], here, institution_of_grade, total, recorded, recorded_of_grade)


def add_up(of_grade: Sums | Counts, institution_of_grade: Counts, total: Sums) -> None:
    """Sums by grade to sums by institution."""
    for k in range(total.shape[0]):
        for r in range(total.shape[1]):
            total[k, r] = 0.0
    for g in range(of_grade.shape[0]):
        k = institution_of_grade[g]
        for r in range(of_grade.shape[1]):
            total[k, r] += of_grade[g, r]


def put(of: Sums | Reals, places: tuple[int, int], recorded: Reals) -> None:
    """A value that already belongs to institutions, into (rows, ticks, institutions, replicates)."""
    row, tick = places
    for k in range(of.shape[0]):
        for r in range(of.shape[1]):
            recorded[row, tick, k, r] = np.float32(of[k, r])


def write_down_world(of: Reals, row: int, tick: int, recorded: Reals) -> None:
    """A value of the world, (replicates,), into (rows, ticks, replicates)."""
    for r in range(of.shape[0]):
        recorded[row, tick, r] = of[r]
