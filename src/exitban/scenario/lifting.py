"""What a ban holds back: dates on which a copy of every world goes on without it (MODEL.md 3.4, stored exits)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from exitban.scenario.findings import Findings
from exitban.scenario.horizon import Time, moment
from exitban.scenario.types import ScenarioEntry


@dataclass(frozen=True)
class Lifting:
    """When what is forbidden is allowed in a copy of the world, and for how many ticks that copy is followed.

    ``dates`` in order, with the ticks ``starts`` on which they fall. ``everything``: all policies in force end, not
    only the one that is run, so that what stands beside it ends too.
    """

    dates: tuple[datetime.date, ...]
    starts: tuple[int, ...]
    months: float
    ticks: int
    everything: bool

    @property
    def windows(self) -> list[slice]:
        """The ticks in which exits are counted, one window for each date."""
        return [slice(start, start + self.ticks) for start in self.starts]


def lifting_from(file: ScenarioEntry, time: Time) -> Lifting | None:
    """As the file states it; None where it does not ask."""
    asked = file.stored_exits
    if asked is None:
        return None
    dates = tuple(sorted(asked.lifted_at, key=moment))
    starts = tuple(time.tick_of(date) for date in dates)
    return Lifting(dates, starts, asked.months, ticks_of(asked.months, time), asked.lifts == "everything")


def ticks_of(months: float, time: Time) -> int:
    """How many ticks a window lasts: the nearest whole number, at least one."""
    return max(1, round(months * time.ticks_per_month))


def check_lifting(findings: Findings, file: ScenarioEntry, time: Time) -> None:
    """Each window lies within the time, and no two dates fall on one tick."""
    asked = file.stored_exits
    seen: dict[int, datetime.date] = {}
    for index, date in enumerate(asked.lifted_at if asked is not None else ()):
        place = ("stored_exits", "lifted_at", index)
        tick = time.tick_of(date)
        if not time.holds(date):
            findings.wrong(place, f"found {date}; allowed: a day within the time, {time.start} to before {time.end}.")
        elif asked is not None and tick + ticks_of(asked.months, time) > time.ticks:
            told = f"found {date}; the {asked.months:g} months after it must end within the time, by {time.end}."
            findings.wrong(place, told, ("stored_exits", "months"))
        elif tick in seen:
            findings.wrong(place, f"{date} falls on the same tick as {seen[tick]}; name one of them.")
        seen.setdefault(tick, date)
