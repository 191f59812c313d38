"""Brock & Durlauf 2001, Discrete choice with social interactions: the mean field m = tanh(h + J m).

With p the share who speak, m = 2 p - 1 and logit p = a + b p, where a = 2 h - 2 J and b = 4 J.
"""

from __future__ import annotations

import math

from scipy.optimize import brentq
from scipy.special import expit, logit


def upper_root(h: float, j: float) -> float:
    """The highest root of m = tanh(h + J m)."""
    return float(brentq(lambda m: math.tanh(h + j * m) - m, 1e-9 if h == 0 else 0.0, 1.0, xtol=1e-14))


def largest_leaning(j: float) -> float:
    """H(J), J > 1: three roots iff |h| < H(J). There two roots meet: J (1 - m^2) = 1, h = artanh(m) - J m."""
    m = -math.sqrt(1.0 - 1.0 / j)
    return math.atanh(m) - j * m


def folds(b: float) -> tuple[float, float]:
    """The a at which the quiet state of logit p = a + b p ends, and the loud one: there b p (1 - p) = 1."""
    root = math.sqrt(1.0 - 4.0 / b)
    quiet, loud = (1.0 - root) / 2.0, (1.0 + root) / 2.0
    return float(logit(quiet)) - b * quiet, float(logit(loud)) - b * loud


def only_share(a: float, b: float) -> float:
    """The p with logit p = a + b p, where there is one."""
    return float(brentq(lambda p: expit(a + b * p) - p, 0.0, 1.0, xtol=1e-14))


def stationary_sd(h: float, j: float, size: int) -> float:
    """Standard deviation of m in a crowd of so many who choose at once: each step leaves J (1 - m^2) of a deviation."""
    m = upper_root(h, j) if h else 0.0
    slope = j * (1.0 - m**2)
    return math.sqrt((1.0 - m**2) / size / (1.0 - slope**2))
