"""Intervals for shares, means and matched differences.

They say how far a limited number of replicates pins down an average of the model. The spread between worlds
is another thing and stands in `exitban.analysis.bands`.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

LEVEL = 0.95
"""Share of repeated runs whose interval would hold the model's own average."""


@dataclass(frozen=True)
class Interval:
    """A number and the ends of its interval, all in one unit; NaN where nothing was observed."""

    value: float
    low: float
    high: float


def scaled(found: Interval, scale: float = 1.0) -> dict[str, float | None]:
    """Value and ends in the unit of a measure, for a document; null where nothing was observed."""
    return {name: scale * end if math.isfinite(end) else None for name, end in asdict(found).items()}


@dataclass(frozen=True, eq=False)
class Curve:
    """Numbers along one axis with their intervals: three arrays of one shape."""

    value: Floats
    low: Floats
    high: Floats

    def at(self, position: int) -> Interval:
        """The interval at one position of the axis."""
        return Interval(*(float(array[position]) for array in (self.value, self.low, self.high)))


def normal_quantile(level: float) -> float:
    """How many standard errors an interval of this level reaches to either side."""
    return NormalDist().inv_cdf(0.5 + level / 2.0)


def student_quantile(number: Floats, level: float) -> Floats:
    """The same in estimated standard errors of a mean of so many values; NaN of fewer than two."""
    from scipy.special import stdtrit

    return np.asarray(stdtrit(number - 1.0, 0.5 + level / 2.0))


def share_curve(successes: ArrayLike, trials: int, level: float = LEVEL) -> Curve:
    """Shares with Wilson's score interval (Wilson 1927, JASA 22: 209-212).

    The closed form of `scipy.stats.binomtest(k, n).proportion_ci(method="wilson")`, here for whole curves at
    once: a survival curve needs hundreds of them. The tests compare the two. Unlike the textbook interval it
    stays inside [0, 1] and has a width when every world ends alike.
    """
    counts = np.asarray(successes, dtype=np.float64)
    if trials <= 0:
        nothing = np.full(counts.shape, np.nan)
        return Curve(nothing, nothing, nothing)
    shares = counts / trials
    z2n = normal_quantile(level) ** 2 / trials
    centre = (shares + z2n / 2.0) / (1.0 + z2n)
    half = np.sqrt(z2n * (shares * (1.0 - shares) + z2n / 4.0)) / (1.0 + z2n)
    low = np.where(counts == 0, 0.0, np.clip(centre - half, 0.0, 1.0))
    high = np.where(counts == trials, 1.0, np.clip(centre + half, 0.0, 1.0))
    return Curve(shares, low, high)


def share(successes: int, trials: int, level: float = LEVEL) -> Interval:
    """One share with Wilson's interval; see `share_curve`."""
    return share_curve(np.array([successes]), trials, level).at(0)


def mean_curve(values: ArrayLike, level: float = LEVEL) -> Curve:
    """Means over the first axis (replicates) with Student's interval; the other axes stay.

    A NaN is a replicate in which the number has no meaning at that time (the time trapped of nobody): it is
    left out there. One value has a mean and no interval, none has neither: NaN.
    """
    array = np.asarray(values, dtype=np.float64)
    known = ~np.isnan(array)
    number = known.sum(axis=0).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(known, array, 0.0).sum(axis=0) / number
        squares = (np.where(known, array - mean, 0.0) ** 2).sum(axis=0)
        error = np.sqrt(squares / (number - 1.0) / number)
        half = student_quantile(number, level) * error
    return Curve(mean, mean - half, mean + half)


def mean(values: ArrayLike, level: float = LEVEL) -> Interval:
    """The mean of a list of replicates with Student's interval; see `mean_curve`."""
    column = np.asarray(values, dtype=np.float64).reshape(-1, 1)
    return mean_curve(column, level).at(0)


SHARE, COUNT = 1.0, math.inf
"""The most that a value can be, by what it is; the least is 0."""


