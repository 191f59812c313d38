"""What a scenario asks its answer to speak of, when that is not control: who speaks out, who is gone, who is left."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from exitban.analysis import reading
from exitban.analysis.bands import Bands, bands
from exitban.analysis.contrasts import Contrast, contrast
from exitban.analysis.intervals import COUNT, SHARE, Floats, Interval, bounded_mean
from exitban.scenario.observables import SUMS, TITLES, parts_of
from exitban.words import REASON_TITLES

HALF = 0.5
COUNTED = ("count", "stock")
"""Kinds of results that count posts; they are told as shares of all posts, unless one post can count twice."""

SHARES = "share"


@dataclass(frozen=True, eq=False)
class Headline:
    """One result at the end of the horizon; events are added up until then.

    ``unit``: all values are shares, or so many posts where a post that is filled again can be left twice. ``posts``
    over 0: shares of so many posts. ``end``: mean over worlds with its interval; ``spread``: quantiles between worlds
    along time (T,); ``alike``: every world ends the same; ``over_half``: worlds that end over one half (0 of a number
    of posts), ``there``: their mean (NaN where there is none); ``against``: the matched difference to the first
    policy, None for it.
    """

    name: str
    title: str
    unit: str
    posts: int
    end: Interval
    spread: Bands
    alike: bool
    over_half: int
    there: float
    against: Contrast | None

    @property
    def of_shares(self) -> bool:
        """Whether the values are shares and no numbers of posts."""
        return self.unit == SHARES


def headlines(data: reading.Data, scenario: Any, policy: str) -> tuple[Headline, ...]:
    """The results that the scenario names; none where it names none."""
    return tuple(_headline(data, policy, name) for name in getattr(scenario, "headline", ()))


def _headline(data: reading.Data, policy: str, name: str) -> Headline:
    unit = _unit(data, name)
    posts = _posts(data) if _kind(data, name) in COUNTED and unit == SHARES else 0
    found, base = (_shares(data, name, one, posts) for one in (policy, reading.policies(data)[0]))
    end = found[:, -1]
    over = end > (HALF if unit == SHARES else math.inf)
    return Headline(
        name=name,
        title=_title(data, name),
        unit=unit,
        posts=posts,
        end=bounded_mean(end, SHARE if unit == SHARES else COUNT),
        spread=bands(found),
        alike=bool(np.ptp(end) == 0.0),
        over_half=int(over.sum()),
        there=float(end[over].mean()) if over.any() else math.nan,
        against=None
        if policy == reading.policies(data)[0]
        else contrast(name, "points" if unit == SHARES else unit, base[:, -1], end),
    )


def _unit(data: reading.Data, name: str) -> str:
    """Events that can happen twice in one post are no share of the posts; leaving is one of them where posts refill."""
    if _kind(data, name) != "count":
        return SHARES
    if name.startswith("exits"):
        return "posts" if np.asarray(data.variables["arrivals"].values).any() else SHARES
    return str(reading.attributes(data, parts_of(name)[0]).get("units", "events")).removesuffix(" per tick")


def _posts(data: reading.Data) -> int:
    """All posts, from those that are filled and the share that they are; 1 where nobody ever is in post."""
    filled, staffing = (np.asarray(data.variables[name].values, np.float64) for name in ("filled", "staffing"))
    some = staffing > 0.0
    return round(float((filled[some] / staffing[some]).max(initial=1.0)))


def _title(data: reading.Data, name: str) -> str:
    known = TITLES.get(name) or REASON_TITLES.get(name.removeprefix("exits_"))
    return known or str(reading.attributes(data, name).get("long_name", name))


def _kind(data: reading.Data, name: str) -> str:
    if name in SUMS:
        return "count"
    return str(reading.attributes(data, name).get("kind", "")) if name in data else ""


def _shares(data: reading.Data, name: str, policy: str, posts: int) -> Floats:
    """(replicates, ticks) as shares; events so far."""
    found: Floats = np.sum([reading.values(data, part, policy) for part in parts_of(name)], axis=0)
    if _kind(data, name) == "count":
        found = found.cumsum(axis=-1)
    return found / posts if posts else found
