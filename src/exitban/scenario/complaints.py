"""What pydantic found, in words: what was found, what is allowed, the nearest name."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from typing import Any, Final, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from exitban.errors import did_you_mean
from exitban.mechanism import Mechanism
from exitban.scenario.distributions import FAMILIES
from exitban.scenario.moments import A_DATE, A_TIME_WITHOUT_ZONE
from exitban.scenario.numbers import KINDS, DistributionEntry, Entry
from exitban.scenario.positions import Place
from exitban.scenario.texts import SOME_TIME

LONGEST: Final = 60

WISHES: Final[dict[str, str]] = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "string_type": "text",
    "bool_type": "true or false",
    "moment": A_DATE,
    "zoned_moment": A_TIME_WITHOUT_ZONE,
    "calendar": SOME_TIME,
    "list_type": "a list: [one, another]",
    "tuple_type": "a list: [one, another]",
    "dict_type": "keys and values",
    "model_type": "keys and values",
    "string_pattern_mismatch": "a name of letters, digits, - and _ that starts with a letter or a digit",
    "greater_than_equal": "{ge:g} or more",
    "greater_than": "more than {gt:g}",
    "less_than_equal": "{le:g} or less",
    "less_than": "less than {lt:g}",
    "multiple_of": "a multiple of {multiple_of}",
    "too_short": "{min_length} or more entries",
    "too_long": "at most {max_length} entries",
    "string_too_long": "at most {max_length} characters",
}

A_NUMBER: Final = "a number, or one distribution such as {uniform: [0, 1]}"


def shown(found: Any) -> str:
    """A value as a person would recognise it in the file."""
    if isinstance(found, Mapping) and not found:
        return "nothing in it"
    if isinstance(found, Mapping | BaseModel):
        return "keys and values"
    if isinstance(found, list | tuple):
        return f"a list of {len(found)}"
    if isinstance(found, bool):
        return str(found).lower()
    if isinstance(found, datetime.datetime):
        return found.isoformat(timespec="seconds" if found.second else "minutes")
    if isinstance(found, datetime.date):
        return found.isoformat()
    if isinstance(found, float) and not math.isfinite(found):
        return f"{found}, which is no number to calculate with"
    text = repr(found) if isinstance(found, str) else str(found)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} ..."


def complaint(error: ErrorDetails, model: type[Entry], mechanisms: tuple[Mechanism, ...]) -> str:
    """One error of pydantic as a sentence."""
    place: Place = error["loc"]
    match error["type"]:
        case "extra_forbidden":
            return _unknown(place, model, mechanisms)
        case "missing":
            return _missing(place, model)
        case "literal_error":
            return _literal(error, model)
    return f"found {shown(error['input'])}; allowed: {_wish(error, model)}.{_quotes(error)}{_near(error, model)}"


def _unknown(place: Place, model: type[Entry], mechanisms: tuple[Mechanism, ...]) -> str:
    key, allowed = str(place[-1]), fields_at(model, place[:-1])
    where = None if key in allowed else _belongs(key, place, mechanisms)
    return f"unknown key.{where or did_you_mean(key, allowed)}"


def _belongs(key: str, place: Place, mechanisms: tuple[Mechanism, ...]) -> str | None:
    """For a number that stands on the wrong level: where it belongs."""
    for one in mechanisms:
        facts = one.facts().get(key)
        in_own_section = len(place) > 1 and place[-2] == one.name
        in_policy = place[0] == "policies" and place[-2] in (one.section_in_policy, *place[1:2])
        astray = place[0] != "policies" and not one.section_in_policy and facts is not None and facts.level == "policy"
        if facts is None or not (in_own_section or in_policy or astray):
            continue
        if facts.level == "policy":
            section = f"{one.section_in_policy}.{key}" if one.section_in_policy else key
            return f" It belongs to a policy: policies.<name>.{section}."
        if facts.level == "world" or in_policy:
            return f" It belongs to the section of all: {one.name}.{key}."
    return None


def _missing(place: Place, model: type[Entry]) -> str:
    field = model_at(model, place[:-1])
    described = field.model_fields[str(place[-1])].description if field is not None else None
    return f"the key '{place[-1]}' is missing{f': {described}' if described else ''}."


def _literal(error: ErrorDetails, model: type[Entry]) -> str:
    place = error["loc"]
    holder = model_at(model, place[:-1])
    choices = _choices(holder.model_fields[str(place[-1])].annotation) if holder is not None else []
    allowed = error.get("ctx", {}).get("expected", "")
    return f"found {shown(error['input'])}; allowed: {allowed}.{near(error['input'], choices)}"


def _only_guess(hint: str) -> str:
    return hint.split(" Allowed:")[0].split(" The closest of")[0]


def _choices(annotation: Any) -> list[str]:
    """The texts of a Literal, also inside `Literal | None`."""
    inner = [text for one in get_args(annotation) for text in _choices(one)]
    return inner or [one for one in get_args(annotation) if isinstance(one, str)]


def _near(error: ErrorDetails, model: type[Entry]) -> str:
    """The nearest name, where names stand for numbers."""
    holder = model_at(model, error["loc"][:-1])
    if holder is not None and issubclass(holder, DistributionEntry) and error["loc"][-1] == "value":
        return near(error["input"], holder.names)
    return near(error["input"], _names_in_list(error["loc"], model))


def near(found: Any, names: Iterable[str]) -> str:
    """Did you mean ...?, without a list of what is allowed, which is told already."""
    return _only_guess(did_you_mean(found, names)) if isinstance(found, str) else ""


def _wish(error: ErrorDetails, model: type[Entry]) -> str:
    holder = model_at(model, error["loc"][:-1])
    if names := _names_in_list(error["loc"], model):
        return ", ".join(names)
    if holder is not None and issubclass(holder, DistributionEntry):
        key = str(error["loc"][-1])
        if key == "value" and holder.names:
            return ", ".join(holder.names)
        if key == "value":
            return A_NUMBER
        if error["type"] in ("too_short", "too_long"):
            return FAMILIES[key].wish
    wish = WISHES.get(error["type"])
    return wish.format(**error.get("ctx", {})) if wish else error["msg"]


def _names_in_list(place: Place, model: type[Entry]) -> tuple[str, ...]:
    """What an entry of a list of choices may be called, where it has a name."""
    holder = model_at(model, place[:-2]) if place[-2:-1] == ("choice",) else None
    return holder.names if holder is not None and issubclass(holder, DistributionEntry) else ()


def _quotes(error: ErrorDetails) -> str:
    unquoted = isinstance(error["input"], bool | int | float | datetime.date)
    return " Put it in quotes." if error["type"] == "string_type" and unquoted else ""


def fields_at(model: type[Entry], place: Place) -> tuple[str, ...]:
    """Keys that a mapping at a place may have; empty where any name will do."""
    found = model_at(model, place)
    if found is None:
        return ()
    if found is DistributionEntry:
        return KINDS
    return tuple(found.model_fields)


def model_at(model: Any, place: Place) -> type[Entry] | None:
    """The model of the mapping at a place."""
    at: Any = model
    for step in place:
        at = _inside(at, step)
        if at is None:
            return None
    return _entry(at)


def _inside(annotation: Any, step: str | int) -> Any:
    """The annotation one step further down."""
    entry = _entry(annotation)
    if entry is not None:
        field = entry.model_fields.get(str(step))
        return None if field is None else field.annotation
    return _item(annotation)


def _entry(annotation: Any) -> type[Entry] | None:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    if _origin_of_container(annotation):
        return None
    return next((found for one in get_args(annotation) if (found := _entry(one)) is not None), None)


def _item(annotation: Any) -> Any:
    """What a mapping or list of entries holds."""
    if _origin_of_container(annotation):
        arguments = [one for one in get_args(annotation) if one is not Ellipsis]
        return arguments[-1] if arguments else None
    return next((found for one in get_args(annotation) if (found := _item(one)) is not None), None)


def _origin_of_container(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) in (dict, list, tuple)
