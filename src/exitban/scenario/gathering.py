"""The organisation of a file, with the tables and networks that lie beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from exitban.scenario import memory
from exitban.scenario.command_networks import as_table, rows_of_network
from exitban.scenario.complaints import shown
from exitban.scenario.csv_rows import UnfitFileError, named_rows_of, text_of
from exitban.scenario.edge_files import ALLOWED
from exitban.scenario.findings import Findings
from exitban.scenario.networks import edges_of
from exitban.scenario.organisation import Organisation, Posts, by_name, generated, joined, sizes_by_rank
from exitban.scenario.positions import Place
from exitban.scenario.random_networks import NoSuchGraphError, random_edges
from exitban.scenario.sources import is_file
from exitban.scenario.tables import posts_of_table
from exitban.scenario.types import PostsEntry, ScenarioEntry
from exitban.scenario.watching import Edges, Watch, watch_from, watched

GIVEN: Place = ("institutions",)
NO_EDGES: Final = np.empty((0, 2), dtype=np.int32)


@dataclass
class Files:
    """Files beside the scenario, as they are read."""

    findings: Findings

    def text(self, place: Place, name: str) -> tuple[Path, str] | None:
        """The path and the text of a file; None where it is missing, which is told."""
        path = self.findings.path_of(name)
        if not is_file(path):
            folder = self.findings.folder.resolve()
            self.findings.wrong(place, f"found {shown(name)}, but there is no such file in {folder}.")
            return None
        text, content = text_of(path)
        self.findings.files[name] = content
        return path, text

    def network(self, place: Place, name: str) -> tuple[Path, str] | None:
        """The same for a file of pairs, whose ending says how they are written."""
        if Path(name).suffix.lower() in ALLOWED:
            return self.text(place, name)
        self.findings.wrong(place, f"found '{name}'; allowed: a file that ends in {', '.join(ALLOWED)}.")
        return None


def gathered(findings: Findings, file: ScenarioEntry) -> Organisation | None:
    """The organisation; None where something is wrong with it, which is told."""
    if not _fits_generated(findings, file):
        return None
    files = Files(findings)
    parts = {name: _posts(files, name, one.posts) for name, one in file.institutions.items()}
    posts = {name: one for name, one in parts.items() if one is not None}
    above = {name: one.answers_to for name, one in file.institutions.items() if one.answers_to is not None}
    astray = any(to not in posts or findings.spoiled((*GIVEN, name, "answers_to")) for name, to in above.items())
    if len(posts) < len(parts) or astray:
        return None
    whole = joined(posts, above)
    _check_ranks(findings, file, whole)
    watch = watch_from(file.watch)
    if not _fits(findings, Counter(whole.institution), _edges(whole, watch)):
        return None
    return watched(whole, watch, _network(files, watch, whole), _random_network(findings, watch, whole))


def _posts(files: Files, name: str, entry: PostsEntry) -> Posts | None:
    place: Place = (*GIVEN, name, "posts")
    try:
        if entry.table is not None:
            found = files.text((*place, "table"), entry.table)
            rows = named_rows_of(found[1], found[0]) if found else []
        elif entry.network is not None:
            found = files.network((*place, "network"), entry.network)
            rows, entry = rows_of_network(*found) if found else [], as_table(entry)
        else:
            return generated(name, entry.roots, entry.spans or ())
    except UnfitFileError as error:
        files.findings.problems.append(error.problem)
        return None
    return posts_of_table(files.findings, place, name, entry, found[0], rows) if found else None


def _network(files: Files, watch: Watch, posts: Posts) -> Edges:
    place: Place = ("watch", "network")
    edges: set[tuple[int, int]] = set()
    try:
        found = files.network(place, watch.network) if watch.network is not None else None
        edges = edges_of(files.findings, *found, posts) if found else edges
    except UnfitFileError as error:
        files.findings.problems.append(error.problem)
    return np.array(sorted(edges), dtype=np.int32).reshape(-1, 2)


def _random_network(findings: Findings, watch: Watch, posts: Posts) -> Edges:
    """Posts are numbered by their names, so that the order of a file changes no network."""
    if watch.random is None:
        return NO_EDGES
    try:
        edges = random_edges(len(posts.ids), watch.random)
    except NoSuchGraphError as error:
        findings.wrong(("watch", "random", "mean_degree"), str(error))
        return NO_EDGES
    return np.asarray(by_name(posts.ids).astype(np.int32)[edges])


def _check_ranks(findings: Findings, file: ScenarioEntry, posts: Posts) -> None:
    """A rank in a scope must exist in one of its institutions."""
    ranks: dict[str, set[int]] = {}
    for institution, rank in set(zip(posts.institution, posts.rank, strict=True)):
        ranks.setdefault(institution, set()).add(rank)
    for name, policy in file.policies.items():
        scope = policy.scope
        there = set[int]().union(*(ranks.get(one, set()) for one in scope.institutions)) if scope else set()
        for index, rank in enumerate((scope.ranks if scope else None) or ()):
            if there and rank not in there:
                findings.wrong(
                    ("policies", name, "scope", "ranks", index),
                    f"found {rank}; allowed: {min(there)} to {max(there)}, the ranks of these institutions.",
                    ("policies", name, "scope", "institutions"),
                )


def _fits_generated(findings: Findings, file: ScenarioEntry) -> bool:
    """Asked before a single post is made, because the spans of a typing error multiply to anything."""
    sizes = {
        name: sum(sizes_by_rank(one.posts.roots, one.posts.spans or ()))
        for name, one in file.institutions.items()
        if one.posts.table is None and one.posts.network is None
    }
    return _fits(findings, sizes, 0)


def _fits(findings: Findings, sizes: Mapping[str, int], edges: int) -> bool:
    posts = sum(sizes.values())
    needed, free = memory.needed(posts, edges), memory.available()
    if free is None or needed <= free:
        return True
    largest = max(sizes, key=lambda name: sizes[name])
    by_edges = edges * memory.BYTES_PER_EDGE > needed / 2
    fewer = f"Lower posts.roots or posts.spans of {largest} ({sizes[largest]:,} posts), or raise its people_per_post"
    remedy = "Set watch.peers: false, or give a smaller network" if by_edges else fewer
    seen = f"{posts:,} posts" + (f" and {edges:,} pairs of who watches whom" if edges else "")
    findings.wrong_key(
        GIVEN,
        f"the organisation does not fit in memory: {seen} need about {memory.in_words(needed)}, "
        f"and {memory.in_words(free)} are available. {remedy}.",
    )
    return False


def _edges(posts: Posts, watch: Watch) -> int:
    """How many pairs the relations give, counted before any is made."""
    commands = sum(one >= 0 for one in (*posts.superior, *posts.second_superior))
    groups = Counter(zip(posts.institution, posts.superior, strict=True)).values()
    peers = sum(size * (size - 1) for size in groups) if watch.peers else 0
    drawn = int(len(posts.ids) * watch.random.mean_degree) if watch.random else 0
    return commands * (watch.superior + watch.subordinates) + peers + drawn
