"""A root of the evidence in worlds that are there: those in which it holds beside those in which it does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exitban.analysis import groups, information
from exitban.analysis.entries import entry_of
from exitban.analysis.headline_effects import LOST
from exitban.analysis.information import FEW, Orders
from exitban.analysis.intervals import Floats, Interval, matched_share_difference, mean, share
from exitban.analysis.ledger import Ledger

Truths = Mapping[str, NDArray[np.bool_]]


@dataclass(frozen=True)
class Effect:
    """An outcome, or a matched difference, where something holds and where it does not: means, and how far apart."""

    policy: str
    true: Interval
    false: Interval
    difference: Interval

    @property
    def if_true(self) -> float:
        """The mean where it holds."""
        return self.true.value

    @property
    def if_false(self) -> float:
        """The mean where it does not."""
        return self.false.value

    @property
    def clear(self) -> bool:
        """Whether the two are further apart than luck makes of so many worlds."""
        return self.difference.low > 0.0 or self.difference.high < 0.0

    @property
    def turns(self) -> bool:
        """Whether the two have opposite signs, each beyond its interval: what is true decides in which direction."""
        low, high = sorted((self.true, self.false), key=lambda one: one.value)
        return high.low > 0.0 > low.high


@dataclass(frozen=True)
class ClaimWeight:
    """A claim of a root, and the names of those that are true in exactly the same worlds: its reprints.

    ``effect`` on the outcome under the policy in focus; ``change``: of the matched difference to the first policy, None
    where the focus is that policy.
    """

    name: str
    reprints: tuple[str, ...]
    worlds_true: int
    effect: Effect
    change: Effect | None


@dataclass(frozen=True)
class RootWeight:
    """A root, by what its claims do together; it holds in a world when at least one of them is true there.

    ``effects``: by policy; ``changes``: of the matched difference to the first policy, by policy. ``share`` of the
    variance between worlds of the outcome, ``share_of_change`` of that of the matched difference, both under the
    policy in focus; None where nothing varies. ``worth``: of knowing which of its claims are true, for choosing between
    the policies; None where there is nothing to choose. None of these where fewer than ten worlds are on one side:
    ``known`` is false then.
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
        return entry_of("policy", policy, ((one.policy, one) for one in self.effects))

    def changed(self, policy: str) -> Effect | None:
        """What becomes of the matched difference under a policy; None for the first one, which has none."""
        return next((one for one in self.changes if one.policy == policy), None)


def moving_roots(found: Ledger, known: Truths) -> dict[str, tuple[str, ...]]:
    """By root, its claims that move a number and were drawn."""
    roots: dict[str, list[str]] = {}
    for name in known:
        if found.moves(name):
            roots.setdefault(found.claims[name].root, []).append(name)
    return {root: tuple(names) for root, names in roots.items()}


@dataclass(frozen=True, eq=False)
class Weighing:
    """What is asked of every root. ``outcomes`` (replicates,) by policy, the first is the base; ``truths`` by claim.

    ``values`` (replicates, policies): what each policy is worth to somebody who chooses, and ``orders`` to shuffle
    worlds by; None where nobody asks what knowing would be worth.
    """

    name: str
    outcomes: Mapping[str, Floats]
    focus: str
    truths: Truths
    found: Ledger
    values: Floats | None = None
    orders: Orders | None = None

    @property
    def policies(self) -> tuple[str, ...]:
        """The first is the base."""
        return tuple(self.outcomes)

    def change(self, policy: str) -> Floats:
        """The matched difference to the base, (replicates,)."""
        return self.outcomes[policy] - self.outcomes[self.policies[0]]

    def roots(self) -> list[RootWeight]:
        """Every root that moves a number, by the evidence's order."""
        return [self.root(root, names) for root, names in moving_roots(self.found, self.truths).items()]

    def root(self, root: str, names: tuple[str, ...]) -> RootWeight:
        """One root with its claims."""
        columns = [self.truths[name] for name in names]
        true = np.any(columns, axis=0)
        moves = tuple(dict.fromkeys(path for name in names for path in self.found.moves(name)))
        if not tells(true):
            return RootWeight(root, moves, int(true.sum()))
        states = information.states_of(columns)
        others = self.policies[1:]
        focus_changes = self.focus in others
        return RootWeight(
            root=root,
            moves=moves,
            worlds_true=int(true.sum()),
            effects=tuple(self.effect(one, true) for one in self.policies),
            changes=tuple(self.effect_on_change(one, true) for one in others),
            claims=self.claims(names),
            share=share_of_what_varies(states, self.outcomes[self.focus]),
            share_of_change=share_of_what_varies(states, self.change(self.focus)) if focus_changes else None,
            worth=self.worth(states) if others else None,
        )

    def worth(self, states: information.States) -> Interval | None:
        """Of knowing the state, where it was asked for."""
        if self.values is None or self.orders is None:
            return None
        return information.worth_knowing(states, self.values, self.orders, self.name == LOST)

    def effect(self, policy: str, true: NDArray[np.bool_]) -> Effect:
        """On the outcome: shares where it is one of worlds that lose control, else means."""
        one, other = self.outcomes[policy][true], self.outcomes[policy][~true]
        if self.name != LOST:
            return Effect(policy, mean(one), mean(other), groups.difference_of_means(one, other))
        difference = groups.difference_of_shares(one, other)
        return Effect(policy, share_of(one), share_of(other), difference)

    def effect_on_change(self, policy: str, true: NDArray[np.bool_]) -> Effect:
        """On the matched difference: of shares where the outcome is one of worlds that lose control, else of means."""
        one, other = self.change(policy)[true], self.change(policy)[~true]
        if self.name != LOST:
            return Effect(policy, mean(one), mean(other), groups.difference_of_means(one, other))
        difference = groups.difference_of_changes(one, other)
        return Effect(policy, matched_share_of(one), matched_share_of(other), difference)

    def claims(self, names: tuple[str, ...]) -> tuple[ClaimWeight, ...]:
        """Claims that are true in the same worlds are told once."""
        found: dict[bytes, list[str]] = {}
        for name in names:
            found.setdefault(self.truths[name].tobytes(), []).append(name)
        return tuple(self.claim(first, rest) for first, *rest in found.values() if tells(self.truths[first]))

    def claim(self, name: str, reprints: list[str]) -> ClaimWeight:
        """One claim by itself."""
        true = self.truths[name]
        change = self.effect_on_change(self.focus, true) if self.focus in self.policies[1:] else None
        return ClaimWeight(name, tuple(reprints), int(true.sum()), self.effect(self.focus, true), change)


def share_of_what_varies(states: information.States, outcome: Floats) -> Interval | None:
    """The share of the variance; None where the outcome is the same in every world, which has no variance to share."""
    return None if np.ptp(outcome) == 0.0 else information.share_of_variance(states, outcome)


def share_of(yes: Floats) -> Interval:
    """The share of worlds that say yes."""
    return share(int(yes.sum()), len(yes))


def matched_share_of(change: Floats) -> Interval:
    """The mean of -1, 0 and 1 in matched worlds."""
    return matched_share_difference(int((change > 0.0).sum()), int((change < 0.0).sum()), len(change))


def tells(true: NDArray[np.bool_]) -> bool:
    """Whether there are enough worlds on both sides."""
    return min(int(true.sum()), int((~true).sum())) >= FEW
