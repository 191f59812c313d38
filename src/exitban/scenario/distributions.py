"""The closed list of distributions, each by its inverse: a uniform draw u in (0, 1) goes in, a value comes
out.

Inverses keep worlds comparable: the same u gives a larger value wherever the distribution lies higher.
scipy is imported only when a distribution needs one of its special functions.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

LARGEST: Final = 1e12
"""Parameters beyond it are typing errors, and their draws would not fit the simulation's 32 bits."""

SHAPES: Final = (1e-3, 1e6)
"""Beyond these shapes a beta or gamma distribution cannot be inverted numerically."""

WIDEST_LOG: Final = 5.0
"""A lognormal wider than this spans more than all numbers that mean something."""

Floats: TypeAlias = NDArray[np.float64]
Parameters: TypeAlias = tuple[float, ...]


@dataclass(frozen=True)
class Family:
    """One entry of the list: what its parameters must fulfil, its inverse, support, mean and words."""

    wish: str
    fits: Callable[[Parameters], bool]
    inverse: Callable[[Parameters, Floats], Floats]
    support: Callable[[Parameters], tuple[float, float]]
    mean: Callable[[Parameters], float]
    words: str


def _fixed(p: Parameters, u: Floats) -> Floats:
    return np.full_like(u, p[0])


def _uniform(p: Parameters, u: Floats) -> Floats:
    return p[0] + (p[1] - p[0]) * u


def _triangular(p: Parameters, u: Floats) -> Floats:
    low, mode, high = p
    width, turn = high - low, (mode - low) / (high - low)
    rising = low + width * np.sqrt(u * turn)
    falling = high - width * np.sqrt((1.0 - u) * (1.0 - turn))
    return np.where(u < turn, rising, falling)


def normal_quantile(u: Floats) -> Floats:
    """The standard normal distribution inverted, to 16 digits (Wichura 1988, AS 241, as Python has it).

    Most scenarios need no more than this one, and importing scipy.special takes longer than all their draws.
    """
    return np.fromiter(map(NormalDist().inv_cdf, u.ravel()), np.float64, u.size).reshape(u.shape)


def _normal(p: Parameters, u: Floats) -> Floats:
    return p[0] + p[1] * normal_quantile(u)


def _lognormal(p: Parameters, u: Floats) -> Floats:
    return p[0] * np.exp(_normal((0.0, p[1]), u))


def _beta(p: Parameters, u: Floats) -> Floats:
    from scipy.special import betaincinv

    return np.asarray(betaincinv(p[0], p[1], u), dtype=np.float64)


def _gamma(p: Parameters, u: Floats) -> Floats:
    from scipy.special import gammaincinv

    return p[1] * np.asarray(gammaincinv(p[0], u), dtype=np.float64)


def _choice(p: Parameters, u: Floats) -> Floats:
    places = np.minimum((u * len(p)).astype(np.int64), len(p) - 1)
    return np.asarray(p, dtype=np.float64)[places]


def _stretched_beta(p: Parameters, u: Floats) -> Floats:
    a, b, low, high = p
    return low + (high - low) * _beta((a, b), u)


