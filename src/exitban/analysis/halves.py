"""The prior box cut in two along each number in turn, and by each claim that moves one: where a sign holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exitban.analysis import reading
from exitban.analysis.headline_effects import LOST, Measure, interval
from exitban.analysis.information import FEW
from exitban.analysis.intervals import LEVEL, Floats, student_quantile
from exitban.analysis.weigh import truths
from exitban.analysis.wording import listed

Half = NDArray[np.bool_]
Said = tuple[str, str]
"""A number or claim, and what is true of it."""


@dataclass(frozen=True)
class Halves:
    """In how many of the halves the sign surely holds, surely turns round, or cannot be told; where it turns.

    A half with fewer than ten worlds says nothing and is not counted.
    """

    same: int
    turned: int
    unsure: int
    turned_by: tuple[str, ...]

    @property
    def of(self) -> int:
        """How many halves there are."""
        return self.same + self.turned + self.unsure


@dataclass(frozen=True, eq=False)
class Box:
    """Halves with ten worlds or more: ``rows`` (halves, replicates), and what is true in each."""

    names: tuple[str, ...]
    rows: Half


def cut_in_two(data: reading.Data, moves: Callable[[str], Any]) -> Box:
    """Both halves of every cut. Cuts that part the worlds alike are one, such as those by claims of one draw."""
    cuts: dict[bytes, tuple[Half, list[Said], list[Said]]] = {}
    for one, other, rows in _cuts(data, moves):
        turned = not rows[:1].all()
        first, second = (other, one) if turned else (one, other)
        key = rows ^ turned  # the same key for a cut and for that cut told the other way round
        _, here, there = cuts.setdefault(key.tobytes(), (key, [], []))
        here.append(first)
        there.append(second)
    halves = [half for rows, here, there in cuts.values() for half in ((here, rows), (there, ~rows))]
    enough = [(_named(said), rows) for said, rows in halves if FEW <= rows.sum() < rows.size]
    size = (len(enough), data.sizes["replicate"])
    return Box(tuple(name for name, _ in enough), np.array([rows for _, rows in enough], bool).reshape(size))


def _cuts(data: reading.Data, moves: Callable[[str], Any]) -> Iterator[tuple[Said, Said, Half]]:
    """What is said of the worlds of ``rows`` and of all others."""
    for path, drawn in zip(data["parameter"].values, data["draw"].values, strict=True):
        yield (str(path), "in its lower half"), (str(path), "in its upper half"), drawn <= np.median(drawn)
    for claim, true in truths(data).items():
        if moves(claim):
            yield (claim, "false"), (claim, "true"), ~true


def _named(said: Sequence[Said]) -> str:
    """What is true in a half: "a is false", "a and b are false"."""
    by_what: dict[str, list[str]] = {}
    for name, what in said:
        by_what.setdefault(what, []).append(name)
    return " and ".join(f"{listed(own)} {'is' if len(own) == 1 else 'are'} {what}" for what, own in by_what.items())


def in_halves(box: Box, measure: Measure, values: Floats, sign: int) -> Halves:
    """What becomes of the sign of a mean of matched differences, (replicates,), in each half."""
    here = _signs_of_shares(box, measure, values) if measure.name == LOST else _signs_of_means(box, values)
    turned = [name for name, now in zip(box.names, here, strict=True) if sign and now == -sign]
    same = int((here == sign).sum()) if sign else 0
    return Halves(same, len(turned), len(here) - same - len(turned), tuple(turned))


def _signs_of_shares(box: Box, measure: Measure, values: Floats) -> NDArray[np.int64]:
    """Of a yes or no: by the interval of matched shares, as everywhere."""
    found = [interval(measure, values[rows]) for rows in box.rows]
    return np.array([int(one.low > 0.0) - int(one.high < 0.0) for one in found], np.int64)


def _signs_of_means(box: Box, values: Floats) -> NDArray[np.int64]:
    """Of a number: by Student's interval, all halves in two products."""
    rows = box.rows.astype(np.float64)
    count = rows.sum(axis=1)
    mean = rows @ values / count
    error = np.sqrt(np.maximum(rows @ values**2 / count - mean**2, 0.0) / (count - 1.0))
    reach = student_quantile(count, LEVEL) * error
    return np.asarray((mean - reach > 0.0).astype(np.int64) - (mean + reach < 0.0).astype(np.int64))
