"""A binomial count from one uniform draw."""

from __future__ import annotations

from typing import Final

import numpy as np

from exitban.maths.elementary import ONE, ZERO, Real

CERTAIN: Final = np.float32(0.9999999)
NO_CASE: Final = np.int32(0)
ONE_CASE: Final = np.int32(1)
FAINT: Final = np.float32(2.0**-60)
LIFT: Final = np.float32(2.0**60)


def none_succeeds(trials: np.int32, probability: Real) -> tuple[Real, np.int32]:
    """(mass, lifts): (1 - p)**n is mass * FAINT**lifts, which 32 bits alone could not hold for many trials."""
    mass, lifts = ONE, NO_CASE
    for _ in range(trials):
        mass = mass * (ONE - probability)
        if mass < FAINT:
            mass = mass * LIFT
            lifts = np.int32(lifts + ONE_CASE)
    return mass, lifts


def binomial(trials: np.int32, probability: Real, luck: Real) -> np.int32:
    """How many of ``trials`` succeed, by inversion: it grows with ``luck``, ``probability`` and ``trials``.

    Masses that still carry lifts are smaller than any difference between two values of ``luck``.
    """
    if probability > CERTAIN:
        return trials
    odds = probability / (ONE - probability)
    mass, lifts = none_succeeds(trials, probability)
    left = luck - mass if lifts == NO_CASE else luck
    count = NO_CASE
    while (left >= ZERO) & (count < trials):
        mass = mass * odds * np.float32(trials - count) / np.float32(count + ONE_CASE)
        count = np.int32(count + ONE_CASE)
        if (lifts > NO_CASE) & (mass > ONE):
            mass = mass * FAINT
            lifts = np.int32(lifts - ONE_CASE)
        left = left - mass if lifts == NO_CASE else left
    return count
