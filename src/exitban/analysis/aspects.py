"""What a comparison of policies looks at: numbers of one world, and which way round each of them helps."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import partial
from typing import Final

from exitban.analysis import reading
from exitban.analysis.headline_effects import Measure, average, control_at, lost, total, voluntary_exits
from exitban.analysis.intervals import Floats
from exitban.analysis.survival import months_kept
from exitban.analysis.wording import calendar_date
from exitban.scenario import Lifting, Scenario

NAMES: Final = (
    *("lost", "months_kept", "control_at_end", "exits_prevented", "stored_exits", "final_rush"),
    *("effort", "voice", "covert"),
)
RUSH_MONTHS: Final = 3.0
"""How long after its end a ban's rush is counted where the scenario does not say."""


@dataclass(frozen=True)
class Aspect:
    """A measure of a world. ``better``: 1 where more of it helps control, -1 where less does, 0 where neither is said.

    ``sign`` -1: told as what is prevented, so that a fall under the policy is a difference above zero.
    """

    measure: Measure
    better: int
    sign: int = 1

    @property
    def name(self) -> str:
        """The name on the command line and in documents."""
        return self.measure.name


def kept(data: reading.Data, policy: str) -> Floats:
    """Months of control kept within the horizon."""
    horizon = reading.ticks(data) * reading.months_per_tick(data)
    return months_kept(reading.values(data, "lost_at", policy), horizon)


def on_the_last_date(name: str, data: reading.Data, policy: str) -> Floats:
    """What happens when the policy falls on the last of the dates on which a copy of the world lifts it."""
    return reading.values(data, name, policy)[:, -1]


def aspects(scenario: Scenario) -> tuple[Aspect, ...]:
    """Everything that is compared; ``scenario`` as `with_an_end` gives it."""
    return (
        Aspect(Measure("lost", "worlds that lose control", "points", 100, lost), -1),
        Aspect(Measure("months_kept", "months of control", "months", 1, kept), 1),
        Aspect(Measure("control_at_end", "control at the end", "points", 100, partial(control_at, -1)), 1),
        Aspect(Measure("exits_prevented", "exits prevented", "members", 1, voluntary_exits), 1, -1),
        *at_the_end_of_it(scenario.lifting),
        Aspect(Measure("effort", "effort, on average over time", "points", 100, partial(average, "effort")), 1),
        Aspect(Measure("voice", "speaking out, on average over time", "members", 1, partial(average, "voice")), 0),
        Aspect(Measure("covert", "covert deals proposed", "events", 1, partial(total, "proposals")), -1),
    )


def at_the_end_of_it(lifting: Lifting | None) -> tuple[Aspect, ...]:
    """Who leaves within some months of the day on which the policy falls; nothing where no time is left for it."""
    if lifting is None:
        return ()
    when = f"within {lifting.months:g} months if it falls on {calendar_date(lifting.dates[-1])}"
    rush, stored = (partial(on_the_last_date, name) for name in ("exits_if_lifted", "stored_exits"))
    return (
        Aspect(Measure("stored_exits", f"exits stored: further ones {when}", "members", 1, stored), -1),
        Aspect(Measure("final_rush", f"final rush: exits {when}", "members", 1, rush), -1),
    )


def with_an_end(scenario: Scenario) -> Scenario:
    """The scenario with a date on which a copy of each world lifts the policy: its own, or one near the end.

    A copy changes nothing in the world that it is taken from.
    """
    time = scenario.time
    months = min(RUSH_MONTHS, time.ticks * time.dt / 4)
    ticks = max(1, round(months * time.ticks_per_month))
    if scenario.lifting is not None or ticks >= time.ticks:
        return scenario
    start = time.ticks - ticks
    lifting = Lifting((time.end_of_tick(start - 1),), (start,), ticks * time.dt, ticks, everything=False)
    return dataclasses.replace(scenario, lifting=lifting)


def taken(data: reading.Data, wanted: tuple[Aspect, ...]) -> dict[str, dict[str, Floats]]:
    """Every aspect under every policy: (replicates,) by policy and name."""
    return {policy: {one.name: one.measure.take(data, policy) for one in wanted} for policy in reading.policies(data)}
