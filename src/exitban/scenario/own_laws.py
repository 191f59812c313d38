"""What can be wrong inside the functions of a user's mechanism, found without running them."""

from __future__ import annotations

import builtins
import dis
import types
from collections.abc import Iterator
from typing import NamedTuple

from exitban.errors import did_you_mean
from exitban.mechanism import Mechanism, Rule
from exitban.words import STAGES


class Fault(NamedTuple):
    """What is wrong, and where in the file; line and column count from 1, 0 for the file as a whole."""

    line: int
    column: int
    message: str


def faults_of(mechanism: Mechanism, text: str) -> list[Fault]:
    """Everything that is wrong in the functions of a mechanism, and in the stages that it names, in order."""
    found = [fault for function in functions_of(mechanism) for fault in _in_function(function)]
    return sorted({*found, *_of_stages(mechanism, text)})


def functions_of(mechanism: Mechanism) -> list[types.FunctionType]:
    """The laws of a mechanism and all that they reach in the same file."""
    waiting: list[object] = [part.law for part in mechanism.parts if isinstance(part, Rule)]
    waiting += [state.arrival for state in mechanism.states if callable(state.arrival)]
    found: dict[types.FunctionType, None] = {}
    while waiting:
        function = waiting.pop()
        if isinstance(function, types.FunctionType) and function not in found:
            found[function] = None
            named = (function.__globals__.get(name) for name in function.__code__.co_names)
            waiting += [one for one in named if getattr(one, "__module__", None) == function.__module__]
    return list(found)


def _in_function(function: types.FunctionType) -> Iterator[Fault]:
    scope, module = function.__globals__, None
    for step in dis.get_instructions(function):
        name, place = str(step.argval), step.positions
        line, column = (place.lineno or 0, (place.col_offset or 0) + 1) if place else (0, 0)
        if step.opname == "IMPORT_NAME":
            yield Fault(line, column, f"{function.__name__}: a law cannot import. Do it at the top of the file.")
        if step.opname == "LOAD_GLOBAL" and name not in scope and not hasattr(builtins, name):
            near = [*function.__code__.co_varnames, *(one for one in scope if not one.startswith("__"))]
            hint = did_you_mean(name, near, few=0)
            yield Fault(line, column, f"{function.__name__}: '{name}' is defined nowhere.{hint}")
        if isinstance(module, types.ModuleType) and step.opname.startswith("LOAD_") and not hasattr(module, name):
            hint = did_you_mean(name, vars(module), few=0)
            yield Fault(line, column, f"{function.__name__}: {module.__name__} has no '{name}'.{hint}")
        module = scope.get(name) if step.opname == "LOAD_GLOBAL" else None


def _of_stages(mechanism: Mechanism, text: str) -> Iterator[Fault]:
    for stage in {part.stage for part in mechanism.parts} - set(STAGES):
        line, column = _place_of(stage, text)
        yield Fault(line, column, f"there is no stage '{stage}'.{did_you_mean(stage, STAGES)}")


def _place_of(word: str, text: str) -> tuple[int, int]:
    """Where a word first stands in quotation marks."""
    for number, line in enumerate(text.splitlines(), 1):
        for mark in ('"', "'"):
            if f"{mark}{word}{mark}" in line:
                return number, line.index(f"{mark}{word}{mark}") + 1
    return 0, 0
