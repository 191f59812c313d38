"""A wiring without what is settled: literals stand for values, and rules for whose values nobody asks are left out.

What is left gives the same bits (but for the sign of a nothing). It is worth a compilation of its own where much is to
be simulated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from exitban.kernels.parts import AnyPart, Kind, gives, inputs, names_of, parameters
from exitban.kernels.settled import Settling
from exitban.kernels.wiring import CLOCK, OF_GRADE, OF_POST, Wiring, arrivals
from exitban.mechanism import TOTALS, Mechanism, Rule, State
from exitban.words import STAGES

OF_THE_DAY: Final = ("precedence", "reacted_open", "reacted_closed", "reacts_now")
"""What decides which policies are in force, and which of them governs."""
ONCE: Final = ("arrival", "start")
"""The stages before tick 0."""
OF_POLICIES: Final = frozenset({*OF_GRADE, "in_force", "opening"})


class Lean:
    """Cuts a wiring down to what makes a difference.

    ``live``: the names for which somebody asks in the end. ``standing``: those that are needed as arrays, even if they
    are settled.
    """

    def __init__(self, settling: Settling, recorded: Collection[str] | None = None) -> None:
        self.settling = settling
        self.full = settling.wiring
        self.recorded = {r.name for r in self.full.records} if recorded is None else set(recorded)
        kept = [record for record in self.full.records if record.name in self.recorded]
        self.silent = frozenset(r.name for r in kept if all(map(settling.is_nothing, names_of(r))))
        self.standing = {name for r in kept if r.name not in self.silent for name in names_of(r)}
        self.live = set(self.standing)
        self.reach()
        self.needed = [(part, self.asks(part)) for part in settling.parts if self.is_needed(part)]

    def wiring(self) -> Wiring:
        """The wiring that is left."""
        return Wiring(tuple(map(self.mechanism, self.full.mechanisms)), self.silent)

    def reach(self) -> None:
        """Find what is asked for by whom somebody asks."""
        before = -1
        while before != len(self.live) + len(self.standing):
            before = len(self.live) + len(self.standing)
            for part in self.settling.parts:
                if self.is_needed(part):
                    self.live |= self.asks(part)
            if self.is_governed():
                self.stand(OF_THE_DAY)

    def stand(self, names: Iterable[str]) -> None:
        """Note that names are needed as arrays."""
        self.standing |= set(names)
        self.live |= self.standing

    def is_governed(self) -> bool:
        """Whether anything depends on policies."""
        return any(self.level(name) == "policy" or name in OF_POLICIES for name in self.live)

    def level(self, name: str) -> str:
        """Whose value a name is."""
        if name in self.full.numbers:
            return self.full.numbers[name].level
        return self.full.names[name].level if name in self.full.names else ""

    def is_needed(self, part: AnyPart) -> bool:
        """Whether a part gives anything that is asked for and not settled."""
        if isinstance(part, Rule) and self.never_runs(part):
            return False
        return any(name in self.standing or self.settling.value(name) is None for name in set(gives(part)) & self.live)

    def never_runs(self, rule: Rule) -> bool:
        """Whether the flag of a rule never holds, or what it adds is nothing."""
        found = self.settling.outcomes.get(rule)
        if found is None:
            return True
        (first, *_) = found.values
        return rule.names[0] in TOTALS and first is not None and not any(first)

    def asks(self, part: AnyPart) -> set[str]:
        """The names that a part asks for; all but a rule want arrays."""
        if isinstance(part, Rule):
            flag = {part.when} if part.when and not self.always_runs(part) else set[str]()
            return set(parameters(part.law)) - set(dict(self.literals(part))) | flag
        self.stand(inputs(part))
        return set()

    def always_runs(self, rule: Rule) -> bool:
        """Whether the flag of a rule holds for everybody; who arrives has to be looked up always."""
        return rule.stage != "arrival" and bool(rule.when and self.settling.value(rule.when))

    def literals(self, rule: Rule) -> tuple[tuple[str, str], ...]:
        """What stands in place of arguments: their only value, or nothing where it makes no difference."""
        found = self.settling.outcomes[rule]
        written = []
        for name in parameters(rule.law):
            value = self.settling.value(name)
            if name in CLOCK:
                continue
            if value is not None:
                written.append((name, literal(value, self.kind(name))))
            elif name not in found.used:
                written.append((name, literal(0, self.kind(name))))
        return tuple(written)

    def kind(self, name: str) -> Kind:
        """The kind of an argument."""
        if name in OF_GRADE:
            return OF_GRADE[name]
        if name in OF_POST:
            return OF_POST[name]
        return self.full.names[name].kind if name in self.full.names else np.float32

    def mechanism(self, one: Mechanism) -> Mechanism:
        """What is left of a mechanism; its numbers stay."""
        parts = tuple(self.cut(part) for part in one.parts if self.is_needed(part))
        states = tuple(self.begun(state) for state in one.states if self.is_kept(state))
        records = tuple(record for record in one.records if record.name in self.recorded)
        return replace(one, parts=parts, states=states, records=records)

    def cut(self, part: AnyPart) -> AnyPart:
        """A part with literals for what is settled."""
        if not isinstance(part, Rule):
            return part
        return replace(part, literals=self.literals(part), when=None if self.always_runs(part) else part.when)

    def is_kept(self, state: State) -> bool:
        """Whether a state makes a difference from one tick to the next."""
        if state.name in self.standing:
            return True
        return state.name in self.live and self.settling.value(state.name) is None and not self.is_made_anew(state)

    def is_made_anew(self, state: State) -> bool:
        """Whether every tick makes a state of posts anew before anybody asks for it; new holders begin with theirs."""
        givers = [part for part, _ in self.needed if state.name in gives(part)]
        asking = [part for part, asked in self.needed if state.name in asked]
        if state.level != "member" or state.arrival is not None:
            return False
        if len(givers) != 1 or not isinstance(givers[0], Rule) or givers[0].when:
            return False
        made = STAGES.index(givers[0].stage)
        return all(STAGES.index(part.stage) > made and part.stage not in ONCE for part in asking)

    def begun(self, state: State) -> State:
        """A state with literals in the law by which it arrives."""
        if not callable(state.arrival):
            return state
        (rule,) = arrivals((state,))
        return replace(state, literals=self.literals(rule))


def literal(value: object, kind: Kind) -> str:
    """A value as it is written."""
    return f"np.{kind.__name__}({kind(value).item()!r})"


def lean(
    full: Wiring, given: Mapping[str, object], stated: Iterable[str], recorded: Collection[str] | None = None
) -> Wiring:
    """What is left of a wiring when some values are ``given``.

    ``stated``: states that first members may begin with; ``recorded``: the records that are asked for, None for all.
    """
    return Lean(Settling(full, given, frozenset(stated)), recorded).wiring()
