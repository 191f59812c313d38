"""A table of words for a page of letters: heads and words take several lines where they must, numbers never."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from exitban.page import ROOMY, stacked, within

GAP: Final = 2
"""Spaces between two columns."""
SHORTEST: Final = 24
"""Words are not cut into shorter lines than this, nor a word in two: without that room a page is too narrow."""
HANG: Final = "  "
"""So much further in stands what did not fit into the first line of a cell."""


def text_table(heads: Sequence[str], rows: Iterable[Sequence[str]], left: Collection[str] = ()) -> str:
    """A table; where the page is too narrow for it each row is a few lines, each cell after its head.

    The first column is of words, and so are those whose heads are in ``left``; they are set to the left and take what
    the others leave.
    """
    cells = [[*row, *[""] * (len(heads) - len(row))] for row in rows]
    of_words = [place == 0 or head in left for place, head in enumerate(heads)]
    widths = _widths(heads, cells, of_words)
    if widths is None:
        return "\n".join(line for row in cells for line in stacked(heads, row))
    cut = ["\n".join(textwrap.wrap(head, width)) for head, width in zip(heads, widths, strict=True)]
    return _drawn(cut, [list(map(_hung, row, widths, of_words)) for row in cells], of_words)


def _widths(heads: Sequence[str], cells: Sequence[Sequence[str]], of_words: Sequence[bool]) -> list[int] | None:
    """How wide each column is; heads are cut first, then the longest words; None where that is not enough."""
    room = within(ROOMY) - GAP * (len(heads) - 1)
    columns = [*zip(*cells, strict=True)]
    whole = [max(map(len, [head, *column])) for head, column in zip(heads, columns, strict=True)]
    if sum(whole) <= room:
        return whole
    widths = [max(map(len, [*head.split(), *column])) for head, column in zip(heads, columns, strict=True)]
    least = [max(SHORTEST, 2 * len(HANG) + _longest_word(column)) for column in columns]
    while sum(widths) > room:
        spare, _, place = max(
            (width - least[place], -place, place) for place, width in enumerate(widths) if of_words[place]
        )
        if spare <= 0:
            return None
        widths[place] -= 1
    return widths


def _longest_word(column: Sequence[str]) -> int:
    return max((len(word) for cell in column for word in cell.split()), default=0)


def _hung(cell: str, width: int, of_words: bool) -> str:
    """A cell of words over as many lines as it needs."""
    if not of_words:
        return cell
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


def _drawn(heads: Sequence[str], rows: Iterable[Sequence[str]], of_words: Sequence[bool]) -> str:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, padding=(0, GAP, 0, 0), show_edge=False)
    for head, words in zip(heads, of_words, strict=True):
        table.add_column(head, justify="left" if words else "right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    text = io.StringIO()
    Console(file=text, width=2 * ROOMY, no_color=True, highlight=False, markup=False).print(table)
    return "\n".join(line.rstrip() for line in text.getvalue().rstrip().splitlines())
