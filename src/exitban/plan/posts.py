"""Posts in an order of their own, so that the order of a file changes nothing: by depth, then by name.

Superiors come before subordinates, which is what control needs (equation 14), and sums over posts always run alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exitban.errors import ExitbanError
from exitban.maths.luck import address_of
from exitban.scenario import Organisation, Scenario

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class PostTable:
    """All posts of an organisation in canonical order.

    ``order`` (posts,): where the post stands in the organisation. ``institutions``: names, sorted; ``grades``:
    (institution, rank) pairs, sorted. ``counted``: everybody watched weighs 1, not an equal share of 1.
    """

    organisation: Organisation
    institutions: tuple[str, ...]
    counted: bool = False

    @cached_property
    def depth(self) -> NDArray[np.int64]:
        """Steps up to the ruler by the longest way, (posts,) in the organisation's order."""
        above = np.array([self.organisation.superior, self.organisation.second_superior], dtype=np.int64)
        depth = np.zeros(above.shape[1], dtype=np.int64)
        while True:
            deeper = np.where(above >= 0, depth[above] + 1, 0).max(axis=0)
            if np.array_equal(deeper, depth):
                return depth
            depth = deeper

    @cached_property
    def order(self) -> list[int]:
        """Positions in the organisation, by depth and name."""
        ids = self.organisation.ids
        return sorted(range(len(ids)), key=lambda i: (self.depth[i], ids[i]))

    @cached_property
    def place(self) -> NDArray[np.int64]:
        """Where each post of the organisation stands in the order; the last entry, for "no post", is -1."""
        place = np.full(len(self.order) + 1, -1, dtype=np.int64)
        place[self.order] = np.arange(len(self.order))
        return place

    @cached_property
    def ids(self) -> list[str]:
        """Names in order."""
        return [self.organisation.ids[i] for i in self.order]

    @cached_property
    def grade_of(self) -> list[tuple[str, int]]:
        """(institution, rank) of every post in order."""
        return [(self.organisation.institution[i], self.organisation.rank[i]) for i in self.order]

    @cached_property
    def grades(self) -> list[tuple[str, int]]:
        """All grades, sorted."""
        return sorted(set(self.grade_of))

    def arrays(self) -> Arrays:
        """What the tick needs to know of posts."""
        superior = self.place[np.array(self.organisation.superior)[self.order]]
        numbers = {name: k for k, name in enumerate(self.institutions)}
        ranks = {grade: g for g, grade in enumerate(self.grades)}
        institution = np.array([numbers[name] for name, _ in self.grade_of], np.int32)
        low, high = addresses(self.institutions).values()
        return {
            **addresses(self.ids),
            "institution_low": low,
            "institution_high": high,
            **self.watching(),
            "institution": institution,
            "grade": np.array([ranks[grade] for grade in self.grade_of], np.int32),
            "institution_of_grade": np.array([numbers[name] for name, _ in self.grades], np.int32),
            "superior": superior.astype(np.int32),
            "second": self.place[np.array(self.organisation.second_superior)[self.order]].astype(np.int32),
            "root": superior < 0,
            "population": np.bincount(institution, minlength=len(self.institutions)).astype(np.float64),
        }

    def watching(self) -> Arrays:
        """The watch network by rows: whom each post watches, with equal weights that sum to 1, or with 1 for each."""
        edges = self.place[self.organisation.watches]
        edges = edges[np.lexsort((edges[:, 1], edges[:, 0]))]
        degree = np.bincount(edges[:, 0], minlength=len(self.order))
        share = np.ones(len(degree), np.float32) if self.counted else (1.0 / np.maximum(degree, 1)).astype(np.float32)
        return {
            "watch_start": np.concatenate([[0], np.cumsum(degree)]).astype(np.int64),
            "watched": edges[:, 1].astype(np.int32),
            "watch_share": share[edges[:, 0]],
        }


def mean_depths(scenario: Scenario) -> dict[str, float]:
    """By institution, how many steps its posts are from the ruler on average, roots counting 0."""
    organisation = scenario.organisation()
    institutions = tuple(sorted(scenario.institutions))
    depth, where = PostTable(organisation, institutions).depth, np.array(organisation.institution)
    return {name: float(depth[where == name].mean()) for name in institutions}


def addresses(names: Sequence[str]) -> Arrays:
    """The two halves of the hash of every name, by which luck is addressed."""
    halves = np.array([address_of(name) for name in names], dtype=np.uint64).reshape(-1, 2)
    if len({(int(low), int(high)) for low, high in halves}) < len(names):
        raise ExitbanError("two posts or two institutions share a 64-bit address of luck; rename one of them")
    return {"low": halves[:, 0].copy(), "high": halves[:, 1].copy()}
