"""Judged quantiles to a distribution of two parameters, by least squares; how badly it fits is told.

The bounds of the number choose the family: normal for any number, lognormal for one without an upper bound,
a beta stretched over the bounds for one between two bounds. Two quantiles are met exactly, three rarely are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

import numpy as np

from exitban.scenario.distributions import Distribution, Floats, Parameters, normal_quantile

TOLERANCE: Final = 0.02
"""A misfit above this share of the judged range is told."""

WIDEST: Final = 1000.0
"""Bounds further apart than this only keep nonsense out; they give a distribution no shape."""

Judged = tuple[tuple[float, float], ...]


class UnfitQuantilesError(ValueError):
    """The quantiles cannot be those of a distribution within the bounds."""


def judged_from(quantiles: Mapping[str, float]) -> Judged:
    """Levels and values in rising order. Raises `UnfitQuantilesError`."""
    try:
        judged = tuple(sorted((float(level), value) for level, value in quantiles.items()))
    except ValueError as error:
        raise UnfitQuantilesError("levels must be numbers between 0 and 1, such as 0.05, 0.5 and 0.95") from error
    if len(judged) < 2:
        raise UnfitQuantilesError("two or more quantiles are needed")
    if not all(0 < level < 1 for level, _ in judged):
        raise UnfitQuantilesError("levels must lie between 0 and 1, such as 0.05, 0.5 and 0.95")
    if any(a[0] == b[0] or a[1] >= b[1] for a, b in pairwise(judged)):
        raise UnfitQuantilesError("a higher level needs a higher value")
    return judged


def fitted(judged: Judged, low: float, high: float) -> Distribution:
    """The distribution whose quantiles come closest. Raises `UnfitQuantilesError`."""
    levels = np.array([level for level, _ in judged])
    values = np.array([value for _, value in judged])
    if not all(low < value < high for value in values):
        raise UnfitQuantilesError(f"values must lie strictly between {low:g} and {high:g}")
    kind, parameters = _fit(levels, values, low, high)
    return Distribution(kind, parameters, low, high, judged)


def misfit(distribution: Distribution) -> str:
    """The fitted quantiles where they differ visibly from the judged ones; empty where they do not."""
    wanted = [value for _, value in distribution.judged]
    got = [float(distribution.quantile(level)) for level, _ in distribution.judged]
    spread = wanted[-1] - wanted[0]
    if max(abs(a - b) for a, b in zip(wanted, got, strict=True)) <= TOLERANCE * spread:
        return ""
    pairs = ", ".join(
        f"{level:g}: {value:g} judged, {fit:.3g} fitted"
        for (level, value), fit in zip(distribution.judged, got, strict=True)
    )
    return f"no {distribution.kind} distribution has these quantiles exactly; the nearest gives {pairs}."


def _fit(levels: Floats, values: Floats, low: float, high: float) -> tuple[str, Parameters]:
    if high - low <= WIDEST:
        return "stretched beta", (*_beta(levels, (values - low) / (high - low)), low, high)
    if low >= 0:
        median, spread = _line(levels, np.log(values))
        return "lognormal", (math.exp(median), spread)
    return "normal", _line(levels, values)


def _line(levels: Floats, values: Floats) -> tuple[float, float]:
    """Mean and standard deviation of the normal distribution: a straight line over the normal quantiles."""
    slope, intercept = np.polyfit(normal_quantile(levels), values, 1)
    return float(intercept), float(slope)


def _beta(levels: Floats, values: Floats) -> tuple[float, float]:
    from scipy.optimize import least_squares
    from scipy.special import betaincinv

    def misses(logs: Floats) -> Floats:
        return np.asarray(betaincinv(math.exp(logs[0]), math.exp(logs[1]), levels) - values, dtype=np.float64)

    centre = float(np.interp(0.5, levels, values))
    found = least_squares(misses, np.log([4.0 * centre, 4.0 * (1.0 - centre)]), bounds=(-8.0, 12.0))
    return math.exp(found.x[0]), math.exp(found.x[1])
