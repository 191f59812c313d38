"""Rules that run only for members with a flag, written out as a function of one member.

A function of its own: it is called seldom, so nothing is gained by writing it into the loop over replicates, and a
compiler is done with it much sooner.
"""

from __future__ import annotations

from collections.abc import Collection

from exitban.kernels.lines import draws, luck_rows, shifted, without
from exitban.kernels.names import Names
from exitban.kernels.parts import arguments
from exitban.kernels.stretches import Stretch
from exitban.mechanism import TOTALS

OWNER = ("address", "low", "high", "seed", "replicate")
"""Whose luck it is, and when."""


class GuardedFunction:
    """One stretch with a flag: what it asks for under its own names, what it gives as a tuple.

    ``drawn``: the luck that has been drawn for everybody; ``taken``: the names of other functions.
    """

    def __init__(
        self, sweep: str, stretch: Stretch, names: Names, drawn: Collection[str], taken: Collection[str]
    ) -> None:
        self.name = f"{sweep}_when_{stretch.flag}_gives_{stretch.rules[0].names[0]}"
        while self.name in taken:
            self.name += "_again"
        self.stretch = stretch
        given = dict.fromkeys(name for rule in stretch.rules for name in rule.names)
        self.given = [name for name in given if name in names.wiring.asked]
        self.missing = without(luck_rows(stretch.rules, names.wiring.owners), drawn)
        self.asked: dict[str, str] = {}
        self.lines = draws(self.missing, "low, high", "replicate")
        known = {name for places in self.missing.values() for name in places}
        for rule in stretch.rules:
            for name in arguments(rule):
                if name not in known:
                    self.asked.setdefault(name, names.value(name, "member", rule.law))
            value = names.call_with(rule, {n: n for n in arguments(rule)})
            if rule.names[0] in TOTALS:
                self.asked.setdefault(rule.names[0], names.of_member(rule.names[0]))
                value = f"{rule.names[0]} + {value}"
            self.lines.append(f"{', '.join(rule.names)} = {value}")
            known |= set(rule.names)

    def text(self) -> list[str]:
        """The function, line by line."""
        parameters = ", ".join([*(OWNER if self.missing else ()), *self.asked])
        title = f'"""For members with the flag `{self.stretch.flag}`."""'
        lines = [title, *self.lines, f"return {', '.join(self.given)}"]
        return ["", f"def {self.name}({parameters}):", *shifted(lines), ""]

    def call(self) -> str:
        """Its call for the member at hand."""
        owner = ["address", "low[i]", "high[i]", "seed", "replicates[r]"] if self.missing else []
        return f"{self.name}({', '.join([*owner, *self.asked.values()])})"
