"""The spread between simulated worlds: quantiles over replicates, never an interval of a mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from exitban.analysis.intervals import Floats

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles that draw a band: the middle 50 % and the middle 90 % of worlds around their median."""


@dataclass(frozen=True, eq=False)
class Bands:
    """Quantiles 5, 25, 50, 75 and 95 % over replicates along one axis; they hold luck and priors together."""

    q05: Floats
    q25: Floats
    q50: Floats
    q75: Floats
    q95: Floats


def bands(values: ArrayLike) -> Bands:
    """Quantiles over the first axis (replicates). Linear between order statistics (numpy's default)."""
    return Bands(*np.quantile(np.asarray(values, dtype=np.float64), LEVELS, axis=0))


def equally_likely(values: ArrayLike, number: int = 20) -> Floats:
    """`number` outcomes that stand for equal shares of the worlds: quantiles (i + 1/2) / number.

    Kay et al. 2016 (CHI): people read twenty such dots better than a density.
    """
    levels = (np.arange(number) + 0.5) / number
    return np.asarray(np.quantile(np.asarray(values, dtype=np.float64), levels))
