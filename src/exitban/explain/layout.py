"""Plain text of at most a hundred columns: paragraphs, headings, tables."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 100
CELL: Final = 12
LABEL: Final = 50
COLUMNS: Final = (WIDTH - LABEL) // CELL
"""How many columns of numbers stand side by side; more make a second table."""


def wrapped(text: str, indent: int = 0, hang: int = 0) -> list[str]:
    """A paragraph; lines after the first stand ``hang`` further in."""
    first, rest = " " * indent, " " * (indent + hang)
    return textwrap.wrap(
        " ".join(text.split()),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
    )


def paragraphs(text: str, indent: int = 0) -> list[str]:
    """Prose with a blank line between paragraphs."""
    parts = [wrapped(part, indent) for part in text.strip().split("\n\n") if part.strip()]
    return [line for number, part in enumerate(parts) for line in ([""] if number else []) + part]


def heading(title: str) -> list[str]:
    """The title of a section."""
    return ["", "", title, "-" * len(title)]


def named(name: str, words: str, indent: int = 2, column: int = 32) -> list[str]:
    """A name, and what there is to say about it in a column of its own."""
    start = f"{' ' * indent}{name}"
    gap = " " * max(2, indent + column - len(start))
    lines = wrapped(words, indent + column) or [""]
    if len(start) + 2 > indent + column:
        return [start, *lines]
    return [start + gap + lines[0].lstrip(), *lines[1:]]


def listed(names: Iterable[str]) -> str:
    """a, b and c."""
    found = list(names)
    return " and ".join(filter(None, [", ".join(found[:-1]), found[-1]])) if found else "nobody"


@dataclass(frozen=True)
class Row:
    """A line of a table: its label, the cells, how far in the label stands, and what is said under it."""

    label: str
    cells: tuple[str, ...] = ()
    indent: int = 4
    about: str = ""

    def lines(self) -> list[str]:
        """The label wraps in its own column; the cells stand in its first line."""
        label = textwrap.wrap(self.label, LABEL - self.indent - 2) or [""]
        numbers = "".join(f"{cell:>{CELL}}" for cell in self.cells)
        first = f"{' ' * self.indent}{label[0]:<{LABEL - self.indent}}{numbers}".rstrip()
        rest = [" " * (self.indent + 2) + line for line in label[1:]]
        return [first, *rest, *(wrapped(self.about, self.indent + 2) if self.about else [])]


def header(names: Sequence[str]) -> list[str]:
    """The names of the columns, over as many lines as the longest needs."""
    parts = [textwrap.wrap(name, CELL - 2) for name in names]
    height = max(map(len, parts))
    columns = [[""] * (height - len(part)) + part for part in parts]
    return [" " * LABEL + "".join(f"{column[row]:>{CELL}}" for column in columns) for row in range(height)]
