"""Numbers in effect: which statement of the file, or which default, holds where.

A number of the world has one value. A number of an institution is its own or that of all. A number of a
policy is its own, that of the policy which it is ``like``, that of the mechanism's own section, or the
default.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from exitban.errors import CallError, did_you_mean
from exitban.mechanism import Mechanism, NumberFacts
from exitban.scenario.distributions import Distribution, Floats, fixed
from exitban.scenario.evidence import roots_of
from exitban.scenario.numbers import DistributionEntry, NumberEntry
from exitban.scenario.quantile_fit import fitted, judged_from
from exitban.scenario.sections import DECAY, Bounded, in_institution, in_policy, stated_numbers
from exitban.scenario.types import EventEntry, PolicyEntry, ScenarioEntry

Thing = TypeVar("Thing")

DEFAULT = "default of the program"
NO_POLICY = "none"


@dataclass(frozen=True)
class Quantity:
    """A number in effect, with what it rests on.

    ``prior`` is what one would believe without the claims; ``if_true`` the distribution if a claim is true.
    ``claims`` speak about it; one without claims is an assumption. ``stated``: the file gives it. ``root_of``: the root
    of each claim that has a distribution; a claim that is not named there is a root of its own. ``names`` stand for
    0, 1, 2 and so on; a number that is ``alike`` has one value for all replicates.
    """

    path: str
    unit: str
    meaning: str
    prior: Distribution
    claims: tuple[str, ...] = ()
    assumption: str = ""
    why: str = ""
    if_true: Mapping[str, Distribution] = field(default_factory=dict)
    root_of: Mapping[str, str] = field(default_factory=dict)
    stated: bool = False
    low: float = -math.inf
    high: float = math.inf
    names: tuple[str, ...] = ()
    alike: bool = False

    @property
    def is_fixed(self) -> bool:
        """The same in every replicate."""
        return self.prior.is_fixed and not self.if_true

    @property
    def is_assumption(self) -> bool:
        """No claim speaks about it."""
        return not self.claims

    @property
    def value(self) -> float:
        """The value of a fixed number; the mean of the reference prior of any other."""
        return float(np.clip(self.prior.mean, self.low, self.high))

    def can_differ_from(self, value: float, given: Mapping[str, Floats]) -> bool:
        """Whether it has another value in some replicate; ``given`` holds columns in place of the file, by path."""
        column = given.get(self.path)
        if column is not None:
            return bool((column != value).any())
        return not self.is_fixed or self.value != value

    def draw(self, u: float, truths: Mapping[str, bool]) -> float:
        """The value at a uniform draw u in (0, 1), given which claims are true."""
        return float(self.sample(np.array([u]), {name: np.array([true]) for name, true in truths.items()})[0])

    def sample(self, u: Floats, truths: Mapping[str, np.ndarray]) -> Floats:
        """Values (replicates,) at uniform draws u (replicates,) and truths (replicates,) by claim.

        One true claim: its distribution. Several: the equal pool of their roots, and within a root that of its claims,
        so that a reprint adds no weight. None: the reference prior.
        """
        speaking = [name for name in self.if_true if name in truths]
        true = {name: np.asarray(truths[name], dtype=bool) for name in speaking}
        roots = [[name for name in speaking if self._root(name) == root] for root in self._roots(speaking)]
        drawn = self.prior.quantile(u)
        for root_chosen, within, names in _each(
            u, [np.any([true[name] for name in one], axis=0) for one in roots], roots
        ):
            for chosen, inner, name in _each(within, [true[name] for name in names], names):
                taken = root_chosen & chosen
                drawn[taken] = self.if_true[name].quantile(_open(inner[taken]))
        return drawn

    def _root(self, claim: str) -> str:
        return self.root_of.get(claim, claim)

    def _roots(self, claims: list[str]) -> list[str]:
        return list(dict.fromkeys(self._root(claim) for claim in claims))

    def words(self) -> str:
        """The number, its unit and its meaning in a line."""
        return f"{self.prior.words()} {self.unit}: {self.meaning}"


def _each(
    u: Floats, true: Sequence[NDArray[np.bool_]], things: Sequence[Thing]
) -> Iterator[tuple[NDArray[np.bool_], Floats, Thing]]:
    """For each thing where it is chosen among the true ones, all equally likely, and the draw that is left to it.

    ``u`` (replicates,) chooses, and what is left of it is again uniform; ``true`` holds (replicates,) by thing.
    """
    held = np.array(true, dtype=bool).reshape(len(true), len(u))
    count = held.sum(axis=0)
    which = np.minimum((u * count).astype(np.int64), np.maximum(count - 1, 0))
    order = held.cumsum(axis=0)
    for row, thing in enumerate(things):
        yield held[row] & (order[row] == which + 1), u * count - which, thing


def _open(u: Floats) -> Floats:
    """Keep a draw off 0 and 1, where some inverses are infinite."""
    return np.clip(u, 2.0**-53, 1.0 - 2.0**-53)


def distribution_of(entry: DistributionEntry, facts: Bounded) -> Distribution:
    """The one distribution that an entry states. Raises `UnfitQuantilesError`."""
    if entry.quantiles is not None:
        return fitted(judged_from(entry.quantiles), facts.low, facts.high)
    (kind, given) = next(iter(entry.stated().items()))
    parameters = given if isinstance(given, tuple) else (given,)
    return Distribution(kind, tuple(float(one) for one in parameters), facts.low, facts.high, names=facts.names)


def quantity_from(path: str, entry: NumberEntry, facts: NumberFacts, root_of: Mapping[str, str]) -> Quantity:
    """A number that the file states; ``root_of``: the root of each claim."""
    return Quantity(
        path=path,
        unit=facts.unit,
        meaning=facts.meaning,
        prior=distribution_of(entry, facts),
        claims=tuple(dict.fromkeys((*entry.claims, *entry.if_true))),
        assumption=entry.assumption or "",
        why=entry.why or "",
        if_true={name: distribution_of(one, facts) for name, one in entry.if_true.items()},
        root_of={name: root_of[name] for name in entry.if_true if name in root_of},
        stated=True,
        low=facts.low,
        high=facts.high,
        names=facts.names,
        alike=facts.alike,
    )


def default_quantity(path: str, facts: NumberFacts, value: float | None = None, why: str = DEFAULT) -> Quantity:
    """A number that the file does not state."""
    return Quantity(
        path=path,
        unit=facts.unit,
        meaning=facts.meaning,
        prior=fixed(facts.default if value is None else value, facts.names),
        assumption=why,
        low=facts.low,
        high=facts.high,
        names=facts.names,
        alike=facts.alike,
    )


class Ledger:
    """Every number of a scenario, found by mechanism and by where it is asked for."""

    def __init__(self, file: ScenarioEntry, mechanisms: tuple[Mechanism, ...]) -> None:
        self.policies: Mapping[str, PolicyEntry] = file.policies
        self.institutions = tuple(file.institutions)
        self.mechanisms = {one.name: one for one in mechanisms}
        self.found: dict[str, Quantity] = {}
        root_of = {name: roots_of(claim)[0] for name, claim in file.evidence.claims.items()}
        for place, entry, facts in stated_numbers(file, mechanisms):
            steps = (file.events[one].name if isinstance(one, int) else one for one in place)
            path = ".".join(steps)
            self.found[path] = quantity_from(path, entry, facts, root_of)

    def quantity(
        self, mechanism: str, number: str, institution: str | None = None, policy: str | None = None
    ) -> Quantity:
        """The number in effect there. Raises `CallError` for a name that is not known."""
        shelf = _known(mechanism, self.mechanisms, "mechanism")
        facts = _known(number, shelf.facts(), f"number of {mechanism}")
        if institution is not None:
            _known(institution, dict.fromkeys(self.institutions, True), "institution")
        if in_policy(facts):
            return self._of_policy(shelf, number, facts, policy or NO_POLICY)
        path = f"institutions.{institution}.{mechanism}.{number}"
        if in_institution(facts) and path in self.found:
            return self.found[path]
        return self._of_world(mechanism, number, facts)

    def of_event(self, event: EventEntry) -> tuple[Quantity, Quantity]:
        """Size and time constant of decay of an event."""
        decay = f"events.{event.name}.decays_over"
        return self.found[f"events.{event.name}.size"], self._found_or_default(decay, DECAY)

    def in_effect(self) -> dict[str, Quantity]:
        """All distinct numbers by path: the world's, the institutions', the policies', the events'.

        What a policy does not state and what is then as if there were no policy, is no number of the scenario.
        """
        asked = [
            self.quantity(one.name, number, institution, policy)
            for one in self.mechanisms.values()
            for number, facts in one.facts().items()
            for institution, policy in self._holders(facts)
            if not (in_policy(facts) and facts.default == facts.neutral and not self._states(one, number, policy))
        ]
        events = [one for path, one in self.found.items() if path.startswith("events.")]
        return {one.path: one for one in (*asked, *events)}

    def _holders(self, facts: NumberFacts) -> list[tuple[str | None, str | None]]:
        if in_policy(facts):
            return [(None, policy) for policy in self.policies]
        return [(name, None) for name in self.institutions] if in_institution(facts) else [(None, None)]

    def _of_world(self, mechanism: str, number: str, facts: NumberFacts) -> Quantity:
        return self._found_or_default(f"{mechanism}.{number}", facts)

    def _found_or_default(self, path: str, facts: NumberFacts) -> Quantity:
        return self.found.get(path) or default_quantity(path, facts)

    def _of_policy(self, shelf: Mechanism, number: str, facts: NumberFacts, policy: str) -> Quantity:
        if policy == NO_POLICY:
            return self._neutral(shelf.name, number, facts)
        _known(policy, {**self.policies, NO_POLICY: None}, "policy")
        owner = self.owner(policy, shelf.section_in_policy or number)
        steps = ("policies", owner, shelf.section_in_policy, number)
        path = ".".join(step for step in steps if step)
        if path in self.found or facts.neutral is not None:
            return self._found_or_default(path, facts)
        return self._of_world(shelf.name, number, facts)

    def _states(self, shelf: Mechanism, number: str, policy: str | None) -> bool:
        return policy is not None and self._of_policy(shelf, number, shelf.facts()[number], policy).stated

    def _neutral(self, mechanism: str, number: str, facts: NumberFacts) -> Quantity:
        if facts.neutral is None:
            return self._of_world(mechanism, number, facts)
        return default_quantity(f"{NO_POLICY}.{mechanism}.{number}", facts, facts.neutral, "no policy governs")

    def owner(self, policy: str, key: str) -> str:
        """The policy that states a key for this one: itself, or the first that it is like."""
        at: str | None = policy
        last = policy
        while at is not None:
            last = at
            if key in self.policies[at].model_fields_set:
                break
            at = self.policies[at].like
        return last


def _known(name: str, names: Mapping[str, Thing], kind: str) -> Thing:
    if name not in names:
        raise CallError(f"no {kind} is called {name!r}.{did_you_mean(name, names)}")
    return names[name]
