"""Looking again and again until the answer is sharp enough, honestly.

Whoever looks after every hundred worlds and stops when a 95 % interval is narrow, or leaves zero, is wrong more often
than one time in twenty. Here the chance of error is spent over the looks (Lan & DeMets 1983, Biometrika 70: 659-663):
look k gets 1 / (k (k + 1)) of it, and these add up to 1 over all looks that can ever be. By Boole's inequality all
intervals of all looks hold at once with the chance that was asked for, so the one at which the run stops does. The
sizes of the looks are fixed beforehand and depend on no result.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from exitban.analysis.intervals import LEVEL

FIRST: Final = 128
GROWTH: Final = 1.5
"""Each look has so many times as many worlds as the last: few looks, and seldom many more worlds than were needed."""
STEP: Final = 32
MOST: Final = 100_000


@dataclass(frozen=True)
class Look:
    """The k-th look, counted from 1: after how many worlds, and the level of its intervals."""

    number: int
    worlds: int
    level: float


def looks(most: int) -> Iterator[Look]:
    """All looks, the last at ``most`` worlds."""
    size = float(FIRST)
    for number in itertools.count(1):
        worlds = min(math.ceil(size / STEP) * STEP, most)
        yield Look(number, worlds, level_of(number))
        if worlds == most:
            return
        size *= GROWTH


def level_of(number: int, level: float = LEVEL) -> float:
    """The level of the intervals of a look: 1 - (1 - level) / (k (k + 1))."""
    return 1.0 - (1.0 - level) / (number * (number + 1))
