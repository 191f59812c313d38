"""A table of words for a page of letters: long heads and long first cells take several lines, numbers never do."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Collection, Iterable, Sequence
from typing import Final, Literal

from exitban.page import ROOMY, stacked, within

Side = Literal["left", "right"]

GAP: Final = 2
"""Spaces between two columns."""
SHORTEST: Final = 24
"""With less room than this for a first column that wants it, the page is too narrow for a table."""
HANG: Final = "  "
"""So much further in stands what did not fit into the first line of a first cell."""


def text_table(heads: Sequence[str], rows: Iterable[Sequence[str]], left: Collection[str] = ()) -> str:
    """A table; where the page is too narrow for it each row is a few lines, each cell after its head.

    The first column is set to the left and takes what the others leave; those whose heads are in ``left`` as well.
    """
    cells = [[*row, *[""] * (len(heads) - len(row))] for row in rows]
    columns = [*zip(heads, zip(*cells, strict=True), strict=True)]
    wanted, *others = [max(map(len, [head, *column])) for head, column in columns]
    if wanted + _beside(others) > within(ROOMY):
        others = [max(map(len, [*head.split(), *column])) for head, column in columns[1:]]
    first = min(wanted, within(ROOMY) - _beside(others))
    if first < min(SHORTEST, wanted):
        return "\n".join(line for row in cells for line in stacked(heads, row))
    shown = [[_hung(row[0], first), *row[1:]] for row in cells]
    return _drawn(_even(heads, [first, *others]), shown, ["left", *(_side(head, left) for head in heads[1:])])


def _beside(widths: Sequence[int]) -> int:
    """Room for the columns after the first."""
    return sum(widths) + GAP * len(widths)


def _side(head: str, left: Collection[str]) -> Side:
    return "left" if head in left else "right"


def _even(heads: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Heads cut between words, all as many lines high, so that they stand just above their cells."""
    cut = [textwrap.wrap(head, width) or [""] for head, width in zip(heads, widths, strict=True)]
    height = max(map(len, cut))
    return ["\n".join([""] * (height - len(lines)) + lines) for lines in cut]


def _hung(cell: str, width: int) -> str:
    """A first cell over as many lines as it needs."""
    indent = cell[: len(cell) - len(cell.lstrip())]
    lines = textwrap.wrap(
        cell.strip(),
        width,
        initial_indent=indent,
        subsequent_indent=indent + HANG,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines)


def _drawn(heads: Sequence[str], rows: Iterable[Sequence[str]], sides: Sequence[Side]) -> str:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, padding=(0, GAP, 0, 0), show_edge=False)
    for head, side in zip(heads, sides, strict=True):
        table.add_column(head, justify=side, no_wrap=True)
    for row in rows:
        table.add_row(*row)
    text = io.StringIO()
    Console(file=text, width=2 * ROOMY, no_color=True, highlight=False, markup=False).print(table)
    return "\n".join(line.rstrip() for line in text.getvalue().rstrip().splitlines())
