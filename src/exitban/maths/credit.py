"""A capacity per month, spent in whole cases: credit grows, cases are done, the rest is carried over.

At most one month's worth, rounded up, is done in a tick, and at most one month's worth is carried over *after* what was
done has been taken off: capped before, the part of a case that is left would be lost at every coarse tick.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from exitban.maths.elementary import ONE, Real

LARGEST: Final = np.float32(1e9)
ROUNDING: Final = np.float32(1e-4)
"""Forty times .025 is one, whatever 32 bits make of it."""


def months_worth(per_month: Real) -> Real:
    """One month's worth, but never less than one case: a capacity below one a month could never act."""
    return max(per_month, ONE)


def whole_cases(credit: Real, per_month: Real) -> np.int32:
    """How many cases can be done now."""
    most = min(np.ceil(months_worth(per_month)), LARGEST)
    return np.int32(min(credit + ROUNDING, most))


def carried_over(credit: Real, done: np.int32, per_month: Real) -> Real:
    """The credit left for the next tick."""
    return min(credit - np.float32(done), months_worth(per_month))
