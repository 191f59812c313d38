"""Design points from a table beside the design: a column for each number, a row for each point."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from exitban.errors import CallError, Problem, ScenarioError, at_most
from exitban.plan.given import as_numbers, known_quantity, what_is_wrong
from exitban.scenario import Quantity, Scenario
from exitban.scenario.csv_rows import Row, UnfitFileError, named_rows_of, text_of
from exitban.scenario.sources import is_file

POINT: Final = "point"
"""A column of this name counts the points, and varies nothing."""
MOST_TOLD: Final = 20
"""Problems of one file that are told one by one; the rest is counted."""
WHOLE: Final = re.compile("[+-]?[0-9]{1,17}")
SWITCHED: Final = {"true": 1.0, "false": 0.0}

Column = NDArray[Any]


class Table(NamedTuple):
    """The columns of a file by the paths of their numbers, and its rows, the names first; no rows where lines mean
    nothing.
    """

    path: Path
    columns: dict[str, Column]
    rows: list[Row]

    def problem(self, name: str, message: str, place: int | None = None) -> Problem:
        """Something wrong with a column, or with its value for the point at a place."""
        if not self.rows:
            where = "" if place is None else f"row {place + 1}: "
            return Problem(str(self.path), 0, 0, name, f"{where}{message}")
        row = self.rows[0] if place is None else self.rows[place + 1]
        column = row.column_of(self.rows[0].cells.index(name))
        return Problem(str(self.path), row.line, column, name, message)

    def problems(self, scenario: Scenario) -> list[Problem]:
        """Values that their numbers cannot have, and columns that are no numbers of the scenario."""
        found: list[Problem] = []
        for name, column in self.columns.items():
            try:
                quantity = known_quantity(scenario, name)
            except CallError as error:
                found.append(self.problem(name, str(error)))
                continue
            cells = [self.problem(name, told, place) for place, told in _wrong_cells(quantity, column)]
            alike = "" if cells else _wrong(quantity, column)
            found += [self.problem(name, alike)] if alike else cells
        return at_most(found, MOST_TOLD)


def table_in(path: Path) -> Table:
    """The table in a CSV or Parquet file. Raises `ScenarioError`."""
    if not is_file(path):
        raise _refused(path, "no such file; the design names it under `table`, as a path from its own folder.")
    found = _from_parquet(path) if path.suffix == ".parquet" else _from_csv(path)
    if not found.columns:
        told = "found no column but `point`; allowed: a column for each number that varies, named by its path."
        raise _refused(path, told)
    if not len(next(iter(found.columns.values()))):
        raise _refused(path, "found no points, only the names of columns; give a row for each point.")
    return found


def _from_csv(path: Path) -> Table:
    try:
        rows = named_rows_of(text_of(path)[0], path)
    except UnfitFileError as error:
        raise ScenarioError([error.problem]) from error
    if not rows:
        raise _refused(path, "the file is empty; allowed: a row with the paths of numbers, and one for each point.")
    columns = {
        name: _typed([row.cells[place] for row in rows[1:]])
        for place, name in enumerate(rows[0].cells)
        if name and name != POINT
    }
    return Table(path, columns, rows)


def _from_parquet(path: Path) -> Table:
    import pyarrow.parquet

    try:
        whole = pyarrow.parquet.read_table(path)
        return Table(path, {name: whole[name].to_numpy() for name in whole.column_names if name != POINT}, [])
    except Exception as error:  # whatever the reader raises is about the file
        raise _refused(path, f"cannot be read as a table: {error}") from error


def _typed(cells: list[str]) -> Column:
    """Whole numbers, numbers, or texts, whichever all cells are."""
    if all(WHOLE.fullmatch(cell) for cell in cells):
        return np.array([int(cell) for cell in cells], np.int64)
    try:
        return np.array([_number(cell) for cell in cells], np.float64)
    except ValueError:
        return np.array(cells, dtype=object)


def _number(cell: str) -> float:
    """A number, or a switch. Raises `ValueError`."""
    if "_" in cell:
        raise ValueError(cell)
    return SWITCHED[cell.lower()] if cell.lower() in SWITCHED else float(cell)


def _wrong_cells(quantity: Quantity, column: Column, first: int = 0) -> Iterator[tuple[int, str]]:
    """The places of values that the number cannot have, each with what is wrong; found by halves, since few are."""
    told = _wrong(quantity, column)
    if told and len(column) == 1:
        yield first, told
    elif told:
        half = len(column) // 2
        yield from _wrong_cells(quantity, column[:half], first)
        yield from _wrong_cells(quantity, column[half:], first + half)


def _wrong(quantity: Quantity, column: Column) -> str:
    """What is wrong with values of a number; empty where nothing is. Among texts there may be numbers."""
    texts = all(isinstance(one, str) for one in column.tolist()) if column.dtype == object else False
    try:
        return what_is_wrong(quantity, as_numbers(quantity, _typed(column.tolist()) if texts else column))
    except CallError as error:
        return str(error)


def _refused(path: Path, told: str) -> ScenarioError:
    return ScenarioError([Problem(str(path), 0, 0, "", told)])
