"""A pass cut into stretches: loops over replicates that run for everybody, or only for those with a flag.

Within a stretch a value is a plain local name, which a compiler keeps in a register. What a later stretch needs stands
in a row of replicates, and what outlives the pass in an array of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from exitban.kernels.parts import Sum, guard, reads
from exitban.kernels.passes import Pass
from exitban.kernels.recording import Tally
from exitban.mechanism import TOTALS, Rule, Total

SUM: Final = "_sum"
SUM_OF_GRADES: Final = "_sum_of_grades"


@dataclass
class Stretch:
    """Rules that run one after the other for each replicate, and what is added up there."""

    flag: str | None
    rules: list[Rule] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)

    @property
    def given(self) -> set[str]:
        """What it gives."""
        return {name for rule in self.rules for name in rule.names}

    @property
    def asked(self) -> set[str]:
        """What it uses, its own values among them."""
        read = {name for rule in self.rules for name in (*reads(rule), *(n for n in rule.names if n in TOTALS))}
        added = {one.of for one in (*self.sums, *self.tallies)}
        return read | added | ({self.flag} if self.flag else set())


def stretches(one: Pass, tallies: Sequence[Tally], is_amount: Callable[[str], bool]) -> list[Stretch]:
    """The stretches of a pass, in order; what is added up comes last, with those that run for everybody.

    Amounts are added up in 64 bits, and that apart: in one loop with 32-bit values it would halve the speed of all.
    """
    rules = [part for part in one.parts if isinstance(part, Rule)]
    found = [Stretch(flag, list(group)) for flag, group in groupby(rules, key=guard)]
    sums = list({sum_name(each): each for each in one.sums}.values())
    counts = Stretch(None, [], [s for s in sums if not is_amount(s.of)], [t for t in tallies if not is_amount(t.of)])
    amounts = Stretch(None, [], [s for s in sums if is_amount(s.of)], [t for t in tallies if is_amount(t.of)])
    if found and not found[-1].flag:
        counts.rules = found.pop().rules
    return [*found, *(each for each in (counts, amounts) if each.rules or each.sums or each.tallies)]


def sum_name(one: Sum) -> str:
    """The name of the sum from which one is made; several may be made from the same."""
    return f"{one.of}{SUM_OF_GRADES if of_policies(one) else SUM}"


def of_policies(one: Sum) -> bool:
    """A sum for each policy over its scope, which is added up by grade."""
    return isinstance(one, Total) and one.level == "policy"


def handed_on(found: Sequence[Stretch]) -> set[str]:
    """What is given in one stretch and used in a later one; a flag is looked at from outside its own stretch."""
    handed: set[str] = set()
    for place, stretch in enumerate(found):
        handed |= stretch.given & asked_by(found[place + 1 :])
        handed |= {stretch.flag} if stretch.flag else set()
        handed |= stretch.given if stretch.flag else set()
    return handed


def asked_by(found: Iterable[Stretch]) -> set[str]:
    """What any of some stretches uses."""
    return {name for stretch in found for name in stretch.asked}


def guarded(found: Iterable[Stretch]) -> Iterator[Rule]:
    """The rules that do not run for everybody."""
    return (rule for stretch in found if stretch.flag for rule in stretch.rules)
