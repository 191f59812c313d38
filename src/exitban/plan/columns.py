"""Numbers as columns: any number of a scenario may differ by replicate.

A number of the world is (replicates,), of institutions (institutions, replicates), of policies (policies, replicates)
with row 0 for "no policy".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exitban.mechanism import Mechanism, NumberFacts
from exitban.scenario import Policy, Quantity, Scenario
from exitban.words import ACTS

NEVER = np.iinfo(np.int32).max
NO_POLICY = "none"


@dataclass(frozen=True)
class Columns:
    """The numbers of a scenario for some replicates. ``drawn`` holds a column (replicates,) per path.

    ``given``: those of them that the caller has given in place of draws.
    """

    scenario: Scenario
    institutions: tuple[str, ...]
    drawn: dict[str, NDArray[np.float64]]
    replicates: int
    given: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)

    def column(self, quantity: Quantity) -> NDArray[np.float32]:
        """The values of one number, (replicates,)."""
        drawn = self.drawn.get(quantity.path)
        values = np.full(self.replicates, quantity.value) if drawn is None else drawn
        return values.astype(np.float32)

    def numbers(self, rows: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Every number of every mechanism by its wired name; ``rows`` are the policies in force, the first is none."""
        return {
            f"{mechanism.name}_{name}": self.of(mechanism, name, facts, rows)
            for mechanism in self.scenario.mechanisms
            for name, facts in mechanism.facts().items()
        }

    def of(self, mechanism: Mechanism, name: str, facts: NumberFacts, rows: Sequence[str]) -> NDArray[np.float32]:
        """One number in the shape of its level."""
        ask = self.scenario.quantity
        if facts.level == "institution":
            return np.stack([self.column(ask(mechanism.name, name, institution=k)) for k in self.institutions])
        if facts.level == "policy":
            return np.stack([self.column(ask(mechanism.name, name, policy=p)) for p in rows])
        return self.column(ask(mechanism.name, name))

    def policies(self, rows: Sequence[str], grades: Sequence[tuple[str, int]]) -> dict[str, NDArray[Any]]:
        """When policies are in force, whom they govern, and which goes before which."""
        held = [self.scenario.policies[name] for name in rows]
        tick = self.scenario.time.tick_of
        scope = [[k in p.institutions and (p.ranks is None or rank in p.ranks) for k, rank in grades] for p in held]
        opens = [self.opens(p) for p in held]
        closes = [NEVER if p.closes is None else tick(p.closes) for p in held]
        tightens = [NEVER if p.tightens is None else tick(p.tightens) for p in held]
        formal = np.array([p.form == "formal" for p in held], np.float32)
        scope[0], opens[0] = [False] * len(grades), NEVER
        return {
            "opens": np.array(opens, np.int32),
            "closes": np.array(closes, np.int32),
            "scope": np.array(scope, np.bool_),
            "formal": np.repeat(formal[:, None], self.replicates, axis=1),
            "due_from": np.repeat(np.array(opens, np.int32)[:, None], self.replicates, axis=1),
            "tightens": np.repeat(np.array(tightens, np.int32)[:, None], self.replicates, axis=1),
        }

    def opens(self, policy: Policy) -> int:
        """The tick of its opening; one that waits for a trigger has none, and without either it was always there."""
        if policy.opens is not None:
            return self.scenario.time.tick_of(policy.opens)
        return NEVER if self.scenario.waits_for_a_trigger(policy.name, self.given) else -1

    def events(self) -> dict[str, NDArray[Any]]:
        """Dated shocks: (events,) and (events, replicates); the institutions that feel them (events, institutions)."""
        events = self.scenario.events
        about = [0 if event.raises == "stress" else ACTS.index(event.raises) for event in events]
        reaches = [
            [event.raises == "stress" and k in event.institutions for k in self.institutions] for event in events
        ]
        shape = (len(events), self.replicates)
        return {
            "event_tick": np.array([self.scenario.time.tick_of(event.date) for event in events], np.int32),
            "event_about": np.array(about, np.int32),
            "event_reaches": np.array(reaches, np.bool_).reshape(len(events), len(self.institutions)),
            "event_size": np.array([self.column(event.size) for event in events], np.float32).reshape(shape),
            "event_decay": np.array([self.column(event.decays_over) for event in events], np.float32).reshape(shape),
        }
