"""A binomial count from one uniform draw."""

from __future__ import annotations

from typing import Final

import numpy as np

from exitban.maths.elementary import ONE, ZERO, Real

CERTAIN: Final = np.float32(0.9999999)
NO_CASE: Final = np.int32(0)
ONE_CASE: Final = np.int32(1)


def binomial(trials: np.int32, probability: Real, luck: Real) -> np.int32:
    """How many of ``trials`` succeed, by inversion: it grows with ``luck``, ``probability`` and ``trials``."""
    if probability > CERTAIN:
        return trials
    odds = probability / (ONE - probability)
    mass = ONE
    for _ in range(trials):
        mass = mass * (ONE - probability)
    left = luck - mass
    count = NO_CASE
    while (left >= ZERO) & (count < trials):
        mass = mass * odds * np.float32(trials - count) / np.float32(count + ONE_CASE)
        count = np.int32(count + ONE_CASE)
        left = left - mass
    return count
