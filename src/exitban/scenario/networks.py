"""A watch network from a file: CSV, GraphML or an edge list, each line who watches whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from exitban.errors import Problem, did_you_mean
from exitban.scenario.csv_rows import Row, UnfitFileError, rows_of
from exitban.scenario.findings import Findings
from exitban.scenario.organisation import Posts
from exitban.scenario.tables import MOST_NAMES, MOST_TOLD

WATCHER, WATCHED = "watcher", "watched"
LISTS: Final = (".edges", ".edgelist", ".txt")
ALLOWED: Final = (".csv", ".graphml", *LISTS)
LABELS: Final = ("label", "name", "id")
"""Attributes of a GraphML node that may hold the post's id, where the node's own id does not."""


class Edge(NamedTuple):
    """Who watches whom, by the ids in the file, and where it stands."""

    watcher: str
    watched: str
    line: int


def edges_of(findings: Findings, path: Path, text: str, posts: Posts) -> set[tuple[int, int]]:
    """Pairs of positions; unknown posts and self-loops are told. Raises `UnfitFileError`."""
    places = places_by_id(posts)
    problems: list[Problem] = []
    found: set[tuple[int, int]] = set()
    for edge in _edges(path, text, places):
        pair = [_place(places, post, path, edge.line, problems) for post in (edge.watcher, edge.watched)]
        if pair[0] is None or pair[1] is None:
            continue
        if pair[0] == pair[1]:
            problems.append(_wrong(path, edge.line, f"'{edge.watcher}' watches itself. Remove the line."))
        else:
            found.add((pair[0], pair[1]))
    _tell(findings, path, problems)
    return found


def places_by_id(posts: Posts) -> dict[str, int]:
    """Positions by full id, and by the last part of it where no other institution has the same."""
    short: dict[str, int | None] = {}
    for place, (post, institution) in enumerate(zip(posts.ids, posts.institution, strict=True)):
        name = post.removeprefix(f"{institution}/")
        short[name] = None if name in short else place
    full = {post: place for place, post in enumerate(posts.ids)}
    return {name: place for name, place in short.items() if place is not None} | full


def _edges(path: Path, text: str, places: dict[str, int]) -> Iterator[Edge]:
    if path.suffix.lower() == ".graphml":
        return _from_graphml(path, text, places)
    if path.suffix.lower() == ".csv":
        return _from_csv(path, rows_of(text, path), places)
    return _from_list(path, text)


def _from_csv(path: Path, rows: list[Row], places: dict[str, int]) -> Iterator[Edge]:
    header = [cell.lower() for cell in rows[0].cells] if rows else []
    if WATCHER in header and WATCHED in header:
        columns, rows = (header.index(WATCHER), header.index(WATCHED)), rows[1:]
    elif rows and all(cell in places for cell in rows[0].cells[:2]):
        columns = (0, 1)
    else:
        told = f"found the columns {', '.join(header) or '(none)'}; allowed: {WATCHER}, {WATCHED}."
        raise UnfitFileError(_wrong(path, 1, told))
    for row in rows:
        if max(columns) >= len(row.cells):
            raise UnfitFileError(_wrong(path, row.line, "found one cell; allowed: a watcher and a watched post."))
        yield Edge(row.cells[columns[0]], row.cells[columns[1]], row.line)


def _from_list(path: Path, text: str) -> Iterator[Edge]:
    for line, content in enumerate(text.splitlines(), start=1):
        bare = content.partition("#")[0].strip()
        parts = bare.split(",") if "," in bare else bare.split()
        if not bare:
            continue
        if len(parts) < 2:
            raise UnfitFileError(_wrong(path, line, "found one post; allowed: a watcher and a watched post."))
        yield Edge(parts[0].strip(), parts[1].strip(), line)


def _from_graphml(path: Path, text: str, places: dict[str, int]) -> Iterator[Edge]:
    import networkx

    try:
        graph: Any = networkx.parse_graphml(text)
    except Exception as error:  # whatever the parser of XML or of the format raises is about the file
        raise UnfitFileError(_wrong(path, 0, f"not a GraphML file: {' '.join(str(error).split())}.")) from error
    names = {node: _name(str(node), data, places) for node, data in graph.nodes(data=True)}
    for a, b in graph.edges():
        yield Edge(names[a], names[b], 0)
        if not graph.is_directed() and a != b:
            yield Edge(names[b], names[a], 0)


def _name(node: str, data: dict[str, Any], places: dict[str, int]) -> str:
    """The post that a node stands for: its own id, or the first label that is a post."""
    labels = (str(data[label]) for label in LABELS if label in data)
    return next((name for name in (node, *labels) if name in places), node)


def _place(places: dict[str, int], post: str, path: Path, line: int, problems: list[Problem]) -> int | None:
    place = places.get(post)
    if place is None:
        problems.append(_wrong(path, line, f"no post is called '{post}'.{_nearest(post, places)}"))
    return place


def _nearest(post: str, places: Iterable[str]) -> str:
    names = list(places)
    return did_you_mean(post, names).split(" Allowed:")[0] if len(names) <= MOST_NAMES else ""


def _tell(findings: Findings, path: Path, problems: list[Problem]) -> None:
    findings.problems += problems[:MOST_TOLD]
    if len(problems) > MOST_TOLD:
        findings.problems.append(_wrong(path, 0, f"and {len(problems) - MOST_TOLD} more problems in this file."))


def _wrong(path: Path, line: int, message: str) -> Problem:
    return Problem(str(path), line, 1 if line else 0, "", message)
