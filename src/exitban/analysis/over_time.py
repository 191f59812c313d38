"""Means over replicates along time, with intervals: what the document of a run tells month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from exitban.analysis import reading
from exitban.analysis.intervals import COUNT, SHARE, Curve, Floats, Interval, bounded_mean, bounded_mean_curve
from exitban.words import REASON_TITLES, REASONS

EXITS: Final = tuple(f"exits_{reason}" for reason in REASONS if reason != "none")
ASKING: Final = ("attempts", "blocked", "known_blocked")
AFTER: Final = ("arrivals", "proposals", "leaks", "sanctions", "arrests")
FLOWS: Final = (*ASKING, *EXITS, *AFTER)
STOCKS: Final = ("voice", "covert", "exposed", "trapped", "trapped_months", "vacant", "vacant_months")
FACES: Final = ("quiet_content", "quiet_wants_out", "open_content", "open_wants_out")
OF_FACES: Final = "share of filled posts that can be left"
SHARES: Final = (
    "want_out",
    "effort",
    "staffing",
    "control",
    "control_structural",
    "control_productive",
    "stress",
)
SERIES: Final = (*SHARES, *STOCKS, *FACES, *FLOWS)
"""Every series of the document, in its order. Flows are told per month, so that they survive another tick."""


@dataclass(frozen=True, eq=False)
class Series:
    """One number over time: `mean` (T,) over replicates with its 95 % interval, in `unit`.

    `mechanism` names the scenario's own mechanism that records it; empty for what the shelf records.
    """

    name: str
    title: str
    unit: str
    mean: Curve
    mechanism: str = ""


@dataclass(frozen=True)
class Total:
    """A flow added up over the horizon: mean per world with its 95 % interval; `mechanism` as in `Series`."""

    name: str
    title: str
    unit: str
    total: Interval
    mechanism: str = ""


def own(data: reading.Data) -> tuple[str, ...]:
    """The series that mechanisms of the scenario's own have recorded."""
    whole = {"policy", "replicate", "time"}
    found = ((name, data.variables[name]) for name in map(str, data.data_vars))
    return tuple(name for name, one in found if "mechanism" in one.attrs and set(one.dims) == whole)


def series(data: reading.Data, policy: str, name: str) -> Series:
    """One variable (replicate, time) as means over time; counts per tick become rates per month."""
    attributes = reading.attributes(data, name)
    units, found = str(attributes.get("units", "")), reading.values(data, name, policy)
    if attributes.get("kind") == "count":
        found = found / reading.months_per_tick(data)
        units = f"{units.removesuffix(' per tick')} per month"
    title, mechanism = str(attributes.get("long_name", name)), str(attributes.get("mechanism", ""))
    most = SHARE if attributes.get("kind") == "share" else COUNT
    return Series(name, title, units, bounded_mean_curve(found, most), mechanism)


def all_series(data: reading.Data, policy: str) -> tuple[Series, ...]:
    """Every series of one policy that the result holds; a stored result may have been cut down."""
    return tuple(series(data, policy, name) for name in (*SERIES, *own(data)) if name in data)


def face_shares(data: reading.Data, policy: str) -> tuple[Series, ...]:
    """Public face against private wish, as shares of the filled posts that can be left (MODEL.md 3.4): three series.

    `shown`: wants out and speaks out; `hidden`: wants out and keeps quiet; `wanting`: both together.
    """
    quiet, shown = (reading.values(data, name, policy) for name in ("quiet_wants_out", "open_wants_out"))
    filled = sum(reading.values(data, name, policy) for name in FACES)
    titles = {
        "shown": ("want out, and it is known", shown),
        "hidden": ("want out, keep quiet", quiet),
        "wanting": ("want out", quiet + shown),
    }
    return tuple(
        Series(name, title, OF_FACES, bounded_mean_curve(_divided(count, np.asarray(filled)), SHARE))
        for name, (title, count) in titles.items()
    )


def _divided(count: Floats, of: Floats) -> Floats:
    """Count over total, NaN where the total is 0: an empty organisation has no face."""
    return np.divide(count, of, out=np.full_like(count, np.nan), where=of > 0)


def totals(data: reading.Data, policy: str) -> tuple[Total, ...]:
    """Every flow that the result holds, added up over the horizon, in the order of `FLOWS`; then those of its own."""
    others = [name for name in own(data) if reading.attributes(data, name).get("kind") == "count"]
    return tuple(_total(data, policy, name) for name in (*FLOWS, *others) if name in data)


def _total(data: reading.Data, policy: str, name: str) -> Total:
    attributes = reading.attributes(data, name)
    units = str(attributes.get("units", "")).removesuffix(" per tick")
    title = REASON_TITLES.get(name.removeprefix("exits_")) or str(attributes.get("long_name", name))
    found = bounded_mean(reading.values(data, name, policy).sum(axis=-1), COUNT)
    return Total(name, title, units, found, str(attributes.get("mechanism", "")))
