"""Rows of a CSV file with their lines, and a plain word for whatever is wrong with the file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from exitban.errors import Problem


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
        return content.decode("utf-8-sig"), content
    except UnicodeDecodeError as error:
        raise _unfit(path, 0, f"not a text file in UTF-8 (byte {error.start + 1} fits no character).") from error
    except OSError as error:
        raise _unfit(path, 0, f"cannot be read: {error.strerror}.") from error


def rows_of(text: str, path: Path) -> list[Row]:
    """All records that hold something. Raises `UnfitFileError`."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[Row] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(reader.line_num, tuple(cell.strip() for cell in cells)))
    except csv.Error as error:
        raise _unfit(path, reader.line_num, f"not a CSV file: {error}.") from error
    return rows


def _delimiter(text: str) -> str:
    """Comma, unless the first line has none and is cut by semicolons or tabs."""
    first = text.partition("\n")[0]
    return next((sign for sign in (",", ";", "\t") if sign in first), ",")


def _unfit(path: Path, line: int, message: str) -> UnfitFileError:
    return UnfitFileError(Problem(str(path), line, 1 if line else 0, "", message))
