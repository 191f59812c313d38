"""A pass over the posts, written out for one member in one replicate: every value stands in a local name.

What outlives the pass is read from its array where it is first asked for, and written back where it is given. The loops
over replicates that a processor wants are no longer there; laws, guards and their order are those of `sweep`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from exitban.kernels.lines import SHIFT, draws, luck_rows, without
from exitban.kernels.names import Names, kind_of
from exitban.kernels.parts import Sum, arguments, guard
from exitban.kernels.passes import Pass
from exitban.kernels.recording import Tally, tally_array
from exitban.kernels.stretches import Stretch, guarded, of_policies, stretches, sum_name
from exitban.kernels.wiring import OF_GRADE, OF_POST, Wiring
from exitban.mechanism import TOTALS, Above, Law, Level, NearCount, Rule, State

ADDRESS: Final = ("low", "high")
"""The halves of the address of a post's luck."""

NEAR: Final = "counted_near_"


class NamesOfOne(Names):
    """Where names stand for one member in one replicate.

    ``here``: what is the same for all members of a segment, by the local name under which it is read once for all.
    """

    def __init__(self, wiring: Wiring, carried: set[str]) -> None:
        super().__init__(wiring, carried)
        self.here: dict[str, str] = {}

    def of_member(self, name: str) -> str:
        """A value of the member at hand."""
        return f"{name}_r"

    def value_for_member(self, name: str, owner: Level | None, law: Law) -> str:
        """What a member can see; luck has been drawn for this one alone."""
        if name.startswith("luck_"):
            return name
        value = super().value_for_member(name, owner, law)
        if name in OF_POST or owner == "member":
            return self.of_member(name)
        self.here[f"{name}_here"] = value
        return f"{name}_here"


@dataclass
class Added:
    """What is added up in a pass: by institution, by grade, or as a record; ``local``: a thread's own sum."""

    one: Sum | Tally
    local: str

    @property
    def array(self) -> str:
        """Where it is added up in the end."""
        return tally_array(self.one) if isinstance(self.one, Tally) else sum_name(self.one)

    @property
    def of_grade(self) -> bool:
        """Whether there is a sum for each grade, not for each institution."""
        return isinstance(self.one, Tally) or of_policies(self.one)

    @property
    def place(self) -> str:
        """Its index there."""
        return "g, r" if self.of_grade else "k, r"


def written_for_one(one: Pass, names: NamesOfOne, tallies: Sequence[Tally]) -> MemberWriter:
    """What a pass does for one member.

    It is written twice: once to see what it reads, and then with all that it reads for everybody read first. A compiler
    may not move a reading past a writing that could concern the same place, and each would be waited for.
    """
    names.here = {}
    draft = MemberWriter(one, names, tallies)
    names.here = {}
    return MemberWriter(one, names, tallies, first=draft.asked_for_all)


