"""Who needs what from whom: the parts of all mechanisms by stage, and what every name means."""

from __future__ import annotations

import typing
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from exitban.errors import MechanismError, did_you_mean
from exitban.kernels.order import in_order
from exitban.kernels.parts import AnyPart, Kind, Part, gives, inputs, kinds_given, laws_of, names_of, place_of, reads
from exitban.kernels.taken import refuse_taken
from exitban.mechanism import (
    Above,
    Level,
    Mean,
    Mechanism,
    MoveUp,
    NearCount,
    NumberFacts,
    PolicySum,
    Record,
    Rule,
    Selection,
    State,
    Total,
    Watched,
    Weighted,
)
from exitban.words import STAGES

CLOCK: Mapping[str, Kind] = {"dt": np.float32, "month": np.float32, "tick": np.int32, "first": np.bool_}
"""The same for everybody: length of a tick and time since the start in months, the tick, whether it is the start."""

FROM_KERNEL: Mapping[str, tuple[Level, Kind]] = {
    "shock": ("institution", np.float32),
    "news_exit": ("world", np.float32),
    "news_voice": ("world", np.float32),
    "news_covert": ("world", np.float32),
    "in_force": ("policy", np.bool_),
    "opening": ("policy", np.bool_),
    "formal": ("policy", np.float32),
    "due_from": ("policy", np.int32),
    "tightens": ("policy", np.int32),
}
"""What the dated events and the policies of a scenario bring, besides the numbers of mechanisms."""

BEFORE_COUNTING = ("policies", "arrival", "start")
"""Stages that come before what is written down of a tick begins at nothing, or before the first tick."""

OF_POST: Mapping[str, Kind] = {"root": np.bool_, "watch_share": np.float32}
"""What is known of a post: whether it is a root, and what each of those whom it watches weighs."""
OF_GRADE: Mapping[str, Kind] = {"banned": np.bool_, "governing_bit": np.int32, "bits_in_force": np.int32}


@dataclass(frozen=True)
class Name:
    """A value with a name: whose it is, its kind, and whether it lasts from tick to tick."""

    level: Level
    kind: Kind
    lasting: bool = False


