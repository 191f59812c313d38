"""A file with errors made good enough for the checks that need a whole one.

Wrong parts are cut out and remembered as spoiled, missing ones are filled with placeholders, so that the
checks which look at several values together still run on all the rest. Nothing made here is ever simulated.
"""

from __future__ import annotations

import copy
import datetime
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from exitban.mechanism import Mechanism
from exitban.scenario.complaints import complaint
from exitban.scenario.findings import Findings
from exitban.scenario.positions import Place, starts_with
from exitban.scenario.sections import file_model
from exitban.scenario.types import ScenarioEntry

MOST_ROUNDS: Final = 12

PLACEHOLDERS: Final[dict[str, Any]] = {
    "schema_version": 1,
    "name": "unnamed",
    "title": "",
    "time": {},
    "start": datetime.date(2000, 1, 1),
    "months": 1,
    "institutions": {"placeholder": {}},
    "posts": {},
    "date": datetime.date(2000, 1, 1),
    "raises": "stress",
    "size": 0,
    "text": "",
    "chain": [{}],
    "reliability": "F",
    "credibility": 6,
    "institution": "placeholder",
    "quantity": "exits",
    "values": [{}],
    "value": 0.0,
    "sources": [{}],
    "uncertainty": "",
    "contrary": [{}],
    "mean_degree": 0,
    "lifted_at": [datetime.date(2000, 1, 1)],
}
"""By key: what stands in for a required value that is missing."""

LISTS_OF_SECTIONS: Final = ("events", "chain", "values", "sources", "contrary")
PLACEHOLDERS_BY_SECTION: Final[dict[str, Any]] = {"scope": ["placeholder"]}


def validated(findings: Findings, mechanisms: tuple[Mechanism, ...]) -> ScenarioEntry:
    """The file as models; all that is wrong with its form is told, and cut out of what is returned."""
    model = file_model(mechanisms)
    data = copy.deepcopy(findings.tree.data)
    for turn in range(MOST_ROUNDS):
        try:
            return model.model_validate(data)
        except ValidationError as found:
            errors = _without_echoes(found.errors(include_url=False))
            for error in errors if turn == 0 else ():
                _tell(findings, error, complaint(error, model, mechanisms))
            for error in errors:
                _mend(findings, data, error)
    raise AssertionError("a scenario could not be mended")  # pragma: no cover


def _without_echoes(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """A list is not too short because one of its entries is wrong."""
    places = [error["loc"] for error in errors]
    return [
        error
        for error in errors
        if error["type"] != "too_short"
        or not any(place != error["loc"] and starts_with(place, [error["loc"]]) for place in places)
    ]


def _tell(findings: Findings, error: ErrorDetails, message: str) -> None:
    place = findings.tree.known(error["loc"])
    unknown = error["type"] == "extra_forbidden"
    if error["loc"] in findings.tree.spoiled or (unknown and findings.may_be_given(place)):
        return
    if error["type"] == "missing":
        findings.wrong_key(error["loc"][:-1], message)
    elif unknown or error["loc"][-1] == "[key]":
        findings.wrong_key(place, message)
    else:
        findings.problems.append(findings.at(findings.tree.mark_of_value(place), place, message))


def _mend(findings: Findings, data: dict[str, Any], error: ErrorDetails) -> None:
    place: Place = error["loc"][:-1] if error["loc"][-1] == "[key]" else error["loc"]
    if error["type"] == "missing":
        findings.spoil(place)
        _put(data, place, _placeholder(place))
        return
    place = _reachable(data, place)
    if error["type"] != "extra_forbidden":
        findings.spoil(place)
    _cut(findings, data, place)


def _placeholder(place: Place) -> Any:
    key = str(place[-1])
    if key == "institutions" and place[-2:-1] == ("scope",):
        return PLACEHOLDERS_BY_SECTION["scope"]
    return copy.deepcopy(PLACEHOLDERS[key])


def _reachable(data: Any, place: Place) -> Place:
    """The longest part of the way that leads somewhere."""
    for depth, step in enumerate(place):
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return place[:depth]
    return place


def _put(data: Any, place: Place, value: Any) -> None:
    for step in place[:-1]:
        data = data[step]
    data[place[-1]] = value


def _cut(findings: Findings, data: Any, place: Place) -> None:
    """Take a value out. Of a list of sections the item becomes empty; any other list goes as a whole.

    So does one whose item is wrong although it is empty already: a list of numbers may have the name of another one.
    """
    holder = data
    for step in place[:-1]:
        holder = holder[step]
    if not place:
        return
    if isinstance(holder, dict):
        holder.pop(place[-1], None)
    elif place[-2] in LISTS_OF_SECTIONS and holder[place[-1]] != {}:
        holder[place[-1]] = {}
    else:
        findings.spoil(place[:-1])
        _cut(findings, data, place[:-1])
