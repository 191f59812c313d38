"""How far apart two groups of worlds are, such as those in which a claim is true and those in which it is false."""

from __future__ import annotations

import numpy as np

from exitban.analysis.intervals import LEVEL, Floats, Interval, normal_quantile


def difference_of_means(true: Floats, false: Floats) -> Interval:
    """Mean of one group of worlds less that of another, with Welch's 95 % interval (by the normal's quantile)."""
    value = float(true.mean() - false.mean())
    half = normal_quantile(LEVEL) * float(np.sqrt(_error2(true) + _error2(false)))
    return Interval(value, value - half, value + half)


def _error2(values: Floats) -> float:
    return float(values.var(ddof=1) / len(values)) if len(values) > 1 else 0.0


def difference_of_shares(true: Floats, false: Floats) -> Interval:
    """The same for yes-or-no outcomes: Agresti and Caffo (2000, The American Statistician 54: 280-288).

    Wald's interval after one yes and one no are added to each group, so that it keeps a width when no world says yes.
    """
    (p, n), (q, m) = (((one.sum() + 1.0) / (len(one) + 2.0), len(one) + 2.0) for one in (true, false))
    half = normal_quantile(LEVEL) * float(np.sqrt(p * (1 - p) / n + q * (1 - q) / m))
    value = float(true.mean() - false.mean())
    return Interval(value, max(-1.0, min(p - q - half, value)), min(1.0, max(p - q + half, value)))


def difference_of_changes(true: Floats, false: Floats) -> Interval:
    """The same for what matching makes of yes-or-no outcomes: -1, 0 or 1 in every world.

    Wald's interval after a world is added to each group, half of it a rise and half a fall, and one in which nothing
    changes: without them a group in which no world differs would be told as known exactly. That is the share of
    Agresti and Min for matched pairs (`intervals.matched_share_difference`), a group at a time.
    """
    (p, p_error), (q, q_error) = _change(true), _change(false)
    half = normal_quantile(LEVEL) * float(np.sqrt(p_error + q_error))
    value = float(true.mean() - false.mean())
    return Interval(value, min(p - q - half, value), max(p - q + half, value))


def _change(found: Floats) -> tuple[float, float]:
    """Mean of -1, 0 and 1 with the worlds that are added, and its squared error."""
    worlds = len(found) + 2.0
    mean = float(found.sum()) / worlds
    return mean, ((float((found**2).sum()) + 1.0) / worlds - mean**2) / worlds
