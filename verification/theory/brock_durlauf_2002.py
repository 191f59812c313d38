"""Four options, each worth b times the share who take it: one answer, or four of them.

A state in which a share p does one thing and the others a third of the rest each solves
b (p - (1 - p) / 3) = ln(3 p / (1 - p)): b as a function of p has a least value, where hysteresis starts, and tends to 4
at p = 1/4, where the even state dies.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import optimize


def pull_of(p: float) -> float:
    """b at which a share p does the same."""
    return math.log(3 * p / (1 - p)) / ((4 * p - 1) / 3)


def least_pull() -> tuple[float, float]:
    """(b, p) at the fold: below b no state but the even one."""
    found = optimize.minimize_scalar(pull_of, bounds=(0.3, 0.9), method="bounded", options={"xatol": 1e-12})
    return float(found.fun), float(found.x)


def pull_at_even() -> float:
    """b at which the even state stops being stable: b times the steepest slope of the logit there is 1."""
    even = np.full(4, 0.25)
    slopes = np.linalg.eigvalsh(np.diag(even) - np.outer(even, even))
    return float(1 / slopes.max())


def share_of_most(b: float) -> float:
    """The larger p that solves it, above the fold."""
    return float(optimize.brentq(lambda p: pull_of(p) - b, least_pull()[1], 1 - 1e-9))
