"""Collecting everything that is wrong, so that a person gets all of it at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from exitban.errors import Problem
from exitban.scenario.positions import Mark, Place, Tree, starts_with


class Findings:
    """Problems and warnings about one file, in its own words and with its own places.

    A finding that rests on a value which is itself wrong (spoiled) is dropped: it would only be an echo.
    ``files``: what stood in the other files that it names, by the names that it gives them. ``unread``: a mechanism of
    the user's own could not be used, so that nobody knows which names it gives.
    """

    def __init__(self, tree: Tree, folder: Path, beside: Mapping[str, Path] | None = None) -> None:
        self.tree = tree
        self.folder = folder
        self.beside = beside or {}
        self.unread = False
        self.files: dict[str, bytes] = {}
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def path_of(self, name: str) -> Path:
        """Where a file lies that is named in this one: in its folder, unless somebody said otherwise."""
        return self.beside.get(name, self.folder / name)

    def wrong(self, place: Place, message: str, *needs: Place) -> None:
        """A wrong value. ``needs``: other values that the finding rests on."""
        if not self.spoiled(place, *needs):
            self.problems.append(self.at(self.tree.mark_of_value(place), place, message))

    def wrong_name(self, place: Place, message: str) -> None:
        """A name that nothing gives; not told where a mechanism that could not be used may have given it."""
        if not self.unread:
            self.wrong(place, message)

    def may_be_given(self, key: Place) -> bool:
        """Whether an unknown key may belong to a mechanism that could not be used: at the top, or to one of many."""
        return self.unread and (len(key) == 1 or (len(key) == 3 and key[0] in ("institutions", "policies")))

    def wrong_key(self, place: Place, message: str) -> None:
        """A wrong key, or one whose section lacks something."""
        self.problems.append(self.at(self.tree.mark_of_key(place), place, message))

    def wrong_in(self, file: str, line: int, column: int, key: str, message: str) -> None:
        """Something wrong in another file, which the scenario names."""
        self.problems.append(Problem(file, line, column, key, message))

    def remark(self, place: Place, message: str) -> None:
        """Something that does not forbid a run."""
        if not self.spoiled(place):
            self.warnings.append(self.at(self.tree.mark_of_value(place), place, message))

    def spoil(self, place: Place) -> None:
        """Remember that there was something wrong here already."""
        self.tree.spoiled.add(place)

    def spoiled(self, *places: Place) -> bool:
        """One of the places lies in something wrong, or holds something wrong."""
        return any(
            starts_with(place, self.tree.spoiled) or starts_with_any(self.tree.spoiled, place) for place in places
        )

    def at(self, mark: Mark, place: Place, message: str) -> Problem:
        """A problem with its place."""
        return Problem(mark.file, mark.line, mark.column, self.tree.key(place), message)


def starts_with_any(places: set[Place], start: Place) -> bool:
    """Something inside ``start`` is among the places."""
    return any(place[: len(start)] == start for place in places)
