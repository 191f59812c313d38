"""What is written down at the end of a tick: sums by institution and replicate, and by rank over all replicates.

Loops instead of assignments of whole rows: a compiler takes seconds longer over those.
"""

from __future__ import annotations

import numpy as np

from exitban.kernels.collect import Counts, Reals, Sums

Whole = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

FINENESS = 2.0**20
"""Sums over replicates are kept in whole parts of this fineness: then no order of work changes a bit of them."""


def clear(tally: Sums) -> None:
    """Begin a tick."""
    for row in range(tally.shape[0]):
        for g in range(tally.shape[1]):
            for r in range(tally.shape[2]):
                tally[row, g, r] = 0.0


def add_up(of_grade: Sums, institution_of_grade: Counts, tally: Sums) -> None:
    """Grades (an institution and a rank) added up to institutions."""
    clear(tally)
    for row in range(of_grade.shape[0]):
        for g in range(of_grade.shape[1]):
            k = institution_of_grade[g]
            for r in range(of_grade.shape[2]):
                tally[row, k, r] += of_grade[row, g, r]


def put(of: Reals, row: int, tally: Sums) -> None:
    """A value that already belongs to institutions."""
    for k in range(of.shape[0]):
        for r in range(of.shape[1]):
            tally[row, k, r] = of[k, r]


def write_down(tally: Sums, tick: int, recorded: Reals) -> None:
    """Sums by institution, (rows, institutions, replicates), into (rows, ticks, institutions, replicates)."""
    for row in range(tally.shape[0]):
        for k in range(tally.shape[1]):
            for r in range(tally.shape[2]):
                recorded[row, tick, k, r] = np.float32(tally[row, k, r])


def write_down_grades(of_grade: Sums, tick: int, recorded: Whole) -> None:
    """Sums by grade over all replicates, into (rows, ticks, grades)."""
    for row in range(of_grade.shape[0]):
        for g in range(of_grade.shape[1]):
            total = np.int64(0)
            for r in range(of_grade.shape[2]):
                total += np.int64(of_grade[row, g, r] * FINENESS)
            recorded[row, tick, g] = total


def write_down_world(of: Reals, row: int, tick: int, recorded: Reals) -> None:
    """A value of the world, (replicates,), into (rows, ticks, replicates)."""
    for r in range(of.shape[0]):
        recorded[row, tick, r] = of[r]
