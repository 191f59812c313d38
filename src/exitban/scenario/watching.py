"""Whom the holder of a post observes: superiors, subordinates, peers, a network, or any of them together.

Peers are the other posts of the same institution under the same superior; the roots of an institution are
peers when the same post, or the ruler, is above them. Nobody watches themselves, and no pair counts twice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exitban.scenario.organisation import RULER, Organisation, Posts, distinct
from exitban.scenario.types import RandomWatchEntry, WatchEntry

Edges = NDArray[np.int32]


@dataclass(frozen=True)
class Watch:
    """Which relations make somebody visible, and the network from a file or drawn at random if there is one."""

    superior: bool
    subordinates: bool
    peers: bool
    network: str | None = None
    random: RandomWatchEntry | None = None


def watch_from(entry: WatchEntry) -> Watch:
    """The relations that a file asks for: all three, or those stated beside a network of its own."""
    unless_said = entry.network is None and entry.random is None

    def said(choice: bool | None) -> bool:
        return unless_said if choice is None else choice

    return Watch(said(entry.superior), said(entry.subordinates), said(entry.peers), entry.network, entry.random)


def random_words(entry: RandomWatchEntry) -> str:
    """A network drawn at random, as it is told."""
    degree = f"{entry.mean_degree:g} others{' on average' if entry.kind == 'poisson' else ' each'}"
    return f"{degree}, {entry.kind}, drawn once for all worlds with seed {entry.seed}"


def watched(posts: Posts, watch: Watch, *networks: Edges) -> Organisation:
    """The organisation with its watch network. ``networks``: (watcher, watched) as positions."""
    parts = [np.empty((0, 2), dtype=np.int32), *networks]
    command = _command(posts)
    if watch.superior:
        parts.append(command)
    if watch.subordinates:
        parts.append(command[:, ::-1])
    if watch.peers:
        parts.append(_peers(posts))
    edges = distinct(parts, len(posts.ids))
    return Organisation(posts.ids, posts.institution, posts.rank, posts.superior, posts.second_superior, edges)


def _command(posts: Posts) -> Edges:
    """(post, superior) for every superior that is a post."""
    places = np.arange(len(posts.ids), dtype=np.int32)
    above = [np.array(one, dtype=np.int32) for one in (posts.superior, posts.second_superior)]
    pairs = [np.column_stack((places, one))[one != RULER] for one in above]
    return np.concatenate(pairs) if pairs else np.empty((0, 2), dtype=np.int32)


def _peers(posts: Posts) -> Edges:
    groups: dict[tuple[str, int], list[int]] = {}
    for place, key in enumerate(zip(posts.institution, posts.superior, strict=True)):
        groups.setdefault(key, []).append(place)
    return np.concatenate([np.empty((0, 2), dtype=np.int32), *map(_everybody, groups.values())])


def _everybody(group: list[int]) -> Edges:
    """All ordered pairs of a group."""
    members = np.array(group, dtype=np.int32)
    pairs = np.column_stack((np.repeat(members, len(members)), np.tile(members, len(members))))
    return np.asarray(pairs[pairs[:, 0] != pairs[:, 1]], dtype=np.int32)
