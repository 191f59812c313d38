"""Arithmetic that numba-cuda does not know, written in another way that gives the same bits."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from exitban.maths import elementary
from exitban.maths.elementary import Real


def whole_below(x: Real) -> np.int32:
    """The largest whole number that is not above x: rounded towards zero, and one less where that is above."""
    towards_zero = np.int32(x)
    return np.int32(towards_zero - np.int32(np.float32(towards_zero) > x))


def square_root(x: Real) -> Real:
    """The square root of x >= 0; where it is worked out in 64 bits, rounding it once more gives the same."""
    return np.float32(math.sqrt(x))


OTHERWISE: Final[Mapping[Callable[..., Any], Callable[[Any], Any]]] = {
    elementary.whole_below: whole_below,
    elementary.square_root: square_root,
}
"""What stands for what."""
