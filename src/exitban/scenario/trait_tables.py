"""A trait of members from a CSV file: one row per post, with its id and the value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from exitban.errors import Problem, did_you_mean
from exitban.scenario.csv_rows import Row, UnfitFileError, rows_of
from exitban.scenario.findings import Findings

ID: Final = "post_id"


def traits_of_table(
    findings: Findings, column: str, institution: str, posts: Sequence[str], found: tuple[Path, str]
) -> NDArray[np.float64] | None:
    """The values of a column in the order of the posts, NaN for a post that is not in the file.

    None where something is wrong, which is told.
    """
    path, text = found
    try:
        header, *rows = rows_of(text, path) or [Row(1, ())]
    except UnfitFileError as error:
        findings.problems.append(error.problem)
        return None
    missing = [name for name in (ID, column) if name not in header.cells]
    if missing:
        told = f"{path.name} has no column '{missing[0]}'.{did_you_mean(missing[0], header.cells)}"
        findings.wrong_in(str(path), 1, 1, "", told)
        return None
    places = {post.removeprefix(f"{institution}/"): place for place, post in enumerate(posts)}
    values = np.full(len(posts), math.nan)
    problems = [_taken(values, row, places, (header.cells.index(ID), header.cells.index(column))) for row in rows]
    wrong = [(row.line, told) for row, told in zip(rows, problems, strict=True) if told]
    findings.problems += [Problem(str(path), line, 1, column, told) for line, told in wrong]
    return None if wrong else values


def _taken(values: NDArray[np.float64], row: Row, places: dict[str, int], columns: tuple[int, int]) -> str:
    """Put the value of a row in its place; what is wrong with it, or nothing."""
    post, text = (row.cells[at] if at < len(row.cells) else "" for at in columns)
    if post not in places:
        return f"no post is called '{post}'."
    if not math.isnan(values[places[post]]):
        return f"'{post}' stands here twice."
    try:
        values[places[post]] = float(text)
    except ValueError:
        return f"found '{text}'; allowed: a number."
    return "" if math.isfinite(values[places[post]]) else f"found '{text}'; allowed: a finite number."
