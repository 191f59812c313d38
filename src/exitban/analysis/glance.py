"""A policy beside another at a glance: what the explorer draws, from the bands and contrasts of a report."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from exitban.analysis.bands import Bands, bands, equally_likely
from exitban.analysis.contrasts import Contrast, contrast, lost_contrast
from exitban.analysis.findings import Against
from exitban.analysis.intervals import Floats, Interval, bounded_mean, share
from exitban.analysis.measures import Measure
from exitban.analysis.survival import Survival, months_kept, survival
from exitban.scenario.horizon import length_in_words


@dataclass(frozen=True, eq=False)
class Worlds:
    """What is kept of the worlds under one policy.

    ``measured`` (replicates, T); ``lost_at`` (replicates,) months, NaN: not within the horizon; ``kept``: other numbers
    by name, one per world.
    """

    name: str
    title: str
    measured: Floats
    lost_at: Floats
    kept: Mapping[str, Floats]


@dataclass(frozen=True)
class Calendar:
    """When the simulation starts, the months and dates at the ends of its ticks."""

    start: datetime.date
    dates: tuple[datetime.date, ...]
    months_per_tick: float

    @property
    def months(self) -> Floats:
        """(T,) months at the ends of ticks."""
        months: Floats = (np.arange(len(self.dates), dtype=np.float64) + 1.0) * self.months_per_tick
        return months

    @property
    def span(self) -> str:
        """From start to end in words."""
        return length_in_words(self.start, self.dates[-1], float(self.months[-1]))


@dataclass(frozen=True, eq=False)
class Seen:
    """One policy as it is drawn: the spread of the measure over time under the name that a report gives it."""

    name: str
    title: str
    control: Bands
    survival: Survival
    lost: Interval
    kept: Mapping[str, Interval]
    against: Against | None


@dataclass(frozen=True, eq=False)
class Glance:
    """Two policies, the first the one that the other is compared with."""

    measure: Measure
    calendar: Calendar
    replicates: int
    policies: tuple[Seen, Seen]

    @property
    def base(self) -> Seen:
        """What the other is compared with."""
        return self.policies[0]

    @property
    def chosen(self) -> Seen:
        """The policy that is looked at."""
        return self.policies[1]

    @property
    def span(self) -> str:
        """From start to end in words."""
        return self.calendar.span


def glance(measure: Measure, calendar: Calendar, base: Worlds, chosen: Worlds) -> Glance:
    """Sum up matched worlds under two policies; both hold the same replicates."""
    against = _against(measure, calendar, base, chosen)
    policies = (_seen(base, measure, calendar, None), _seen(chosen, measure, calendar, against))
    return Glance(measure, calendar, len(base.measured), policies)


def _seen(worlds: Worlds, measure: Measure, calendar: Calendar, against: Against | None) -> Seen:
    curve = survival(worlds.lost_at, calendar.months_per_tick, len(calendar.dates))
    return Seen(
        name=worlds.name,
        title=worlds.title,
        control=bands(worlds.measured),
        survival=curve,
        lost=share(curve.lost, curve.lost + curve.censored),
        kept={name: bounded_mean(values, np.inf) for name, values in worlds.kept.items()},
        against=against,
    )


def _against(measure: Measure, calendar: Calendar, base: Worlds, chosen: Worlds) -> Against:
    difference = chosen.measured - base.measured
    contrasts = [_contrast_at_end(measure, base, chosen)]
    if measure.is_control:
        horizon = float(calendar.months[-1])
        kept = [months_kept(one.lost_at, horizon) for one in (base, chosen)]
        lost = [~np.isnan(one.lost_at) for one in (base, chosen)]
        contrasts += [lost_contrast(*lost), contrast("months_kept", "months", *kept)]
    return Against(tuple(contrasts), bands(difference), equally_likely(difference[:, -1]))


def _contrast_at_end(measure: Measure, base: Worlds, chosen: Worlds) -> Contrast:
    unit = "control index" if measure.is_control else "share" if measure.of_shares else "posts"
    return contrast("control_at_end", unit, base.measured[:, -1], chosen.measured[:, -1])
