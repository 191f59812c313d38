"""What happens to members in a tick, read off the arrays of one world."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from exitban.kernels.launch import Arrays
from exitban.words import REASON_TITLES, REASONS, VOLUNTARY

Flags = NDArray[np.bool_]

TITLES: Final = {
    "stopped": "stopped when asking to leave",
    "left": "left",
    "removed": "gone",
    "attempt_leaked": "attempt to leave leaked",
    "deal_refused": "deal offered to the other side and refused",
    "deal": "deal made with the other side",
    "deal_leaked": "deal or offer of one leaked",
    "sanctioned": "sanctioned",
    "spoke": "spoke out",
    "promoted": "moved up into the post",
    "arrived": "new in post, from outside",
}
"""Every kind of happening, in the order of a story."""


@dataclass(frozen=True, order=True)
class Happening:
    """Something that happens in a post. ``tick`` counts from 0; ``kind`` one of `TITLES`; ``reason`` of an exit."""

    tick: int
    post: str
    kind: str
    reason: str = ""

    @property
    def words(self) -> str:
        """What happened, without the post."""
        title = TITLES[self.kind]
        told = REASON_TITLES.get(self.reason, title)
        return told if told.startswith(title) else f"{title} ({told})"


STATES: Final = ("covert", "deal_exposed", "speaking", "refused")
"""What lasts, and is told when it begins."""


def before(arrays: Arrays) -> dict[str, Flags]:
    """The lasting states as they are, to be compared with after the next tick."""
    return {name: arrays[name][:, 0].copy() for name in STATES}


def happenings(tick: int, posts: Sequence[str], arrays: Arrays, was: dict[str, Flags]) -> Iterator[Happening]:
    """Everything that happened in a tick that has just ended; of a state, that it began in who was there before."""
    now = {name: arrays[name][:, 0] for name in STATES}
    same_holder = ~(arrays["arrives"][:, 0] | arrays["promoted"][:, 0])
    began = {name: now[name] & ~was[name] & same_holder for name in STATES}
    flags = {
        "stopped": arrays["blocked"][:, 0],
        "attempt_leaked": arrays["leaked_attempt"][:, 0],
        "deal_refused": began["refused"],
        "deal": began["covert"],
        "deal_leaked": began["deal_exposed"],
        "sanctioned": arrays["sanctioned"][:, 0],
        "spoke": began["speaking"],
        "promoted": arrays["promoted"][:, 0],
        "arrived": arrays["arrives"][:, 0],
    }
    yield from departures(tick, posts, arrays["departure"][:, 0])
    for kind, flag in flags.items():
        for post in np.flatnonzero(flag):
            yield Happening(tick, posts[int(post)], kind)


def departures(tick: int, posts: Sequence[str], codes: NDArray[Any]) -> Iterator[Happening]:
    """Who is gone, and why; what the member chose is told apart from what was done to them."""
    for post in np.flatnonzero(codes):
        reason = REASONS[codes[post]]
        yield Happening(tick, posts[int(post)], "left" if reason in VOLUNTARY else "removed", reason)
