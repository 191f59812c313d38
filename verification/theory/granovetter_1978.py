"""Granovetter 1978, Threshold models of collective behavior; Kuran 1989, Sparks and prairie fires.

A member acts once as many act as the threshold says. With F(r) the share of thresholds up to r, the crowd ends at the
first r that equals the number of thresholds up to r.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal, localcontext
from functools import cache

from scipy.optimize import brentq
from scipy.stats import norm

MEAN, SIZE = 25.0, 100


def ends_at(thresholds: Sequence[float]) -> int:
    """How many act in the end."""
    acting = 0
    while (now := sum(one <= acting for one in thresholds)) > acting:
        acting = now
    return acting


def lowest_fixed_point(spread: float) -> float:
    """The lowest r with r = 100 Phi((r - 25) / sd): where a crowd without end comes to rest, in percent."""

    def excess(r: float) -> float:
        return float(SIZE * norm.cdf((r - MEAN) / spread)) - r

    step = 0.01
    above = next(i * step for i in range(1, int(SIZE / step) + 1) if excess(i * step) <= 0)
    return float(brentq(excess, above - step, above, xtol=1e-12))


def tangency() -> tuple[float, float]:
    """The spread at which the lowest fixed point vanishes, and that point: there r = 100 F(r) and 100 F'(r) = 1."""

    def spread_of(u: float) -> float:
        """100 phi(u) / sd = 1 with u = (r - 25) / sd."""
        return float(SIZE * norm.pdf(u))

    def off(u: float) -> float:
        return float(SIZE * norm.cdf(u)) - (MEAN + u * spread_of(u))

    u = float(brentq(off, -3.0, -1.0, xtol=1e-14))
    return spread_of(u), MEAN + u * spread_of(u)


@cache
def chance_of_more_than_half(size: int, spread: float, mean: float = MEAN) -> float:
    """P(more than half of ``size`` act), thresholds drawn independently from Normal(mean, spread) in percent of all.

    Exact. If k act in the end, they do so among themselves, and all others have thresholds above k: with q_k the chance
    of that for one, and a_k the chance that a crowd of k acts to the last, P_k = C(N, k) a_k q_k^(N - k). All P_k of a
    crowd of j sum to 1, which gives a_j one after the other. The terms cancel almost wholly, hence the many digits.
    """
    with localcontext() as context:
        context.prec = 60 + size
        q = [Decimal(float(norm.sf((100.0 * k / size - mean) / spread))) for k in range(size + 1)]
        alone = [Decimal(1)]
        powers = [Decimal(1)] * (size + 1)
        for j in range(1, size + 1):
            powers = [powers[k] * q[k] if k < j else Decimal(1) for k in range(size + 1)]
            alone.append(1 - sum((math.comb(j, k) * alone[k] * powers[k] for k in range(j)), Decimal(0)))
        ends = [math.comb(size, k) * alone[k] * q[k] ** (size - k) for k in range(size + 1)]
        return float(sum(ends[size // 2 + 1 :], Decimal(0)))