FAMILIES: Final[dict[str, Family]] = {
    "value": Family("a number", lambda p: True, _fixed, lambda p: (p[0], p[0]), lambda p: p[0], "{0:g}"),
    "uniform": Family(
        "[lowest, highest] with lowest < highest",
        lambda p: p[0] < p[1],
        _uniform,
        lambda p: (p[0], p[1]),
        lambda p: (p[0] + p[1]) / 2,
        "uniform from {0:g} to {1:g}",
    ),
    "triangular": Family(
        "[lowest, most likely, highest] in rising order, lowest < highest",
        lambda p: p[0] <= p[1] <= p[2] and p[0] < p[2],
        _triangular,
        lambda p: (p[0], p[2]),
        lambda p: sum(p) / 3,
        "triangular from {0:g} over {1:g} to {2:g}",
    ),
    "normal": Family(
        "[mean, standard deviation] with a standard deviation above 0",
        lambda p: p[1] > 0,
        _normal,
        lambda p: (-math.inf, math.inf),
        lambda p: p[0],
        "normal with mean {0:g} and standard deviation {1:g}",
    ),
    "lognormal": Family(
        f"[median, standard deviation of the logarithm], both above 0, the second at most {WIDEST_LOG:g}",
        lambda p: p[0] > 0 and 0 < p[1] <= WIDEST_LOG,
        _lognormal,
        lambda p: (0.0, math.inf),
        lambda p: p[0] * math.exp(p[1] ** 2 / 2),
        "lognormal with median {0:g} and standard deviation {1:g} of the logarithm",
    ),
    "beta": Family(
        "[a, b], both from 0.001 to a million",
        lambda p: all(SHAPES[0] <= one <= SHAPES[1] for one in p),
        _beta,
        lambda p: (0.0, 1.0),
        lambda p: p[0] / (p[0] + p[1]),
        "beta with a = {0:g} and b = {1:g}",
    ),
    "gamma": Family(
        "[shape, scale], both above 0, the shape from 0.001 to a million",
        lambda p: SHAPES[0] <= p[0] <= SHAPES[1] and p[1] > 0,
        _gamma,
        lambda p: (0.0, math.inf),
        lambda p: p[0] * p[1],
        "gamma with shape {0:g} and scale {1:g}",
    ),
    "choice": Family(
        "a list of one value or more",
        lambda p: len(p) > 0,
        _choice,
        lambda p: (min(p), max(p)),
        lambda p: sum(p) / len(p),
        "one of {all}, equally likely",
    ),
    "stretched beta": Family(
        "[a, b, lowest, highest]",
        lambda p: p[0] > 0 and p[1] > 0 and p[2] < p[3],
        _stretched_beta,
        lambda p: (p[2], p[3]),
        lambda p: p[2] + (p[3] - p[2]) * p[0] / (p[0] + p[1]),
        "beta with a = {0:g} and b = {1:g}, stretched from {2:g} to {3:g}",
    ),
}


@dataclass(frozen=True)
class Distribution:
    """A distribution cut at the bounds of its number: draws beyond them are moved to the bound.

    ``judged`` holds the quantiles that it was fitted to, as (level, value), when the file gives quantiles; ``names``
    is what 0, 1, 2 and so on stand for, where they do.
    """

    kind: str
    parameters: Parameters
    low: float = -math.inf
    high: float = math.inf
    judged: tuple[tuple[float, float], ...] = ()
    names: tuple[str, ...] = ()

    @property
    def family(self) -> Family:
        """Its entry in the list."""
        return FAMILIES[self.kind]

    @property
    def is_fixed(self) -> bool:
        """One value only."""
        return self.kind == "value"

    @property
    def support(self) -> tuple[float, float]:
        """The lowest and the highest value before the cut."""
        return self.family.support(self.parameters)

    @property
    def mean(self) -> float:
        """The mean before the cut."""
        return self.family.mean(self.parameters)

    def quantile(self, u: Floats | float) -> Floats:
        """The value below which a share ``u`` of the draws lies, for each u in (0, 1)."""
        found = self.family.inverse(self.parameters, np.asarray(u, dtype=np.float64))
        return np.asarray(np.clip(found, self.low, self.high), dtype=np.float64)

    def words(self) -> str:
        """The distribution as a person would say it."""
        if self.names and self.is_fixed:
            return self._said(self.parameters[0])
        said = self.family.words.format(*self.parameters, all=", ".join(self._said(one) for one in self.parameters))
        judged = ", ".join(f"{level:.0%} below {value:g}" for level, value in self.judged)
        return f"{said} (judged: {judged})" if judged else said

    def _said(self, value: float) -> str:
        place = int(value)
        return self.names[place] if 0 <= place < len(self.names) and place == value else f"{value:g}"


def fixed(value: float, names: tuple[str, ...] = ()) -> Distribution:
    """A number that is known."""
    return Distribution("value", (float(value),), names=names)
