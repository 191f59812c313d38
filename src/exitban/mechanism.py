"""What a mechanism is, and what a member can see.

A mechanism is one file: its law in the docstring, a frozen dataclass of its numbers, small pure functions for the
stages that it takes part in, its literature. The names of a function's arguments are its wiring: an argument called
``grievance`` is the grievance of the member at hand, ``effort_decay`` is the number ``decay`` of the mechanism
``effort``, ``luck_exit`` is a uniform draw addressed to this replicate, tick, post and purpose, ``dt`` is the length
of a tick in months. What a rule gives is a name that later rules can take.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

Real: TypeAlias = np.float32
Flag: TypeAlias = np.bool_
Count: TypeAlias = np.int32
Code: TypeAlias = np.int8

Level = Literal["member", "institution", "policy", "world"]
Law = Callable[..., Any]


@dataclass(frozen=True)
class NumberFacts:
    """What is known about a number of a mechanism: the reader checks it, ``explain`` and the docs print it.

    ``level`` says where the number may differ: for the world as a whole, by institution, or by policy. ``neutral``
    is the value of a policy's number where no policy governs; None takes the mechanism's own section of the file.
    ``of_any``: where several policies reach a post, the greatest value holds, not that of the one that governs.
    ``names``: what a file may write for 0, 1, 2 and so on, where the number stands for one of a few things.
    ``alike``: it shapes what all replicates share, so it is one value and never a range.
    """

    default: float
    unit: str
    meaning: str
    low: float
    high: float
    level: Level
    neutral: float | None
    of_any: bool = False
    names: tuple[str, ...] = ()
    alike: bool = False

    def shown(self, value: float) -> str:
        """A value as a person writes it."""
        return self.names[int(value)] if self.names else f"{value:g}"


def number(  # noqa: PLR0913 - every fact of a number, each by its name
    default: float,
    *,
    unit: str,
    meaning: str,
    between: tuple[float, float] = (-math.inf, math.inf),
    level: Level = "world",
    neutral: float | None = None,
    of_any: bool = False,
    alike: bool = False,
) -> Any:
    """Declare one number of a mechanism, as the default of a field of its ``Numbers``."""
    facts = NumberFacts(default, unit, meaning, *between, level, neutral, of_any, alike=alike)
    return dataclasses.field(default=default, metadata={"facts": facts})


def one_of(*names: str, meaning: str, level: Level = "world") -> Any:
    """Declare a number that stands for one of a few things, by their names in the file; the first is the default."""
    facts = NumberFacts(0.0, "name", meaning, 0.0, len(names) - 1.0, level, None, names=names)
    return dataclasses.field(default=0.0, metadata={"facts": facts})


SHARE = (0.0, 1.0)
POSITIVE = (0.0, math.inf)


@dataclass(frozen=True)
class Rule:
    """A scalar function for one stage of the tick.

    ``gives`` names what it returns (several names for a tuple). ``when`` names a flag: only members for whom it
    holds are touched, all others get zero. ``often``: the flag can hold for most members at once. ``seldom``: what it
    gives is nothing for most members, so it is added up only where it is something. ``level`` is whose value it
    computes. ``literals``: arguments that are settled before a run begins, as they are written; a mechanism
    leaves them to the composer.
    """

    stage: str
    gives: str | tuple[str, ...]
    law: Law
    when: str | None = None
    level: Level = "member"
    often: bool = False
    seldom: bool = False
    literals: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What the rule gives, always as a tuple."""
        return (self.gives,) if isinstance(self.gives, str) else self.gives


@dataclass(frozen=True)
class Watched:
    """How many of the watched posts have the lasting flag ``of``: a state that is ready after the stage.

    It is kept up to date: only whose flag has changed in the stage is told to those who watch. ``told`` names the state
    that remembers which flags they have been told of.
    """

    stage: str
    gives: str
    of: str
    told: str


@dataclass(frozen=True)
class NearCount:
    """How many of the watched posts have the flag ``of``, counted anew: for what rarely holds for anybody."""

    stage: str
    gives: str
    of: str


@dataclass(frozen=True)
class Above:
    """The largest value of ``of`` among the superiors; 1 for a root."""

    stage: str
    gives: str
    of: str


