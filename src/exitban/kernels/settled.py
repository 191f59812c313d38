"""What is settled before a run begins: values that are the same for everybody at all times, and what follows from them.

A scenario without bans, say, has numbers that are nothing, states that never change, and rules that always say no.
They are found by asking each law with what is known, again and again until nothing new comes out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

import numpy as np

from exitban.kernels.parts import AnyPart, Kind, gives, parameters
from exitban.kernels.unknown import Asked, Luck, Outcome, Unknown, Values, outcome
from exitban.kernels.wiring import Wiring
from exitban.mechanism import TOTALS, Above, MoveUp, Rule, Selection, State, Watched

FEW: Final = 8
"""More possible values than these count as any."""
ANYTHING: Final = None
UNREACHED: Final[frozenset[object]] = frozenset()
YES: Final[frozenset[object]] = frozenset({np.bool_(True)})
NOBODY: Final = np.int32(-1)


class Settling:
    """Finds what every name of a wiring can be, given what some are.

    ``given``: values of names by name; ``stated``: the states that a scenario states of some first members.
    ``found``: all that a name can be; ``outcomes``: what each rule gives and looks at.
    """

    def __init__(self, wiring: Wiring, given: Mapping[str, object], stated: Collection[str]) -> None:
        self.wiring = wiring
        self.parts = [part for stage in wiring.parts.values() for part in stage]
        self.found: dict[str, Values] = {name: UNREACHED for part in self.parts for name in gives(part)}
        self.found |= {name: frozenset({value}) for name, value in given.items()}
        self.outcomes: dict[Rule, Outcome] = {}
        self.asked_with: dict[Rule, list[Values]] = {}
        for state in wiring.states:
            self.begin(state, state.name in stated)
        for part in self.parts:
            if isinstance(part, Watched):
                self.found |= {part.gives: frozenset({np.int32(0)}), part.told: frozenset({np.bool_(False)})}
        self.settle()

    def begin(self, state: State, stated: bool) -> None:
        """What a state is at first; one that the scenario states of some members can be anything."""
        if stated:
            self.found[state.name] = ANYTHING
        elif not callable(state.arrival):
            at_first = state.start if state.arrival is None else state.arrival
            self.found[state.name] = frozenset({state.kind(at_first)})

    def settle(self) -> None:
        """Ask every part until nothing new comes out."""
        before: dict[str, Values] = {}
        with np.errstate(all="ignore"):
            while before != self.found:
                before = dict(self.found)
                for part in self.parts:
                    self.ask(part)

    def value(self, name: str) -> object | None:
        """The one thing that a name can be, if there is only one."""
        values = self.found.get(name, ANYTHING)
        return next(iter(values)) if values is not None and len(values) == 1 else None

    def is_nothing(self, name: str) -> bool:
        """Whether a name is always 0, or false."""
        value = self.value(name)
        return value is not None and not value

    def ask(self, part: AnyPart) -> None:
        """Take in what a part gives."""
        if isinstance(part, Rule):
            self.ask_rule(part)
        elif isinstance(part, Selection):
            self.nothing_from(part.among, {part.gives: np.bool_(False), part.made: np.int32(0)})
        elif isinstance(part, MoveUp):
            nobody = {part.gives: np.bool_(False), part.left: np.bool_(False), part.origin: NOBODY}
            self.nothing_from(part.into, nobody)
        elif isinstance(part, Watched):
            self.nothing_from(part.of, {part.gives: np.int32(0), part.told: np.bool_(False)})
        elif isinstance(part, Above):
            self.add(part.gives, ANYTHING)
        else:
            self.nothing_from(part.of, {part.gives: self.wiring.names[part.gives].kind(0)})

    def nothing_from(self, source: str, nothing: Mapping[str, object]) -> None:
        """Where there is nothing to begin with nothing comes out; else it can be anything."""
        known = self.found.get(source, ANYTHING)
        if known == UNREACHED:
            return
        empty = known is not None and not any(known)
        for name, value in nothing.items():
            self.add(name, frozenset({value}) if empty else ANYTHING)

    def ask_rule(self, rule: Rule) -> None:
        """What a rule gives, for those with its flag and for the others."""
        needed = [*parameters(rule.law), *([rule.when] if rule.when and rule.stage != "arrival" else [])]
        if any(self.found.get(name, ANYTHING) == UNREACHED for name in needed):
            return
        holds = self.flag(rule)
        values: tuple[Values, ...] = (UNREACHED,) * len(rule.names)
        if holds is None or any(holds):
            values = self.outcome(rule)
        for name, one in zip(rule.names, values, strict=True):
            self.add(name, one)
            if not self.wiring.is_lasting(name) and (holds is None or not all(holds)):
                self.add(name, frozenset({self.wiring.names[name].kind(0)}))

    def flag(self, rule: Rule) -> Values:
        """What the flag of a rule can be; before tick 0 everybody arrives."""
        if rule.stage == "arrival":
            return ANYTHING
        return self.found.get(rule.when, ANYTHING) if rule.when else YES

    def outcome(self, rule: Rule) -> tuple[Values, ...]:
        """All that a rule can give to those with its flag."""
        names = parameters(rule.law)
        known = [self.found.get(name, ANYTHING) for name in names]
        if self.asked_with.get(rule) != known:
            self.asked_with[rule] = known
            self.outcomes[rule] = outcome(rule.law, {name: self.asked(name) for name in names}, len(rule.names))
        found = self.outcomes[rule]
        kinds = [self.wiring.names[name].kind for name in rule.names]
        return tuple(in_kind(one, kind) for one, kind in zip(found.values, kinds, strict=True))

    def asked(self, name: str) -> Asked:
        """What a law is asked with under a name."""
        if name.startswith("luck_"):
            return Luck
        values = self.found.get(name, ANYTHING)
        if values is None or (len(values) > 1 and not are_codes(values)):
            return Unknown
        choices = sorted(values, key=float)  # type: ignore[arg-type]
        return lambda decisions, asked_for: decisions.one_of(choices, asked_for)

    def add(self, name: str, values: Values) -> None:
        """Let a name be these values as well; what several rules add to can be anything."""
        known = self.found.get(name, UNREACHED)
        both = None if known is None or values is None or name in TOTALS else known | values
        self.found[name] = None if both is None or len(both) > FEW else both


def are_codes(values: Iterable[object]) -> bool:
    """Whether values are codes, of which there are few: a law is asked with each in turn."""
    return all(isinstance(value, np.int8) for value in values)


def in_kind(values: Values, kind: Kind) -> Values:
    """Values in the kind in which they are kept."""
    return None if values is None else frozenset(kind(value) for value in values)
