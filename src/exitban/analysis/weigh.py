"""What the answer owes to each root of the evidence: how much it moves the outcome, and how much the choice.

Which claims are true is drawn in every replicate and kept, so the groups of worlds in which a claim is true and false
are there already: no further run is needed. All of it is told by root, since claims of one root share a draw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from exitban.analysis import information, reading
from exitban.analysis.chance import chance_at_most, share_of_chance
from exitban.analysis.contrasts import SAME, lost_contrast
from exitban.analysis.headline_effects import LOST, Measure, measures
from exitban.analysis.intervals import Floats, Interval, mean, scaled
from exitban.analysis.ledger import ledger
from exitban.analysis.reading import ResultLike
from exitban.analysis.root_weights import Effect, RootWeight, Truths, Weighing
from exitban.errors import CallError, did_you_mean
from exitban.words import in_short

WISHED: Final = {"lost": -1.0, "control_at_report": 1.0, "control_at_end": 1.0}
"""Outcomes that can be weighed, and whether somebody who wants control wishes for more of them or less."""


@dataclass(frozen=True, eq=False)
class Weights:
    """The weight of evidence in one outcome; ``roots`` with the largest effect first.

    ``focus``: the policy told first. ``silent``: claims that move no number, so that nothing changes if they are false.
    ``best``: the policy that does best without knowing more, and after it those that so many matched worlds cannot tell
    from it; ``best_alike``: no world differs between these. ``chance``: the share of the variance that is luck and no
    number, by a second run of ``again`` of the same worlds (None where these are too few to tell); without one, it is
    at most ``chance_at_most`` (NaN: unknown). Values are told ``scale`` times as large, in ``unit``.
    """

    scenario: Any
    outcome: Measure
    policies: tuple[str, ...]
    focus: str
    replicates: int
    roots: tuple[RootWeight, ...]
    silent: tuple[str, ...]
    best: tuple[str, ...] = ()
    best_alike: bool = False
    again: int = 0
    chance: Interval | None = None
    chance_at_most: float = float("nan")

    def __repr__(self) -> str:
        facts = (f"{self.replicates:,} worlds", f"policies {', '.join(self.policies)}")
        return in_short(self, self.scenario.name, f"weighed by {self.outcome.name}", *facts)

    @property
    def base(self) -> str:
        """The first policy."""
        return self.policies[0]

    @property
    def by_change(self) -> tuple[RootWeight, ...]:
        """Roots by what they make of the matched difference under the focus: first those beyond luck, largest first."""

        def place(one: RootWeight) -> tuple[bool, float]:
            change = one.changed(self.focus)
            return (True, 0.0) if change is None else (not change.clear, -abs(change.difference.value))

        return tuple(sorted((one for one in self.roots if one.changed(self.focus)), key=place))


def weigh(result: ResultLike, outcome: str = "lost", again: ResultLike | None = None) -> Weights:
    """Weigh the evidence in an outcome of a result: ``lost``, ``control_at_report`` or ``control_at_end``.

    ``again``: the same worlds with other luck, from `exitban.analysis.second_luck.with_other_luck`, to measure what is
    luck. Raises `CallError` for an outcome that is not known, and for what is no result.
    """
    data = reading.arrays(result)
    measure = outcome_of(result.scenario, outcome)
    names = reading.policies(data)
    outcomes = {name: measure.take(data, name) for name in names}
    focus = focus_of(result.scenario, names)
    known, values = truths(data), WISHED[measure.name] * np.stack(list(outcomes.values()), axis=1)
    orders = information.shuffled_orders(int(data.sizes["replicate"]))
    work = Weighing(measure.name, outcomes, focus, known, ledger(result.scenario), values, orders)
    best = best_of(measure, outcomes)
    return replace(
        _weights(result.scenario, measure, work),
        best=best,
        best_alike=alike([outcomes[name] for name in best]),
        again=0 if again is None else int(reading.arrays(again).sizes["replicate"]),
        chance=None if again is None else chance_of(measure, focus, outcomes[focus], again),
        chance_at_most=chance_at_most(drawn_numbers(data), outcomes[focus]),
    )


def weigh_worlds(scenario: Any, measure: Measure, outcomes: Mapping[str, Floats], known: Truths) -> Weights:
    """The same of worlds that are at hand: ``outcomes`` (replicates,) under the base and under one other policy.

    Nobody chooses and nothing is run again, so nothing is said of the worth of knowing or of chance.
    """
    work = Weighing(measure.name, outcomes, tuple(outcomes)[-1], known, ledger(scenario))
    return _weights(scenario, measure, work)


def _weights(scenario: Any, measure: Measure, work: Weighing) -> Weights:
    def size(one: RootWeight) -> float:
        return -abs(one.under(work.focus).difference.value) if one.known else 1.0

    return Weights(
        scenario=scenario,
        outcome=measure,
        policies=work.policies,
        focus=work.focus,
        replicates=len(work.outcomes[work.focus]),
        roots=tuple(sorted(work.roots(), key=size)),
        silent=tuple(work.found.silent),
    )


def best_of(measure: Measure, outcomes: Mapping[str, Floats]) -> tuple[str, ...]:
    """The policy with the best mean, then those whose matched difference to it has an interval around nothing."""
    first = max(outcomes, key=lambda name: WISHED[measure.name] * float(outcomes[name].mean()))

    def close(name: str) -> bool:
        here, there = outcomes[first], outcomes[name]
        apart = lost_contrast(here, there).difference if measure.name == LOST else mean(there - here)
        return apart.low <= 0.0 <= apart.high

    return (first, *(name for name in outcomes if name != first and close(name)))


def alike(outcomes: Sequence[Floats]) -> bool:
    """Whether every world is the same under several policies."""
    return len(outcomes) > 1 and bool((np.ptp(np.stack(outcomes), axis=0) <= SAME).all())


def chance_of(measure: Measure, focus: str, outcome: Floats, again: ResultLike) -> Interval | None:
    """The share of luck in an outcome (replicates,), from its first worlds with other luck."""
    other = measure.take(reading.arrays(again), focus)
    return share_of_chance(outcome[: len(other)], other)


def outcome_of(scenario: Any, name: str) -> Measure:
    """The measure of an outcome. Raises `CallError`."""
    known = {one.name: one for one in measures(scenario) if one.name in WISHED}
    if not isinstance(name, str) or name not in known:
        raise CallError(f"outcome: there is no '{name}' to weigh.{did_you_mean(str(name), known)}")
    return known[name]


def refuse_what_cannot_be_weighed(scenario: Any) -> None:
    """Raise `CallError` where no claim moves a number, before anything is run."""
    found = ledger(scenario)
    if not any(found.moves(name) for name in found.claims):
        has = f"{len(found.claims)} claims and none of them moves a number" if found.claims else "no claims"
        raise CallError(
            f"{scenario.name} has {has}, so there is nothing to weigh. A claim moves a number that has a distribution "
            "for it under `if_true`; `exitban evidence` shows which do."
        )


def focus_of(scenario: Any, names: Sequence[str]) -> str:
    """The policy of the report, if it was run; else the second, else the only one."""
    reported = getattr(getattr(scenario, "report", None), "policy", None)
    return str(reported) if reported in names else names[min(1, len(names) - 1)]


def truths(data: reading.Data) -> Truths:
    """Which claims are true, (replicates,) by claim."""
    return dict(zip(map(str, data["claim"].values), np.asarray(data["claim_true"].values, bool), strict=True))


def drawn_numbers(data: reading.Data) -> Floats:
    """(replicates, numbers and truths): all that differs between worlds and is no luck."""
    both = (data["draw"].values.T, data["claim_true"].values.T)
    return np.asarray(np.concatenate(both, axis=1), np.float64)


def document(found: Weights) -> dict[str, Any]:
    """The document of `exitban weigh --json`; values in the unit of the outcome."""
    scale = found.outcome.scale
    return {
        "schema": "exitban-weights/1",
        "scenario": found.scenario.name,
        "scenario_hash": found.scenario.hash,
        "outcome": {"name": found.outcome.name, "title": found.outcome.title, "unit": found.outcome.unit},
        "policies": list(found.policies),
        "focus": found.focus,
        "best_without_knowing": list(found.best),
        "replicates": found.replicates,
        "roots": [_root(one, scale) for one in found.roots],
        "silent_claims": list(found.silent),
        "worlds_run_again": found.again,
        "share_of_chance": None if found.chance is None else scaled(found.chance),
        "share_of_chance_at_most": None if np.isnan(found.chance_at_most) else found.chance_at_most,
    }


def _root(one: RootWeight, scale: float) -> dict[str, Any]:
    return {
        "root": one.root,
        "moves": list(one.moves),
        "worlds_true": one.worlds_true,
        "enough_worlds": one.known,
        "effects": [_effect(each, scale) for each in one.effects],
        "changes_of_difference": [_effect(each, scale) for each in one.changes],
        "claims": [
            {
                "claims": [each.name, *each.reprints],
                "worlds_true": each.worlds_true,
                "effect": _effect(each.effect, scale),
                "change_of_difference": None if each.change is None else _effect(each.change, scale),
            }
            for each in one.claims
        ],
        "share_of_variance": None if one.share is None else scaled(one.share),
        "share_of_variance_of_difference": None if one.share_of_change is None else scaled(one.share_of_change),
        "worth_knowing": None if one.worth is None else scaled(one.worth, scale),
    }


def _effect(one: Effect, scale: float) -> dict[str, Any]:
    means = {"if_true": scale * one.if_true, "if_false": scale * one.if_false}
    return {"policy": one.policy, **means, "difference": scaled(one.difference, scale)}
