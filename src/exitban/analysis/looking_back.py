"""What came after, beside what was simulated: where the observed values lie among the worlds.

A value that lies where many worlds lie is plausible under the assumptions, and no more than that: it was never used to
set them, and a wide band catches much. Nothing here is a test of a forecast.
"""

from __future__ import annotations

import datetime
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exitban.analysis import reading
from exitban.analysis.bands import LEVELS, Bands, bands
from exitban.analysis.intervals import Floats, Interval, share
from exitban.scenario.observed import OF_THE_WHOLE

FACTOR = 2.0
MONTHS_PER_YEAR = 12.0


def nearby(observed: float, simulated: Floats) -> NDArray[np.bool_]:
    """Which simulated values (any shape) lie within a factor of 2 of the observed one; a zero is near a zero only."""
    low, high = np.minimum(observed, simulated), np.maximum(observed, simulated)
    return np.asarray((low == high) | ((low > 0.0) & (high <= FACTOR * low)))


def slack_of(observed: float) -> float:
    """How far a world may miss a value that it equals: worlds are rounded to single precision."""
    return 1e-5 * max(abs(observed), 1e-6)


@dataclass(frozen=True)
class Beside:
    """One observed value among the simulated ones, all in the unit of the series.

    ``spread``: quantiles 5, 25, 50, 75 and 95 % of the worlds. ``at_least``, ``at_most``: shares of the worlds that
    reach the value, or do not exceed it, with Wilson's interval; ``worlds``: how many have a value at all. ``since``
    None: not counted from a date of its own.
    """

    date: datetime.date
    since: datetime.date | None
    observed: float
    spread: tuple[float, float, float, float, float]
    at_least: Interval
    at_most: Interval
    worlds: int

    @property
    def median(self) -> float:
        """Of the simulated worlds."""
        return self.spread[2]

    @property
    def inside(self) -> bool:
        """Within the middle 90 % of worlds, its ends included."""
        slack = slack_of(self.observed)
        return self.spread[0] - slack <= self.observed <= self.spread[4] + slack

    @property
    def near(self) -> bool:
        """Within a factor of 2 of the median world. A zero is near a zero only."""
        return bool(nearby(self.observed, np.array([self.median]))[0])

    @property
    def beyond(self) -> Interval:
        """The share of worlds at or beyond the value, on the side of the median on which it lies."""
        return self.at_least if self.observed >= self.median else self.at_most


@dataclass(frozen=True, eq=False)
class UnderPolicy:
    """A series of observed values beside one policy; ``spread`` (T,) is that of the simulated quantity over time.

    ``at_once`` (replicates,): the worlds that come within a factor of 2 of every value of the series. Each value alone
    may lie among the worlds where no world has them all.
    """

    policy: str
    title: str
    spread: Bands
    values: tuple[Beside, ...]
    at_once: NDArray[np.bool_]

    @property
    def inside(self) -> int:
        """How many values lie within the middle 90 % of worlds."""
        return sum(one.inside for one in self.values)

    @property
    def near(self) -> int:
        """How many lie within a factor of 2 of the median world."""
        return sum(one.near for one in self.values)


@dataclass(frozen=True, eq=False)
class LookingBack:
    """An observed series beside the policies that were run. ``in_force``: the policy that was, by name and title.

    ``where``: titles of institutions, empty for the whole. ``sources`` (title, address, date) and ``contrary`` (text,
    claims) as the scenario gives them.
    """

    name: str
    title: str
    quantity: str
    unit: str
    in_force: str
    in_force_title: str
    where: tuple[str, ...]
    uncertainty: str
    sources: tuple[Any, ...]
    contrary: tuple[Any, ...]
    under: tuple[UnderPolicy, ...]

    @property
    def told(self) -> UnderPolicy | None:
        """Under the policy that was in force; None where it was not run."""
        return next((one for one in self.under if one.policy == self.in_force), None)

    @property
    def by_period(self) -> bool:
        """Counted over periods of their own, not from the start on."""
        return any(one.since is not None for one in self.under[0].values)


