"""When a ban raises control: the closed form beside the simulation (MODEL.md 3.5).

Posts are independent, each filled with the share refill / (refill + hazard), and an order passes a chain of d + 1 posts
when all are filled. Where exits are open the hazard is x; a ban leaves m of it, and holds a share s of the members, who
work at effort e. So control under the ban is to control without it as

    1 - s (1 - e)   to   ((nu + m) / (nu + x))^(d + 1),

and the ban raises control iff the first is greater. With b = 1 what a ban leaves is what nobody chose; one that leaks
leaves more. So m is the hazard that was seen under the policy. A chair that its holder leaves for a better one is
empty too: promotions are in x and in m.

The simulation goes by ticks, and a chair emptied in one waits for the next: with the chances p within a tick the share
filled is p(nu) / (p(nu) + p(x)), exactly. So each rate r stands in the closed form as p / dt = (1 - exp(-r dt)) / dt,
which is r where ticks are short.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from exitban.analysis import reading
from exitban.analysis.break_even_late import NEEDED, Late, divided
from exitban.analysis.break_even_worlds import Worlds
from exitban.analysis.intervals import Floats, Interval, mean
from exitban.plan import mean_depths

NOTHING: Final = 1e-3
"""A tenth of a point of control: where nothing changes but luck, no sign is read from less."""


def effort_kept(trapped: ArrayLike, effort: ArrayLike) -> Floats:
    """1 - s (1 - e): what is left of effort when a share of members is held and works at ``effort``."""
    held, work = np.asarray(trapped, np.float64), np.asarray(effort, np.float64)
    return np.asarray(1.0 - held * (1.0 - work))


def within_tick(rate: ArrayLike, tick: float) -> Floats:
    """(1 - exp(-r dt)) / dt: chance within a tick of ``tick`` months by its length; the rate itself for a tick of 0."""
    rates = np.asarray(rate, np.float64)
    return np.asarray(-np.expm1(-rates * tick) / tick) if tick > 0.0 else rates


def chain_kept(refill: ArrayLike, hazard: ArrayLike, left: ArrayLike, depth: ArrayLike, tick: float = 0.0) -> Floats:
    """((nu + m) / (nu + x))^(d + 1): control with exits open as a share of that at a hazard of ``left``.

    ``refill`` nu, ``hazard`` x and ``left`` m per month, ``depth`` d steps up to the ruler, ``tick`` in months. NaN
    where nobody comes or goes.
    """
    nu, x, m = (within_tick(one, tick) for one in (refill, hazard, left))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(((nu + m) / (nu + x)) ** (np.asarray(depth, np.float64) + 1.0))


@dataclass(frozen=True)
class Ingredients:
    """What the closed form needs, read out of a run: rates per month, shares, steps, and the tick in months.

    ``hazard`` x and ``not_chosen`` (its part that is no act of the member) under the first policy, ``left`` m under the
    ban, promotions included; ``refill`` nu under the first, from outside or below; ``depth`` d; ``trapped`` s and
    ``effort`` e of the trapped under the ban.
    """

    hazard: float
    not_chosen: float
    left: float
    refill: float
    depth: float
    trapped: float
    effort: float
    tick: float = 0.0

    @property
    def effort_kept(self) -> float:
        """The left side."""
        return float(effort_kept(self.trapped, self.effort))

    @property
    def chain_kept(self) -> float:
        """The right side."""
        return float(chain_kept(self.refill, self.hazard, self.left, self.depth, self.tick))

    @property
    def ratio(self) -> float:
        """Control under the ban over control without it, by the closed form."""
        return self.effort_kept / self.chain_kept if self.chain_kept else math.nan

    def control(self, hazard: float) -> float:
        """Share of chains without an empty chair at a hazard of leaving."""
        return float(chain_kept(self.refill, hazard, 0.0, self.depth, self.tick))

    def ratios(self, refill: Floats, hazard: Floats) -> Floats:
        """The same for other rates of refill and other hazards, all else as it is."""
        return np.asarray(self.effort_kept / chain_kept(refill, hazard, self.left, self.depth, self.tick))


@dataclass(frozen=True)
class BreakEven:
    """The closed form and the simulation for the whole (``institution`` empty) or for one institution.

    ``difference``: control under the policy less control under the first, mean over the second half of the time in
    matched worlds, with its 95 % interval where worlds were kept; ``ratio``: of the two means, with its own.
    ``summed``: the ratio of the closed form taken in each institution by itself and summed with the weights; for one
    institution its own. ``worlds``: the same comparison in every matched world, for the whole.
    """

    institution: str
    ingredients: Ingredients
    difference: Interval
    ratio: Interval
    summed: float
    worlds: Worlds | None = field(default=None, compare=False)

    @property
    def agrees(self) -> bool | None:
        """Whether closed form and simulation have one sign; None where one of them leaves it open."""
        return self._same_sign(self.ingredients.ratio)

    @property
    def summed_agrees(self) -> bool | None:
        """The same for the closed form summed over institutions."""
        return self._same_sign(self.summed)

    def _same_sign(self, ratio: float) -> bool | None:
        signs = sign(ratio - 1.0), self.simulated
        return None if 0 in signs else signs[0] == signs[1]

    @property
    def simulated(self) -> int:
        """+1, -1, or 0 where the interval holds no difference, or there is no interval, or no control to begin with."""
        low, high = self.difference.low, self.difference.high
        if math.isnan(self.ratio.value):
            return 0
        return sign(self.difference.value) if low > 0.0 or high < 0.0 else 0


def sign(value: float) -> int:
    """+1, -1, or 0 for nothing to speak of."""
    return 0 if math.isnan(value) or abs(value) < NOTHING else int(math.copysign(1, value))


def break_even(data: reading.Data, scenario: Any, policy: str) -> tuple[BreakEven, ...]:
    """The whole first, then each institution with a weight.

    Nothing for the first policy, an unknown organisation, or a policy that is over when the second half begins: the
    rates are read in it.
    """
    base = reading.policies(data)[0]
    known = hasattr(scenario, "organisation") and all(name in data for name in NEEDED)
    late = reading.dates(data)[reading.ticks(data) // 2]
    if policy == base or not known or reading.is_over(scenario, policy, late):
        return ()
    names = reading.labels(data, "institution")
    weights = np.array([scenario.institutions[name].weight for name in names])
    depths = mean_depths(scenario)
    pair = Late.of(data, base), Late.of(data, policy)
    read = each_by_itself(pair, "institution", np.array([depths[name] for name in names]))
    whole = of_the_whole(pair, float(weights @ [one.depth for one in read]) / weights.sum(), summed(read, weights))
    parts = (
        BreakEven(name, read[place], *compared(*(one.control(place) for one in pair)), read[place].ratio)
        for place, name in enumerate(names)
        if weights[place] > 0.0
    )
    return (whole, *parts)


def of_the_whole(pair: tuple[Late, Late], depth: float, by_parts: float) -> BreakEven:
    """All posts pooled, whatever their weight, since orders pass through all: in all worlds together, and in each."""
    (pooled,) = each_by_itself(pair, "all worlds", np.array([depth]))
    control = [late.control(None) for late in pair]
    hazard, _, left, refill, steps, trapped, effort, tick = columns(pair, "replicate", np.full(len(control[0]), depth))
    ratio = divided(effort_kept(trapped, effort), chain_kept(refill, hazard, left, steps, float(tick[0])), math.nan)
    return BreakEven("", pooled, *compared(*control), by_parts, Worlds(refill, hazard, ratio, control[1] - control[0]))


def each_by_itself(pair: tuple[Late, Late], across: str, depth: Floats) -> list[Ingredients]:
    """The ingredients of every institution, or of all worlds together."""
    return [Ingredients(*map(float, row)) for row in zip(*columns(pair, across, depth), strict=True)]


def columns(pair: tuple[Late, Late], across: str, depth: Floats) -> tuple[Floats, ...]:
    """The ingredients in their order, a list of each: by institution, by world, or one for all worlds together."""
    before, after = (late.split(across) for late in pair)
    trapped = after.trapped()
    return (
        *(before.hazard(), before.hazard(chosen=False), after.hazard(), before.refill(), depth),
        *(trapped, of_the_trapped(after.effort(), trapped), np.full(len(depth), before.dt)),
    )


def of_the_trapped(effort: Floats, trapped: Floats) -> Floats:
    """Their effort from that of all members: those who are not held work at full effort."""
    return np.clip(1.0 - divided(1.0 - effort, trapped), 0.0, 1.0)


def summed(read: Sequence[Ingredients], weights: Floats) -> float:
    """The ratio when each institution has a closed form of its own: control with the ban and without, both summed."""
    without = float(weights @ [one.control(one.hazard) for one in read])
    under = float(weights @ [one.effort_kept * one.control(one.left) for one in read])
    return under / without if without > 0.0 else math.nan


def compared(before: Floats, after: Floats) -> tuple[Interval, Interval]:
    """Difference and ratio of mean control in matched worlds, with their intervals.

    That of the ratio is the linearised one for a ratio of means (Cochran 1977, Sampling Techniques, section 6.4).
    """
    difference, level = mean(after - before), float(before.mean())
    if not level > 0.0:
        return difference, Interval(math.nan, math.nan, math.nan)
    ratio = float(after.mean()) / level
    spread = mean((after - ratio * before) / level)
    return difference, Interval(ratio, ratio + spread.low, ratio + spread.high)
