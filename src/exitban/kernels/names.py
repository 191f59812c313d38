"""How a name is written in the composed module: which array it stands in, and under which index."""

from __future__ import annotations

from collections.abc import Mapping

from exitban.errors import MechanismError, did_you_mean
from exitban.kernels.parts import arguments, fault_in, parameters
from exitban.kernels.wiring import CLOCK, OF_GRADE, OF_POST, Name, Wiring
from exitban.mechanism import Law, Level, Rule

INDEX: dict[Level, str] = {"institution": "k, r", "policy": "p, r", "world": "r"}
UNFORBIDDEN = "0, r"
"""Where a value of policies stands for those whom none governs: all that an institution as a whole can ask for."""


NEAR_ANY = "near_any_"
"""Begins the name of the array that says of every post whether it watches one with a flag."""
IN_LINE, PLACES = "members_in_line", "places_in_line"
"""Room for those who wait for one service, and for their places in line."""
NUMBERS = "numbers_of_luck"
"""Room for the numbers of replicates and of pairs of them, as luck is drawn for many side by side."""
MOVED = "moved_posts"
"""Room for the posts into which somebody moves up."""


def at_grade(name: str) -> str:
    """The array of a policy's value as it holds for each grade."""
    return f"at_grade_{name}"


def kind_of(name: Name) -> str:
    """How the kind of a value is written."""
    return f"np.{name.kind.__name__}"


class Names:
    """Knows where every name stands, and notes which arrays have been asked for.

    ``local``: what has been given in the loop at hand, and so stands in a local name.
    """

    def __init__(self, wiring: Wiring, carried: set[str]) -> None:
        self.wiring = wiring
        self.carried = carried
        self.arrays: dict[str, None] = {}
        self.laws: dict[str, None] = {}
        self.local: set[str] = set()

    def level_of(self, name: str) -> Level | None:
        """Whose value it is; None for a name that nobody gives."""
        if name in self.wiring.numbers:
            return self.wiring.numbers[name].level
        return self.wiring.names[name].level if name in self.wiring.names else None

    def array(self, name: str, index: str) -> str:
        """An element of an array, which is noted as used."""
        self.arrays.setdefault(name)
        return f"{name}[{index}]"

    def whole(self, *names: str) -> str:
        """Arrays as arguments, which are noted as used."""
        return ", ".join(self.array(name, "").removesuffix("[]") for name in names)

    def of_member(self, name: str) -> str:
        """A value of the member at hand: a local name if it was given in the same loop."""
        return f"{name}_r" if name in self.local else self.stored(name)

    def stored(self, name: str) -> str:
        """Where a member's value stands between loops: in an array when it outlives the pass, else in a row."""
        return self.array(name, "i, r" if name in self.carried else "r")

    def as_local(self, name: str) -> str:
        """The local name of a member's value, which from here on is the one that is read."""
        self.local.add(name)
        return self.of_member(name)

    def value(self, name: str, level: Level, law: Law) -> str:
        """The expression for what a rule about ``level`` asks for."""
        if name in CLOCK:
            return name
        owner = self.level_of(name)
        if level == "member":
            return self.value_for_member(name, owner, law)
        if level == "institution" and name.startswith("luck_"):
            return name
        if level == "institution" and owner == "policy":
            return self.array(name, UNFORBIDDEN)
        if owner is None or owner not in (level, "world"):
            raise self.unknown(name, law)
        return self.array(name, INDEX[owner])

    def value_for_member(self, name: str, owner: Level | None, law: Law) -> str:
        """What a member can see."""
        if name in OF_POST:
            return self.array(name, "i")
        if name in OF_GRADE:
            return self.array(name, "g, r")
        if name.startswith("luck_"):
            return f"{name}[r]"  # noted as used where it is drawn
        if owner is None:
            raise self.unknown(name, law)
        if owner == "policy":
            return self.array(at_grade(name), "g, r")
        return self.of_member(name) if owner == "member" else self.array(name, INDEX[owner])

    def target(self, name: str, level: Level) -> str:
        """Where a rule about ``level`` writes."""
        return self.of_member(name) if level == "member" else self.array(name, INDEX[level])

    def call(self, rule: Rule) -> str:
        """The call of a rule's law with all that it asks for."""
        return self.call_with(rule, {name: self.value(name, rule.level, rule.law) for name in arguments(rule)})

    def call_with(self, rule: Rule, values: Mapping[str, str]) -> str:
        """The call of a rule's law with an expression for everything that it asks for."""
        written = {**values, **dict(rule.literals)}
        return f"{self.law(rule)}({', '.join(written[name] for name in parameters(rule.law))})"

    def law(self, rule: Rule) -> str:
        """The name of a law in the composed module; its import is noted."""
        module, name = rule.law.__module__, rule.law.__qualname__
        alias = f"{module.rsplit('.', 1)[-1]}__{name}"
        self.laws.setdefault(f"from {module} import {name} as {alias}")
        return alias

    def unknown(self, name: str, law: Law) -> MechanismError:
        """Nobody gives what a law asks for."""
        if name.startswith("luck_"):
            return fault_in(law, f"'{name}': only members and institutions have luck.")
        known = [*self.wiring.names, *self.wiring.numbers, *CLOCK, *OF_POST, *OF_GRADE]
        return fault_in(law, f"nothing is called '{name}' here.{did_you_mean(name, known)}")