@dataclass(frozen=True)
class Total:
    """The sum of ``of`` over posts, for each institution, for each policy over its scope, or for the world.

    It is ready after the stage.
    """

    stage: str
    gives: str
    of: str
    level: Literal["institution", "policy", "world"] = "institution"


@dataclass(frozen=True)
class Mean:
    """The mean of ``of`` over all posts, for the world; ready after the stage."""

    stage: str
    gives: str
    of: str


@dataclass(frozen=True)
class Weighted:
    """The mean of ``of`` in each institution, summed with the institutions' weights; ready after the stage."""

    stage: str
    gives: str
    of: str


@dataclass(frozen=True)
class PolicySum:
    """The sum over all policies of ``of``, for the world."""

    stage: str
    gives: str
    of: str


@dataclass(frozen=True)
class Selection:
    """At most ``room`` members under each policy, among those with the flag ``among``; ready after the stage.

    First come those with the smallest ``since`` (when given), then those with the smallest addressed 32-bit key
    ``key``, then the smallest post. ``made`` is how many were chosen, by policy.
    """

    stage: str
    gives: str
    among: str
    room: str
    key: str
    made: str
    since: str | None = None


@dataclass(frozen=True)
class MoveUp:
    """Into each post with the flag ``into`` moves the holder of a post directly below; ready after the stage.

    Chosen among the posts with the flag ``among`` whose first superior it is: the smallest addressed 32-bit key
    ``key``, then the smallest post. Every state that a member brings along (those with an ``arrival``) moves too; what
    belongs to the post, and its luck, stays. ``gives`` tells into which posts somebody moved, ``left`` which ones were
    left for that, ``origin`` from which post (-1: nobody came). No post may have both flags ``into`` and ``among``.
    """

    stage: str
    gives: str
    into: str
    among: str
    key: str
    left: str
    origin: str


Collective = Watched | NearCount | Above | Total | Mean | Weighted | PolicySum | Selection | MoveUp


@dataclass(frozen=True)
class State:
    """Something that lasts from tick to tick.

    A member's state is set for every new holder of a post by ``arrival`` (a constant, or a law wired by its
    arguments); ``arrival=None`` belongs to the post and outlasts its holders, from ``start`` on. ``at_start``: a
    scenario may state it of the first members, ``between`` which values (a flag: 0 or 1). What every tick sets anew, or
    what follows from another state, may not be stated. ``literals`` are settled arguments of ``arrival``: see `Rule`.
    """

    name: str
    kind: type[np.generic]
    arrival: float | Law | None = None
    start: float = 0.0
    level: Level = "member"
    between: tuple[float, float] = (-math.inf, math.inf)
    at_start: bool = False
    literals: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Record:
    """What is written down at the end of every tick, by institution and for the whole.

    ``kind``: ``flow`` events within the tick and ``stock`` members at its end, both summed over posts; ``mean_of:X``
    that sum per member counted in the record X, a flow or a stock; ``by_reason`` members for whom the code ``of`` is
    each reason of exit. Where ``of`` is a value of the institution, no sum over posts: ``level``, for the whole its
    mean over posts; ``own:X``, for the whole the world's value X.
    """

    name: str
    of: str
    kind: str
    unit: str
    title: str


@dataclass(frozen=True)
class Mechanism:
    """One file of the shelf, as the composer, the reader, ``explain`` and the docs see it."""

    name: str
    law: str
    numbers: type
    parts: tuple[Rule | Collective, ...] = ()
    states: tuple[State, ...] = ()
    records: tuple[Record, ...] = ()
    literature: tuple[str, ...] = ()
    section_in_policy: str = ""

    @property
    def title(self) -> str:
        """The first sentence of the law."""
        return self.law.strip().splitlines()[0].rstrip(".")

    def facts(self) -> dict[str, NumberFacts]:
        """The numbers by their names in the file, in the order of the dataclass."""
        return {field.name: field.metadata["facts"] for field in dataclasses.fields(self.numbers)}

    def wired(self) -> dict[str, NumberFacts]:
        """The numbers by the names under which rules ask for them: mechanism, underscore, number."""
        return {f"{self.name}_{name}": facts for name, facts in self.facts().items()}


@dataclass(frozen=True)
class NoNumbers:
    """For a mechanism that has no number of its own."""


TOTALS = (
    "utility_exit",
    "utility_voice",
    "utility_covert",
)
"""Names to which several mechanisms may add; all others are given once per stage."""
