"""What a scenario asks its answer to speak of, when that is not control: who speaks out, who is gone, who is left."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from exitban.analysis import reading
from exitban.analysis.bands import Bands, bands
from exitban.analysis.contrasts import Contrast, contrast
from exitban.analysis.intervals import Floats, Interval, mean
from exitban.scenario.observables import SUMS, TITLES, parts_of
from exitban.words import REASON_TITLES

if TYPE_CHECKING:
    import xarray

HALF = 0.5
COUNTED = ("count", "stock")
"""Kinds of results that count posts; they are told as shares of all posts."""


@dataclass(frozen=True, eq=False)
class Headline:
    """One result at the end of the horizon; events are added up until then.

    All values are shares; ``posts`` > 0: of so many posts. ``end``: mean over worlds with its interval; ``spread``:
    quantiles between worlds along time (T,); ``alike``: every world ends the same; ``over_half``: worlds that end over
    one half, ``there``: their mean (NaN where there is none); ``against``: the matched difference to the first policy,
    None for it.
    """

    name: str
    title: str
    posts: int
    end: Interval
    spread: Bands
    alike: bool
    over_half: int
    there: float
    against: Contrast | None


def headlines(data: xarray.Dataset, scenario: Any, policy: str) -> tuple[Headline, ...]:
    """The results that the scenario names; none where it names none."""
    return tuple(_headline(data, policy, name) for name in getattr(scenario, "headline", ()))


def _headline(data: xarray.Dataset, policy: str, name: str) -> Headline:
    posts = _posts(data) if _kind(data, name) in COUNTED else 0
    found, base = (_shares(data, name, one, posts) for one in (policy, reading.policies(data)[0]))
    end = found[:, -1]
    return Headline(
        name=name,
        title=_title(data, name),
        posts=posts,
        end=mean(end),
        spread=bands(found),
        alike=bool(np.ptp(end) == 0.0),
        over_half=int((end > HALF).sum()),
        there=float(end[end > HALF].mean()) if (end > HALF).any() else math.nan,
        against=None if policy == reading.policies(data)[0] else contrast(name, "points", base[:, -1], end),
    )


def _posts(data: xarray.Dataset) -> int:
    """All posts, from those that are filled and the share that they are; 1 where nobody ever is in post."""
    filled, staffing = (np.asarray(data[name].values, np.float64) for name in ("filled", "staffing"))
    some = staffing > 0.0
    return round(float((filled[some] / staffing[some]).max(initial=1.0)))


def _title(data: xarray.Dataset, name: str) -> str:
    known = TITLES.get(name) or REASON_TITLES.get(name.removeprefix("exits_"))
    return known or str(data[name].attrs.get("long_name", name))


def _kind(data: xarray.Dataset, name: str) -> str:
    if name in SUMS:
        return "count"
    return str(data[name].attrs.get("kind", "")) if name in data else ""


def _shares(data: xarray.Dataset, name: str, policy: str, posts: int) -> Floats:
    """(replicates, ticks) as shares; events so far."""
    found: Floats = np.sum([reading.values(data, part, policy) for part in parts_of(name)], axis=0)
    if _kind(data, name) == "count":
        found = found.cumsum(axis=-1)
    return found / posts if posts else found
