"""When control is lost (equation 15)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray


def lost_at(
    control: NDArray[np.float32], threshold: NDArray[np.float64], hold: NDArray[np.float64], dt: float
) -> NDArray[np.float64]:
    """Months until control has stayed below the threshold for ``hold`` months, (replicates,); NaN if it never does.

    ``control`` (ticks, replicates), ``threshold`` and ``hold`` (replicates,), ``dt`` months. A hold shorter than a
    tick is one tick. NaN is a censored run, not one without a loss.
    """
    ticks, replicates = control.shape
    needed = np.maximum(np.ceil(hold / dt - 1e-9), 1)
    running = np.zeros(replicates)
    lost = np.full(replicates, math.nan)
    for tick in range(ticks):
        running = np.where(control[tick] < threshold, running + 1, 0)
        lost = np.where(np.isnan(lost) & (running >= needed), (tick + 1) * dt, lost)
    return lost
