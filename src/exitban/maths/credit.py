"""A capacity per month, spent in whole cases: credit grows, cases are done, the rest is carried over.

What a tick adds can be used in it; what is not used is saved, up to one month's worth. A case comes at the middle of a
tick on average and finds half of what that tick adds: so that an idle office then holds one month's worth, whatever the
tick, one month's worth *less half of what a tick adds* is carried over. With a whole one a coarse tick would save more
than a fine one. It is capped after use: capped before, the part of a case that is left would be lost at every coarse
tick.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from exitban.maths.elementary import HALF, ONE, Real

LARGEST: Final = np.float32(1e9)
ROUNDING: Final = np.float32(1e-4)
"""Forty times .025 is one, whatever 32 bits make of it."""


def months_worth(per_month: Real) -> Real:
    """One month's worth, but never less than one case: a capacity below one a month could never act."""
    return max(per_month, ONE)


def whole_cases(credit: Real) -> np.int32:
    """How many cases can be done now."""
    return np.int32(min(credit + ROUNDING, LARGEST))


def carried_over(credit: Real, done: np.int32, per_month: Real, dt: Real) -> Real:
    """The credit left for the next tick."""
    return min(credit - np.float32(done), months_worth(per_month) - HALF * per_month * dt)
