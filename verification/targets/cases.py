"""Cases with a known end: what came after, within a factor of 2 of the median world, contrary evidence beside it.

What was known before is the scenario; what came after is observed, and sets nothing. A case that is met is plausible
under the assumptions and nothing more; one that is missed says what the model, or the scenario, does not have.
"""

from __future__ import annotations

from functools import cache, partial
from typing import Any

import exitban
from exitban.analysis.looking_back import Beside, looking_back
from exitban.scenario import Scenario, bundled
from verification.target import Got, Outcome, Target, WithinFactor

FACTOR = 2.0


@cache
def scenario(name: str) -> Scenario:
    """One case."""
    return exitban.read(name)


def label(series: Any, value: Any) -> str:
    """One observed value in words."""
    return f"{series.title}, {value.date:%d %b %Y %H:%M}".removesuffix(" 00:00")


def simulated(name: str, replicates: int) -> Outcome:
    """The median world under the policy that was in force, for every observed value."""
    one = scenario(name)
    policies = list(dict.fromkeys(series.policy for series in one.observed.values()))
    found = looking_back(exitban.run(one, replicates=replicates, policies=policies).data, one)
    beside = {series.name: series.told.values for series in found if series.told is not None}
    return Outcome(
        {
            label(series, value): median(where)
            for series in one.observed.values()
            for value, where in zip(series.values, beside[series.name], strict=True)
        }
    )


def median(where: Beside) -> Got:
    """The median of the worlds; that it has no error is not said, for the spread of worlds is not one."""
    return Got(where.median)


def contrary(one: Scenario) -> str:
    """What speaks against it, as the scenario tells it."""
    told = [entry.text.strip() for series in one.observed.values() for entry in series.contrary]
    return f" Contrary evidence: {' '.join(dict.fromkeys(told))}" if told else ""


def target(name: str) -> Target:
    """One case."""
    one = scenario(name)
    return Target(
        name=f"case-{name}",
        paper=one.title,
        level="L3",
        says=f"{one.question} What came after, beside the median world.{contrary(one)}",
        expected={
            label(series, value): WithinFactor(value.value, FACTOR)
            for series in one.observed.values()
            for value in series.values
        },
        run=partial(simulated, name),
        small=20,
        full=500,
    )


TARGETS = tuple(target(one.name) for one in bundled() if one.kind == "case")
