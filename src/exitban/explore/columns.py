"""Where each number of a scenario lies among the arrays that a run is given, so that only what moved is renewed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exitban.mechanism import Mechanism, NumberFacts
from exitban.scenario import Scenario

Arrays = Mapping[str, NDArray[Any]]
Place = tuple[str, int | None]
"""The name of an array and the row in it; None: the array is the column itself."""


def places_of(scenario: Scenario, institutions: Sequence[str], rows: Sequence[str]) -> dict[str, list[Place]]:
    """By path of a number all places that it fills; ``rows`` are the policies in force, the first is none."""
    found: dict[str, list[Place]] = {}
    for path, place in (*_of_mechanisms(scenario, institutions, rows), *_of_events(scenario)):
        found.setdefault(path, []).append(place)
    return found


def _of_mechanisms(scenario: Scenario, institutions: Sequence[str], rows: Sequence[str]) -> Iterator[tuple[str, Place]]:
    for mechanism in scenario.mechanisms:
        for number, facts in mechanism.facts().items():
            for row, where in _holders(facts, institutions, rows):
                yield _path(scenario, mechanism, number, where), (f"{mechanism.name}_{number}", row)


def _holders(
    facts: NumberFacts, institutions: Sequence[str], rows: Sequence[str]
) -> list[tuple[int | None, dict[str, str]]]:
    if facts.level == "institution":
        return [(row, {"institution": name}) for row, name in enumerate(institutions)]
    if facts.level == "policy":
        return [(row, {"policy": name}) for row, name in enumerate(rows)]
    return [(None, {})]


def _path(scenario: Scenario, mechanism: Mechanism, number: str, where: dict[str, str]) -> str:
    return scenario.quantity(mechanism.name, number, **where).path


def _of_events(scenario: Scenario) -> Iterator[tuple[str, Place]]:
    for row, event in enumerate(scenario.events):
        yield event.size.path, ("event_size", row)
        yield event.decays_over.path, ("event_decay", row)


def moved(given: Arrays, places: Mapping[str, list[Place]], values: Iterable[tuple[str, float]]) -> dict[str, Any]:
    """The arrays with some numbers at one value in every replicate; those that nothing moves are shared."""
    found = dict(given)
    for path, value in values:
        for name, row in places.get(path, ()):
            if found[name] is given[name]:
                found[name] = given[name].copy()
            found[name][... if row is None else row] = np.float32(value)
    return found
