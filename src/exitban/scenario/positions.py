"""Where things stand in a file: a way of keys, and the line and column of each key and value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeAlias

Place: TypeAlias = tuple[str | int, ...]
"""The way from the top of the file to a value: keys of mappings, and indices of lists from 0."""

TOP: Final[Place] = ()


class Mark(NamedTuple):
    """A file, or the option of the command line, with line and column from 1; 0 where there is none."""

    file: str
    line: int
    column: int


@dataclass
class Tree:
    """A parsed file as plain mappings, lists and scalars, with the marks of every key and value."""

    file: str
    data: dict[str, Any] = field(default_factory=dict)
    keys: dict[Place, Mark] = field(default_factory=dict)
    values: dict[Place, Mark] = field(default_factory=dict)
    spoiled: set[Place] = field(default_factory=set)
    """Places where something was wrong already: no further complaint about what is missing there."""

    def mark_of_key(self, place: Place) -> Mark:
        """Where the key, or the item of a list, stands; the nearest enclosing one if it is not there."""
        while place:
            if place in self.keys:
                return self.keys[place]
            if isinstance(place[-1], int) and place in self.values:
                return self.values[place]
            place = place[:-1]
        return self.values.get(TOP, Mark(self.file, 1, 1))

    def mark_of_value(self, place: Place) -> Mark:
        """Where the value starts; the nearest enclosing one for a value that is not in the file."""
        return self.values.get(self.known(place), Mark(self.file, 1, 1))

    def known(self, place: Place) -> Place:
        """The longest part of the way that is in the file; a bare list stands for the key that would hold it."""
        found: Place = TOP
        for step in place:
            if (*found, step) in self.values:
                found = (*found, step)
            elif isinstance(step, int) or not isinstance(self.value(found), list):
                break
        return found

    def value(self, place: Place) -> Any:
        """What stands there; None for nothing."""
        found: Any = self.data
        for step in place:
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return None
        return found

    def key(self, place: Place) -> str:
        """The way as people write it: ``policies.ban.strength``, ``events.cut.date``, ``chain[0]``."""
        written = ""
        for depth, step in enumerate(place):
            name = self._name_of_item(place[: depth + 1]) if isinstance(step, int) else step
            written += f"[{step}]" if name is None else f".{name}"
        return written.removeprefix(".")

    def _name_of_item(self, place: Place) -> str | None:
        item = self.value(place)
        name = item.get("name") if isinstance(item, dict) else None
        return name if isinstance(name, str) and name else None


def starts_with(place: Place, starts: Iterable[Place]) -> bool:
    """One of ``starts`` is the place itself or encloses it."""
    return any(place[: len(start)] == start for start in starts)
