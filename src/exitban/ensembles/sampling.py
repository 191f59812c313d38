"""Design points from a plan: every combination of levels, or a sequence that fills ranges evenly.

Sequences are drawn in the unit cube and carried to the numbers by the inverses of their distributions. Latin
hypercubes (McKay, Beckman & Conover 1979) and scrambled Sobol points (Owen 1998) are those of `scipy.stats.qmc`; the
trajectories of Morris (1991) change one number at a time, by half the levels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from exitban.scenario.distributions import Distribution

Floats = NDArray[np.float64]


def grid(levels: Mapping[str, Sequence[float]]) -> dict[str, Floats]:
    """Every combination, the last number running fastest."""
    combinations = list(product(*levels.values()))
    return {path: np.array([one[k] for one in combinations], np.float64) for k, path in enumerate(levels)}


def carried(cube: Floats, over: Mapping[str, Distribution]) -> dict[str, Floats]:
    """Points of the unit cube (points, numbers) as values by path; 0 and 1 stay just inside an infinite tail."""
    return {path: one.quantile(_inside(cube[:, k], one)) for k, (path, one) in enumerate(over.items())}


def _inside(column: Floats, over: Distribution) -> Floats:
    return column if np.isfinite(over.support).all() else np.clip(column, 1e-12, 1 - 1e-12)


def latin_hypercube(points: int, numbers: int, seed: int) -> Floats:
    """(points, numbers): each number has one point in every one of as many equal slices as there are points."""
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(numbers, rng=np.random.default_rng(seed)).random(points))


def sobol(points: int, numbers: int, seed: int) -> Floats:
    """(points, numbers) of a scrambled Sobol sequence; with more points the first ones stay. Best: a power of 2."""
    import warnings

    from scipy.stats import qmc

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # balance of other counts: told in the guide
        return np.asarray(qmc.Sobol(numbers, rng=np.random.default_rng(seed)).random(points))


def morris(trajectories: int, numbers: int, levels: int, seed: int) -> Floats:
    """(trajectories * (numbers + 1), numbers): from a random start, each number moves once, in random order.

    ``levels`` is even; a step is levels / (2 (levels - 1)), by which all levels are equally likely (Morris 1991).
    """
    random = np.random.default_rng(seed)
    half = levels // 2
    return np.concatenate([_trajectory(random, numbers, half) for _ in range(trajectories)]) / (levels - 1)


def _trajectory(random: np.random.Generator, numbers: int, half: int) -> Floats:
    """One way through the grid of levels, counted in levels."""
    low = random.integers(0, half, numbers)
    up = random.integers(0, 2, numbers).astype(bool)
    way = [np.where(up, low, low + half)]
    for number in random.permutation(numbers):
        step = way[-1].copy()
        step[number] += half if up[number] else -half
        way.append(step)
    return np.array(way, np.float64)
