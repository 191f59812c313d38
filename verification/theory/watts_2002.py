"""Watts 2002, A simple model of global cascades on random networks; Gleeson & Cahalane 2007, Seed size strongly affects
cascades on random networks.

On a network with Poisson degrees of mean z a member of degree k acts once ceil(phi k) neighbours do. Vulnerable are
those for whom one is enough, k <= 1 / phi.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import binom, poisson

Floats = NDArray[np.float64]
LARGEST_DEGREE = 120
SLACK = 1e-9


def vulnerable_up_to(phi: float) -> int:
    """The largest degree at which a single neighbour is enough."""
    return math.floor(1.0 / phi + SLACK)


def branching(z: float, phi: float) -> float:
    """How many vulnerable members a vulnerable one reaches: sum k (k - 1) p_k / z over vulnerable k."""
    return float(z * poisson.cdf(vulnerable_up_to(phi) - 2, z))


def window(phi: float) -> tuple[float, float] | None:
    """The mean degrees between which global cascades exist; None where they never do."""
    along = np.arange(0.5, 60.0, 0.01)
    above = along[[branching(float(z), phi) > 1 for z in along]]
    if not above.size:
        return None
    ends = ((above[0] - 0.01, above[0]), (above[-1], above[-1] + 0.01))
    low, high = (float(brentq(lambda z: branching(z, phi) - 1, *end, xtol=1e-12)) for end in ends)
    return low, high


def chance_of_a_cascade(z: float, phi: float) -> float:
    """P(one random member starts a global cascade): it lies in, or beside, the endless cluster of vulnerable members.

    u = P(an edge does not lead there) = 1 - sum over vulnerable k of k p_k / z (1 - u^(k - 1)); the chance is
    1 - sum p_k u^k = 1 - exp(-z (1 - u)).
    """
    k = np.arange(1, vulnerable_up_to(phi) + 1)
    weight = k * poisson.pmf(k, z) / z
    u = 0.0
    for _ in range(10_000):
        u = float(1 - (weight * (1 - u ** (k - 1.0))).sum())
    return 1 - math.exp(-z * (1 - u))


def step(q: float, z: float, phi: float, seeds: float) -> float:
    """The share of neighbours who act, from their share a step before (Gleeson & Cahalane, equation 1).

    seeds + (1 - seeds) sum k p_k / z P(at least ceil(phi k) of k - 1 act).
    """
    k, needed = degrees(phi)
    found = (k * poisson.pmf(k, z) / z * binom.sf(needed - 1, k - 1, q)).sum()
    return seeds + (1 - seeds) * float(found)


def degrees(phi: float) -> tuple[Floats, Floats]:
    """Degrees, and how many neighbours each needs."""
    k = np.arange(1, LARGEST_DEGREE, dtype=np.float64)
    return k, np.maximum(np.ceil(phi * k - SLACK), 1)


def final_share(z: float, phi: float, seeds: float) -> float:
    """Who acts in the end when the share ``seeds`` acts from the start; seeds next to nothing: a global cascade."""
    q = seeds
    for _ in range(100_000):
        new = step(q, z, phi, seeds)
        if abs(new - q) < 1e-13:
            break
        q = new
    k, needed = degrees(phi)
    return seeds + (1 - seeds) * float((poisson.pmf(k, z) * binom.sf(needed - 1, k, q)).sum())


def upper_edge(phi: float, seeds: float, low: float, high: float) -> float:
    """The mean degree, between two, up to which a share of seeds sets off nearly all: there q = step(q) has a double
    root, where the lower one comes into being.
    """

    def gap(z: float) -> float:
        """How far the step stays above q at the narrowest place; the cascade gets through while that is positive."""
        found = minimize_scalar(
            lambda q: step(q, z, phi, seeds) - q, bounds=(seeds, 0.4), method="bounded", options={"xatol": 1e-10}
        )
        return float(found.fun)

    return float(brentq(gap, low, high, xtol=1e-9))
