"""Room for a block, made from a pattern: working out hundreds of shapes takes longer than filling the arrays."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np

from exitban.kernels.launch import Arrays
from exitban.run import Work

Pattern = dict[str, tuple[tuple[int, ...], np.dtype[Any], Any]]
"""Shape, kind and first value of every array that a run fills."""


class Rooms:
    """Patterns by the size of a block."""

    def __init__(self) -> None:
        self._patterns: dict[Hashable, Pattern] = {}

    def arrays(self, work: Work, own: Arrays, ticks: int) -> Arrays:
        """What `Work.arrays` gives, new and as it starts."""
        key = (len(own["replicates"]), len(own["opens"]), len(own["event_tick"]), ticks)
        if key not in self._patterns:
            made = work.arrays(own, ticks)
            self._patterns[key] = {name: pattern_of(one) for name, one in made.items() if name not in own}
            return made
        return {**own, **{name: filled(*one) for name, one in self._patterns[key].items()}}


def pattern_of(array: np.ndarray[Any, Any]) -> tuple[tuple[int, ...], np.dtype[Any], Any]:
    """Every array that a run fills starts with one value everywhere."""
    return array.shape, array.dtype, array.flat[0] if array.size else 0


def filled(shape: tuple[int, ...], kind: np.dtype[Any], value: Any) -> np.ndarray[Any, Any]:
    """A new array; one of zeros costs nothing until it is touched."""
    return np.full(shape, value, kind) if value else np.zeros(shape, kind)