@dataclass
class Wiring:
    """All parts of all mechanisms, by stage, and what every name means.

    ``silent``: the records that are known to stay at nothing, so that they need not be written down.
    """

    mechanisms: tuple[Mechanism, ...]
    silent: frozenset[str] = frozenset()
    names: dict[str, Name] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for state in self.states:
            self.names[state.name] = Name(state.level, state.kind, lasting=True)
        for mechanism in self.mechanisms:
            for part in mechanism.parts:
                self._learn(part)
        refuse_taken(
            {name: mechanism for mechanism in self.mechanisms for name in given_by(mechanism)},
            {name: mechanism for mechanism in self.mechanisms for name in mechanism.wired()},
        )
        for name, (level, kind) in FROM_KERNEL.items():
            self.names[name] = Name(level, kind)
        self.names.setdefault("arrives", Name("member", np.bool_))  # before tick 0 everybody does

    def _learn(self, part: AnyPart) -> None:
        for name, learned in named_by(part).items():
            self.names.setdefault(name, learned)

    @cached_property
    def states(self) -> tuple[State, ...]:
        """Every lasting value."""
        return tuple(state for mechanism in self.mechanisms for state in mechanism.states)

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """Everything that is written down."""
        return tuple(record for mechanism in self.mechanisms for record in mechanism.records)

    @cached_property
    def numbers(self) -> dict[str, NumberFacts]:
        """Every number by its wired name."""
        return {name: facts for mechanism in self.mechanisms for name, facts in mechanism.wired().items()}

    @cached_property
    def owners(self) -> dict[str, str]:
        """The mechanism to which the laws of a module belong, by the name of the module."""
        found: dict[str, str] = {}
        for mechanism in self.mechanisms:
            for law in laws_of(mechanism):
                found.setdefault(law.__module__, mechanism.name)
        return found

    @cached_property
    def parts(self) -> dict[str, list[AnyPart]]:
        """The parts of every stage, those of arriving members among them."""
        found: dict[str, list[AnyPart]] = defaultdict(list)
        for mechanism in self.mechanisms:
            for part in mechanism.parts:
                if part.stage not in STAGES:
                    hint = did_you_mean(part.stage, STAGES)
                    told = f"{mechanism.name}: there is no stage '{part.stage}'.{hint}"
                    raise MechanismError(told, *place_of(part.stage, mechanism))
                found[part.stage].append(part)
            found["arrival"] += arrivals(mechanism.states)
        return found

    def kinds_asked(self) -> dict[str, Kind]:
        """In which kind a law is asked with a name; what is not here is a real number."""
        return {**CLOCK, **OF_POST, **OF_GRADE, **{name: known.kind for name, known in self.names.items()}}

    def of(self, stage: str, *sorts: type) -> list[typing.Any]:
        """The parts of a stage of the given sorts."""
        return [part for part in self.parts[stage] if isinstance(part, sorts)]

    def member_parts(self, stage: str) -> list[Part]:
        """What runs for every post in a stage, in an order that respects the wiring."""
        parts = [p for p in self.of(stage, Rule, NearCount, Above) if level_of(p) == "member"]
        return in_order(parts, self.is_lasting, stage)

    def rules_at(self, stage: str, level: Level) -> list[Rule]:
        """The rules of a stage for institutions, policies or the world."""
        rules = [rule for rule in self.of(stage, Rule) if rule.level == level]
        ordered = in_order(rules, self.is_lasting, stage)
        return [part for part in ordered if isinstance(part, Rule)]

    @cached_property
    def asked(self) -> frozenset[str]:
        """Every name for which some part or record asks, and every lasting one."""
        found = {name for name, known in self.names.items() if known.lasting}
        for stage in self.parts.values():
            for part in stage:
                found |= set(reads(part)) if isinstance(part, Rule) else inputs(part)
        return frozenset(found | {"arrives"} | {name for record in self.records for name in names_of(record)})

    def has(self, name: str) -> bool:
        """Whether any part gives a name."""
        return any(name in gives(part) for stage in self.parts.values() for part in stage)

    def givers(self, name: str) -> list[AnyPart]:
        """The parts that give a name, in any stage."""
        return [part for stage in self.parts.values() for part in stage if name in gives(part)]

    def is_seldom(self, name: str) -> bool:
        """Whether a value is nothing for most members: chosen few have it, or those with a flag that few have."""
        givers = self.givers(name)
        return not self.is_lasting(name) and bool(givers) and all(gives_seldom(part) for part in givers)

    def is_settled_where_given(self, name: str) -> bool:
        """Whether a rule for those with a flag gives a value once in a tick, and nothing changes it until its end."""
        givers = self.givers(name)
        if len(givers) != 1 or not isinstance(givers[0], Rule) or self.is_lasting(name):
            return False
        return givers[0].when is not None and givers[0].stage not in BEFORE_COUNTING

    def is_lasting(self, name: str) -> bool:
        """Whether a name is a state."""
        return name in self.names and self.names[name].lasting

    def is_amount(self, name: str) -> bool:
        """Whether a value is a real number, not a flag or a count."""
        return issubclass(self.names[name].kind, np.floating)


def gives_seldom(part: AnyPart) -> bool:
    """Whether a part gives something to few members only."""
    if isinstance(part, Rule):
        return part.seldom or (part.when is not None and not part.often)
    return isinstance(part, Selection)


def level_of(part: Part) -> Level:
    """Whose value a part gives."""
    return part.level if isinstance(part, Rule) else "member"


def given_by(mechanism: Mechanism) -> Iterator[str]:
    """Every value that a mechanism gives: its states, and what its parts give."""
    yield from (state.name for state in mechanism.states)
    for part in mechanism.parts:
        yield from named_by(part)


def named_by(part: AnyPart) -> dict[str, Name]:
    """What a part's names mean."""
    if isinstance(part, Rule):
        return {n: Name(part.level, kind) for n, kind in zip(part.names, kinds_given(part), strict=True)}
    if isinstance(part, Watched):
        return {part.gives: Name("member", np.int32, lasting=True), part.told: Name("member", np.bool_, lasting=True)}
    if isinstance(part, Selection):
        return {part.gives: Name("member", np.bool_), part.made: Name("policy", np.int32)}
    if isinstance(part, MoveUp):
        flags = (part.gives, part.left)
        return {part.origin: Name("member", np.int32), **dict.fromkeys(flags, Name("member", np.bool_))}
    if isinstance(part, Total):
        return {part.gives: Name(part.level, np.float32)}
    if isinstance(part, Mean | Weighted | PolicySum):
        return {part.gives: Name("world", np.float32)}
    return {part.gives: Name("member", np.int32 if isinstance(part, NearCount) else np.float32)}


def arrivals(states: Iterable[State]) -> list[Rule]:
    """The rules that set a new holder's state."""
    return [
        Rule("arrival", state.name, state.arrival, when="arrives", literals=state.literals)
        for state in states
        if callable(state.arrival)
    ]
