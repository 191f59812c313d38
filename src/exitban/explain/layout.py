"""Plain text of at most a hundred columns: paragraphs, headings, tables."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from exitban.page import within

WIDTH: Final = 100
CELL: Final = 12
LABEL: Final = 50
THIRD: Final = 36
"""Of WIDTH columns, so many for names at most."""
FEWEST: Final = 2
"""Columns of numbers for which labels make room on a narrow page."""


def columns() -> int:
    """How many columns of numbers stand side by side; more make a second table."""
    return (within(WIDTH) - label()) // CELL


def label() -> int:
    """How wide the labels of a table are."""
    return max(min(LABEL, within(WIDTH) - FEWEST * CELL), CELL)


def at_column(most: int) -> int:
    """Where what is said about a name begins: at ``most``, or after a good third of a narrow page."""
    return min(most, within(WIDTH) * THIRD // WIDTH)


def wrapped(text: str, indent: int = 0, hang: int = 0) -> list[str]:
    """A paragraph; lines after the first stand ``hang`` further in."""
    first, rest = " " * indent, " " * (indent + hang)
    return textwrap.wrap(
        " ".join(text.split()),
        within(WIDTH),
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
    start, begin = f"{' ' * indent}{name}", at_column(indent + column)
    gap = " " * max(2, begin - len(start))
    lines = wrapped(words, begin) or [""]
    if len(start) + 2 > begin:
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
        parts = textwrap.wrap(self.label, label() - self.indent - 2) or [""]
        numbers = "".join(f"{cell:>{CELL}}" for cell in self.cells)
        first = f"{' ' * self.indent}{parts[0]:<{label() - self.indent}}{numbers}".rstrip()
        rest = [" " * (self.indent + 2) + line for line in parts[1:]]
        return [first, *rest, *(wrapped(self.about, self.indent + 2) if self.about else [])]


def header(names: Sequence[str]) -> list[str]:
    """The names of the columns, over as many lines as the longest needs."""
    parts = [textwrap.wrap(name, CELL - 2) for name in names]
    height = max(map(len, parts))
    heads = [[""] * (height - len(part)) + part for part in parts]
    return [" " * label() + "".join(f"{head[row]:>{CELL}}" for head in heads) for row in range(height)]
