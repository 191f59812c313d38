"""How much of an outcome is luck and no number: by the same worlds with other luck, or at most, without them."""

from __future__ import annotations

from typing import Final

import numpy as np

from exitban.analysis.intervals import LEVEL, Floats, Interval, normal_quantile

FEW_YES: Final = 5
"""What fewer worlds say tells nothing of how much of it is chance."""
FEW_WORLDS: Final = 5
"""Of fewer worlds nobody knows how far the share may be from what they say."""
CHANCES: Final = 10_001
"""Shares of chance that are looked at, a ten-thousandth apart."""


def share_of_chance(one: Floats, other: Floats) -> Interval | None:
    """Share of the variance that is luck: two outcomes (replicates,) of the same worlds, same numbers, other luck.

    E[(y - y')^2] / 2 over Var(y), the total index of luck (Jansen 1999, Computer Physics Communications 117: 35-43),
    with Wald's interval by the jackknife; 0 where nothing varies. Where the outcomes are a yes or no, as 1 or 0, it is
    `of_yes_or_no`. None where fewer than five worlds, or too few of either answer, tell nothing.
    """
    if len(one) < FEW_WORLDS:
        return None
    if np.isin(one, (0.0, 1.0)).all() and np.isin(other, (0.0, 1.0)).all():
        return of_yes_or_no(one, other)
    halves = (one - other) ** 2 / 2.0
    both = np.stack([one, other])
    total = float(both.var())
    if total == 0.0:
        return Interval(0.0, 0.0, 0.0)
    squares = ((both - both.mean()) ** 2).mean(axis=0)
    value = float(halves.mean()) / total
    error = float(np.std(halves - value * squares, ddof=1)) / total / np.sqrt(len(one))
    half = normal_quantile(LEVEL) * float(error)
    low, high = (float(np.clip(end, 0.0, 1.0)) for end in (value - half, value + half))
    return Interval(min(value, 1.0), low, high)


def of_yes_or_no(one: Floats, other: Floats) -> Interval | None:
    """The same for yes-or-no outcomes; None where fewer than five worlds ever say yes, or ever say no.

    One less the intraclass kappa of two ratings. Its interval holds every share under which the counts of worlds that
    say yes twice, once and never are no rarer than one in twenty (Donner & Eliasziw 1992, Statistics in Medicine 11:
    1511-1519); Wald's would hold nothing but 1 after a handful of worlds that say yes once.
    """
    yes, once = float((one * other).sum()), float((one != other).sum())
    never = len(one) - yes - once
    if min(yes, never) + once < FEW_YES:
        return None
    p = (yes + once / 2.0) / len(one)
    spread = p * (1.0 - p)
    chances = np.linspace(0.0, 1.0, CHANCES)[1:]
    expected = (p**2 + (1.0 - chances) * spread, 2.0 * chances * spread, (1.0 - p) ** 2 + (1.0 - chances) * spread)
    seen = (yes, once, never)
    misfit = sum((count - len(one) * share) ** 2 / share for count, share in zip(seen, expected, strict=True))
    value = min(once / len(one) / 2.0 / spread, 1.0)
    held = np.append(chances[misfit / len(one) <= normal_quantile(LEVEL) ** 2], value)
    return Interval(value, float(held.min()), float(held.max()))


def chance_at_most(numbers: Floats, outcome: Floats) -> float:
    """What a straight fit of the outcome to the numbers (replicates, numbers) leaves: luck is at most this share.

    One less the adjusted R squared. What bends or interacts is left over as well, so that luck may be much less. NaN
    where there are too few replicates to fit so many numbers.
    """
    known = _distinct(numbers)
    freedom = len(outcome) - known.shape[1] - 1
    if freedom < known.shape[1] or np.ptp(outcome) == 0.0:
        return float("nan")
    design = (known - known.mean(axis=0)) / known.std(axis=0)
    apart = outcome - outcome.mean()
    products = design.T @ design + RIDGE * len(outcome) * np.eye(design.shape[1])
    left = apart - design @ np.linalg.solve(products, design.T @ apart)
    return float(min(1.0, (left @ left) / freedom / outcome.var(ddof=1)))


RIDGE: Final = 1e-9
"""Keeps columns that depend on each other solvable and moves nothing that is printed. The normal equations are a single
product; a decomposition of the whole design would hold up every report on a busy machine."""


def _distinct(numbers: Floats) -> Floats:
    """The columns that vary, each once: claims that are true in the same worlds are one."""
    found = {column.tobytes(): column for column in numbers.T if np.ptp(column) > 0.0}
    return np.array(list(found.values())).reshape(len(found), len(numbers)).T
