"""Whether what a user's file declares has the form of a mechanism: every field holds what it is meant to hold."""

from __future__ import annotations

import dataclasses
import math
import types
import typing
from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np

from exitban.errors import did_you_mean
from exitban.mechanism import Mechanism, NumberFacts
from exitban.scenario.complaints import shown
from exitban.scenario.own_laws import Fault
from exitban.scenario.own_places import Places

KINDS_OF_VALUES: Final = (np.float32, np.bool_, np.int32, np.int8)
STATED: Final = ("default", "neutral", "start")
"""What a scenario file could state as well, and a file knows no endless number."""
WISHES: Final = {
    str: "text",
    bool: "True or False",
    float: "a number",
    type(None): "None",
    type: "the class that holds the numbers",
    Callable: "a function of this file that has a name",
    type[np.generic]: "one of Real, Flag, Count, Code",
}


def faults_of_form(mechanism: Mechanism, text: str) -> list[Fault]:
    """Every field with something in it that is not of its kind, in the order of the file; ``text``: of the file."""
    places = Places(text)
    found = list(_in(mechanism, "", places))
    for kept in ("states", "records", "parts"):
        several = getattr(mechanism, kept)
        for one in several if isinstance(several, tuple) else ():
            if dataclasses.is_dataclass(one) and not isinstance(one, type):
                found += _in(one, _called(one), places)
    for name, facts in _facts(mechanism):
        found += _in(facts, f"number '{name}': ", places, name)
    return sorted(set(found))


def _facts(mechanism: Mechanism) -> Iterator[tuple[str, NumberFacts]]:
    """The numbers that are declared as such."""
    if dataclasses.is_dataclass(mechanism.numbers):
        for field in dataclasses.fields(mechanism.numbers):
            facts = field.metadata.get("facts")
            if isinstance(facts, NumberFacts):
                yield field.name, facts


def _called(one: Any) -> str:
    named = getattr(one, "name", getattr(one, "gives", ""))
    return f"{type(one).__name__}{f' {named!r}' if isinstance(named, str) else ''}: "


def _in(one: Any, said: str, places: Places, number: str = "") -> Iterator[Fault]:
    """What is wrong with the fields of a part, a state, a record, a number, or of the mechanism itself."""
    hints = typing.get_type_hints(type(one))
    for position, field in enumerate(dataclasses.fields(one)):
        value = getattr(one, field.name)
        endless = field.name in STATED and isinstance(value, float) and not math.isfinite(value)
        if told := f"found {value:g}; allowed: a finite number." if endless else _misfit(value, hints[field.name]):
            line, column = (
                places.of_number(number, field.name) if number else places.of_field(one, field.name, position)
            )
            yield Fault(line, column, f"{said}{field.name}: {told}")


def _misfit(value: Any, wanted: Any) -> str:
    """What is wrong with a value; empty where nothing is."""
    if _fits(value, wanted):
        return ""
    choices = [one for one in typing.get_args(wanted) if isinstance(one, str)]
    if choices:
        return f"found {_said(value)}.{did_you_mean(str(value), choices)}"
    alone = _item(wanted) is not None and _fits(value, _item(wanted))
    comma = " A tuple of one ends in a comma: (this,)." if alone else ""
    return f"found {_said(value)}; allowed: {_wish(wanted)}.{comma}"


def _fits(value: Any, wanted: Any) -> bool:
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if origin is typing.Literal:
        return isinstance(value, str) and value in arguments
    if origin in (typing.Union, types.UnionType):
        return any(_fits(value, one) for one in arguments)
    if origin is tuple:
        each = [arguments[0]] * len(value) if arguments[1:] == (...,) and isinstance(value, tuple) else list(arguments)
        return isinstance(value, tuple) and len(value) == len(each) and all(map(_fits, value, each))
    if origin is type:
        return value in KINDS_OF_VALUES
    if origin is not None:  # a law: what the composed tick can import by its name
        return isinstance(value, types.FunctionType) and value.__qualname__.isidentifier()
    if wanted is float:
        return isinstance(value, int | float | np.number | np.bool_)
    return isinstance(value, wanted | np.bool_ if wanted is bool else wanted)


def _item(wanted: Any) -> Any:
    """What a tuple of any length holds; None for everything else."""
    arguments = typing.get_args(wanted)
    return arguments[0] if arguments[1:] == (...,) else None


def _wish(wanted: Any) -> str:
    """What a field may hold, in words."""
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(map(_wish, arguments))
    if _item(wanted) is not None:
        return f"a tuple of these: {_wish(arguments[0])}"
    if origin is tuple:
        return f"a tuple of {len(arguments)}: ({', '.join(map(_wish, arguments))})"
    if origin is not None and origin is not type:
        return WISHES[Callable]
    return WISHES.get(wanted) or str(wanted.__name__)


def _said(value: Any) -> str:
    """What was found, as a person would recognise it in the file."""
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if callable(value):
        return f"the function {getattr(value, '__name__', type(value).__name__)}"
    if dataclasses.is_dataclass(value):
        return f"one {type(value).__name__}"
    if isinstance(value, tuple):
        return f"a tuple of {len(value)}: ({', '.join(map(_said, value[:3]))}{', ...' if len(value) > 3 else ''})"
    return shown(value)
