"""What a policy changes in the same world: one difference per world for each headline measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import numpy as np

from exitban.analysis import reading
from exitban.analysis.intervals import Floats, Interval, matched_share_difference, mean_difference
from exitban.analysis.measures import Measure as Series
from exitban.scenario import Scenario
from exitban.words import VOLUNTARY

Taken = Callable[["reading.Data", str], Floats]

LOST: Final = "lost"
"""The measure that is a yes or no in every world."""


POINTS: Final = "points"
"""The unit of shares, once they are told a hundred times as large."""


@dataclass(frozen=True)
class Measure:
    """A number per world: ``take`` gives it for a policy, (replicates,); told in ``unit``, ``scale`` times as large."""

    name: str
    title: str
    unit: str
    scale: float
    take: Taken = field(compare=False)

    @property
    def of_shares(self) -> bool:
        """Whether it lies between 0 and 1, or is control, which hardly ever exceeds them."""
        return self.unit == POINTS


def lost(data: reading.Data, policy: str) -> Floats:
    """1 where control is lost within the horizon."""
    return (~np.isnan(reading.values(data, "lost_at", policy))).astype(np.float64)


def control_at(tick: int, data: reading.Data, policy: str) -> Floats:
    """The control index at the end of a tick."""
    return reading.values(data, "control", policy)[:, tick]


def at_the_end(found: Series) -> Measure:
    """What an answer speaks of, at the end of the horizon."""
    unit, scale = ("points", 100.0) if found.of_shares else ("posts", 1.0)
    return Measure(found.name, f"{found.title}, at the end", unit, scale, partial(ended, found))


def ended(found: Series, data: reading.Data, policy: str) -> Floats:
    """The last value of a series, or the events until then."""
    return found.of({part: reading.values(data, part, policy) for part in found.parts})[:, -1]


def voluntary_exits(data: reading.Data, policy: str) -> Floats:
    """Members who chose to leave and did, added up over the horizon."""
    reasons = [total(f"exits_{reason}", data, policy) for reason in VOLUNTARY]
    return np.asarray(np.sum(reasons, axis=0), np.float64)


def total(name: str, data: reading.Data, policy: str) -> Floats:
    """A flow added up over the horizon."""
    return np.asarray(reading.values(data, name, policy).sum(axis=1), np.float64)


def average(name: str, data: reading.Data, policy: str) -> Floats:
    """The mean of a series over the horizon, months without a value left out."""
    found = reading.values(data, name, policy)
    known = ~np.isnan(found)
    count = known.sum(axis=1)
    summed = np.where(known, found, 0.0).sum(axis=1)
    return np.asarray(np.divide(summed, count, out=np.full(len(found), np.nan), where=count > 0), np.float64)


def measures(scenario: Scenario) -> tuple[Measure, ...]:
    """The headline measures; control at the date of the report only where the scenario has one."""
    report = scenario.time.report_date
    at_report = () if report is None else (min(scenario.time.tick_of(report), scenario.time.ticks - 1),)
    return (
        Measure(LOST, "worlds that lose control", "points", 100, lost),
        *(
            Measure("control_at_report", "control at the date of the report", "points", 100, partial(control_at, tick))
            for tick in at_report
        ),
        Measure("control_at_end", "control at the end", "points", 100, partial(control_at, -1)),
        Measure("voluntary_exits", "voluntary exits", "members", 1, voluntary_exits),
        Measure("voice", "speaking out, on average over time", "members", 1, partial(average, "voice")),
        Measure("covert", "covert deals proposed", "events", 1, partial(total, "proposals")),
        Measure("effort", "effort, on average over time", "points", 100, partial(average, "effort")),
    )


def differences(data: reading.Data, wanted: tuple[Measure, ...]) -> dict[tuple[str, str], Floats]:
    """Policy less the first policy, (replicates,) by policy and measure."""
    base, *others = reading.policies(data)
    return {(policy, one.name): one.take(data, policy) - one.take(data, base) for policy in others for one in wanted}


def interval(measure: Measure, difference: Floats) -> Interval:
    """The mean difference with its 95 % interval; that of matched shares where it is one of shares."""
    if measure.name != LOST:
        return mean_difference(difference, measure.of_shares)
    return matched_share_difference(int((difference > 0).sum()), int((difference < 0).sum()), len(difference))
