"""What a comparison of policies found, and the document of `exitban compare --json`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exitban.analysis.aspects import Aspect
from exitban.analysis.comparison_told import told
from exitban.analysis.entries import entry_of
from exitban.analysis.findings import CAUTION
from exitban.analysis.intervals import Floats, Interval
from exitban.analysis.looks import Look
from exitban.analysis.paired import Change
from exitban.analysis.reading import policy_title
from exitban.errors import NoSuchNameError, as_given
from exitban.scenario import Scenario
from exitban.scenario.counts import counted
from exitban.words import in_short

VERSION = "exitban-comparison/1"


@dataclass(frozen=True)
class Precision:
    """How sharp one aspect was asked to be, and became: half-widths in its unit; all ``looks`` that were taken."""

    aspect: Aspect
    asked: float
    got: float
    reached: bool
    looks: tuple[Look, ...]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Policies against ``base`` in the worlds ``replicates``.

    ``changes``: by policy, every aspect. ``level``: of the intervals; more than 0.95 where several looks were taken, so
    that 0.95 are left after all of them. ``worlds``: the numbers themselves, (replicates,) by policy and aspect.
    """

    scenario: Scenario
    base: str
    replicates: range
    seed: int
    level: float
    changes: Mapping[str, tuple[Change, ...]]
    worlds: Mapping[str, Mapping[str, Floats]]
    precision: Precision | None = None

    def __repr__(self) -> str:
        facts = (
            counted(len(self.replicates), "world"),
            f"seed {self.seed}",
            f"{', '.join(self.changes)} against {self.base}",
        )
        return in_short(self, self.scenario.name, *facts)

    def __getitem__(self, asked: tuple[str, str]) -> Change:
        """The change of a policy in an aspect: ``comparison["ban", "lost"]``. Raises `NoSuchNameError`."""
        if not (isinstance(asked, tuple) and len(asked) == 2):
            raise NoSuchNameError(f"found {as_given(asked)}; allowed: a policy and a measure, such as 'ban', 'lost'.")
        policy, name = asked
        changes = entry_of("policy", policy, self.changes.items())
        return entry_of("measure", name, ((one.aspect.name, one) for one in changes))

    def answer(self) -> str:
        """In words and columns."""
        return told(self)

    def to_json(self) -> dict[str, Any]:
        """The document of `exitban compare --json`; its schema is `comparison` of `exitban.schemas`."""
        return {
            "schema": VERSION,
            "scenario": self.scenario.name,
            "scenario_hash": self.scenario.hash,
            "overrides": list(self.scenario.overrides),
            "base": self.base,
            "replicates": len(self.replicates),
            "first_replicate": self.replicates.start,
            "seed": self.seed,
            "interval_level": round(self.level, 6),
            "precision": None if self.precision is None else _precision(self.precision),
            "policies": [self._policy(name, changes) for name, changes in self.changes.items()],
            "note": CAUTION,
        }

    def _policy(self, name: str, changes: tuple[Change, ...]) -> dict[str, Any]:
        title = policy_title(self.scenario, name)
        return {"policy": name, "title": title, "changes": [_change(one) for one in changes]}


def _change(one: Change) -> dict[str, Any]:
    total = one.more + one.less + one.unchanged
    counted = {"more": one.more, "less": one.less, "unchanged": one.unchanged, "helps": one.helps, "harms": one.harms}
    return {
        "measure": one.aspect.name,
        "title": one.aspect.measure.title,
        "unit": "share" if one.aspect.measure.unit == "points" else one.aspect.measure.unit,
        "base": plain(one.base),
        "policy": plain(one.policy),
        "difference": interval_document(one.difference),
        "worlds": total,
        **{name: None if count is None or not total else plain(count / total) for name, count in counted.items()},
        "precision_gain": None if one.precision_gain is None else plain(one.precision_gain),
    }


def _precision(one: Precision) -> dict[str, Any]:
    return {
        "measure": one.aspect.name,
        "asked": one.asked,
        "got": plain(one.got),
        "reached": one.reached,
        "looks": [{"look": look.number, "worlds": look.worlds, "level": plain(look.level)} for look in one.looks],
    }


def interval_document(found: Interval) -> dict[str, float | None]:
    """Value and ends; null where nothing was observed."""
    return {"value": plain(found.value), "low": plain(found.low), "high": plain(found.high)}


def plain(value: float) -> float | None:
    """A number of the document; null where it has no meaning."""
    return round(float(value), 9) if math.isfinite(value) else None