@dataclass
class MemberWriter:
    """Writes what a pass does for one member.

    ``first``: what is read before anything else. ``known``: values that stand in local names by now; ``drawn``: luck
    that does. ``asked_for_all``: what has been read outside guards. ``counted``: flags of neighbours that have been.
    """

    one: Pass
    names: NamesOfOne
    tallies: Sequence[Tally]
    first: Sequence[str] = ()
    asked_for_all: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    counts: list[Added] = field(default_factory=list)
    amounts: list[Added] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    drawn: set[str] = field(default_factory=set)
    begun: set[str] = field(default_factory=set)
    zeros: list[str] = field(default_factory=list)
    counted: dict[str, str] = field(default_factory=dict)
    depth: int = 0

    def __post_init__(self) -> None:
        found = stretches(self.one, self.tallies, self.names.wiring)
        for name in self.first:
            self.ask(name)
        for part in self.one.parts:
            if not isinstance(part, Rule):
                self.look(part)
        self.draw(luck_rows([part for part in self.one.parts if not guard(part)], self.names.wiring.owners))
        self.begin_at_nothing(found)
        for stretch in found:
            self.stretch(stretch)
        if self.one.stages == ["arrival"]:
            self.arrivals()
        for name in self.zeros:
            self.keep(name)

    def say(self, line: str) -> None:
        """Write a line."""
        self.lines.append(SHIFT * self.depth + line)

    @contextmanager
    def where(self, flag: str) -> Iterator[None]:
        """What is only done where a flag holds; what is found out there is not known elsewhere."""
        self.ask(flag)
        self.say(f"if {self.names.of_member(flag)}:")
        known, drawn = set(self.known), set(self.drawn)
        self.depth += 1
        yield
        self.depth -= 1
        self.known, self.drawn = known, drawn

    def ask(self, name: str) -> None:
        """Read a member's value from its array, if it has not been asked for yet."""
        if name in self.known or not self.is_of_member(name):
            return
        self.known.add(name)
        if not self.depth:
            self.asked_for_all.append(name)
        place = self.names.array(name, "i") if name in OF_POST or name in ADDRESS else self.names.stored(name)
        self.say(f"{self.names.of_member(name)} = {place}")

    def is_of_member(self, name: str) -> bool:
        """Whether a name is a value of members or posts."""
        if name.startswith("luck_") or name in OF_GRADE:
            return False
        return name in OF_POST or name in ADDRESS or self.names.level_of(name) == "member"

    def keep(self, name: str) -> None:
        """Write a value back, if it outlives the pass."""
        if name in self.names.carried:
            self.say(f"{self.names.stored(name)} = {self.names.of_member(name)}")

    def kind(self, name: str) -> str:
        """How the kind of a name is written."""
        return kind_of(self.names.wiring.names[name])

    def look(self, part: NearCount | Above) -> None:
        """A look at other posts. What has been counted is wiped out for the next time."""
        here = self.names.of_member(part.gives)
        if isinstance(part, Above):
            found = f"cells.above({self.names.whole(part.of, 'superior', 'second')}, i, r)"
            self.say(f"{here} = {self.kind(part.gives)}({found})")
        elif part.of in self.counted:
            self.say(f"{here} = {self.counted[part.of]}")
        else:
            place = self.names.array(counted_near(part.of), "i, r")
            self.say(f"{here} = {place}")
            self.say(f"if {here} != 0:")
            self.say(f"{SHIFT}{place} = 0")
            self.counted[part.of] = here
        self.known.add(part.gives)
        self.keep(part.gives)

    def draw(self, rows: dict[int, dict[str, int]]) -> None:
        """Draw luck that has not been drawn."""
        missing = without(rows, self.drawn)
        if missing:
            self.names.here["replicate"] = self.names.array("replicates", "r")
            for half in ADDRESS:
                self.ask(half)
        for line in draws(missing, ", ".join(map(self.names.of_member, ADDRESS)), "replicate"):
            self.say(line)
        self.drawn |= {name for places in missing.values() for name in places}

    def begin_at_nothing(self, found: Sequence[Stretch]) -> None:
        """What only those with a flag are given is nothing for the others."""
        wiring = self.names.wiring
        given = dict.fromkeys(n for rule in guarded(found) for n in rule.names if n in wiring.asked)
        self.zeros = [name for name in given if not wiring.is_lasting(name)]
        self.begun = {name for name in self.zeros if name in TOTALS}
        for name in self.zeros:
            self.say(f"{self.names.of_member(name)} = {self.kind(name)}(0)")
        self.known |= set(self.zeros)

    def stretch(self, stretch: Stretch) -> None:
        """Some rules, for all or for those with a flag."""
        if stretch.flag:
            with self.where(stretch.flag):
                self.within(stretch)
        else:
            self.within(stretch)

    def within(self, stretch: Stretch) -> None:
        """The rules of a stretch, what is added up there, and what comes next for some or all of its members."""
        self.draw(luck_rows(stretch.rules, self.names.wiring.owners))
        for rule in stretch.rules:
            self.rule(rule)
        for added in stretch.added:
            self.add(added)
        for inner in stretch.within:
            if stretch.asks(inner):
                self.stretch(inner)
            else:
                self.within(inner)

    def rule(self, rule: Rule) -> None:
        """A rule: what it asks for is read first, what it gives is kept in its kind."""
        for name in arguments(rule):
            self.ask(name)
        value = self.names.call(rule)
        if rule.names[0] in TOTALS:
            value = f"{self.so_far(rule.names[0])} + {value}"
        if len(rule.names) == 1:
            self.give(rule.names[0], value)
            return
        self.say(f"{', '.join(f'{name}_new' for name in rule.names)} = {value}")
        for name in rule.names:
            self.give(name, f"{name}_new")

    def give(self, name: str, value: str) -> None:
        """A new value."""
        self.say(f"{self.names.of_member(name)} = {self.kind(name)}({value})")
        self.known.add(name)
        if name not in self.zeros:
            self.keep(name)

    def so_far(self, total: str) -> str:
        """What has been added to a total."""
        begun, self.begun = total in self.begun, self.begun | {total}
        return self.names.of_member(total) if begun else "np.float32(0)"

    def arrivals(self) -> None:
        """New holders start with the constants of their states, once all laws have seen the state as it was."""
        constant = list(filter(is_constant, self.names.wiring.states))
        if constant:
            with self.where("arrives"):
                for state in constant:
                    self.give(state.name, str(state.arrival))

    def add(self, one: Sum | Tally) -> None:
        """Add a member's value to a thread's own sum; a count by reason goes to its place at once."""
        self.ask(one.of)
        value = self.names.of_member(one.of)
        if isinstance(one, Tally) and one.reasons:
            self.say(f"if {value} > 0:")
            array = self.names.whole(tally_array(one))
            self.say(f"{SHIFT}cuda.atomic.add({array}, ({value} - 1, g, r), np.int32(1))")
            return
        is_amount = self.names.wiring.is_amount(one.of)
        sums, kind = (self.amounts, np.float64) if is_amount else (self.counts, np.int32)
        sums.append(Added(one, f"{'amount' if is_amount else 'count'}_{len(sums)}"))
        local, name = sums[-1].local, f"np.{kind.__name__}"
        self.say(f"{local} = {name}({local} + {name}({value}))")


def counted_near(flag: str) -> str:
    """The array in which those with a flag are counted by those who watch them."""
    return f"{NEAR}{flag}"


def is_constant(state: State) -> bool:
    """Whether every new holder begins with the same."""
    return state.level == "member" and isinstance(state.arrival, float)
