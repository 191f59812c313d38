"""YAML 1.2 text to plain data with marks: every duplicate key, empty value and broken scalar is told.

The node graph is walked instead of the constructed data, because it still holds both of two equal keys, and
because it says where each key and each value stands. Names stay text: ``NO`` and ``1`` as keys are what
they look like, and ``country: NO`` is no truth value in YAML 1.2.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from exitban.errors import Problem
from exitban.scenario.moments import MAY_BE_NOTHING
from exitban.scenario.positions import TOP, Mark, Place, Tree

MOST_NODES: Final = 500_000
"""A file with more values than this (or with aliases that unfold to more) is no scenario."""

NOTHING: Final = "found nothing. Give it a value, {} for an empty section, or leave the key out."
DATE: Final = re.compile(r"\d{4}-\d\d?-\d\d?")

TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that set the direction of what follows, in other texts beside their own as well."""

HALF: Final = re.compile("[\ud800-\udfff]")
"""Half of a pair of characters, as an escape can write it: no text that can be shown or stored."""

BEGIN: Final = "`exitban new` writes one to start from."


class _Stop(Exception):
    """Raised to leave a walk that would never end."""


def parse(text: str, file: str, begin: str = BEGIN) -> tuple[Tree, list[Problem]]:
    """The tree of a text and what is wrong with it as YAML; an empty tree when nothing can be read.

    ``begin``: what to do about a file with nothing in it.
    """
    try:
        node = YAML(typ="safe", pure=True).compose(text)
        if node is None:
            return Tree(file), [Problem(file, 0, 0, "", f"the file is empty. {begin}")]
        walk = _Walk(file)
        data = walk.plain(node, TOP, ())
    except MarkedYAMLError as error:
        return Tree(file), [_syntax(error, file)]
    except (_Stop, RecursionError):
        return Tree(file), [Problem(file, 0, 0, "", "the file is nested without end, or too large to read.")]
    except ReaderError as error:
        before = text[: error.position]
        line, column = before.count("\n") + 1, error.position - before.rfind("\n")
        told = f"found the character #x{error.character:04x}; allowed: text without control characters."
        return Tree(file), [Problem(file, line, column, "", told)]
    except (YAMLError, ValueError) as error:
        return Tree(file), [Problem(file, 0, 0, "", f"not a YAML file: {_one_line(str(error))}")]
    if not isinstance(data, dict):
        return Tree(file), [
            Problem(file, 1, 1, "", f"found {_kind(data)}; allowed: keys and values, as `exitban new` writes.")
        ]
    walk.tree.data = data
    return walk.tree, walk.problems


