"""What the analysis takes from a result: labelled numbers, a few titles, dates. Nothing of the engine."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from exitban.analysis.intervals import Floats
from exitban.errors import CallError, ResultError, as_given
from exitban.results.arrays import Arrays
from exitban.results.arrays import Variable as OwnVariable
from exitban.scenario.horizon import moment

if TYPE_CHECKING:
    import xarray

    Data = xarray.Dataset | Arrays
    Variable = xarray.Variable | OwnVariable

UNTITLED = {"none": "No ban"}
"""Policies that a scenario need not state, and what people call them."""


class ResultLike(Protocol):
    """Anything with the three parts of a result: labelled numbers, what was asked, how it was made."""

    @property
    def data(self) -> xarray.Dataset:
        """Labelled numbers."""

    @property
    def scenario(self) -> Any:
        """Titles, dates, evidence."""

    @property
    def provenance(self) -> Mapping[str, Any]:
        """Hash of the scenario, versions, seed, command."""


@dataclass(frozen=True)
class Reported:
    """What a prior must be able to give: members known to be blocked in one institution by a date."""

    institution: str
    by: datetime.date
    policy: str
    at_least: int


@dataclass(frozen=True)
class Event:
    """A dated thing that pictures mark: a policy opens or ends, or a shock; `policy` None = all of them."""

    date: datetime.date
    title: str
    policy: str | None = None


def arrays(result: ResultLike) -> Arrays:
    """The numbers of a result, for whoever only reads them. Raises `CallError` for what is no result."""
    held = getattr(result, "arrays", None)
    if isinstance(held, Arrays):
        return held
    data = getattr(result, "data", None)
    if not hasattr(data, "data_vars"):
        raise CallError(f"result: found {as_given(result)}; allowed: what `exitban.run` and `exitban.load` give.")
    return Arrays.of(result.data)


def labels(data: Data, name: str) -> tuple[str, ...]:
    """The names along an axis of words."""
    return tuple(str(label) for label in data.variables[name].values)


def policies(data: Data) -> tuple[str, ...]:
    """Names of the policies; the first is the base of all comparisons."""
    return labels(data, "policy")


def under(data: Data, name: str, policy: str) -> Variable:
    """One variable under one policy, without its labels. Raises ResultError when it is not there.

    A summary reads a thousand of them; with labels each would cost a hundred times as much.
    """
    if name not in data:
        raise ResultError(
            f"the result holds no '{name}'. It was run with records=[...], which leaves the rest out, or was stored by "
            "another version, or cut down; a summary and a report need a run that records everything."
        )
    return data.variables[name].isel(policy=policies(data).index(policy))


def values(data: Data, name: str, policy: str) -> Floats:
    """One variable under one policy as (replicate, ...), 64 bits. Raises ResultError when it is not there."""
    return np.asarray(under(data, name, policy).values, dtype=np.float64)


def attributes(data: Data, name: str) -> Mapping[str, Any]:
    """What a variable says of itself: unit, title, kind."""
    return data.variables[name].attrs


def months_per_tick(data: Data) -> float:
    """Length of a tick in months."""
    return float(data.attrs["dt_months"])


def ticks(data: Data) -> int:
    """Number of ticks T."""
    return int(data.sizes["time"])


def dates(data: Data) -> tuple[datetime.date, ...]:
    """The calendar date on which each tick ends, or the moment where one of them is no midnight."""
    return on_the_calendar(data, "time")


def on_the_calendar(data: Data, name: str) -> tuple[datetime.date, ...]:
    """The dates of a coordinate, or its moments where one of them is no midnight."""
    ends = data.variables[name].values.astype("datetime64[s]")
    days = ends.astype("datetime64[D]")
    if (ends == days).all():
        return tuple(datetime.date.fromisoformat(str(day)) for day in days)
    return tuple(datetime.datetime.fromisoformat(str(end)) for end in ends)


def start(data: Data) -> datetime.date:
    """The first day of the simulation, or its first moment."""
    told = str(data.attrs["start"])
    return datetime.datetime.fromisoformat(told) if "T" in told else datetime.date.fromisoformat(told[:10])


def policy_title(scenario: Any, name: str) -> str:
    """What people call a policy; its name in the file where it has no title."""
    entry = getattr(scenario, "policies", {}).get(name)
    return str(getattr(entry, "title", None) or UNTITLED.get(name, name))


def staying(scenario: Any, name: str) -> tuple[str, ...]:
    """The titles of the policies beside one that stay in force when it is lifted; none where everything is lifted."""
    lifting, entry = getattr(scenario, "lifting", None), getattr(scenario, "policies", {}).get(name)
    if lifting is None or lifting.everything:
        return ()
    return tuple(policy_title(scenario, other) for other in getattr(entry, "together_with", ()))


def beside(scenario: Any, name: str, names: Sequence[str]) -> str | None:
    """The policy of the run that is all that stands beside another one: what that one adds shows against it."""
    stated = getattr(scenario, "policies", {})

    def together(one: str) -> set[str]:
        return set(getattr(stated.get(one), "together_with", ()))

    wanted = together(name)
    return next((one for one in names if one in wanted and {one, *together(one)} == wanted), None)


def is_over(scenario: Any, name: str, day: datetime.date) -> bool:
    """Whether a policy, and all that stands beside it, has closed by a date before this day."""
    stated = getattr(scenario, "policies", {})
    entry = stated.get(name)
    ends = [getattr(one, "closes", None) for one in (entry, *map(stated.get, getattr(entry, "together_with", ())))]
    return entry is not None and all(end is not None and moment(end) <= moment(day) for end in ends)


def reported(scenario: Any, data: Data) -> Reported | None:
    """The report that the scenario is built on, if it names one."""
    found = getattr(scenario, "report", None)
    if found is None:
        return None
    names = policies(data)
    return Reported(
        institution=str(found.institution),
        by=found.date,
        policy=str(getattr(found, "policy", None) or names[min(1, len(names) - 1)]),
        at_least=int(getattr(found, "at_least", 2)),
    )


def events(scenario: Any, names: Sequence[str], days: tuple[datetime.date, datetime.date]) -> tuple[Event, ...]:
    """Openings and closings of these policies and the dated shocks, between two days, in order of date.

    What is in force beside a policy opens and closes with its own dates, so it is marked too.
    """
    stated = getattr(scenario, "policies", {})
    beside = [other for name in names for other in getattr(stated.get(name), "together_with", ())]
    found = [Event(event.date, str(event.title)) for event in getattr(scenario, "events", ())]
    for name in dict.fromkeys([*names, *beside]):
        for date, word in _dates(stated.get(name)):
            found.append(Event(date, f"{policy_title(scenario, name)} {word}", name))
    first, last = map(moment, days)
    return tuple(sorted((one for one in found if first < moment(one.date) <= last), key=lambda one: moment(one.date)))


def _dates(policy: Any) -> list[tuple[datetime.date, str]]:
    """When a policy opens and closes, as far as it says."""
    said = {"opens": "opens", "tightens": "is tightened", "closes": "ends"}
    dates = {word: getattr(policy, key, None) for key, word in said.items()}
    return [(date, word) for word, date in dates.items() if date is not None]
