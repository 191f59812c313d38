"""A value cannot have a name that the composed tick needs for something of its own."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

import numpy as np
import pytest

from exitban.errors import MechanismError
from exitban.kernels.launch import Engine
from exitban.kernels.taken import BEGIN, END, TAKEN
from exitban.kernels.wiring import FROM_KERNEL, Wiring, given_by
from exitban.maths.elementary import ZERO
from exitban.mechanism import POSITIVE, Level, Mechanism, NoNumbers, Real, Rule, State, number
from exitban.scenario.shelf import shelf

LAW = "__"
"""Between the name of a mechanism and that of its law."""


def identifiers(text: str) -> set[str]:
    """Every name in a module."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name)
        elif isinstance(node, ast.FunctionDef):
            found.add(node.name)
    return {name for name in found if LAW not in name}


def test_every_name_of_the_composed_tick_is_a_value_or_taken() -> None:
    wiring = Wiring(shelf())
    values = {name for mechanism in shelf() for name in given_by(mechanism)}
    own = identifiers(Engine(shelf()).composed.text) - values - set(wiring.numbers) - TAKEN
    of_values = {name + end for name in (*values, *wiring.numbers, *FROM_KERNEL) for end in END}
    assert {name for name in own - of_values if not name.startswith(BEGIN)} == set()
    assert not values & TAKEN


def mine(*parts: Rule, numbers: type = NoNumbers, **states: Level) -> Wiring:
    """The shelf with a mechanism of one's own."""
    given = tuple(State(name, np.float32, level=level) for name, level in states.items())
    return Wiring((*shelf(), Mechanism("mine", "A law.", numbers, states=given, parts=parts)))


def nothing() -> Real:
    """A law."""
    return ZERO


@pytest.mark.parametrize(
    "name",
    ["share", "select", "i", "found", "month", "luck_mine", "covert_sum", "filled_r", "at_start_filled", "refill_rate"],
)
def test_a_mechanism_that_names_its_value_so_is_told(name: str) -> None:
    told = "is a number of the mechanism refill" if name == "refill_rate" else "is a name that the composed tick has"
    with pytest.raises(MechanismError, match=rf"^mine: '{name}' {told}"):
        mine(**{name: "world"})
    with pytest.raises(MechanismError, match=rf"^{re.escape(__file__)}:\d+:1: mine: '{name}' {told}"):
        mine(Rule("control", name, nothing))


@pytest.mark.parametrize("name", ["my value", "class", "None", "2nd"])
def test_what_is_no_name_is_told(name: str) -> None:
    with pytest.raises(MechanismError, match=rf"mine: '{name}' is no name that Python knows. Choose another name"):
        mine(Rule("control", name, nothing))


def test_a_number_that_stands_under_such_a_name_is_told() -> None:
    @dataclass(frozen=True)
    class Numbers:
        mine: float = number(1.0, unit="1", between=POSITIVE, meaning="any")

    with pytest.raises(MechanismError, match=r"^luck: a number of it is 'luck_mine' in the composed tick"):
        Wiring((*shelf(), Mechanism("luck", "A law.", Numbers)))


@pytest.mark.parametrize("name", ["shares", "window_r", "prices_sum"])
def test_what_only_looks_like_it_is_not(name: str) -> None:
    assert name in mine(**{name: "world"}).names
