"""Pivotal posts: the loss of control when one post falls vacant (MODEL.md 3.4), from the chains of command alone.

Structural: every other post is filled, and every holder has competence 1 and full effort. Then control is the mean of
reach in each institution, summed with the institutions' weights (equation 14), and what a post carries is what is lost
below it: all of it under a single superior, no more than the detour costs where a second superior passes orders on.
Rows are posts; no person is meant.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from exitban.plan.posts import PostTable
from exitban.scenario import Scenario, read

Floats = NDArray[np.float64]


class PivotalPost(NamedTuple):
    """A post, and the share of control that is lost when it falls vacant."""

    post: str
    institution: str
    rank: int
    loss: float


class PivotalGrade(NamedTuple):
    """The posts of one rank in an institution: how many, and the largest and the mean loss for one of them."""

    institution: str
    rank: int
    posts: int
    largest: float
    mean: float


def pivotal_posts(scenario: Scenario | str | Path) -> tuple[PivotalPost, ...]:
    """Every post with the share of control that is lost when it alone falls vacant, the most pivotal first.

    A number of `control.kept` that is a prior enters with its mean. `pandas.DataFrame(pivotal_posts(scenario))` makes a
    table of it. ``scenario`` may be a file or the name of a bundled one; raises `ScenarioError` and `CallError` for
    what is none.
    """
    given: Any = scenario  # whatever has an organisation will do
    asked: Scenario = given if hasattr(given, "organisation") else read(given)
    institutions = tuple(sorted(asked.institutions))
    posts = PostTable(asked.organisation(), institutions)
    loss = losses(Chains.of(asked, posts, institutions))
    rows = zip(posts.ids, posts.grade_of, loss.tolist(), strict=True)
    found = [PivotalPost(name, institution, rank, lost) for name, (institution, rank), lost in rows]
    return tuple(sorted(found, key=lambda one: (-one.loss, one.post)))


def pivotal_grades(posts: Iterable[PivotalPost]) -> tuple[PivotalGrade, ...]:
    """The same by institution and rank, the largest loss first."""
    held: dict[tuple[str, int], list[float]] = defaultdict(list)
    for one in posts:
        held[one.institution, one.rank].append(one.loss)
    found = [
        PivotalGrade(*grade, len(losses), max(losses), float(np.mean(sorted(losses)))) for grade, losses in held.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.largest, one.institution, one.rank)))


@dataclass(frozen=True)
class Chains:
    """Posts, superiors first; -1 is no superior. ``worth``: what the reach of a post counts in control."""

    superior: NDArray[np.int64]
    second: NDArray[np.int64]
    kept: Floats
    worth: Floats

    @classmethod
    def of(cls, scenario: Scenario, posts: PostTable, institutions: tuple[str, ...]) -> Chains:
        """The chains of a scenario."""
        arrays = posts.arrays
        kept = [scenario.quantity("control", "kept", name).value for name in institutions]
        weight = [scenario.institutions[name].weight for name in institutions]
        worth = np.array(weight) / np.maximum(arrays["population"], 1.0)
        where = arrays["institution"]
        return cls(
            arrays["superior"].astype(np.int64), arrays["second"].astype(np.int64), np.array(kept)[where], worth[where]
        )

    def passed_on(self, post: int, reach: Floats, changed: dict[int, float]) -> float:
        """What reaches a filled post when the reach of some others has changed."""
        above = [one for one in (int(self.superior[post]), int(self.second[post])) if one >= 0]
        if self.superior[post] < 0:
            return 1.0
        return float(self.kept[post]) * max(changed.get(one, float(reach[one])) for one in above)


def losses(chains: Chains) -> Floats:
    """The share of control lost for each post; zeros where there is no control to lose."""
    reach = np.ones(len(chains.superior))
    for post in range(len(reach)):
        reach[post] = chains.passed_on(post, reach, {})
    carried = chains.worth * reach
    total = float(carried.sum())
    if total <= 0.0:
        return np.zeros(len(reach))
    lost = single_chains(chains, carried) if (chains.second < 0).all() else detours(chains, reach)
    return np.minimum(lost / total, 1.0)  # both are sums, and rounded apart


def single_chains(chains: Chains, carried: Floats) -> Floats:
    """In a forest everything below is cut off: sums from the bottom up."""
    lost = carried.copy()
    for post in range(len(lost) - 1, -1, -1):
        if chains.superior[post] >= 0:
            lost[chains.superior[post]] += lost[post]
    return lost


def detours(chains: Chains, reach: Floats) -> Floats:
    """Where orders may come another way: each post is emptied in turn, and what changes below it is followed."""
    below: dict[int, list[int]] = defaultdict(list)
    for post in range(len(reach)):
        for above in {int(chains.superior[post]), int(chains.second[post])} - {-1}:
            below[above].append(post)
    return np.array([lost_without(post, chains, reach, below) for post in range(len(reach))])


def lost_without(vacant: int, chains: Chains, reach: Floats, below: dict[int, list[int]]) -> float:
    """What is carried no more when a post is vacant; superiors are looked at before their subordinates."""
    changed = {vacant: 0.0}
    waiting = list(below[vacant])
    heapq.heapify(waiting)
    while waiting:
        post = heapq.heappop(waiting)
        left = chains.passed_on(post, reach, changed)
        if post not in changed and left != reach[post]:
            changed[post] = left
            for other in below[post]:
                heapq.heappush(waiting, other)
    return float(sum(chains.worth[post] * (reach[post] - left) for post, left in changed.items()))
