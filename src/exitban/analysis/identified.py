"""What known cases identify: a lower bound of a rate, and a ridge of bans and of wishes to leave that give it alike.

Known cases are as many as ask, times the share that is stopped, times the share that comes out. So a strict ban that
few test and a loose one that many test leave one and the same trace (MODEL.md, section 4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from exitban.analysis.intervals import LEVEL, Interval
from exitban.scenario.horizon import Date, months_between

STRENGTHS: Final = (1.0, 0.9, 0.75, 0.5, 0.25)
"""Shares of attempts that are stopped, along the ridge."""


@dataclass(frozen=True)
class Identified:
    """``cases`` among ``posts`` within ``months``: ``blocked`` per post and month, with the exact interval of a count.

    A lower bound, since only those who became known are counted.
    """

    cases: int
    posts: int
    months: float
    blocked: Interval

    def attempts(self, strength: float) -> Interval:
        """Attempts per post and month, at the least, if a ban stops this share of them."""
        return Interval(*(end / strength for end in (self.blocked.value, self.blocked.low, self.blocked.high)))


def identified(cases: int, posts: int, start: Date, end: Date) -> Identified | None:
    """What so many known cases among so many posts identify, from one day to another; None where there is no case."""
    months = float(months_between(start, end))  # a day and a moment cannot be compared as they are
    if cases < 1 or posts < 1 or months <= 0.0:
        return None
    return Identified(cases, posts, months, rate_of(cases, posts * months))


def rate_of(cases: int, exposure: float) -> Interval:
    """A rate with its exact interval for a Poisson count (Garwood 1936, Biometrika 28: 437-442)."""
    from scipy.special import chdtri

    tail = (1.0 - LEVEL) / 2.0
    low = float(chdtri(2.0 * cases, 1.0 - tail)) / 2.0 if cases else 0.0
    high = float(chdtri(2.0 * cases + 2.0, tail)) / 2.0
    return Interval(cases / exposure, low / exposure, high / exposure)
