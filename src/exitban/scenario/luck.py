"""The draws of many replicates at once: the same numbers as `share_of_replicate`, in one call of the generator."""

from __future__ import annotations

from typing import Any

import numpy as np

from exitban.maths.luck import OUTSIDE_TIME, address_of
from exitban.maths.philox import philox
from exitban.scenario.distributions import Floats

HIGH, LOW = np.uint64(21), np.uint64(11)


def shares_of_replicates(seed: int, replicates: range, name: str) -> Floats:
    """Uniform draws in (0, 1), one per replicate, for a named quantity."""
    counter = (np.uint64(word) for word in (OUTSIDE_TIME, *address_of(name), 0))
    each: Any = np.arange(replicates.start, replicates.stop, replicates.step, dtype=np.uint64)
    words = philox(*counter, np.uint64(seed), each)
    bits = (words[0] << HIGH) ^ (words[1] >> LOW)
    return (np.asarray(bits, dtype=np.float64) + 0.5) * 2.0**-53
