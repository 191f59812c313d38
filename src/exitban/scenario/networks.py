"""A watch network from a file: CSV, GraphML or an edge list, each line who watches whom."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from exitban.errors import Problem, at_most, did_you_mean
from exitban.scenario.edge_files import Ends, edges_in
from exitban.scenario.findings import Findings
from exitban.scenario.organisation import Posts
from exitban.scenario.tables import MOST_NAMES, MOST_TOLD

WATCH: Final = Ends("watcher", "watched")


def edges_of(findings: Findings, path: Path, text: str, posts: Posts) -> set[tuple[int, int]]:
    """Pairs of positions; unknown posts and self-loops are told. Raises `UnfitFileError`."""
    places = places_by_id(posts)
    problems: list[Problem] = []
    found: set[tuple[int, int]] = set()
    for edge in edges_in(path, text, WATCH, places):
        pair = [_place(places, post, path, edge.line, problems) for post in (edge.first, edge.second)]
        if pair[0] is None or pair[1] is None:
            continue
        if pair[0] == pair[1]:
            problems.append(_wrong(path, edge.line, f"'{edge.first}' watches itself. Remove the line."))
        else:
            found.add((pair[0], pair[1]))
    findings.problems += at_most(problems, MOST_TOLD)
    return found


def places_by_id(posts: Posts) -> dict[str, int]:
    """Positions by full id, and by the last part of it where no other institution has the same."""
    short: dict[str, int | None] = {}
    for place, (post, institution) in enumerate(zip(posts.ids, posts.institution, strict=True)):
        name = post.removeprefix(f"{institution}/")
        short[name] = None if name in short else place
    full = {post: place for place, post in enumerate(posts.ids)}
    return {name: place for name, place in short.items() if place is not None} | full


def _place(places: dict[str, int], post: str, path: Path, line: int, problems: list[Problem]) -> int | None:
    place = places.get(post)
    if place is None:
        problems.append(_wrong(path, line, f"no post is called '{post}'.{_nearest(post, places)}"))
    return place


def _nearest(post: str, places: Iterable[str]) -> str:
    names = list(places)
    return did_you_mean(post, names).split(" Allowed:")[0] if len(names) <= MOST_NAMES else ""


def _wrong(path: Path, line: int, message: str) -> Problem:
    return Problem(str(path), line, 1 if line else 0, "", message)
