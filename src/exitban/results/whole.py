"""From what a tick writes down by institution to the whole organisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exitban.mechanism import Record
from exitban.words import REASON_TITLES, REASONS, VOLUNTARY

Reals = NDArray[np.float32]


@dataclass(frozen=True)
class Series:
    """One recorded quantity: its name in the data, its kind, unit and title."""

    name: str
    kind: str
    unit: str
    title: str


def series_of(records: Sequence[Record]) -> list[Series]:
    """One series per record, and one per reason of exit."""
    found: list[Series] = []
    for record in records:
        if record.kind == "by_reason":
            found += [
                Series(f"{record.name}_{r}", "flow", record.unit, f"exits: {REASON_TITLES[r]}") for r in REASONS[1:]
            ]
        else:
            found.append(Series(record.name, record.kind, record.unit, record.title))
    return found


@dataclass(frozen=True)
class Recorded:
    """What a launcher has written down: (series, ticks, institutions, replicates), and (own, ticks, replicates).

    ``own`` are the series that are no sum over institutions, by name; ``by_grade`` sums over all replicates,
    (series, ticks, grades), a grade being an institution and a rank; ``lifted`` (dates, institutions, replicates):
    those who chose to leave after each date on which a copy of the world lifts its policies.
    """

    series: Sequence[Series]
    by_institution: Reals
    own: Mapping[str, Reals]
    by_grade: NDArray[np.float64]
    population: NDArray[np.float64]
    lifted: Reals

    def kept(self, window: slice) -> Reals:
        """(institutions, replicates): who chose to leave within some ticks."""
        rows = voluntary([one.name for one in self.series])
        return left(self.by_institution[rows, window])

    def row(self, name: str) -> Reals:
        """(ticks, institutions, replicates) of a series as it was summed."""
        names = [one.name for one in self.series]
        result: Reals = self.by_institution[names.index(name)]
        return result

    def whole(self, one: Series) -> Reals:
        """(ticks, replicates) of a series for the organisation as a whole."""
        if one.name in self.own:
            return self.own[one.name]
        summed = self.row(one.name).astype(np.float64)
        if one.kind == "level":
            return as_reals(summed.swapaxes(1, 2) @ (self.population / self.population.sum()))
        base = self.base(one)
        total = summed.sum(axis=1)
        return ratio(total, self.row(base).sum(axis=1, dtype=np.float64)) if base else as_reals(total)

    def within(self, one: Series) -> Reals:
        """(ticks, institutions, replicates) of a series within each institution."""
        return ratio(self.row(one.name), self.row(self.base(one))) if self.base(one) else self.row(one.name)

    def at_ranks(self, one: Series) -> Reals | None:
        """(ticks, grades): the mean world's sum, or the mean over the members of all worlds; None for an index."""
        if one.kind == "level" or one.name in self.own:
            return None
        summed, base = self.summed_at_ranks(one.name), self.base(one)
        return ratio(summed, self.summed_at_ranks(base)) if base else as_reals(summed / self.by_institution.shape[-1])

    def summed_at_ranks(self, name: str) -> NDArray[np.float64]:
        """(ticks, grades) of a series as it was summed over posts and replicates."""
        result: NDArray[np.float64] = self.by_grade[[one.name for one in self.series].index(name)]
        return result

    @staticmethod
    def base(one: Series) -> str:
        """The series by which a mean is divided; empty for all other kinds."""
        return one.kind.removeprefix("mean_of:") if one.kind.startswith("mean_of:") else ""

    def staffing(self) -> tuple[Reals, Reals]:
        """(ticks, replicates) and (ticks, institutions, replicates): the share of posts that are filled."""
        filled = self.row("filled")
        whole = filled.sum(axis=1, dtype=np.float64) / self.population.sum()
        return whole.astype(np.float32), (filled / self.population[:, None]).astype(np.float32)


def voluntary(rows: Sequence[str]) -> list[int]:
    """The rows of exits that are acts of the member."""
    return [rows.index(f"exits_{reason}") for reason in VOLUNTARY if f"exits_{reason}" in rows]


def left(recorded: Reals) -> Reals:
    """Exits by reason, (reasons, ticks, institutions, replicates) -> (institutions, replicates)."""
    return as_reals(recorded.sum(axis=(0, 1), dtype=np.float64))


def ratio(part: NDArray[np.floating], whole: NDArray[np.floating]) -> Reals:
    """part / whole; NaN where there is nobody to take a mean over."""
    return as_reals(np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0))


def as_reals(values: NDArray[Any]) -> Reals:
    """In 32 bits."""
    return values.astype(np.float32)
