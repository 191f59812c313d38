"""Luck in bulk: the draws of many replicates, and the addresses of many names, in one call each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

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


def addresses_of(names: Sequence[str]) -> NDArray[np.uint64]:
    """`exitban.maths.luck.address_of` for many names: (names, 2), the two 32-bit halves of each one's hash."""
    digests = b"".join([hashlib.blake2b(name.encode(), digest_size=8).digest() for name in names])
    return np.frombuffer(digests, "<u4").reshape(-1, 2).astype(np.uint64)
