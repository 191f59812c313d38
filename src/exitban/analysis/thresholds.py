"""Where the line of lost control lies is an assumption: the answer for every line at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from exitban.analysis.intervals import Curve, Floats, share_curve

LINES = np.arange(0, 101) / 100.0
"""The values of c at which the curve is given: 0, 0.01, ... 1."""


@dataclass(frozen=True, eq=False)
class ThresholdCurve:
    """Share of worlds whose lowest control lies under c, for each c (control index, 0 to 1)."""

    lines: Floats
    share: Curve


def threshold_curve(control_min: ArrayLike, lines: ArrayLike = LINES) -> ThresholdCurve:
    """Share of replicates with min control < c for each c (MODEL.md equation 15), with Wilson's interval.

    Strictly less, as in the equation; `hold` plays no part here, so that at c = C* this curve may lie above
    the share of worlds that lost control for the whole time that a loss must last.
    """
    lowest = np.sort(np.asarray(control_min, dtype=np.float64))
    positions = np.asarray(lines, dtype=np.float64)
    below = np.searchsorted(lowest, positions, side="left")
    return ThresholdCurve(positions, share_curve(below, lowest.size))
