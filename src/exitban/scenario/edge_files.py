"""Pairs of posts from a CSV file, a GraphML file or an edge list."""

from __future__ import annotations

import re
import warnings
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from exitban.errors import Problem
from exitban.scenario.csv_rows import Row, UnfitFileError, invisible_in, refuse_doubled, rows_of

ALLOWED: Final = (".csv", ".graphml", ".edges", ".edgelist", ".txt")
END_OF_LINE: Final = re.compile("\r\n|\n|\r")
"""What editors count as one; Python would cut at a dozen more characters."""
LABELS: Final = ("label", "name", "id")
"""Attributes of a GraphML node that may hold the post's id, where the node's own id does not."""


class Edge(NamedTuple):
    """Two posts by their ids in the file, and the line in which they stand; 0 where lines mean nothing."""

    first: str
    second: str
    line: int


class Ends(NamedTuple):
    """What the two posts of a pair are called; also the columns of a CSV file. ``mutual``: it may hold both ways."""

    first: str
    second: str
    mutual: bool = True

    @property
    def names(self) -> set[str]:
        """What both are called."""
        return {self.first, self.second}

    def __str__(self) -> str:
        return f"{self.first} and {self.second}"


def edges_in(path: Path, text: str, ends: Ends, known: Container[str] = ()) -> Iterator[Edge]:
    """All pairs of a file; undirected ones twice. ``known``: ids that make a first row without names a pair.

    Raises `UnfitFileError`.
    """
    if path.suffix.lower() == ".graphml":
        return _from_graphml(path, text, ends, known)
    if path.suffix.lower() == ".csv":
        return _from_csv(path, rows_of(text, path), ends, known)
    return _from_list(path, text, ends)


def _from_csv(path: Path, rows: list[Row], ends: Ends, known: Container[str]) -> Iterator[Edge]:
    header = [cell.lower() for cell in rows[0].cells] if rows else []
    if ends.names <= set(header):
        refuse_doubled(rows[0], path)
        columns, rows = (header.index(ends.first), header.index(ends.second)), rows[1:]
    elif rows and all(cell in known for cell in rows[0].cells[:2]):
        columns = (0, 1)
    else:
        told = f"found the columns {', '.join(header) or '(none)'}; allowed: {ends.first}, {ends.second}."
        raise unfit(path, 1, told)
    for row in rows:
        if max(columns) >= len(row.cells):
            raise unfit(path, row.line, f"found one cell; allowed: {ends}.")
        first, second = (row.cells[column] for column in columns)
        if told := invisible_in(first) or invisible_in(second):
            raise unfit(path, row.line, told)
        yield Edge(first, second, row.line)


def _from_list(path: Path, text: str, ends: Ends) -> Iterator[Edge]:
    for line, content in enumerate(END_OF_LINE.split(text), start=1):
        bare = content.partition("#")[0].strip(" \t")
        if told := invisible_in(bare.replace("\t", " ")):
            raise unfit(path, line, told)
        parts = bare.split(",") if "," in bare else bare.split()
        if not bare:
            continue
        if len(parts) < 2:
            raise unfit(path, line, f"found one post; allowed: {ends}.")
        yield Edge(parts[0].strip(), parts[1].strip(), line)


def _from_graphml(path: Path, text: str, ends: Ends, known: Container[str]) -> Iterator[Edge]:
    import networkx

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as a missing type of an attribute, which is no worry of a reader
            graph: Any = networkx.parse_graphml(text)
    except Exception as error:  # whatever the parser of XML or of the format raises is about the file
        raise unfit(path, 0, f"not a GraphML file: {' '.join(str(error).split())}.") from error
    if not (graph.is_directed() or ends.mutual):
        told = f"an undirected graph; allowed: directed edges, each from a {ends.first} to a {ends.second}."
        raise unfit(path, 0, told)
    names = {node: _name(str(node), data, known) for node, data in graph.nodes(data=True)}
    if told := next(filter(None, map(invisible_in, names.values())), ""):
        raise unfit(path, 0, told)
    for a, b in graph.edges():
        yield Edge(names[a], names[b], 0)
        if not graph.is_directed() and a != b:
            yield Edge(names[b], names[a], 0)


def _name(node: str, data: dict[str, Any], known: Container[str]) -> str:
    """The post that a node stands for: its own id, or the first label that is a post."""
    labels = (str(data[label]) for label in LABELS if label in data)
    return next((name for name in (node, *labels) if name in known), node)


def unfit(path: Path, line: int, message: str) -> UnfitFileError:
    """The error for a file that cannot be used."""
    return UnfitFileError(Problem(str(path), line, 1 if line else 0, "", message))
