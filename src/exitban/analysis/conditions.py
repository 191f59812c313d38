"""Under which conditions something happens: how often, by thirds of each drawn number and by how many leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from exitban.analysis import reading
from exitban.analysis.headline_effects import voluntary_exits
from exitban.analysis.intervals import Floats, Interval, share
from exitban.analysis.reading import ResultLike

FEWEST: Final = 30
"""Worlds in a third, below which nothing is said."""

STRICT: Final = 4.0
"""Standard errors; many numbers are looked at, and only what would be no accident among hundreds is told."""

MOST: Final = 4


@dataclass(frozen=True)
class Condition:
    """How often something happens in the lower and in the upper third of a number."""

    path: str
    lower: Interval
    upper: Interval


@dataclass(frozen=True)
class Leaving:
    """How often it happens in the tenth of worlds in which the most leave of their own will, and the fewest.

    ``most`` and ``fewest``: mean numbers of voluntary exits there.
    """

    most: float
    fewest: float
    if_most: Interval
    if_fewest: Interval


def conditions(result: ResultLike, happens: Floats) -> tuple[Condition, ...]:
    """The numbers on which it hangs most whether something happens, (replicates,) of 0 and 1; strongest first."""
    data = reading.arrays(result)
    drawn = np.asarray(data["draw"].values, np.float64)
    third = drawn.shape[1] // 3
    varied = np.ptp(drawn, axis=1) > 0.0
    if third < FEWEST or not varied.any():
        return ()
    order = np.argsort(drawn[varied], axis=1, kind="stable")
    lower, upper = happens[order[:, :third]].sum(axis=1), happens[order[:, -third:]].sum(axis=1)
    p = (lower + upper) / (2.0 * third)
    error = np.sqrt(np.maximum(p * (1.0 - p), 1e-12) * 2.0 / third)
    strength = (upper - lower) / third / error
    paths = np.asarray(data["parameter"].values)[varied]
    ranked = [int(place) for place in np.argsort(-np.abs(strength), kind="stable") if abs(strength[place]) > STRICT]
    return tuple(
        Condition(str(paths[place]), share(int(lower[place]), third), share(int(upper[place]), third))
        for place in ranked[:MOST]
    )


def leaving(result: ResultLike, policy: str, happens: Floats) -> Leaving | None:
    """How often something happens where many leave and where few do; None where there are too few worlds."""
    exits = voluntary_exits(reading.arrays(result), policy)
    tenth = len(exits) // 10
    if tenth < FEWEST or exits.max() == exits.min():
        return None
    order = np.argsort(exits, kind="stable")
    few, many = order[:tenth], order[-tenth:]
    return Leaving(
        most=float(exits[many].mean()),
        fewest=float(exits[few].mean()),
        if_most=share(int(happens[many].sum()), tenth),
        if_fewest=share(int(happens[few].sum()), tenth),
    )
