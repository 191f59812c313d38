"""What is written down at the end of a tick: sums by institution and replicate, and by rank over all replicates.

Loops instead of assignments of whole rows: a compiler takes seconds longer over those.
"""

from __future__ import annotations

import numpy as np

from exitban.kernels.collect import Counts, Reals, Sums

Whole = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

FINENESS = 2.0**20
"""Sums over replicates are kept in whole parts of this fineness: then no order of work changes a bit of them."""
PARTS = np.int64(FINENESS)


def write_down(
    of_grade: Sums | Counts, places: tuple[int, int], institution_of_grade: Counts, total: Sums, recorded: Reals
) -> None:
    """A sum by grade (institution and rank), added up by institution, into (rows, ticks, institutions, replicates).

    ``places`` is (row, tick); ``total`` (institutions, replicates) is scratch.
    """
    for k in range(total.shape[0]):
        for r in range(total.shape[1]):
            total[k, r] = 0.0
    for g in range(of_grade.shape[0]):
        k = institution_of_grade[g]
        for r in range(of_grade.shape[1]):
            total[k, r] += of_grade[g, r]
    put(total, places, recorded)


def put(of: Sums | Reals, places: tuple[int, int], recorded: Reals) -> None:
    """A value that already belongs to institutions, into (rows, ticks, institutions, replicates)."""
    row, tick = places
    for k in range(of.shape[0]):
        for r in range(of.shape[1]):
            recorded[row, tick, k, r] = np.float32(of[k, r])


def write_down_amounts(of_grade: Sums, places: tuple[int, int], recorded: Whole) -> None:
    """A sum of real amounts by grade over all replicates, into (rows, ticks, grades)."""
    row, tick = places
    for g in range(of_grade.shape[0]):
        total = np.int64(0)
        for r in range(of_grade.shape[1]):
            total += np.int64(of_grade[g, r] * FINENESS)
        recorded[row, tick, g] = total


def write_down_counts(of_grade: Counts, places: tuple[int, int], recorded: Whole) -> None:
    """The same of a count."""
    row, tick = places
    for g in range(of_grade.shape[0]):
        total = np.int64(0)
        for r in range(of_grade.shape[1]):
            total += of_grade[g, r]
        recorded[row, tick, g] = total * PARTS


def write_down_world(of: Reals, row: int, tick: int, recorded: Reals) -> None:
    """A value of the world, (replicates,), into (rows, ticks, replicates)."""
    for r in range(of.shape[0]):
        recorded[row, tick, r] = of[r]
