"""The draws of many replicates at once: the numbers of `share_of_replicate`, in one call."""

from __future__ import annotations

from typing import Any

import numpy as np

from exitban.maths.luck import OUTSIDE_TIME, address_of
from exitban.maths.philox import philox
from exitban.scenario.distributions import Floats

HIGH, LOW = np.uint64(21), np.uint64(11)


def shares_of_replicates(seed: int, replicates: range, name: str) -> Floats:
    """Uniform draws in (0, 1), one per replicate, for a named quantity."""
    low, high = (np.uint64(half) for half in address_of(name))
    each: Any = np.arange(replicates.start, replicates.stop, replicates.step, dtype=np.uint64)
    words = philox(np.uint64(OUTSIDE_TIME), low, high, np.uint64(0), np.uint64(seed), each)
    bits = (words[0] << HIGH) ^ (words[1] >> LOW)
    return (np.asarray(bits, dtype=np.float64) + 0.5) * 2.0**-53
