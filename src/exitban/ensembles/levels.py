"""Levels for splitting, found by a pilot that counts for nothing else."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from exitban.ensembles.splitting import LOSS, MOST_LEVELS, PILOT, Floats, Splitting

SHARE_AIMED_AT: Final = 0.25


def pilot(split: Splitting) -> tuple[float, ...]:
    """Levels that about a quarter of the worlds reach from the one before, falling."""
    gaps: list[float] = []
    lanes = split.fresh(range(split.effort))
    while len(gaps) < MOST_LEVELS:
        ended, _, _ = split.stage(lanes, -math.inf)
        gap = next_level(lanes.height, ended.height)
        if gap is None:
            break
        gaps.append(gap)
        _, reached, there = split.stage(lanes, gap)
        lanes = split.spread(reached, np.array([there.sum()]), (np.array([PILOT]), len(gaps)))
    return tuple(gaps)


def next_level(begun: Floats, ended: Floats) -> float | None:
    """The next level by the heights of the same worlds at the beginning and at the end; None where there is none.

    It lies midway between two heights, as heights come in steps in a small organisation: were it one of them, those
    who stand on it would not count, and they may be nearly all. A level at which most have been from the beginning,
    or at which all will be, tells nothing.
    """
    heights, counts = np.unique(ended, return_counts=True)
    shares = np.cumsum(counts) / len(ended)
    at = int(np.searchsorted(shares, SHARE_AIMED_AT))
    while at >= 0 and (shares[at] == 1 or (begun <= heights[at]).mean() > 1 / 2):
        at -= 1
    if at < 0 or heights[at] <= LOSS:
        return None
    return float(heights[at] + heights[at + 1]) / 2
