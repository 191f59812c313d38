"""What the mechanisms add to the file: a section each, generated from the facts of their numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple, Protocol

from pydantic import Field, create_model

from exitban.mechanism import Mechanism, NumberFacts
from exitban.scenario.numbers import Entry, NumberEntry, named_entry
from exitban.scenario.positions import Place
from exitban.scenario.texts import Name
from exitban.scenario.types import EventEntry, InstitutionEntry, PolicyEntry, ScenarioEntry

SIGNAL_SIZE = NumberFacts(0.0, "share", "step of the common signal", 0.0, 1.0, "world", None)
STRESS_SIZE = NumberFacts(0.0, "stress", "step of stress", -100.0, 100.0, "world", None)
DECAY = NumberFacts(6.0, "months", "time constant of the decay of stress", 1e-6, 1e6, "world", None)

SWITCH = "0 or 1"
"""The unit of a number that is on or off."""

FAR = 1e6
"""A bound as high as this only keeps nonsense out."""

Fits = Callable[[NumberFacts], bool]


def at_top(facts: NumberFacts) -> bool:
    """The mechanism's own section may state it."""
    return facts.level != "policy" or facts.neutral is None


def in_institution(facts: NumberFacts) -> bool:
    """It may differ by institution."""
    return facts.level in ("institution", "member")


def in_policy(facts: NumberFacts) -> bool:
    """It belongs to a policy."""
    return facts.level == "policy"


@cache
def file_model(mechanisms: tuple[Mechanism, ...]) -> type[ScenarioEntry]:
    """The model of a whole file with these mechanisms."""
    institution = create_model("Institution", __base__=InstitutionEntry, **_sections(mechanisms, in_institution))
    policy = create_model("Policy", __base__=PolicyEntry, **_in_policies(mechanisms))
    added: dict[str, Any] = _sections(mechanisms, at_top)
    fields: Any = ScenarioEntry.model_fields
    for name, model in (("institutions", institution), ("policies", policy)):
        added[name] = (dict[Name, model], fields[name])  # type: ignore[valid-type]
    return create_model("Scenario", __base__=ScenarioEntry, **added)


def _sections(mechanisms: tuple[Mechanism, ...], fits: Fits) -> dict[str, Any]:
    """One optional section per mechanism that has a number for this part of the file."""
    return {
        one.name: (section | None, Field(None, description=one.title))
        for one in mechanisms
        if (section := _section(one, fits)) is not None
    }


def _in_policies(mechanisms: tuple[Mechanism, ...]) -> dict[str, Any]:
    """The numbers of policies: directly, or in the section that the mechanism asks for."""
    fields: dict[str, Any] = {}
    for one in mechanisms:
        if one.section_in_policy:
            if (section := _section(one, in_policy)) is not None:
                fields[one.section_in_policy] = (section | None, Field(None, description=one.title))
        else:
            fields |= _fields(one, in_policy)
    return fields


@cache
def _section(mechanism: Mechanism, fits: Fits) -> type[Entry] | None:
    fields = _fields(mechanism, fits)
    name = f"{mechanism.name.capitalize()}{fits.__name__.title().replace('_', '')}"
    return create_model(name, __base__=Entry, **fields) if fields else None


def _fields(mechanism: Mechanism, fits: Fits) -> dict[str, Any]:
    return {
        number: (_entry(facts) | None, Field(None, description=description(facts)))
        for number, facts in mechanism.facts().items()
        if fits(facts)
    }


def _entry(facts: NumberFacts) -> type[NumberEntry]:
    return named_entry(facts.names) if facts.names else NumberEntry


def description(facts: NumberFacts) -> str:
    """A number's meaning, unit, bounds and default in one line."""
    allowed = "" if facts.unit == SWITCH else f"; {bounds(facts)}"
    return f"{facts.meaning} [{facts.unit}]{allowed}; default {facts.shown(facts.default)}"


class Bounded(Protocol):
    """What has bounds and perhaps names: the facts about a number, and the number itself."""

    @property
    def unit(self) -> str: ...
    @property
    def meaning(self) -> str: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def alike(self) -> bool: ...


def bounds(facts: Bounded) -> str:
    """The bounds of a number in words."""
    if facts.names:
        return f"{', '.join(facts.names[:-1])} or {facts.names[-1]}"
    return span(facts.low, facts.high)


def span(low: float, high: float) -> str:
    """Two bounds in words."""
    if math.isinf(low) and math.isinf(high):
        return "any number"
    if low > 0 and high >= FAR:
        return f"more than 0, at most {FAR:,.0f}"
    if math.isinf(high):
        return f"{low:g} or more"
    return f"{low:g} to {high:g}"


class Stated(NamedTuple):
    """A number that the file states, and what is known about it."""

    place: Place
    entry: NumberEntry
    facts: NumberFacts


def stated_numbers(file: ScenarioEntry, mechanisms: tuple[Mechanism, ...]) -> Iterator[Stated]:
    """Every number that the file states, with its place."""
    for one in mechanisms:
        yield from _stated(file, one.name, (one.name,), one)
        for name, institution in file.institutions.items():
            yield from _stated(institution, one.name, ("institutions", name, one.name), one)
        for name, policy in file.policies.items():
            section = one.section_in_policy
            place: Place = ("policies", name, section) if section else ("policies", name)
            yield from _stated(policy, section, place, one)
    for index, event in enumerate(file.events):
        yield from _of_event(event, ("events", index))


def _stated(holder: Entry, section: str, place: Place, mechanism: Mechanism) -> Iterator[Stated]:
    entries = getattr(holder, section, None) if section else holder
    for number, facts in mechanism.facts().items():
        entry = getattr(entries, number, None)
        if isinstance(entry, NumberEntry):
            yield Stated((*place, number), entry, facts)


def _of_event(event: EventEntry, place: Place) -> Iterator[Stated]:
    yield Stated((*place, "size"), event.size, STRESS_SIZE if event.raises == "stress" else SIGNAL_SIZE)
    if event.decays_over is not None:
        yield Stated((*place, "decays_over"), event.decays_over, DECAY)
