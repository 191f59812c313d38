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

WITHIN: Final = (-8.0, 12.0)
"""Logarithms of the shapes among which a beta distribution is looked for."""

TINY: Final = 1e-150
"""What is smaller counts as this, so that its square is not nothing."""

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
    """Both shapes. Of values close to a bound the solver sees no slope; then it begins again, nearer and enlarged."""
    centre, spread = (max(float(one), TINY) for one in (np.interp(0.5, levels, values), values[-1] - values[0]))
    wide = 4.0 * centre, 4.0 * (1.0 - centre)
    found = _nearest(levels, values, wide, 1.0)
    missed = _missed(levels, values, found)
    if missed > TOLERANCE * spread:
        deviation = spread / float(np.diff(normal_quantile(levels[[0, -1]]))[0])
        both = max(centre * (1.0 - centre) / deviation**2 - 1.0, 1.0)
        other = _nearest(levels, values, (centre * both, (1.0 - centre) * both), spread)
        found = other if _missed(levels, values, other) < missed / 2.0 else found
    return found


def _nearest(levels: Floats, values: Floats, begin: tuple[float, float], unit: float) -> tuple[float, float]:
    """The shapes whose quantiles come closest to the values, from some shapes on; misses are counted in a unit.

    Raises `UnfitQuantilesError`.
    """
    from scipy.optimize import least_squares

    def misses(logs: Floats) -> Floats:
        return np.asarray((_quantiles(levels, math.exp(logs[0]), math.exp(logs[1])) - values) / unit, dtype=np.float64)

    try:
        found = least_squares(misses, np.clip(np.log(begin), *WITHIN), bounds=WITHIN)
    except ValueError as error:  # what the solver cannot do is about the quantiles
        raise UnfitQuantilesError("no beta distribution comes near them; state one distribution instead") from error
    return math.exp(found.x[0]), math.exp(found.x[1])


def _quantiles(levels: Floats, first: float, second: float) -> Floats:
    from scipy.special import betaincinv

    return np.asarray(betaincinv(first, second, levels), dtype=np.float64)


def _missed(levels: Floats, values: Floats, shapes: tuple[float, float]) -> float:
    return float(np.abs(_quantiles(levels, *shapes) - values).max())
