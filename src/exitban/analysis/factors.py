"""What is uncertain in a scenario as factors between 0 and 1: a draw for each number, one for each root's truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from exitban.analysis import reading
from exitban.analysis.headline_effects import Measure
from exitban.analysis.intervals import Floats
from exitban.analysis.ledger import ledger
from exitban.analysis.wording import listed
from exitban.errors import CallError
from exitban.run import Progress, run
from exitban.scenario import Scenario
from exitban.scenario.truth import intervals

TRUTH = "truth of "
EDGE = 1e-6
"""Draws keep off 0 and 1, where some priors have no end."""

Simulator = Callable[[Floats, int, str], Floats]
"""Factors (worlds, factors), a number of the luck, and what is being done -> outcomes (worlds,). Row i of two calls
with the same luck has the same luck."""


@dataclass(frozen=True, eq=False)
class Factors:
    """The factors of a scenario: by path the numbers that differ between replicates, then the draws of truth.

    A draw decides which claims of a root are true, or of roots that contradict each other: it is named after all.
    """

    scenario: Scenario
    paths: tuple[str, ...]
    draws: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names in the order of the columns."""
        roots: dict[str, list[str]] = {}
        for root, draw in ledger(self.scenario).shared_draws.items():
            roots.setdefault(draw, []).append(root)
        return (*self.paths, *(f"{TRUTH}{listed(sorted(roots[one]))}" for one in self.draws))

    def columns(self, u: Floats) -> dict[str, Floats]:
        """Values by path for draws (worlds, factors): through the same inverses and mixtures as in any run."""
        inside = np.clip(u, EDGE, 1.0 - EDGE)
        at = {name: place + len(self.paths) for place, name in enumerate(self.draws)}
        places = intervals(self.scenario.evidence)
        truths = {name: one.holds(inside[:, at[one.draw]]) for name, one in places.items() if one.draw in at}
        return {path: self.scenario.quantities[path].sample(inside[:, i], truths) for i, path in enumerate(self.paths)}


def factors(scenario: Scenario) -> Factors:
    """The factors of a scenario. Raises `CallError` where nothing is uncertain."""
    varied = [path for path, one in scenario.quantities.items() if not (one.is_fixed or one.alike)]
    found = ledger(scenario)
    places = intervals(scenario.evidence)
    draws = dict.fromkeys(one.draw for name, one in places.items() if found.moves(name))
    if not varied:
        raise CallError(f"{scenario.name}: every number is fixed, so there is nothing to be sensitive to.")
    return Factors(scenario, tuple(varied), tuple(draws))


@dataclass(frozen=True, eq=False)
class Asked:
    """Which outcome of which run: under ``policy``, or its matched difference to ``base`` where that is named."""

    measure: Measure
    policy: str
    base: str | None
    seed: int
    threads: int | None


def simulator(found: Factors, asked: Asked, told: Progress, worlds: int) -> Simulator:
    """Worlds with the numbers that factors give: row i is replicate i, so that its luck is the same in every call.

    ``worlds``: how many will be asked for in all calls together, so that progress can be told.
    """
    policies = (asked.policy,) if asked.base is None else (asked.base, asked.policy)
    done = 0

    def simulate(u: Floats, luck: int, doing: str) -> Floats:
        nonlocal done
        told(done / worlds, doing)
        done += len(u)
        result = run(
            found.scenario,
            replicates=len(u),
            seed=asked.seed + luck,
            policies=policies,
            threads=asked.threads,
            columns=found.columns(u),
        )
        values = [asked.measure.take(reading.arrays(result), one) for one in policies]
        return values[-1] - values[0] if len(values) > 1 else values[0]

    return simulate
