"""A value cannot have a name that the composed tick needs for something of its own."""

from __future__ import annotations

import ast
import dataclasses

import numpy as np
import pytest

from exitban.errors import MechanismError
from exitban.kernels.launch import Engine
from exitban.kernels.taken import BEGIN, END, TAKEN
from exitban.kernels.wiring import Wiring, named_in
from exitban.mechanism import State
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
    values = {name for mechanism in shelf() for name in named_in(mechanism)}
    own = identifiers(Engine(shelf()).composed.text) - values - TAKEN
    assert {name for name in own if not name.startswith(BEGIN) and not name.endswith(END)} == set()
    assert not values & TAKEN


@pytest.mark.parametrize("name", ["share", "select", "i", "found", "month", "luck_mine", "covert_sum", "filled_r"])
def test_a_mechanism_that_names_its_value_so_is_told(name: str) -> None:
    own = dataclasses.replace(shelf()[0], name="mine", states=(State(name, np.float32, level="world"),), parts=())
    with pytest.raises(MechanismError, match=rf"^mine: '{name}' is a name that the composed tick has"):
        Wiring((*shelf(), own))


@pytest.mark.parametrize("name", ["shares", "window_r", "prices_sum"])
def test_what_only_looks_like_it_is_not(name: str) -> None:
    own = dataclasses.replace(shelf()[0], name="mine", states=(State(name, np.float32, level="world"),), parts=())
    assert name in Wiring((*shelf(), own)).names
