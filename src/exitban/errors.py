"""One tree of errors. Each says where, what was found, what is allowed, and what to do about it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_LISTED = 12
LONGEST_SHOWN = 200


class ExitbanError(Exception):
    """Anything that a person can put right; the doors print it as plain text, never as a traceback."""


class CallError(ExitbanError):
    """A function or a command was called with something that it cannot take."""


class NoSuchNameError(CallError, KeyError):
    """What was found has no entry of this name; a `KeyError` too, as of any mapping."""

    def __str__(self) -> str:
        return str(self.args[0])  # a KeyError would quote the whole sentence


class ResultError(ExitbanError):
    """A stored result cannot be read, or does not belong to what was asked."""


class TooLargeError(ExitbanError):
    """The work would not fit in memory; the message says by how much and what to lower."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a scenario file.

    ``line`` and ``column`` count from 1; 0 means that the problem has no place of its own (a missing file).
    ``others``: so many more in the same file that are not told one by one, but by this one.
    """

    file: str
    line: int
    column: int
    key: str
    message: str
    others: int = 0

    def __lt__(self, other: Problem) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[str, bool, int, int, str, str]:
        """In the order of the file; what stands for others comes after those that are told."""
        return self.file, self.others > 0, self.line, self.column, self.key, self.message

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


def at_most(problems: Sequence[Problem], most: int) -> list[Problem]:
    """The first of the problems of one file, and one that counts all others."""
    told, rest = list(problems[:most]), len(problems) - most
    if rest > 0:
        more = "1 more problem" if rest == 1 else f"{rest} more problems"
        told.append(Problem(problems[0].file, 0, 0, "", f"and {more} in this file.", others=rest))
    return told


def count_of(problems: Sequence[Problem]) -> int:
    """How many there are, with those that are not told one by one."""
    return sum(max(one.others, 1) for one in problems)


class ScenarioError(ExitbanError):
    """A scenario cannot be used; ``problems`` holds every reason, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class MechanismError(ExitbanError):
    """A mechanism does not fit: a name that nobody gives, two that give the same, a loop in the wiring.

    ``problem`` has the place in a user's file, where there is one.
    """

    def __init__(self, message: str, file: str = "", line: int = 0) -> None:
        self.problem = Problem(file, line, 1 if line else 0, "", message)
        super().__init__(str(self.problem) if file else message)


def as_given(found: object) -> str:
    """What a caller gave, as Python writes it; no longer than a line or two, since a table goes on for pages."""
    try:
        text = repr(found)
    except ValueError:  # Python writes no whole number of more than some thousand digits
        return "a number of thousands of digits"
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]} ..."


def did_you_mean(found: str, allowed: Iterable[str], few: int = MOST_LISTED) -> str:
    """A hint with the nearest allowed name, and all of them when they are at most ``few``; empty when there is none.

    Of many names none of which is near, the three that come closest are told.
    """
    names = sorted(allowed)
    nearest = difflib.get_close_matches(found, names, n=1, cutoff=0.5)
    hint = f" Did you mean '{nearest[0]}'?" if nearest else ""
    if len(names) > few:
        closest = ", ".join(difflib.get_close_matches(found, names, n=3, cutoff=0.0))
        return hint or f" The closest of {len(names)} names: {closest}."
    return hint + (f" Allowed: {', '.join(names)}." if names else "")
