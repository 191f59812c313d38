"""What came after in words: hit or miss, in counts of worlds, and how little a hit in a wide band says."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from exitban.analysis.looking_back import Beside, LookingBack, UnderPolicy
from exitban.analysis.wording import calendar_date, in_worlds, percent, quoted

WIDE: Final = 10.0
"""A band whose upper end is more than so many times its lower one catches much."""

RARE: Final = 0.01
"""Where fewer worlds than this share come near all values of a series at once, the series as a whole is missed."""

SHARES: Final = {"share of posts": "of posts", "share of the whole": "of the whole"}


def amount(value: float, unit: str) -> str:
    """A value with its unit: 62 posts, 35 % of posts, 5.5 posts per year."""
    for share, words in SHARES.items():
        if unit.startswith(share):
            return f"{percent(value)} % {words}{unit.removeprefix(share)}"
    if unit == "as simulated":
        return plain(value)
    counted = unit.replace("posts", "post").replace("people", "person") if value == 1 else unit
    return f"{plain(value)} {counted}"


def plain(value: float) -> str:
    """A value without its unit, with no more digits than a reader needs."""
    if not math.isfinite(value):
        return "unknown"
    if abs(value) >= 10 or float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:.1f}".removesuffix(".0") if abs(value) >= 1 else f"{value:.2g}"


def bare(value: float, unit: str) -> str:
    """A value as it stands on an axis or in a table whose head names the unit."""
    return f"{percent(value)} %" if unit.startswith(tuple(SHARES)) else plain(value)


def moment_of(one: Beside) -> str:
    """When: a date, or from when to when."""
    until = calendar_date(one.date)
    return f"From {calendar_date(one.since)} to {until}" if one.since is not None else f"On {until}"


def spread_of(one: Beside, unit: str) -> str:
    """The median world with the middle 90 % of worlds."""
    median, low, high = (bare(value, unit) for value in (one.median, one.spread[0], one.spread[4]))
    return f"{median} in the median world (90 % of worlds {low} to {high})"


def tail_of(one: Beside, unit: str) -> str:
    """How many worlds reach the value, or stay below it."""
    side = "or more" if one.observed >= one.median else "or fewer"
    if one.worlds == 0:
        return "no world has a value to compare"
    return f"{bare(one.observed, unit)} {side} in {in_worlds(round(one.beyond.value * one.worlds), one.worlds)}"


def value_sentence(one: Beside, unit: str) -> str:
    """One value among the worlds."""
    return f"{moment_of(one)}: {amount(one.observed, unit)} observed, {spread_of(one, unit)}; {tail_of(one, unit)}."


def verdict(found: UnderPolicy) -> str:
    """Where the values lie, in a few words."""
    number, far = len(found.values), len(found.values) - found.near
    if found.inside < number:
        miss = "The model misses" if found.inside == 0 else "The model misses in part"
        return f"{miss}: {_beyond(found)} the middle 90 % of worlds"
    beside = f", but {_far(far, number)}more than a factor of 2 from the median world" if far else ""
    alone = number > 1 and float(found.at_once.mean()) < RARE
    word = "Plausible value by value, missed as a whole" if alone else "Plausible"
    return f"{word}: {_count(number)} within the middle 90 % of worlds{beside}"


def _beyond(found: UnderPolicy) -> str:
    """How many values lie above and below the band."""
    number = len(found.values)
    above = sum(one.observed > one.spread[4] for one in found.values)
    below = number - found.inside - above
    if number == 1:
        return f"the value lies {'above' if above else 'below'}"
    sides = [f"{count} {side}" for count, side in ((above, "above"), (below, "below")) if count]
    return f"of {number} values {' and '.join(sides)}"


def _count(number: int) -> str:
    return "it lies" if number == 1 else f"all of {number} values lie"


def _far(far: int, number: int) -> str:
    if number == 1:
        return ""
    return "one of them " if far == 1 else "all of them " if far == number else f"{far} of them "


def wide(found: UnderPolicy) -> str:
    """A remark where the band at the last value is so wide that a hit says little."""
    last = found.values[-1]
    if not last.inside or last.spread[4] <= WIDE * last.spread[0]:
        return ""
    return " The band is wide, so that lying in it says little."


def series_sentence(back: LookingBack) -> str:
    """The verdict under the policy that was in force, and the last value."""
    found = back.told
    if found is None:
        return f"{quoted(back.in_force_title)} was in force and was not run: nothing can be laid beside the values."
    near = f", {found.near} of {len(found.values)} within a factor of 2 of the median world"
    missed = near if found.inside < len(found.values) > 1 else ""
    return (
        f"{verdict(found)}{missed}. {value_sentence(found.values[-1], back.unit)}{wide(found)}"
        f"{_at_once(found.at_once) if len(found.values) > 1 else ''}"
    )


def _at_once(near: NDArray[np.bool_], what: str = "every value of the series") -> str:
    count = in_worlds(int(near.sum()), near.size)
    return f" Within a factor of 2 of {what} at once: {count}."


def together(backs: tuple[LookingBack, ...]) -> str:
    """How many worlds come near all that was observed at once; empty where one series tells it already."""
    found = [back.told.at_once for back in backs if back.told is not None]
    if len(found) < 2:
        return ""
    near = np.logical_and.reduce(found)
    return f"All series together.{_at_once(near, 'everything that was observed')}"


def paragraphs(backs: tuple[LookingBack, ...]) -> list[str]:
    """One for each series; none where nothing was observed."""
    told = [f"{quoted(back.title)}. {series_sentence(back)}" for back in backs]
    last = together(backs)
    if not told:
        return []
    return [f"What came after; no number was read off it: {told[0]}", *told[1:], *([last] if last else [])]
