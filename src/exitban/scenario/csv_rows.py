"""Rows of a CSV file with their lines, and a plain word for whatever is wrong with the file."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exitban.errors import Problem
from exitban.scenario.counts import counted

INVISIBLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")
"""Control characters, ends of lines that are none, and what sets the direction of the text around it."""


class UnfitFileError(Exception):
    """A file beside the scenario cannot be used."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class Row:
    """One record: the line in which it ends, and its cells without surrounding blanks."""

    line: int
    cells: tuple[str, ...]

    def column_of(self, index: int) -> int:
        """Where a cell starts in its line, from 1; right as long as no cell before it is quoted."""
        return 1 + sum(len(cell) + 1 for cell in self.cells[:index])


def text_of(path: Path) -> tuple[str, bytes]:
    """A text file and its bytes. Raises `UnfitFileError`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unfit(path, 0, f"cannot be read: {error.strerror}.") from error
    try:
        return content.decode("utf-8-sig"), content
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        told = f"not a text file in UTF-8 (byte {error.start + 1} of the file fits no character)."
        raise _unfit(path, line, told) from error


def rows_of(text: str, path: Path) -> list[Row]:
    """All records that hold something, each with as many cells as the first. Raises `UnfitFileError`."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[Row] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(reader.line_num, tuple(cell.strip() for cell in cells)))
    except csv.Error as error:
        raise _unfit(path, reader.line_num, f"not a CSV file: {error}.") from error
    _refuse_surplus(rows, path)
    _refuse_short(rows, path)
    return [_filled_up(row, len(rows[0].cells)) for row in rows]


def named_rows_of(text: str, path: Path) -> list[Row]:
    """The same where the first row names the columns, each once. Raises `UnfitFileError`."""
    rows = rows_of(text, path)
    if rows:
        refuse_doubled(rows[0], path)
    return rows


def _refuse_surplus(rows: list[Row], path: Path) -> None:
    """Raise `UnfitFileError` where a record has more cells than the first."""
    columns = len(rows[0].cells) if rows else 0
    for row in rows[1:]:
        if any(row.cells[columns:]):
            told = f"{len(row.cells)} cells; allowed: {columns}, as in the first row."
            raise _unfit(path, row.line, told, row.column_of(columns))


def _refuse_short(rows: list[Row], path: Path) -> None:
    """Raise `UnfitFileError` where a record ends before the last column that the first names."""
    columns = max((place for place, cell in enumerate(rows[0].cells, start=1) if cell), default=0) if rows else 0
    for row in rows[1:]:
        if len(row.cells) < columns:
            told = f"{counted(len(row.cells), 'cell')}; allowed: {columns}, as in the first row. "
            raise _unfit(path, row.line, f"{told}A cell without a value is left empty, with its separator.")


def _filled_up(row: Row, columns: int) -> Row:
    """A record that ends where the names of columns end, with an empty cell for each column without a name."""
    missing = columns - len(row.cells)
    return row if missing <= 0 else Row(row.line, (*row.cells, *[""] * missing))


def refuse_doubled(header: Row, path: Path) -> None:
    """Raise `UnfitFileError` where the first row names a column twice."""
    for place, name in enumerate(header.cells):
        if name and name in header.cells[:place]:
            told = f"the column '{name}' is named twice; allowed: each once."
            raise _unfit(path, header.line, told, header.column_of(place))


def invisible_in(post: str) -> str:
    """What is wrong with the id of a post that holds what nobody sees; empty where nothing is."""
    found = INVISIBLE.search(post)
    told = f"found the invisible character U+{ord(found[0]):04X} in {post!a}" if found else ""
    return f"{told}; allowed: names of posts without it." if told else ""


def _delimiter(text: str) -> str:
    """Comma, unless the first line has none and is cut by semicolons or tabs."""
    first = text.partition("\n")[0]
    return next((sign for sign in (",", ";", "\t") if sign in first), ",")


def _unfit(path: Path, line: int, message: str, column: int = 1) -> UnfitFileError:
    return UnfitFileError(Problem(str(path), line, column if line else 0, "", message))
