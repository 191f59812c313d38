"""Stored exits: how many more leave if a policy is lifted on a day than if it stays (MODEL.md 3.4)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from exitban.analysis import reading
from exitban.analysis.intervals import Interval, mean


@dataclass(frozen=True, eq=False)
class StoredExits:
    """One date of lifting: members who choose to leave within ``months`` of it, means per world with 95 % intervals.

    ``stored`` is ``if_lifted`` less ``if_kept`` world by world, on the same luck. ``median`` and the ends of ``spread``
    are quantiles of it between worlds (50, 5 and 95 %). ``institutions``: the mean stored exits in each.
    """

    date: datetime.date
    months: float
    stored: Interval
    if_lifted: Interval
    if_kept: Interval
    spread: Interval
    institutions: Mapping[str, float]


def stored_exits(data: reading.Data, policy: str) -> tuple[StoredExits, ...]:
    """Every date of lifting under a policy; nothing where the scenario names none."""
    if "stored_exits" not in data:
        return ()
    dates = reading.on_the_calendar(data, "branch")
    return tuple(_on(data, policy, number, date) for number, date in enumerate(dates))


def _on(data: reading.Data, policy: str, number: int, date: datetime.date) -> StoredExits:
    stored, lifted, kept = (
        reading.values(data, name, policy)[:, number] for name in ("stored_exits", "exits_if_lifted", "exits_if_kept")
    )
    low, middle, high = (float(q) for q in np.quantile(stored, (0.05, 0.5, 0.95)))
    within = reading.values(data, "institution_stored_exits", policy)[:, number].mean(axis=0)
    names = reading.labels(data, "institution")
    return StoredExits(
        date=date,
        months=float(reading.attributes(data, "stored_exits")["within_months"]),
        stored=mean(stored),
        if_lifted=mean(lifted),
        if_kept=mean(kept),
        spread=Interval(middle, low, high),
        institutions=dict(zip(names, within.tolist(), strict=True)),
    )
