"""What a policy's effect on control is made of, as numbers, as a document and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from exitban.analysis.aspects import Aspect
from exitban.analysis.comparison import interval_document, plain
from exitban.analysis.comparison_told import filled
from exitban.analysis.entries import entry_of
from exitban.analysis.intervals import Floats, Interval
from exitban.analysis.reading import policy_title
from exitban.analysis.shapley import On
from exitban.analysis.wording import between, quoted, signed
from exitban.scenario import Scenario
from exitban.scenario.counts import counted
from exitban.words import in_short

TITLES: Final = {
    "retention": "retention: who stays in post",
    "composition": "composition: who holds the posts",
    "effort": "effort: what holders give",
    "covert": "covert deals: who has one",
}


@dataclass(frozen=True, eq=False)
class Part:
    """One aspect of control.

    ``total``: policy less base; ``parts`` by switch add up to it, and so do ``worlds``, (replicates,) by switch, in
    every world. ``combinations``: the mean over worlds with these switches on, all others off.
    """

    aspect: Aspect
    total: Interval
    parts: Mapping[str, Interval]
    worlds: Mapping[str, Floats]
    combinations: Mapping[On, float]


@dataclass(frozen=True, eq=False)
class Decomposition:
    """The effect of ``policy`` against ``base``, aspect by aspect."""

    scenario: Scenario
    base: str
    policy: str
    replicates: range
    seed: int
    aspects: tuple[Part, ...]

    def __repr__(self) -> str:
        facts = (counted(len(self.replicates), "world"), f"seed {self.seed}", f"{self.policy} against {self.base}")
        return in_short(self, self.scenario.name, *facts)

    def __getitem__(self, name: str) -> Part:
        return entry_of("measure", name, ((one.aspect.name, one) for one in self.aspects))

    def to_json(self) -> list[dict[str, Any]]:
        """Entries of ``decomposition`` in the document of `exitban compare --json`."""
        return [self._aspect(one) for one in self.aspects]

    def _aspect(self, one: Part) -> dict[str, Any]:
        measure = one.aspect.measure
        return {
            "policy": self.policy,
            "measure": measure.name,
            "title": measure.title,
            "unit": "share" if measure.unit == "points" else measure.unit,
            "total": interval_document(one.total),
            "parts": [{"switch": name, "difference": interval_document(part)} for name, part in one.parts.items()],
            "combinations": [
                {"on": [name for name in one.parts if name in some], "mean": plain(value)}
                for some, value in one.combinations.items()
            ],
        }

    def answer(self) -> str:
        """In words and columns."""
        policy, base = (quoted(policy_title(self.scenario, name)) for name in (self.policy, self.base))
        worlds = counted(len(self.replicates), "matched world")
        head = filled(
            f"What the effect of {policy} against {base} is made of, in {worlds}: each part is a switch from the one "
            "world to the other, on average over all orders (Shapley's value). The parts of each world add up to its "
            "difference."
        )
        return "\n".join([head, *(line for one in self.aspects for line in rows(one))])


def rows(one: Part) -> list[str]:
    """An aspect: the whole, then its parts."""
    measure = one.aspect.measure
    whole_line = f"    {'all together':<36}{shown(one.total, measure.scale)}"
    parts = [f"    {TITLES[name]:<36}{part_shown(one, name)}" for name in one.parts]
    return [f"  {measure.title} [{measure.unit}]", *parts, whole_line]


def part_shown(one: Part, name: str) -> str:
    """A part with its interval; one that is nothing in every world, and so has none, says that."""
    part = one.parts[name]
    if len(one.worlds[name]) > 1 and part.low == part.high == 0.0:
        return f"{signed(0.0, 2):>8} (the same in all worlds)"
    return shown(part, one.aspect.measure.scale)


def shown(found: Interval, scale: float) -> str:
    """A difference with its interval."""
    return f"{signed(scale * found.value, 2):>8} ({between(found, scale)})"
