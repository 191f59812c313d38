"""The answer as an analyst would give it: how likely, under which conditions, how sure, and on whose word.

Likelihood and confidence are kept apart, as the US Intelligence Community Directive 203 asks: the first is a share of
worlds, the second says how much the ground under it bears. Confidence follows a rule that is printed with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from exitban.analysis import reading
from exitban.analysis.conditions import Condition, Leaving, conditions, leaving
from exitban.analysis.further import NOTHING, Further
from exitban.analysis.headline_effects import lost
from exitban.analysis.intervals import Interval, share
from exitban.analysis.ledger import Ledger, ledger
from exitban.analysis.prior_predictive import prior_check
from exitban.analysis.reading import ResultLike
from exitban.analysis.robustness import Conclusion, conclusions
from exitban.analysis.structures import Structures
from exitban.analysis.weigh import Weights, weigh
from exitban.scenario import Scenario
from exitban.words import in_short

CONFIDENCES: Final = ("high", "moderate", "low")
TOLD: Final = ("lost", "control_at_end")
HALF: Final = 0.5


@dataclass(frozen=True)
class Confidence:
    """A word of confidence, and what took it down from "high", a step for each reason."""

    word: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Judgement:
    """All that the first page says. ``lost``: share of worlds that lose control, by policy. ``leaving``: under the
    first policy. ``weights`` by outcome; empty where no claim moves a number. ``structures``: where they were run."""

    scenario: Scenario
    policies: tuple[str, ...]
    lost: Mapping[str, Interval]
    leaving: Leaving | None
    conditions: tuple[Condition, ...]
    conclusions: tuple[Conclusion, ...]
    confidence: Confidence
    weights: Mapping[str, Weights] = field(default_factory=dict)
    structures: Structures | None = None

    def __repr__(self) -> str:
        return in_short(self, self.scenario.name, f"policies {', '.join(self.policies)}")

    @property
    def base(self) -> str:
        """The first policy."""
        return self.policies[0]


def judgement(result: ResultLike, further: Further = NOTHING) -> Judgement | None:
    """Judge a result, with what ``further`` runs add; None where the scenario names no claims, or its own headline."""
    scenario: Any = result.scenario
    if not isinstance(scenario, Scenario) or not scenario.evidence.claims or scenario.headline:
        return None
    names = reading.policies(reading.arrays(result))
    taken = lost(reading.arrays(result), names[0])
    found = ledger(scenario)
    held = conclusions(result, TOLD, further.structures) if len(names) > 1 else ()
    moved = any(found.moves(name) for name in found.claims)
    return Judgement(
        scenario=scenario,
        policies=names,
        lost={name: _share(result, name) for name in names},
        leaving=leaving(result, names[0], taken),
        conditions=conditions(result, taken),
        conclusions=held,
        confidence=confidence(result, found, held),
        weights={outcome: weigh(result, outcome, further.luck) for outcome in TOLD} if moved else {},
        structures=further.structures,
    )


def _share(result: ResultLike, policy: str) -> Interval:
    worlds = lost(reading.arrays(result), policy)
    return share(int(worlds.sum()), len(worlds))


def confidence(result: ResultLike, found: Ledger, held: tuple[Conclusion, ...]) -> Confidence:
    """From high down, a step for each reason: what the numbers rest on, who says it, whether it survives."""
    reasons = [*_of_numbers(found), *_of_sources(found), *_of_survival(held), *_of_the_check(result)]
    return Confidence(CONFIDENCES[min(len(reasons), len(CONFIDENCES) - 1)], tuple(reasons))


def _of_numbers(found: Ledger) -> list[str]:
    ranges = [one for one in found.scenario.quantities.values() if not one.is_fixed]
    bare = sum(1 for one in ranges if one.is_assumption)
    if not ranges or bare <= HALF * len(ranges):
        return []
    if len(ranges) == 1:
        return ["the only number that is drawn rests on no claim"]
    return [f"{bare} of the {len(ranges)} numbers that are drawn rest on no claim"]


def _of_sources(found: Ledger) -> list[str]:
    moving = [one for name, one in found.claims.items() if found.moves(name)]
    confirmed = [one for one in moving if len(one.roots) > 1]
    if not moving or len(confirmed) > HALF * len(moving):
        return []
    if len(moving) == 1:
        return ["the only claim that moves a number has no second root, independent of the first"]
    few = {0: "none has", 1: "only one has"}.get(len(confirmed), f"only {len(confirmed)} have")
    return [f"of the {len(moving)} claims that move a number {few} a second root, independent of the first"]


def _of_survival(held: tuple[Conclusion, ...]) -> list[str]:
    differs = {one.policy for one in held if not one.alike}
    open_ = [one for one in held if one.policy in differs and not one.survives]
    if not open_:
        return []
    return [f"{len(open_)} of {len(held)} headline differences have a sign that cannot be told or does not survive"]


def _of_the_check(result: ResultLike) -> list[str]:
    check = prior_check(reading.arrays(result), result.scenario)
    if check is None or np.isnan(check.share.high) or check.share.high >= 0.05:
        return []
    return ["the assumptions hardly ever give what was reported"]
