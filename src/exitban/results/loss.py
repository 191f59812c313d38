"""When control is lost (equation 15)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

ROUNDING = 1 - 1e-6
"""``hold`` is kept in 32 bits: .1 months at 30 ticks a month are 3 ticks, and not 3.00000004."""


def lost_at(
    control: NDArray[np.float32], threshold: NDArray[np.float64], hold: NDArray[np.float64], dt: float
) -> NDArray[np.float64]:
    """Months until control has stayed below the threshold for ``hold`` months, (replicates,); NaN if it never does.

    ``control`` (ticks, replicates), ``threshold`` and ``hold`` (replicates,), ``dt`` months. Control is looked at at
    the end of each tick: it has stayed below for ``hold`` months when it is below at one moment, still below ``hold``
    months later, and at every moment between, which are hold / dt + 1 of them. Counted without the first, a vacancy of
    the length of a tick would pass for one of ``hold`` months, the more often the longer the tick.
    NaN is a censored run, not one without a loss.
    """
    ticks, replicates = control.shape
    needed = np.ceil(hold / dt * ROUNDING) + 1
    running = np.zeros(replicates)
    lost = np.full(replicates, math.nan)
    for tick in range(ticks):
        running = np.where(control[tick] < threshold, running + 1, 0)
        lost = np.where(np.isnan(lost) & (running >= needed), (tick + 1) * dt, lost)
    return lost
