"""When a ban raises control: the closed form beside the simulation (MODEL.md 3.5).

Posts are independent, each filled with the share refill / (refill + hazard), and an order passes a chain of d + 1 posts
when all are filled. Where exits are open the hazard is x; a ban leaves m of it, and holds a share s of the members, who
work at effort e. So control under the ban is to control without it as

    1 - s (1 - e)   to   ((nu + m) / (nu + x))^(d + 1),

and the ban raises control iff the first is greater. With b = 1 what a ban leaves is what nobody chose; one that leaks
leaves more. So m is the hazard that was seen under the policy.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import ArrayLike

from exitban.analysis import reading
from exitban.analysis.intervals import Floats, Interval, mean
from exitban.plan import mean_depths
from exitban.words import REASONS, VOLUNTARY

if TYPE_CHECKING:
    import xarray

NOTHING: Final = 1e-3
"""A tenth of a point of control: where nothing changes but luck, no sign is read from less."""
WHOLE: Final = ""
"""Stands for the whole organisation where an institution is named."""
EXITS: Final = tuple(f"exits_{reason}" for reason in REASONS[1:])
NOT_CHOSEN: Final = tuple(f"exits_{reason}" for reason in REASONS[1:] if reason not in VOLUNTARY)


def effort_kept(trapped: ArrayLike, effort: ArrayLike) -> Floats:
    """1 - s (1 - e): what is left of effort when a share of members is held and works at ``effort``."""
    held, work = np.asarray(trapped, np.float64), np.asarray(effort, np.float64)
    return np.asarray(1.0 - held * (1.0 - work))


def chain_kept(refill: ArrayLike, hazard: ArrayLike, left: ArrayLike, depth: ArrayLike) -> Floats:
    """((nu + m) / (nu + x))^(d + 1): control with exits open as a share of that at a hazard of ``left``.

    ``refill`` nu, ``hazard`` x and ``left`` m per month, ``depth`` d steps up to the ruler. NaN where nobody
    comes or goes.
    """
    nu, x, m = (np.asarray(one, np.float64) for one in (refill, hazard, left))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(((nu + m) / (nu + x)) ** (np.asarray(depth, np.float64) + 1.0))


@dataclass(frozen=True)
class Ingredients:
    """What the closed form needs, read out of a run: rates per month, shares, steps.

    ``hazard`` x and ``not_chosen`` (its part that is no act of the member) under the first policy, ``left`` m under the
    ban; ``refill`` nu under the first; ``depth`` d; ``trapped`` s and ``effort`` e of the trapped under the ban.
    """

    hazard: float
    not_chosen: float
    left: float
    refill: float
    depth: float
    trapped: float
    effort: float

    @property
    def effort_kept(self) -> float:
        """The left side."""
        return float(effort_kept(self.trapped, self.effort))

    @property
    def chain_kept(self) -> float:
        """The right side."""
        return float(chain_kept(self.refill, self.hazard, self.left, self.depth))

    @property
    def ratio(self) -> float:
        """Control under the ban over control without it, by the closed form."""
        return self.effort_kept / self.chain_kept if self.chain_kept else math.nan

    def control(self, hazard: float) -> float:
        """Share of chains without an empty chair at a hazard of leaving."""
        return float(chain_kept(self.refill, hazard, 0.0, self.depth))

    def ratios(self, refill: Floats, hazard: Floats) -> Floats:
        """The same for other rates of refill and other hazards, all else as it is."""
        return np.asarray(self.effort_kept / chain_kept(refill, hazard, self.left, self.depth))


@dataclass(frozen=True)
class BreakEven:
    """The closed form and the simulation for the whole (``institution`` empty) or for one institution.

    ``difference``: control under the policy less control under the first, mean over the second half of the time in
    matched worlds, with its 95 % interval where worlds were kept; ``ratio``: of the two means. ``summed``: the ratio of
    the closed form taken in each institution by itself and summed with the weights; for one institution its own.
    """

    institution: str
    ingredients: Ingredients
    difference: Interval
    ratio: float
    summed: float

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
        """+1, -1, or 0 where the interval holds no difference."""
        low, high = self.difference.low, self.difference.high
        within = not math.isnan(low) and low <= 0.0 <= high
        return 0 if within else sign(self.difference.value)


def sign(value: float) -> int:
    """+1, -1, or 0 for nothing to speak of."""
    return 0 if math.isnan(value) or abs(value) < NOTHING else int(math.copysign(1, value))


def break_even(data: xarray.Dataset, scenario: Any, policy: str) -> tuple[BreakEven, ...]:
    """The whole first, then each institution with a weight; nothing for the first policy or an unknown organisation."""
    base = reading.policies(data)[0]
    if policy == base or not hasattr(scenario, "organisation") or "institution_filled" not in data:
        return ()
    before, after = Late.of(data, base), Late.of(data, policy)
    weights = np.array([scenario.institutions[name].weight for name in before.institutions])
    depths = mean_depths(scenario)
    read = each_by_itself(before, after, np.array([depths[name] for name in before.institutions]))
    pooled = Ingredients(*(float(weights @ column) for column in zip(*map(astuple, read), strict=True)))
    pooled = with_effort(pooled, float(weights @ [one.effort_kept for one in read]))
    whole = compared(WHOLE, pooled, (before.control(None), after.control(None)), summed(read, weights))
    parts = (
        compared(name, read[place], (before.control(place), after.control(place)), read[place].ratio)
        for place, name in enumerate(before.institutions)
        if weights[place] > 0.0
    )
    return (whole, *parts)


def each_by_itself(before: Late, after: Late, depth: Floats) -> list[Ingredients]:
    """The ingredients of every institution."""
    columns = (
        *(before.hazard(EXITS), before.hazard(NOT_CHOSEN), after.hazard(EXITS), before.refill(), depth),
        *(after.per_member("trapped"), after.effort()),
    )
    found = (Ingredients(*map(float, row)) for row in zip(*columns, strict=True))
    return [with_effort(one, one.effort) for one in found]


def with_effort(found: Ingredients, of_all: float) -> Ingredients:
    """The effort of the trapped from that of all members: those who are not held work at full effort."""
    held = found.trapped
    return replace(found, effort=min(1.0, max(0.0, 1.0 - (1.0 - of_all) / held)) if held > 0.0 else 1.0)


def summed(read: Sequence[Ingredients], weights: Floats) -> float:
    """The ratio when each institution has a closed form of its own: control with the ban and without, both summed."""
    without = float(weights @ [one.control(one.hazard) for one in read])
    under = float(weights @ [one.effort_kept * one.control(one.left) for one in read])
    return under / without if without > 0.0 else math.nan


def compared(name: str, found: Ingredients, control: tuple[Floats, Floats], by_parts: float) -> BreakEven:
    """The closed form beside control before and after."""
    before, after = control
    ratio = float(after.mean() / before.mean()) if before.mean() > 0.0 else math.nan
    return BreakEven(name, found, mean(after - before), ratio, by_parts)


def divided(part: Floats, by: Floats, otherwise: float = 0.0) -> Floats:
    """part / by, and something else where that is 0."""
    found: Floats = np.divide(part, by, out=np.full_like(part, otherwise), where=by > 0)
    return found


@dataclass(frozen=True)
class Late:
    """The second half of a run under one policy, when what the start was like matters less: means by institution."""

    data: xarray.Dataset
    institutions: tuple[str, ...]
    dt: float

    @classmethod
    def of(cls, data: xarray.Dataset, policy: str) -> Late:
        """The second half of the time."""
        late = data.sel(policy=policy).isel(time=slice(data.sizes["time"] // 2, None))
        return cls(late, tuple(str(name) for name in data["institution"].values), reading.months_per_tick(data))

    def series(self, name: str) -> Floats:
        """(time, institution), mean over worlds."""
        found = self.data[f"institution_{name}"]
        found = found.sel(statistic="mean") if "statistic" in found.dims else found.mean("replicate")
        values: Floats = found.transpose("time", "institution").values.astype(np.float64)
        return values

    def per_member(self, *names: str) -> Floats:
        """Sums of a count over the time, for each member of each tick; 0 where there is nobody."""
        counted = np.nansum([self.series(name) for name in names], axis=(0, 1))
        members = self.series("filled").sum(axis=0)
        return divided(counted, members)

    def hazard(self, names: tuple[str, ...]) -> Floats:
        """Exits per member and month."""
        return self.per_member(*names) / self.dt

    def refill(self) -> Floats:
        """Arrivals per vacant post and month; 0 where no post is ever vacant."""
        filled, staffing = self.series("filled"), self.series("staffing")
        posts = divided(filled, staffing).max(axis=0)
        vacant = (posts - filled).sum(axis=0) * self.dt
        return divided(self.series("arrivals").sum(axis=0), vacant)

    def effort(self) -> Floats:
        """Mean effort of members; full where there is nobody."""
        members, effort = self.series("filled"), np.nan_to_num(self.series("effort"), nan=1.0)
        return divided((effort * members).sum(axis=0), members.sum(axis=0), otherwise=1.0)

    def control(self, place: int | None) -> Floats:
        """Mean control over the time: by world for the whole; of an institution by world where worlds were kept."""
        if place is None:
            whole: Floats = self.data["control"].values.astype(np.float64).mean(axis=-1)
            return whole
        found = self.data["institution_control"].isel(institution=place)
        if "statistic" in found.dims:
            return np.array([float(found.sel(statistic="mean").mean())])
        worlds: Floats = found.transpose("replicate", "time").values.astype(np.float64).mean(axis=-1)
        return worlds
