"""Stages grouped into passes over the posts: as few passes as the wiring allows.

A pass may not look at other posts for what it has itself changed, nor use a sum that is ready only after it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from exitban.errors import MechanismError
from exitban.kernels.parts import Part, Sum, gives, names_of, reads
from exitban.kernels.wiring import Wiring
from exitban.mechanism import (
    Above,
    Mean,
    MoveUp,
    NearCount,
    PolicySum,
    Record,
    Rule,
    Selection,
    Total,
    Watched,
    Weighted,
)
from exitban.words import STAGES

ALONE = ("arrival", "start")
"""Stages that are also run on their own, before tick 0."""


@dataclass
class Pass:
    """Some stages in one sweep over the posts, with what comes before and after it.

    ``before``: rules for institutions, policies and the world, which run first. ``sums``, ``selections``, ``moves``
    and what is ``watched`` are settled after the sweep, in this order.
    """

    stages: list[str]
    before: list[Rule | PolicySum] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    selections: list[Selection] = field(default_factory=list)
    moves: list[MoveUp] = field(default_factory=list)
    watched: list[Watched] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its name in the composed module."""
        return "stage_" + "_".join(self.stages)

    @property
    def written(self) -> set[str]:
        """What it gives for single posts."""
        return {name for part in self.parts for name in gives(part)}

    @property
    def looked_up(self) -> set[str]:
        """What it reads of other posts than the one at hand."""
        return {part.of for part in self.parts if isinstance(part, NearCount)}

    @property
    def ready_after(self) -> set[str]:
        """What is known only after it."""
        return {name for part in (*self.sums, *self.selections, *self.moves, *self.watched) for name in gives(part)}


def pass_of(stage: str, wiring: Wiring) -> Pass:
    """One stage as a pass of its own."""
    before: list[Rule | PolicySum] = []
    for level in ("policy", "world", "institution"):
        before += wiring.of(stage, PolicySum) if level == "world" else []
        before += wiring.rules_at(stage, level)
    found = Pass(
        [stage],
        before,
        wiring.member_parts(stage),
        wiring.of(stage, Total, Mean, Weighted),
        wiring.of(stage, Selection),
        wiring.of(stage, MoveUp),
        wiring.of(stage, Watched),
    )
    if found.looked_up & found.written:
        clash = ", ".join(sorted(found.looked_up & found.written))
        raise MechanismError(
            f"stage '{stage}': {clash} is looked up among neighbours and renewed in the same stage, so some would see "
            "the new value and some the old. Renew it in a later stage."
        )
    return found


def can_follow(one: Pass, other: Pass) -> bool:
    """Whether both can be done in one sweep."""
    if other.before or one.moves or {*one.stages, *other.stages} & set(ALONE):
        return False
    needed = {name for part in other.parts for name in reads(part)}
    summed = {part.of for part in (*one.sums, *one.watched)}
    awaited = needed | other.looked_up | {part.of for part in other.sums}
    return not (
        awaited & one.ready_after
        or other.looked_up & one.written
        or (one.looked_up | summed) & other.written
        or any(isinstance(part, Above) for part in one.parts)
    )


def passes(wiring: Wiring) -> list[Pass]:
    """All passes of a tick, in order.

    Where nobody arrives after the start, what comes after arrivals can join what comes before them; but what stays
    until the end of a tick is counted in the sweep of ``control``, and has to be ready before.
    """
    found: list[Pass] = []
    daily: list[Pass] = []
    for stage in STAGES:
        new = pass_of(stage, wiring)
        counted = {name for record in wiring.records for name in names_of(record)} if stage == "control" else set()
        if daily and can_follow(daily[-1], new) and not counted & daily[-1].ready_after:
            merge(daily[-1], new)
            continue
        found.append(new)
        if stage not in (ALONE if not wiring.has("arrives") else ALONE[1:]):
            daily.append(new)
    return [
        p
        for p in found
        if p.parts or p.before or p.sums or p.selections or p.moves or p.watched or p.stages == ["arrival"]
    ]


def merge(one: Pass, other: Pass) -> None:
    """Append the stages of the other."""
    one.stages += other.stages
    one.parts += other.parts
    one.sums += other.sums
    one.selections += other.selections
    one.moves += other.moves
    one.watched += other.watched


def carried(found: list[Pass], records: tuple[Record, ...]) -> set[str]:
    """The names of single posts that outlive the pass in which they are given, and so need an array."""
    needed: set[str] = set()
    for one in found:
        used = {name for part in one.parts for name in reads(part)} | {part.of for part in one.sums}
        needed |= (used - one.written) | one.looked_up
        needed |= {part.of for part in one.parts if isinstance(part, Above)}
        needed |= {name for part in one.selections for name in (part.among, part.since, part.gives) if name}
        needed |= {name for part in one.watched for name in (part.of, *gives(part))}
        needed |= {name for part in one.moves for name in (part.into, part.among, *gives(part))}
    recorded = {record.of for record in records}
    selected = {part.gives for one in found for part in one.selections}
    return needed | (recorded & selected) | {"arrives"}
