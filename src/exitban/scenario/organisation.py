"""Posts, who commands whom, who watches whom: a scenario's organisation as plain lists.

Ids are stable names: the luck of a post is addressed by its id, so a generated post is named by the way
down to it (``governors/0/3/1``: the second subordinate of the fourth subordinate of the first root), and a
post of a table by the table's own id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

RULER = -1
"""In place of a superior: the post answers to the ruler."""


@dataclass
class Posts:
    """Posts of one or more institutions, one entry per post; superiors are positions in the lists, or -1."""

    ids: list[str] = field(default_factory=list)
    institution: list[str] = field(default_factory=list)
    rank: list[int] = field(default_factory=list)
    superior: list[int] = field(default_factory=list)
    second_superior: list[int] = field(default_factory=list)

    def add(self, post: str, institution: str, rank: int, superior: int) -> int:
        """Append a post and say where it stands."""
        self.ids.append(post)
        self.institution.append(institution)
        self.rank.append(rank)
        self.superior.append(superior)
        self.second_superior.append(RULER)
        return len(self.ids) - 1

    def extend(self, others: Posts) -> None:
        """Append posts whose superiors are positions among themselves."""
        shift = len(self.ids)
        self.ids += others.ids
        self.institution += others.institution
        self.rank += others.rank
        self.superior += [one if one == RULER else one + shift for one in others.superior]
        self.second_superior += [one if one == RULER else one + shift for one in others.second_superior]

    def roots_of(self, institution: str) -> list[int]:
        """Positions of the posts without a superior in the institution, in order."""
        return [
            place
            for place, name in enumerate(self.institution)
            if name == institution and not self._inside(place, institution)
        ]

    def _inside(self, place: int, institution: str) -> bool:
        above = self.superior[place]
        return above != RULER and self.institution[above] == institution


@dataclass(frozen=True)
class Organisation:
    """All posts. ``watches``: (edges, 2) positions of watcher and watched, each pair once, rising."""

    ids: list[str]
    institution: list[str]
    rank: list[int]
    superior: list[int]
    second_superior: list[int]
    watches: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)


def generated(institution: str, roots: int, spans: tuple[int, ...]) -> Posts:
    """The trees that the spans describe: a root has ``spans[0]`` subordinates, each of those ``spans[1]``."""
    posts = Posts()
    front = [posts.add(f"{institution}/{root}", institution, 0, RULER) for root in range(roots)]
    for rank, span in enumerate(spans, start=1):
        front = [
            posts.add(f"{posts.ids[above]}/{child}", institution, rank, above)
            for above in front
            for child in range(span)
        ]
    return posts


def sizes_by_rank(roots: int, spans: tuple[int, ...]) -> Iterator[int]:
    """How many posts each rank of generated trees has."""
    size = roots
    yield size
    for span in spans:
        size *= span
        yield size


def joined(posts: dict[str, Posts], answers_to: dict[str, str]) -> Posts:
    """All institutions side by side; roots are dealt in turn to the roots of the institution that theirs answers to."""
    whole = Posts()
    for one in posts.values():
        whole.extend(one)
    roots = {name: sorted(whole.roots_of(name), key=whole.ids.__getitem__) for name in posts}
    for name, above in answers_to.items():
        for place, root in enumerate(roots[name]):
            whole.superior[root] = roots[above][place % len(roots[above])]
    return whole
