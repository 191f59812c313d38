"""A trait of members from a CSV file: one row per post, with its id and the value."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from exitban.errors import Problem, did_you_mean
from exitban.scenario.csv_rows import Row, UnfitFileError, named_rows_of
from exitban.scenario.findings import Findings

ID: Final = "post_id"


@dataclass(frozen=True)
class Column:
    """A trait of the ``posts`` (ids) of an institution; ``misfit`` says what is wrong with a value, if anything is."""

    name: str
    institution: str
    posts: Sequence[str]
    misfit: Callable[[float], str]


def traits_of_table(findings: Findings, column: Column, found: tuple[Path, str]) -> NDArray[np.float64] | None:
    """The values of a column in the order of the posts, NaN for a post that is not in the file.

    None where something is wrong, which is told.
    """
    path, text = found
    try:
        header, *rows = named_rows_of(text, path) or [Row(1, ())]
    except UnfitFileError as error:
        findings.problems.append(error.problem)
        return None
    missing = [name for name in (ID, column.name) if name not in header.cells]
    if missing:
        told = f"{path.name} has no column '{missing[0]}'.{did_you_mean(missing[0], header.cells)}"
        findings.wrong_in(str(path), 1, 1, "", told)
        return None
    places = {post.removeprefix(f"{column.institution}/"): place for place, post in enumerate(column.posts)}
    values = np.full(len(column.posts), math.nan)
    at = header.cells.index(ID), header.cells.index(column.name)
    wrong = [(row.line, told) for row in rows if (told := _taken(values, row, places, at, column.misfit))]
    findings.problems += [Problem(str(path), line, 1, column.name, told) for line, told in wrong]
    return None if wrong else values


def _taken(
    values: NDArray[np.float64],
    row: Row,
    places: dict[str, int],
    columns: tuple[int, int],
    misfit: Callable[[float], str],
) -> str:
    """Put the value of a row in its place; what is wrong with it, or nothing."""
    post, text = (row.cells[at] for at in columns)
    if post not in places:
        return f"no post is called '{post}'."
    if not math.isnan(values[places[post]]):
        return f"'{post}' stands here twice."
    try:
        values[places[post]] = float(text)
    except ValueError:
        return f"found '{text}'; allowed: a number."
    value = float(values[places[post]])
    return misfit(value) if math.isfinite(value) else f"found '{text}'; allowed: a finite number."
