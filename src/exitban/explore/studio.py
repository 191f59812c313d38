"""A scenario with its compiled model, its draws and the worlds seen last, all kept warm."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from exitban.analysis.glance import Calendar, Glance, glance
from exitban.analysis.headline_effects import Measure as Ending
from exitban.analysis.headline_effects import at_the_end
from exitban.analysis.measures import measure_of
from exitban.analysis.reading import policy_title
from exitban.analysis.weigh import Weights, outcome_of, weigh_worlds
from exitban.engines import lean_engine
from exitban.explore.columns import moved, places_of
from exitban.explore.controls import controls_of
from exitban.explore.ensemble import Ensemble, shown_of
from exitban.explore.room import Rooms
from exitban.explore.setting import Setting, with_claims
from exitban.kernels.launch import Engine, OnProcessor
from exitban.plan.plan import Plan, plan_for
from exitban.results.whole import series_of
from exitban.run import Work
from exitban.scenario import Scenario

Thing = TypeVar("Thing")

BLOCK: Final = 16
"""Replicates of a block: two threads show 32 matched worlds first."""
MOST: Final = 1000
"""Replicates that an ensemble is refined to."""
PLANS, ENSEMBLES = 3, 64
"""Enough ensembles that what a page asks ahead for a few sliders does not drive out the worlds that are seen."""
LARGEST: Final = 200_000_000
"""Bytes of worlds that are kept; the oldest are let go first."""


class Studio:
    """Worlds on demand. One thread asks it at a time; within a chunk it works in as many threads as it was given."""

    def __init__(
        self, scenario: Scenario, *, threads: int | None = None, launcher: OnProcessor = "cpu", most: int = MOST
    ) -> None:
        self.scenario = scenario
        self.most = most
        self.threads = threads or os.cpu_count() or 1
        self.launcher = launcher
        self.rooms = Rooms()
        self.measure = measure_of(scenario)
        self.controls = controls_of(scenario)
        self.pool = ThreadPoolExecutor(self.threads, "worlds")
        self.engine = self._engine()
        self._plans: OrderedDict[Hashable, Any] = OrderedDict()
        self._ensembles: OrderedDict[Hashable, Ensemble] = OrderedDict()

    def _engine(self) -> Engine:
        """One that works out no more than what is shown, for any place of the sliders."""
        recorded = {series.name for mechanism in self.scenario.mechanisms for series in series_of(mechanism.records)}
        shown = [name for name in shown_of(self.measure) if name in recorded]
        moved = list(self.controls)
        plan = plan_for(self.scenario, 1, range(1))
        return lean_engine(plan, self.launcher, shown, moved)

    @cached_property
    def calendar(self) -> Calendar:
        """When it starts and what the ticks are called."""
        time = self.scenario.time
        return Calendar(time.start, tuple(time.end_of_tick(tick) for tick in range(time.ticks)), time.dt)

    @cached_property
    def first(self) -> int:
        """How many matched worlds are shown first."""
        return min(self.most, max(20, BLOCK * self.threads))

    def prepare(self) -> None:
        """Load the compiled model, or compile it."""
        self.work(1, ()).prepare()

    def close(self) -> None:
        """Let go of the threads."""
        self.pool.shutdown(wait=False)

    def work(self, seed: int, claims: tuple[tuple[str, bool], ...]) -> Work:
        """All draws of a seed, with some claims switched."""
        return self._remembered(("plan", seed, claims), lambda: self._work(seed, claims))

    def _work(self, seed: int, claims: tuple[tuple[str, bool], ...]) -> Work:
        plan = plan_for(with_claims(self.scenario, dict(claims)), seed, range(self.most))
        return Work(plan, self.engine, self.scenario.compare, self.threads)

    def given(self, policy: str, setting: Setting) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
        """What a run of a policy is given while nothing is moved, and where its numbers lie in it."""
        plan: Plan = self.work(setting.seed, setting.claims).plan
        rows = plan.policies_in_force(policy)
        return self._remembered(
            ("given", policy, setting.seed, setting.claims),
            lambda: (plan.under(policy), places_of(plan.scenario, plan.institutions, rows)),
        )

    def _remembered(self, key: Hashable, make: Callable[[], Thing]) -> Thing:
        """The last few plans, with what was worked out from them."""
        if key not in self._plans:
            self._plans[key] = make()
        self._plans.move_to_end(key)
        while len(self._plans) > PLANS * (1 + len(self.scenario.policies)):
            self._plans.popitem(last=False)
        found: Thing = self._plans[key]
        return found

    def ensemble(self, policy: str, setting: Setting) -> Ensemble:
        """The worlds of a policy; a number that does not reach the policy makes no new ones."""
        work = self.work(setting.seed, setting.claims)
        given, places = self.given(policy, setting)
        values = tuple((path, value) for path, value in setting.values if path in places)
        key = (policy, setting.seed, setting.claims, values)
        if key not in self._ensembles:
            title = policy_title(self.scenario, policy)
            given = moved(given, places, values)
            self._ensembles[key] = Ensemble(work, policy, title, self.measure, given, self.rooms)
        self._ensembles.move_to_end(key)
        self._let_go()
        return self._ensembles[key]

    def _let_go(self) -> None:
        held = sum(one.bytes for one in self._ensembles.values())
        while len(self._ensembles) > 2 and (len(self._ensembles) > ENSEMBLES or held > LARGEST):
            held -= self._ensembles.popitem(last=False)[1].bytes

    def pair(self, setting: Setting) -> tuple[Ensemble, Ensemble]:
        """The worlds of the two policies that a setting compares."""
        return self.ensemble(setting.base, setting), self.ensemble(setting.policy, setting)

    def grow(self, setting: Setting, wanted: int) -> int:
        """Add one chunk to whichever of the two has fewer worlds; say how many matched worlds there are now."""
        pair = self.pair(setting)
        behind = min(pair, key=lambda one: one.count)
        if behind.count < min(wanted, self.most):
            behind.grow(self._chunk(behind.count), self.pool)
        return min(one.count for one in pair)

    def _chunk(self, done: int) -> list[slice]:
        """The next blocks, one for each thread; the first ones make up what is shown first."""
        size = -(-self.first // self.threads) if done == 0 else BLOCK
        starts = range(done, self.most, size)[: self.threads]
        return [slice(start, min(start + size, self.most)) for start in starts]

    def glance(self, setting: Setting, replicates: int) -> Glance:
        """What so many matched worlds show; they must be there."""
        base, chosen = (one.worlds(replicates) for one in self.pair(setting))
        return glance(self.measure, self.calendar, base, chosen)

    @cached_property
    def ending(self) -> Ending:
        """The measure at the end, as the report weighs it."""
        return outcome_of(self.scenario, "control_at_end") if self.measure.is_control else at_the_end(self.measure)

    def weights(self, setting: Setting, replicates: int) -> Weights:
        """What the policy changes at the end where a root of the evidence holds, and where it does not."""
        scenario = with_claims(self.scenario, dict(setting.claims))
        ends = {one.policy: one.worlds(replicates).measured[:, -1] for one in self.pair(setting)}
        return weigh_worlds(scenario, self.ending, ends, self.truths(setting, replicates))

    def truths(self, setting: Setting, replicates: int) -> dict[str, NDArray[np.bool_]]:
        """Which claims that a number hangs on are true in each of the first so many worlds."""
        found = self.work(setting.seed, setting.claims).plan.truths
        return {name: true[:replicates] for name, true in found.items() if name in self.speaking}

    @cached_property
    def speaking(self) -> frozenset[str]:
        """Claims that some number hangs on: the others change nothing, whatever luck makes of them."""
        return frozenset(name for one in self.scenario.quantities.values() for name in one.if_true)
