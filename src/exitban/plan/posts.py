"""Posts in an order of their own, so that the order of a file changes nothing: by depth, then by name.

Superiors come before subordinates, which is what control needs (equation 14), and sums over posts always run alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exitban.errors import ExitbanError
from exitban.scenario import Organisation, Scenario
from exitban.scenario.luck import addresses_of
from exitban.scenario.organisation import by_name, depths_of

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
        organisation = self.organisation
        return depths_of(np.array(organisation.superior), np.array(organisation.second_superior))

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """Positions in the organisation, by depth and name."""
        named = by_name(self.organisation.ids)
        return np.asarray(named[np.argsort(self.depth[named], kind="stable")])

    @cached_property
    def place(self) -> NDArray[np.int64]:
        """Where each post of the organisation stands in the order; the last entry, for "no post", is -1."""
        place = np.full(len(self.order) + 1, -1, dtype=np.int64)
        place[self.order] = np.arange(len(self.order))
        return place

    @cached_property
    def ids(self) -> list[str]:
        """Names in order."""
        ids = self.organisation.ids
        return [ids[i] for i in self.order.tolist()]

    @cached_property
    def grade_of(self) -> list[tuple[str, int]]:
        """(institution, rank) of every post in order."""
        return [self.grades[number] for number in self.grade.tolist()]

    @cached_property
    def grades(self) -> list[tuple[str, int]]:
        """All grades, sorted."""
        return sorted(set(zip(self.organisation.institution, self.organisation.rank, strict=True)))

    @cached_property
    def grade(self) -> NDArray[np.int32]:
        """The number of each post's grade, (posts,) in order."""
        numbers = {grade: g for g, grade in enumerate(self.grades)}
        pairs = zip(self.organisation.institution, self.organisation.rank, strict=True)
        of_post = np.fromiter(map(numbers.__getitem__, pairs), np.int32, len(self.organisation))
        return np.asarray(of_post[self.order])

    @cached_property
    def arrays(self) -> Arrays:
        """What the tick needs to know of posts."""
        superior = self.place[np.array(self.organisation.superior)[self.order]]
        numbers = {name: k for k, name in enumerate(self.institutions)}
        institution_of_grade = np.array([numbers[name] for name, _ in self.grades], np.int32)
        institution = institution_of_grade[self.grade]
        low, high = addresses(self.institutions).values()
        return {
            **addresses(self.ids),
            "institution_low": low,
            "institution_high": high,
            **self.watching(),
            "institution": institution,
            "grade": self.grade,
            "institution_of_grade": institution_of_grade,
            "superior": superior.astype(np.int32),
            "second": self.place[np.array(self.organisation.second_superior)[self.order]].astype(np.int32),
            "root": superior < 0,
            "population": np.bincount(institution, minlength=len(self.institutions)).astype(np.float64),
        }

    def watching(self) -> Arrays:
        """The watch network by rows: whom each post watches, by whom it is watched, what each one watched weighs.

        That is an equal share of 1, (posts,), or 1 where those who act are counted.
        """
        watcher, watched = (self.place[self.organisation.watches[:, end]] for end in (0, 1))
        posts = len(self.order)
        degree = np.bincount(watcher, minlength=posts)
        share = np.ones(posts, np.float32) if self.counted else (1.0 / np.maximum(degree, 1)).astype(np.float32)
        return {
            **rows_of(watcher, watched, posts, ("watch_start", "watched")),
            **rows_of(watched, watcher, posts, ("watcher_start", "watchers")),
            "watch_share": share,
        }


def rows_of(ones: NDArray[np.int64], others: NDArray[np.int64], posts: int, names: tuple[str, str]) -> Arrays:
    """Pairs of posts as sorted rows: where the others of each one begin, and these others."""
    codes = ones * posts + others
    codes.sort()
    degree = np.bincount(ones, minlength=posts)
    start, row = names
    return {
        start: np.concatenate([[0], np.cumsum(degree)]).astype(np.int64),
        row: (codes % max(posts, 1)).astype(np.int32),
    }


@lru_cache(maxsize=1)
def post_table(organisation: Organisation, institutions: tuple[str, ...], counted: bool = False) -> PostTable:
    """The table of an organisation, made once: an estimate and a run both ask for it."""
    return PostTable(organisation, institutions, counted)


def mean_depths(scenario: Scenario) -> dict[str, float]:
    """By institution, how many steps its posts are from the ruler on average, roots counting 0."""
    organisation = scenario.organisation()
    institutions = tuple(sorted(scenario.institutions))
    depth, where = post_table(organisation, institutions).depth, np.array(organisation.institution)
    return {name: float(depth[where == name].mean()) for name in institutions}


def addresses(names: Sequence[str]) -> Arrays:
    """The two halves of the hash of every name, by which luck is addressed."""
    halves = addresses_of(names)
    if len(np.unique(halves[:, 0] | halves[:, 1] << np.uint64(32))) < len(names):
        raise ExitbanError("two posts or two institutions share a 64-bit address of luck; rename one of them")
    return {"low": halves[:, 0].copy(), "high": halves[:, 1].copy()}
