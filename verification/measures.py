"""From what was simulated to a number with its true standard error."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from verification.target import Got

Values = NDArray[Any]


def mean(values: Values) -> Got:
    """The mean of independent replicates."""
    numbers = np.asarray(values, np.float64)
    return Got(float(numbers.mean()), float(numbers.std(ddof=1) / np.sqrt(numbers.size)))


def share(successes: float, trials: float, expected: float) -> Got:
    """A share of independent trials, with the standard error that it has if the expectation is right."""
    return Got(float(successes / trials), float(np.sqrt(expected * (1 - expected) / trials)))


def spread(values: Values) -> Got:
    """The standard deviation over replicates; its error takes the fourth moment, so that no normal law is assumed."""
    numbers = np.asarray(values, np.float64)
    centred = numbers - numbers.mean()
    variance = float((centred**2).mean())
    error = np.sqrt(max((centred**4).mean() - variance**2, 0.0) / numbers.size)
    return Got(float(np.sqrt(variance)), float(error / (2 * np.sqrt(variance))) if variance > 0 else 0.0)


def ratio(above: Values, below: Values) -> Got:
    """The ratio of two totals, with the error of the ratio by the delta method over replicates."""
    top, bottom = np.asarray(above, np.float64), np.asarray(below, np.float64)
    value = top.sum() / bottom.sum()
    left = top - value * bottom
    return Got(float(value), float(left.std(ddof=1) * np.sqrt(left.size) / bottom.sum()))


def exact(value: float) -> Got:
    """A number in which nothing is left to chance."""
    return Got(float(value))


def paired(before: Values, after: Values, direction: int) -> Got:
    """The mean difference after - before in matched replicates, and in how many it has the given direction."""
    difference = np.asarray(after, np.float64) - np.asarray(before, np.float64)
    agree = int((np.sign(difference) == direction).sum())
    error = difference.std(ddof=1) / np.sqrt(difference.size)
    return Got(float(difference.mean()), float(error), (agree, int((difference != 0).sum())))


def between(one: Values, other: Values) -> Got:
    """The difference other - one of the means of two independent samples."""
    first, second = mean(one), mean(other)
    return Got(second.value - first.value, float(np.hypot(first.standard_error, second.standard_error)))
