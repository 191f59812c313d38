"""Room for a block, made from a pattern: working out hundreds of shapes takes longer than filling the arrays."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np

from exitban.kernels import placing
from exitban.kernels.launch import Arrays
from exitban.kernels.placing import Room
from exitban.run import Work

Pattern = dict[str, tuple[Room, Any]]
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
        return {**own, **placing.block({}, self._patterns[key])}


def pattern_of(array: np.ndarray[Any, Any]) -> tuple[Room, Any]:
    """Every array that a run fills starts with one value everywhere."""
    return placing.room_of(array), array.flat[0] if array.size else 0