def looking_back(data: reading.Data, scenario: Any) -> tuple[LookingBack, ...]:
    """Every observed series of the scenario that the result holds the simulated side of."""
    asked = getattr(scenario, "observed", None) or {}
    return tuple(_series(data, scenario, one) for name, one in asked.items() if f"simulated_{name}" in data)


def _series(data: reading.Data, scenario: Any, one: Any) -> LookingBack:
    stated = getattr(scenario, "institutions", {})
    where = () if one.everywhere else tuple(getattr(stated.get(name), "title", name) for name in one.institutions)
    return LookingBack(
        name=one.name,
        title=one.title,
        quantity=one.quantity,
        unit=one.unit,
        in_force=one.policy,
        in_force_title=reading.policy_title(scenario, one.policy),
        where=where,
        uncertainty=one.uncertainty,
        sources=one.sources,
        contrary=one.contrary,
        under=tuple(_under(data, scenario, one, policy) for policy in reading.policies(data)),
    )


def _under(data: reading.Data, scenario: Any, one: Any, policy: str) -> UnderPolicy:
    simulated = reading.values(data, f"simulated_{one.name}", policy)
    months = np.asarray(data["month"].values, dtype=np.float64)
    worlds = [counted(one, value, months, simulated) for value in one.values]
    return UnderPolicy(
        policy=policy,
        title=reading.policy_title(scenario, policy),
        spread=_spread(simulated),
        values=tuple(_beside(value, found) for value, found in zip(one.values, worlds, strict=True)),
        at_once=np.all([nearby(value.value, found) for value, found in zip(one.values, worlds, strict=True)], axis=0),
    )


def _spread(simulated: Floats) -> Bands:
    """Quantiles over the worlds that have a value: a share of nothing is none. NaN where no world has one."""
    if not np.isnan(simulated).any():
        return bands(simulated)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return Bands(*np.nanquantile(simulated, LEVELS, axis=0))


def counted(one: Any, value: Any, months: Floats, simulated: Floats) -> Floats:
    """What every world (replicates,) has for one observed value. ``simulated`` (replicates, T), flows added up."""
    if one.kind == "flow" and one.unit != OF_THE_WHOLE:
        since = value.since_month or 0.0
        count = _at(value.month, months, simulated, 0.0) - _at(since, months, simulated, 0.0)
        return count * MONTHS_PER_YEAR / (value.month - since) if one.per_year else count
    if value.since_month is None:
        return _at(value.month, months, simulated, None)
    return _mean(value.since_month, value.month, months, simulated)


def _at(month: float, months: Floats, simulated: Floats, first: float | None) -> Floats:
    """The straight line between ends of ticks; ``first`` is the value at the start, the first record unless given."""
    start = simulated[:, :1] if first is None else np.full((len(simulated), 1), first)
    values, times = np.concatenate([start, simulated], axis=1), np.concatenate([[0.0], months])
    after = int(np.clip(np.searchsorted(times, month), 1, len(months)))
    part = np.clip((month - times[after - 1]) / (times[after] - times[after - 1]), 0.0, 1.0)
    found: Floats = values[:, after - 1] + part * (values[:, after] - values[:, after - 1])
    return found


def _mean(since: float, until: float, months: Floats, simulated: Floats) -> Floats:
    """The mean of a stock over the ticks that end within a time; at its end where none does."""
    within = (months > since) & (months <= until)
    return simulated[:, within].mean(axis=1) if within.any() else _at(until, months, simulated, None)


def _beside(value: Any, worlds: Floats) -> Beside:
    """Where a value lies. Worlds are rounded to single precision: counts must not miss an equal one."""
    known = worlds[~np.isnan(worlds)].astype(np.float32)
    observed = np.float32(value.value)
    spread = np.quantile(known, LEVELS).astype(np.float64) if known.size else np.full(len(LEVELS), np.nan)
    slack = slack_of(float(observed))
    return Beside(
        date=value.date,
        since=value.since,
        observed=float(value.value),
        spread=(float(spread[0]), float(spread[1]), float(spread[2]), float(spread[3]), float(spread[4])),
        at_least=share(int((known >= observed - slack).sum()), int(known.size)),
        at_most=share(int((known <= observed + slack).sum()), int(known.size)),
        worlds=int(known.size),
    )
