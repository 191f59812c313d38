"""A pass cut into stretches: loops over replicates that run for everybody, or only for those with a flag.

Within a stretch a value is a plain local name, which a compiler keeps in a register. What a later stretch needs stands
in a row of replicates, and what outlives the pass in an array of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from exitban.kernels.parts import Sum, guard, reads
from exitban.kernels.passes import Pass
from exitban.kernels.recording import Tally
from exitban.kernels.wiring import Wiring
from exitban.mechanism import TOTALS, Rule, Total

SUM: Final = "_sum"
SUM_OF_GRADES: Final = "_sum_of_grades"


@dataclass(eq=False)
class Stretch:
    """Rules that run one after the other for each replicate, and what is added up there.

    ``flag``: for whom they run, None for everybody. ``within``: what comes next for some of them, or all, and for
    nobody else. ``few``: what is added up is nothing for most.
    """

    flag: str | None
    rules: list[Rule] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    few: bool = False
    within: list[Stretch] = field(default_factory=list)

    def all(self) -> Iterator[Stretch]:
        """The stretch, and those within it, in order."""
        yield self
        for inner in self.within:
            yield from inner.all()

    @property
    def added(self) -> list[Sum | Tally]:
        """All that is added up there."""
        return [*self.sums, *self.tallies]

    def add(self, one: Sum | Tally) -> None:
        """Let something be added up there."""
        if isinstance(one, Tally):
            self.tallies.append(one)
        else:
            self.sums.append(one)

    @property
    def given(self) -> set[str]:
        """What it gives."""
        return {name for rule in self.rules for name in rule.names}

    @property
    def asked(self) -> set[str]:
        """What it uses, its own values among them."""
        read = {name for rule in self.rules for name in (*reads(rule), *(n for n in rule.names if n in TOTALS))}
        added = {one.of for one in self.added}
        return read | added | ({self.flag} if self.flag else set())

    def asks(self, inner: Stretch) -> bool:
        """Whether a stretch within this one is for some of its members only, and not for all."""
        return inner.flag != self.flag or any(inner.flag in each.given for each in self.all())

    def can_swap(self, other: Stretch) -> bool:
        """Whether it makes no difference which of the two comes first."""
        return not (self.given & (other.given | other.asked) or other.given & self.asked)


def stretches(one: Pass, tallies: Sequence[Tally], wiring: Wiring) -> list[Stretch]:
    """The stretches of a pass, in order; what is added up comes last, with those that run for everybody.

    What is given once is added up there, if it is a count or if only those with a flag have it; other counts are added
    up last. What few have is added up for those few. Amounts are added up in 64 bits, and that apart: in one loop with
    32-bit values it would halve the speed of all.
    """
    found = in_groups([part for part in one.parts if isinstance(part, Rule)])
    last = found.pop().rules if found and not found[-1].flag else []
    counts, amounts, few = Stretch(None, last), Stretch(None), Stretch(None, few=True)
    times = Counter(name for each in (*found, counts) for name in each.given)
    once = {name for name in times if times[name] == 1 and not wiring.is_lasting(name)}
    where_given = {name: each for each in found for name in each.given & once}
    for added in (*{sum_name(each): each for each in one.sums}.values(), *tallies):
        given = where_given.get(added.of, counts)
        if isinstance(added, Tally) and added.reasons:
            few.add(added)
        elif given.flag:
            given.add(added)
        elif wiring.is_seldom(added.of):
            few.add(added)
        elif wiring.is_amount(added.of):
            amounts.add(added)
        else:
            given.add(added)
    return [*nested(found, once), *(each for each in (counts, amounts, few) if each.rules or each.added)]


def in_groups(rules: Sequence[Rule]) -> list[Stretch]:
    """Rules that follow each other under one flag, as long as none of them changes it."""
    found: list[Stretch] = []
    for rule in rules:
        flag = guard(rule)
        if not found or found[-1].flag != flag or flag in found[-1].given:
            found.append(Stretch(flag))
        found[-1].rules.append(rule)
    return found


def nested(found: Sequence[Stretch], once: Collection[str]) -> list[Stretch]:
    """Stretches whose flag only those with another flag can have stand within that stretch, if nothing is in between.

    Then nobody else is asked for it. ``once``: what is given by one stretch and does not last, so that nobody can have
    it from elsewhere.
    """
    outer: list[Stretch] = []
    for stretch in found:
        host = host_of(stretch, outer, once)
        (outer if host is None else host.within).append(stretch)
    return outer


def host_of(stretch: Stretch, before: Sequence[Stretch], once: Collection[str]) -> Stretch | None:
    """The last stretch that alone gives a stretch its flag, or has the same, and after which it can come at once."""
    order = walk(before)
    for place, host in reversed(list(enumerate(order))):
        gives_it = stretch.flag in host.given and stretch.flag in once
        if stretch.flag and host.flag and (stretch.flag == host.flag or gives_it):
            later = order[place + len(walk([host])) :]
            return host if all(map(stretch.can_swap, later)) else None
    return None


def walk(found: Iterable[Stretch]) -> list[Stretch]:
    """All stretches, those within others too, in order."""
    return [each for stretch in found for each in stretch.all()]


def sum_name(one: Sum) -> str:
    """The name of the sum from which one is made; several may be made from the same."""
    return f"{one.of}{SUM_OF_GRADES if of_policies(one) else SUM}"


def of_policies(one: Sum) -> bool:
    """A sum for each policy over its scope, which is added up by grade."""
    return isinstance(one, Total) and one.level == "policy"


def handed_on(found: Sequence[Stretch]) -> set[str]:
    """What is given in one stretch and used in a later one; a flag is looked at from outside its own stretch."""
    handed: set[str] = set()
    order = walk(found)
    for place, stretch in enumerate(order):
        handed |= stretch.given & asked_by(order[place + 1 :])
        handed |= {stretch.flag} if stretch.flag else set()
        handed |= stretch.given if stretch.flag else set()
    return handed


def asked_by(found: Iterable[Stretch]) -> set[str]:
    """What any of some stretches uses."""
    return {name for stretch in found for name in stretch.asked}


def guarded(found: Iterable[Stretch]) -> Iterator[Rule]:
    """The rules that do not run for everybody."""
    return (rule for stretch in walk(found) if stretch.flag for rule in stretch.rules)
