"""Where something that a user's mechanism declares stands in its file."""

from __future__ import annotations

import ast
import dataclasses
from typing import Any

BOUNDS = {"low": "between", "high": "between"}
"""Facts that a declaration states under another name."""


class Places:
    """Looks things up in the text of a file; a place is a line and a column from 1, (0, 0) where none is found."""

    def __init__(self, text: str) -> None:
        self.nodes = list(ast.walk(ast.parse(text)))

    def of_field(self, one: Any, field: str, position: int) -> tuple[int, int]:
        """A field of a state, a record, a part or the mechanism: its value, else the call, else the mechanism."""
        texts = {value for each in dataclasses.fields(one) if isinstance(value := getattr(one, each.name), str)}
        texts -= {each.default for each in dataclasses.fields(one) if isinstance(each.default, str)}
        kinds = type(one).__name__, "Mechanism"
        for kind, wanted in zip(kinds, (texts if kinds[0] != "Mechanism" else set(), set[str]()), strict=True):
            for node in self.nodes:
                if isinstance(node, ast.Call) and _name(node.func) == kind and wanted <= _texts(node):
                    return _place(_value(node, field, position))
        return 0, 0

    def of_number(self, number: str, field: str) -> tuple[int, int]:
        """A fact about a number: its value, else the declaration of the number."""
        for node in self.nodes:
            if isinstance(node, ast.AnnAssign) and _name(node.target) == number:
                asked = node.value
                position = 0 if field == "default" else -1
                field = BOUNDS.get(field, field)
                return _place(_value(asked, field, position) if isinstance(asked, ast.Call) else node)
        return 0, 0


def _value(call: ast.Call, field: str, position: int) -> ast.expr:
    """The argument of a call for a field, by name or by position; the call where neither is there."""
    named = next((one.value for one in call.keywords if one.arg == field), None)
    if named is not None:
        return named
    return call.args[position] if 0 <= position < len(call.args) else call


def _texts(node: ast.Call) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def _name(node: ast.expr) -> str:
    """What is called or assigned to, without the module that it comes from."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _place(node: ast.stmt | ast.expr) -> tuple[int, int]:
    return node.lineno, node.col_offset + 1
