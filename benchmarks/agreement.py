"""Do two contestants simulate the same thing? Mean and spread of their outcomes must agree."""

from __future__ import annotations

import numpy as np

from benchmarks.processes import Measured, WrongOutcomeError

MOST = 4.5
"""Standard errors apart that luck alone does not explain, with as many comparisons as there are."""
ENOUGH = 16
"""Fewer outcomes say nothing about a spread."""


def check(name: str, one: Measured, other: Measured) -> None:
    """Raises `WrongOutcomeError` where one contestant's outcomes are not those of the other."""
    apart = means_apart(one.outcomes, other.outcomes)
    wider = spreads_apart(one.outcomes, other.outcomes)
    if max(apart, wider) > MOST:
        raise WrongOutcomeError(
            f"{name}: mean {np.mean(one.outcomes):.4f} and spread {np.std(one.outcomes):.4f} against "
            f"{np.mean(other.outcomes):.4f} and {np.std(other.outcomes):.4f} of the reference, "
            f"{apart:.1f} and {wider:.1f} standard errors apart."
        )


def means_apart(one: list[float], other: list[float]) -> float:
    """The difference of two means in standard errors, with the spread of the larger sample."""
    spread = np.std(max(one, other, key=len), ddof=1)
    return float(abs(np.mean(one) - np.mean(other)) / (spread * np.sqrt(1 / len(one) + 1 / len(other))))


def spreads_apart(one: list[float], other: list[float]) -> float:
    """The difference of two log standard deviations in standard errors (of normal outcomes)."""
    if min(len(one), len(other)) < ENOUGH:
        return 0.0
    error = np.sqrt(1 / (2 * (len(one) - 1)) + 1 / (2 * (len(other) - 1)))
    return float(abs(np.log(np.std(one, ddof=1) / np.std(other, ddof=1))) / error)