class _Walk:
    """One way through the nodes of a file."""

    def __init__(self, file: str) -> None:
        self.tree = Tree(file)
        self.problems: list[Problem] = []
        self.seen = 0

    def plain(self, node: Node, place: Place, above: tuple[int, ...]) -> Any:
        """The data under a node; marks and problems are noted on the way."""
        self.seen += 1
        if id(node) in above or self.seen > MOST_NODES:
            raise _Stop
        self.tree.values[place] = self._mark(node)
        if isinstance(node, MappingNode):
            return self._mapping(node, place, (*above, id(node)))
        if isinstance(node, SequenceNode):
            return self._list(node, place, (*above, id(node)))
        return self._scalar(node, place)

    def _mapping(self, node: MappingNode, place: Place, above: tuple[int, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = self._name(key, place)
            if name is None:
                continue
            if name in found:
                self._duplicate(key, (*place, name))
                continue
            self.tree.keys[(*place, name)] = self._mark(key)
            found[name] = self.plain(value, (*place, name), above)
        return self._without_nothing(found, place)

    def _list(self, node: SequenceNode, place: Place, above: tuple[int, ...]) -> list[Any]:
        found = [self.plain(item, (*place, index), above) for index, item in enumerate(node.value)]
        for index, item in enumerate(found):
            if item is None:
                self._tell((*place, index), NOTHING)
                self.tree.spoiled.add(place)
        return [item for item in found if item is not None]

    def _without_nothing(self, found: dict[str, Any], place: Place) -> dict[str, Any]:
        taken_back = MAY_BE_NOTHING if place[:1] == ("policies",) and len(place) == 2 else ()
        nothing = [name for name, value in found.items() if value is None and name not in taken_back]
        for name in nothing:
            self._tell((*place, name), NOTHING)
            self.tree.spoiled.add((*place, name))
        return {name: value for name, value in found.items() if name not in nothing}

    def _name(self, key: Node, place: Place) -> str | None:
        if key.tag == "tag:yaml.org,2002:merge":
            self._tell(place, "merge keys (<<) are not part of YAML 1.2. Write the values out, or use `like`.", key)
            return None
        if not isinstance(key, ScalarNode):
            self._tell(place, "found a list or a mapping where the name of a key stands.", key)
            return None
        if HALF.search(str(key.value)):
            self._tell(place, _half(str(key.value)), key)
            return None
        return str(key.value)

    def _duplicate(self, key: Node, place: Place) -> None:
        first = self.tree.keys[place]
        self._tell(place, f"duplicate key: it stands in line {first.line} already. Keep one of the two.", key)

    def _scalar(self, node: Node, place: Place) -> Any:
        turning = TURNING.search(str(node.value))
        if turning:
            self._tell(
                place,
                f"found the invisible character U+{ord(turning[0]):04X}, which turns the text around it; allowed: text "
                "without it. Names that are written from right to left need none.",
            )
            self.tree.spoiled.add(place)
        if HALF.search(str(node.value)):
            self._tell(place, _half(str(node.value)))
            self.tree.spoiled.add(place)
        read = _SCALARS.get(str(node.tag).rpartition(":")[2], str)
        try:
            return read(str(node.value))
        except (ValueError, OverflowError) as error:
            self._tell(place, f"found {str(node.value)[:60]!r}: {_one_line(str(error))}.")
            self.tree.spoiled.add(place)
            return str(node.value)

    def _tell(self, place: Place, message: str, node: Node | None = None) -> None:
        mark = self._mark(node) if node is not None else self.tree.values[place]
        self.problems.append(Problem(mark.file, mark.line, mark.column, self.tree.key(place), message))

    def _mark(self, node: Node) -> Mark:
        return Mark(self.tree.file, node.start_mark.line + 1, node.start_mark.column + 1)


def _half(text: str) -> str:
    """The complaint about a text with half a character in it."""
    return f"found {text[:60]!a}, with half of a pair of characters in it; allowed: whole characters."


def _integer(text: str) -> int:
    digits = text.replace("_", "")
    return int(digits, 0) if digits.lstrip("+-")[:2].lower() in {"0x", "0o", "0b"} else int(digits)


def _real(text: str) -> float:
    word = text.replace("_", "").lower()
    special = {"nan": math.nan, "inf": math.inf}.get(word.lstrip("+-."))
    if special is None:
        return float(word)
    return -special if word.startswith("-") else special


def _date(text: str) -> Any:
    """A calendar date; a time of day stays text, because a file of dates has no use for it."""
    if not DATE.fullmatch(text):
        return text
    return datetime.date(*(int(part) for part in text.split("-")))


def _nothing(text: str) -> None:
    return None


_SCALARS: Final[dict[str, Callable[[str], Any]]] = {
    "int": _integer,
    "float": _real,
    "bool": lambda text: text.lower() == "true",
    "null": _nothing,
    "timestamp": _date,
}


def _syntax(error: MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    said = " ".join(part for part in (error.context, error.problem) if part)
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return Problem(file, line, column, "", f"not valid YAML: {_one_line(said)}. Look at this line and the one above.")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _kind(data: Any) -> str:
    return "a list" if isinstance(data, list) else f"{str(data)[:60]!r}"