def bounded_mean_curve(values: ArrayLike, most: float, level: float = LEVEL) -> Curve:
    """Means over the first axis of shares (``most`` 1) or counts (infinity), with intervals that stay in their range.

    Student's interval where it stays there; else the score interval of as many independent yes-or-no trials (counts:
    Poisson units) as would pin the mean down equally well, k = m (1 - m) / se^2 (counts: m / se^2), with Student's
    quantile: Wilson's with an effective sample size (Korn & Graubard 1998, Survey Methodology 24: 193-201, do so for
    shares). Where a replicate itself lies out of the range, the number is none of these and keeps Student's.
    """
    array, plain = np.asarray(values, dtype=np.float64), mean_curve(values, level)
    if (array < -SLACK).any() or (array > most + SLACK).any():
        return plain
    number = (~np.isnan(array)).sum(axis=0).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        quantile = student_quantile(number, level)
        error = (plain.high - plain.value) / quantile
        shrink = quantile**2 * error**2 / _variance(plain.value, most)
        bend = 0.0 if math.isinf(most) else 1.0
        centre = (plain.value + shrink / 2.0) / (1.0 + bend * shrink)
        half = np.sqrt((quantile * error) ** 2 + shrink**2 / 4.0) / (1.0 + bend * shrink)
    leaves = (plain.low < 0.0) | (plain.high > most)
    low = np.where(leaves, np.clip(centre - half, 0.0, most), plain.low)
    return Curve(plain.value, low, np.where(leaves, np.clip(centre + half, 0.0, most), plain.high))


SLACK = 1e-6
"""How far single precision may put a share over 1."""


def _variance(mean: Floats, most: float) -> Floats:
    """Of one yes or no with this mean, or of one Poisson count."""
    return mean if math.isinf(most) else np.asarray(mean * (1.0 - mean))


def bounded_mean(values: ArrayLike, most: float, level: float = LEVEL) -> Interval:
    """The mean of a list of replicates; see `bounded_mean_curve`."""
    return bounded_mean_curve(np.asarray(values, dtype=np.float64).reshape(-1, 1), most, level).at(0)


def mean_difference(values: ArrayLike, of_shares: bool, level: float = LEVEL) -> Interval:
    """The mean of matched differences with Student's interval, which ends at -1 and 1 where they are ``of_shares``.

    Where a replicate itself differs by more, the numbers are no shares and keep Student's: control is a share of what
    the first holders would reach at full staffing, and later holders can be more able.
    """
    found = mean(values, level)
    if not of_shares or (np.abs(values) > 1.0 + SLACK).any():
        return found
    return Interval(found.value, *(float(np.clip(end, -1.0, 1.0)) for end in (found.low, found.high)))


def matched_share_difference(gained: int, dropped: int, trials: int, level: float = LEVEL) -> Interval:
    """Difference of two shares over the same replicates: (gained - dropped) / trials.

    `gained`: the event happens under the second policy only, `dropped`: under the first only. The interval is
    the one of Agresti and Min (2005, Statistics in Medicine 24: 729-740): Wald's, after half an observation
    is added to each of the four cells, so that it keeps a width when no pair disagrees.
    """
    return _two_worlds_more(float(gained - dropped), float(gained + dropped), trials, level)


def matched_share_part(values: ArrayLike, level: float = LEVEL) -> Interval:
    """The mean of what one of several switches has of a difference of matched shares: in each world from -1 to 1.

    The same interval with the same two worlds added, in half of one of which the switch does all and in half of one
    the opposite: a switch that did nothing in any world is known no better than a difference that never came.
    """
    found = np.asarray(values, dtype=np.float64)
    return _two_worlds_more(float(found.sum()), float(found @ found), found.size, level)


def _two_worlds_more(added: float, squares: float, trials: int, level: float) -> Interval:
    """Wald's interval of a mean of numbers from -1 to 1 by their sum and that of their squares.

    Before, two observations are added: half of one is 1, half of one is -1, one is 0.
    """
    if trials <= 0:
        return Interval(math.nan, math.nan, math.nan)
    total, value = trials + 2.0, added / trials
    centre = added / total
    half = normal_quantile(level) * math.sqrt(squares + 1.0 - added**2 / total) / total
    return Interval(value, max(-1.0, min(centre - half, value)), min(1.0, max(centre + half, value)))
