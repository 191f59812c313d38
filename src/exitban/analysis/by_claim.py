"""What a policy changes in the worlds where a claim is true, and in those where it is not: no further run is needed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exitban.analysis.intervals import Floats, Interval, mean

FEWEST = 10
"""With fewer worlds on one side nothing is told."""


@dataclass(frozen=True)
class ByClaim:
    """Mean differences over so many worlds in which a claim is true, and false, each with its 95 % interval."""

    name: str
    if_true: Interval
    if_false: Interval
    true: int
    false: int

    @property
    def gap(self) -> float:
        """How far apart the two are."""
        return abs(self.if_true.value - self.if_false.value)

    @property
    def clear(self) -> bool:
        """Whether the gap is wider than what luck makes of so few worlds: the interval of the gap leaves out zero."""
        halves = [one.high - one.value for one in (self.if_true, self.if_false)]
        return self.gap > math.hypot(*halves)

    @property
    def could_flip(self) -> bool:
        """Whether the two point in opposite directions, each beyond its interval."""
        low, high = sorted((self.if_true, self.if_false), key=lambda one: one.value)
        return high.low > 0.0 > low.high


def by_claim(difference: Floats, truths: Mapping[str, NDArray[np.bool_]]) -> list[ByClaim]:
    """Claims that are neither nearly always true nor nearly never: first those beyond luck, by what they matter.

    ``difference`` (replicates,): a measure under a policy minus the same world's under another.
    """
    found = [
        ByClaim(name, mean(difference[true]), mean(difference[~true]), int(true.sum()), int((~true).sum()))
        for name, true in truths.items()
        if min(true.sum(), (~true).sum()) >= FEWEST
    ]
    return sorted(found, key=lambda one: (not one.clear, -one.gap, one.name))
