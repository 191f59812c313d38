"""Which values are the same for every institution, policy and replicate of a run, at all times."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from exitban.mechanism import Mechanism, NumberFacts
from exitban.plan.columns import NO_POLICY
from exitban.plan.plan import Plan
from exitban.scenario import Quantity
from exitban.words import ACTS

UNGOVERNED = {"banned": np.bool_(False), "governing_bit": np.int32(1), "bits_in_force": np.int32(0)}
"""What holds for each grade where no policy reaches anybody."""


def same_for_all(plan: Plan, moved: Collection[str] = ()) -> dict[str, np.generic]:
    """Those values by the names under which laws ask for them, the same under each policy of the scenario as well.

    A number with a prior is none of them, even if all its draws happen to be the same, and neither is one whose path is
    among those ``moved``.
    """
    free = {*plan.given, *moved}
    rows = [NO_POLICY, *sorted(set(plan.scenario.policies) - {NO_POLICY})]
    found: dict[str, np.generic] = {"dt": np.float32(plan.scenario.time.dt)}
    for mechanism in plan.scenario.mechanisms:
        for name, facts in mechanism.facts().items():
            asked = quantities(plan, mechanism, name, facts, rows)
            fixed = all(one.is_fixed and one.path not in free for one in asked)
            if fixed and len({one.value for one in asked}) == 1:
                found[f"{mechanism.name}_{name}"] = np.float32(asked[0].value)
    if not any(plan.scenario.policies[row].institutions for row in rows[1:]):
        found |= UNGOVERNED
    return found | without_events(plan)


def quantities(plan: Plan, mechanism: Mechanism, name: str, facts: NumberFacts, rows: Sequence[str]) -> list[Quantity]:
    """The number as it stands for every institution or policy."""
    ask = plan.scenario.quantity
    if facts.level == "institution":
        return [ask(mechanism.name, name, institution=one) for one in plan.institutions]
    if facts.level == "policy":
        return [ask(mechanism.name, name, policy=row) for row in rows]
    return [ask(mechanism.name, name)]


def without_events(plan: Plan) -> dict[str, np.generic]:
    """The stress and the news of which no dated event speaks."""
    raised = {event.raises for event in plan.scenario.events}
    names = {"stress": "shock", **{act: f"news_{act}" for act in ACTS if act != "loyal"}}
    return {name: np.float32(0.0) for raises, name in names.items() if raises not in raised}
