"""How wide the page is on which words are written: as wide as their writer likes, unless a narrower one was said."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Final

ROOMY: Final = 120
"""Columns for which everything is made that is written; a page of so many is not narrow."""
NARROWEST: Final = 40
"""Nobody reads what is narrower still."""
DASH: Final = "\N{EN DASH}"
"""Stands in a cell in which there is nothing to tell."""
GAP: Final = re.compile(r"( {2,})")
"""What stands between the cells of a row."""
HANG: Final = 2
"""So much further in stands what did not fit into a line."""

_said: ContextVar[int | None] = ContextVar("columns of the page", default=None)


def narrow(columns: int | None) -> None:
    """Say how many columns the page has; None, and as many as all is made for, say nothing."""
    _said.set(None if columns is None or columns >= ROOMY else max(columns, NARROWEST))


def within(most: int) -> int:
    """The width of a line that would like to be as long as ``most``."""
    said = _said.get()
    return most if said is None else min(most, said)


def fitted(text: str) -> str:
    """A text with the lines that are too long for a narrow page cut: where a cell ends, else between words."""
    said = _said.get()
    return text if said is None else "\n".join(part for line in text.split("\n") for part in cut(line, said))


def stacked(heads: Sequence[str], cells: Sequence[str]) -> list[str]:
    """A row of a table for a narrow page: its first cell, and under it the others, each after its head."""
    name, *rest = cells
    told = [f"{head}: {cell}" for head, cell in zip(heads[1:], rest, strict=False) if cell not in ("", DASH)]
    indent = " " * (len(name) - len(name.lstrip()) + 2 * HANG)
    return [*cut(name, within(ROOMY)), *cut(indent + ";  ".join(told), within(ROOMY))]


def cut(line: str, width: int) -> list[str]:
    """A line over as many as it needs; what follows stands further in. A word that is too long stays whole.

    Cells move closer together first, where that is enough.
    """
    if len(line) <= width:
        return [line]
    bare = line.lstrip()
    indent = " " * (len(line) - len(bare))
    hang = indent + " " * HANG
    closer = indent + GAP.sub("  ", bare)
    if len(closer) <= width:
        return [closer]
    first, *more = GAP.split(bare)
    rows = [indent + first]
    for gap, cell in zip(more[::2], more[1::2], strict=True):
        fits = len(rows[-1]) + len(gap) + len(cell) <= width
        rows = [*rows[:-1], rows[-1] + gap + cell] if fits else [*rows, hang + cell]
    return [part for row in rows for part in _words(row, width, hang)]


def _words(row: str, width: int, hang: str) -> list[str]:
    """A row cut between words, where cells alone do not fit."""
    if len(row) <= width:
        return [row]
    bare = row.lstrip()
    return textwrap.wrap(
        bare,
        width,
        initial_indent=" " * (len(row) - len(bare)),
        subsequent_indent=hang,
        break_long_words=False,
        break_on_hyphens=False,
    )
