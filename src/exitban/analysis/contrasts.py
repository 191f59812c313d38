"""One policy against the first, on the same luck and the same draws: differences replicate by replicate."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from exitban.analysis.intervals import Floats, Interval, matched_share_difference, mean_difference

SAME = 1e-6
"""Two outcomes closer than this are the same: it covers the rounding of 32-bit shares and nothing else."""

OF_SHARES = ("control index", "share", "points")
"""Units of measures between 0 and 1."""


@dataclass(frozen=True)
class Contrast:
    """What a policy changes in one measure, against the first policy.

    `difference` is policy minus first policy in `unit`, mean over matched worlds with its 95 % interval.
    `helped`, `harmed` and `unchanged` count matched worlds in which control fares better, worse, or alike by
    this measure. `error_ratio` is the standard error that two unmatched runs of this size would have, divided
    by the matched one: how many times sharper matching made the comparison (None when no world differs).
    """

    measure: str
    unit: str
    difference: Interval
    helped: int
    harmed: int
    unchanged: int
    error_ratio: float | None

    @property
    def alike(self) -> bool:
        """Whether no world differs."""
        return self.unchanged > 0 and self.helped == self.harmed == 0


def error_ratio(base: Floats, policy: Floats) -> float | None:
    """sqrt(var(policy) + var(base)) / sd(policy - base); the number of replicates cancels."""
    if base.size < 2:
        return None
    matched = float(np.std(policy - base, ddof=1))
    unmatched = math.sqrt(float(np.var(base, ddof=1) + np.var(policy, ddof=1)))
    return unmatched / matched if matched > 0.0 else None


def contrast(measure: str, unit: str, base: ArrayLike, policy: ArrayLike) -> Contrast:
    """Compare a measure of which more is more control, over matched replicates, both (replicates,)."""
    first, second = np.asarray(base, dtype=np.float64), np.asarray(policy, dtype=np.float64)
    difference = second - first
    rises, falls = int((difference > SAME).sum()), int((difference < -SAME).sum())
    return Contrast(
        measure=measure,
        unit=unit,
        difference=mean_difference(difference, unit in OF_SHARES),
        helped=rises,
        harmed=falls,
        unchanged=int(difference.size) - rises - falls,
        error_ratio=error_ratio(first, second),
    )


def lost_contrast(base_lost: ArrayLike, policy_lost: ArrayLike) -> Contrast:
    """The same for the yes or no of lost control, with an interval made for matched shares."""
    first, second = np.asarray(base_lost, dtype=bool), np.asarray(policy_lost, dtype=bool)
    gained, dropped = int((second & ~first).sum()), int((first & ~second).sum())
    return Contrast(
        measure="lost",
        unit="share of worlds",
        difference=matched_share_difference(gained, dropped, int(first.size)),
        helped=dropped,
        harmed=gained,
        unchanged=int(first.size) - gained - dropped,
        error_ratio=error_ratio(first.astype(np.float64), second.astype(np.float64)),
    )
