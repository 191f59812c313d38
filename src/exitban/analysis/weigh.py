"""What the answer owes to each root of the evidence: how much it moves the outcome, and how much the choice.

Which claims are true is drawn in every replicate and kept, so the groups of worlds in which a claim is true and false
are there already: no further run is needed. All of it is told by root, since claims of one root share a draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from exitban.analysis import information, reading
from exitban.analysis.headline_effects import Measure, measures
from exitban.analysis.information import FEW, Orders
from exitban.analysis.intervals import Floats, Interval
from exitban.analysis.ledger import Ledger, ledger
from exitban.analysis.reading import ResultLike
from exitban.errors import CallError, did_you_mean

if TYPE_CHECKING:
    import xarray

Truths = dict[str, NDArray[np.bool_]]

WISHED: Final = {"lost": -1.0, "control_at_report": 1.0, "control_at_end": 1.0}
"""Outcomes that can be weighed, and whether somebody who wants control wishes for more of them or less."""


@dataclass(frozen=True)
class Effect:
    """An outcome in worlds where something holds and where it does not: means, and their difference."""

    policy: str
    if_true: float
    if_false: float
    difference: Interval


@dataclass(frozen=True)
class ClaimWeight:
    """A claim of a root, and the names of those that are true in exactly the same worlds: its reprints."""

    name: str
    reprints: tuple[str, ...]
    worlds_true: int
    effect: Effect


@dataclass(frozen=True)
class RootWeight:
    """A root, by what its claims do together; it holds in a world when at least one of them is true there.

    ``effects``: by policy; ``changes``: of the matched difference to the first policy, by policy. ``share`` of the
    variance between worlds of the outcome, ``share_of_change`` of that of the matched difference, both under the
    policy in focus. ``worth``: of knowing which of its claims are true, for choosing between the policies; None where
    there is nothing to choose. None of these where fewer than ten worlds are on one side: ``known`` is false then.
    """

    root: str
    moves: tuple[str, ...]
    worlds_true: int
    effects: tuple[Effect, ...] = ()
    changes: tuple[Effect, ...] = ()
    claims: tuple[ClaimWeight, ...] = ()
    share: Interval | None = None
    share_of_change: Interval | None = None
    worth: Interval | None = None

    @property
    def known(self) -> bool:
        """Whether there are enough worlds on both sides."""
        return bool(self.effects)

    def under(self, policy: str) -> Effect:
        """The effect under a policy."""
        return next(one for one in self.effects if one.policy == policy)


@dataclass(frozen=True, eq=False)
class Weights:
    """The weight of evidence in one outcome; ``roots`` with the largest effect first.

    ``focus``: the policy told first. ``silent``: claims that move no number, so that nothing changes if they are false.
    ``chance``: the share of the variance that is luck and no number, by a second run of the same worlds; without one,
    it is at most ``chance_at_most`` (NaN: unknown). Values are told ``scale`` times as large, in ``unit``.
    """

    scenario: Any
    outcome: Measure
    policies: tuple[str, ...]
    focus: str
    replicates: int
    best: str
    roots: tuple[RootWeight, ...]
    silent: tuple[str, ...]
    chance: Interval | None
    chance_at_most: float

    @property
    def base(self) -> str:
        """The first policy."""
        return self.policies[0]


def weigh(result: ResultLike, outcome: str = "lost", again: ResultLike | None = None) -> Weights:
    """Weigh the evidence in an outcome of a result: ``lost``, ``control_at_report`` or ``control_at_end``.

    ``again``: the same worlds with other luck, from `exitban.analysis.second_luck.with_other_luck`, to measure what is
    luck. Raises `CallError` for an outcome that is not known.
    """
    measure = outcome_of(result.scenario, outcome)
    data, names = result.data, reading.policies(result.data)
    found = ledger(result.scenario)
    orders = information.shuffled_orders(int(data.sizes["replicate"]))
    outcomes = {name: measure.take(data, name) for name in names}
    work = _Work(outcomes, measure, names, focus_of(result.scenario, names), truths(data), orders)
    roots = [work.root(root, moved, found) for root, moved in moving_roots(found, work.truths).items()]
    values = work.values()
    return Weights(
        scenario=result.scenario,
        outcome=measure,
        policies=names,
        focus=work.focus,
        replicates=int(data.sizes["replicate"]),
        best=names[int(values.mean(axis=0).argmax())],
        roots=tuple(sorted(roots, key=lambda one: -abs(one.under(work.focus).difference.value) if one.known else 1.0)),
        silent=tuple(name for name in found.claims if not found.moves(name)),
        chance=None if again is None else work.chance(again.data),
        chance_at_most=information.chance_at_most(drawn_numbers(data), work.outcome(work.focus)),
    )


def outcome_of(scenario: Any, name: str) -> Measure:
    """The measure of an outcome. Raises `CallError`."""
    known = {one.name: one for one in measures(scenario) if one.name in WISHED}
    if name not in known:
        raise CallError(f"outcome: there is no '{name}' to weigh.{did_you_mean(name, known)}")
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


def truths(data: xarray.Dataset) -> Truths:
    """Which claims are true, (replicates,) by claim."""
    return dict(zip(map(str, data["claim"].values), np.asarray(data["claim_true"].values, bool), strict=True))


def moving_roots(found: Ledger, known: Truths) -> dict[str, tuple[str, ...]]:
    """By root, its claims that move a number and were drawn."""
    roots: dict[str, list[str]] = {}
    for name in known:
        if found.moves(name):
            roots.setdefault(found.claims[name].root, []).append(name)
    return {root: tuple(names) for root, names in roots.items()}


def drawn_numbers(data: xarray.Dataset) -> Floats:
    """(replicates, numbers and truths): all that differs between worlds and is no luck."""
    both = (data["draw"].values.T, data["claim_true"].values.T)
    return np.asarray(np.concatenate(both, axis=1), np.float64)


@dataclass(frozen=True, eq=False)
class _Work:
    """What is asked of every root."""

    outcomes: dict[str, Floats]
    measure: Measure
    policies: tuple[str, ...]
    focus: str
    truths: Truths
    orders: Orders

    def outcome(self, policy: str) -> Floats:
        return self.outcomes[policy]

    def change(self, policy: str) -> Floats:
        return self.outcome(policy) - self.outcome(self.policies[0])

    def values(self) -> Floats:
        """(replicates, policies): what each policy is worth to somebody who wants control."""
        return WISHED[self.measure.name] * np.stack([self.outcome(one) for one in self.policies], axis=1)

    def root(self, root: str, names: tuple[str, ...], found: Ledger) -> RootWeight:
        columns = [self.truths[name] for name in names]
        true = np.any(columns, axis=0)
        moves = tuple(dict.fromkeys(path for name in names for path in found.moves(name)))
        if not self.tells(true):
            return RootWeight(root, moves, int(true.sum()))
        states = information.states_of(columns)
        others = self.policies[1:]
        return RootWeight(
            root=root,
            moves=moves,
            worlds_true=int(true.sum()),
            effects=tuple(self.effect(one, self.outcome(one), true) for one in self.policies),
            changes=tuple(self.effect(one, self.change(one), true) for one in others),
            claims=self.claims(names),
            share=information.share_of_variance(states, self.outcome(self.focus)),
            share_of_change=self.share_of_change(states) if self.focus in others else None,
            worth=information.worth_knowing(states, self.values(), self.orders) if others else None,
        )

    def tells(self, true: NDArray[np.bool_]) -> bool:
        """Whether there are enough worlds on both sides."""
        return min(int(true.sum()), int((~true).sum())) >= FEW

    def share_of_change(self, states: information.States) -> Interval:
        return information.share_of_variance(states, self.change(self.focus))

    def effect(self, policy: str, values: Floats, true: NDArray[np.bool_]) -> Effect:
        groups = values[true], values[~true]
        of_shares = float(values.min()) >= 0.0 and self.measure.name == "lost"
        difference = information.difference_of_shares if of_shares else information.difference_of_means
        return Effect(policy, float(groups[0].mean()), float(groups[1].mean()), difference(*groups))

    def claims(self, names: tuple[str, ...]) -> tuple[ClaimWeight, ...]:
        """Claims that are true in the same worlds are told once."""
        found: dict[bytes, list[str]] = {}
        for name in names:
            found.setdefault(self.truths[name].tobytes(), []).append(name)
        return tuple(self.claim(first, rest) for first, *rest in found.values() if self.tells(self.truths[first]))

    def claim(self, name: str, reprints: list[str]) -> ClaimWeight:
        true = self.truths[name]
        effect = self.effect(self.focus, self.outcome(self.focus), true)
        return ClaimWeight(name, tuple(reprints), int(true.sum()), effect)

    def chance(self, again: xarray.Dataset) -> Interval:
        other = self.measure.take(again, self.focus)
        return information.share_of_chance(self.outcome(self.focus)[: len(other)], other)


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
        "best_without_knowing": found.best,
        "replicates": found.replicates,
        "roots": [_root(one, scale) for one in found.roots],
        "silent_claims": list(found.silent),
        "share_of_chance": None if found.chance is None else _ends(found.chance),
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
            }
            for each in one.claims
        ],
        "share_of_variance": None if one.share is None else _ends(one.share),
        "share_of_variance_of_difference": None if one.share_of_change is None else _ends(one.share_of_change),
        "worth_knowing": None if one.worth is None else _ends(one.worth, scale),
    }


def _effect(one: Effect, scale: float) -> dict[str, Any]:
    means = {"if_true": scale * one.if_true, "if_false": scale * one.if_false}
    return {"policy": one.policy, **means, "difference": _ends(one.difference, scale)}


def _ends(one: Interval, scale: float = 1.0) -> dict[str, float]:
    return {"value": scale * one.value, "low": scale * one.low, "high": scale * one.high}
