"""Split the effect of a policy into retention, composition, effort and covert deals (``compare --decompose``).

Both worlds run on the same luck, tick by tick; `exitban.analysis.mixed_control` says what each switch takes from which
of them, and `exitban.analysis.shapley` how the effect is shared out. Nothing is run more than once: the sixteen
combinations are sixteen ways to read the same two worlds.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from exitban.analysis.aspects import Aspect
from exitban.analysis.comparison import Comparison
from exitban.analysis.decomposition import Decomposition, Part
from exitban.analysis.headline_effects import LOST, Measure
from exitban.analysis.intervals import Floats, Interval, matched_share_part, mean_difference
from exitban.analysis.mixed_control import SWITCHES, Ranks, mixed_control
from exitban.analysis.paired import interval
from exitban.analysis.shapley import On, combinations, shapley
from exitban.analysis.survival import months_kept
from exitban.engines import refuse_unknown
from exitban.errors import CallError, as_given
from exitban.estimate import estimate, refuse_too_large
from exitban.kernels.block import BlockInMemory
from exitban.kernels.launch import Engine, OnProcessor
from exitban.plan import Plan, Replicates, in_threads, listener, numbered, plan_for
from exitban.results.loss import lost_at
from exitban.run import Work, check_call
from exitban.scenario import Scenario, read

Progress = Callable[[float, str], None]
Controls = dict[On, Floats]


def unread(*_: object) -> Floats:
    """These aspects are read off control series, not off a dataset."""
    raise NotImplementedError


ASPECTS: Final = (
    Aspect(Measure("lost", "worlds that lose control", "points", 100, unread), -1),
    Aspect(Measure("months_kept", "months of control", "months", 1, unread), 1),
    Aspect(Measure("control", "control, on average over time", "points", 100, unread), 1),
    Aspect(Measure("control_at_end", "control at the end", "points", 100, unread), 1),
)


def decompose(
    scenario: Scenario | str | Path,
    policy: str,
    *,
    base: str = "none",
    replicates: Replicates = 1000,
    seed: int = 1,
    how: tuple[int | None, OnProcessor] = (None, "cpu"),
    progress: Progress | None = None,
) -> Decomposition:
    """The effect of a policy on control, shared out among four switches by Shapley's value.

    ``how``: threads (all unless said) and launcher. The parts add up to the whole in every world. Raises `CallError`,
    `ScenarioError` and `TooLargeError` before anything starts.
    """
    asked, told = scenario if isinstance(scenario, Scenario) else read(scenario), listener("progress", progress)
    which, (threads, launcher) = numbered(replicates), checked_how(how)
    check_call(asked, which, seed, (base,))
    check_call(asked, which, seed, (policy,))
    if policy == base:
        raise CallError(f"policy: '{policy}' cannot be told from itself; name another base.")
    refuse_too_large(estimate(asked, which, (base, policy), threads))
    plan = plan_for(asked, seed, which)
    work = Work(plan, Engine(asked.mechanisms, launcher), (base, policy), threads or os.cpu_count() or 1)
    told(0.0, work.preparing())
    work.prepare()
    controls = all_controls(work, told)
    found = {one.name: outcomes(one, plan, controls) for one in ASPECTS}
    return Decomposition(asked, base, policy, which, seed, tuple(split(one, found[one.name]) for one in ASPECTS))


def checked_how(how: tuple[int | None, OnProcessor]) -> tuple[int | None, OnProcessor]:
    """Threads and launcher that can be. Raises `CallError`."""
    if not (isinstance(how, tuple | list) and len(how) == 2):
        raise CallError(f"how: found {as_given(how)}; allowed: threads (None: all) and launcher, such as (4, 'cpu').")
    threads, launcher = how
    refuse_unknown(launcher)
    return in_threads(threads), launcher


@dataclass
class Pair:
    """A block of worlds under both policies, a tick at a time."""

    work: Work
    lanes: slice

    def controls(self) -> Controls:
        """Control after every tick, (ticks, replicates), for every combination."""
        worlds = [self.begun(policy) for policy in self.work.policies]
        ticks = self.work.plan.scenario.time.ticks
        found = {some: np.empty((ticks, self.lanes.stop - self.lanes.start), np.float32) for some in ALL}
        ranks = None
        for tick in range(ticks):
            for world in worlds:
                world.go(tick, tick + 1)
            ranks = ranks or Ranks.of(worlds[0].arrays)
            for some, control in mixed_control(ranks, *(world.arrays for world in worlds)).items():
                found[some][tick] = control
        return {some: series.astype(np.float64) for some, series in found.items()}

    def begun(self, policy: str) -> BlockInMemory:
        """The block under a policy."""
        plan = self.work.plan
        return self.work.in_memory(plan.block(plan.under(policy), self.lanes))


ALL: Final = combinations(SWITCHES)


def all_controls(work: Work, told: Progress) -> Controls:
    """Every block, in as many threads as asked, put together in order."""
    blocks = work.blocks()
    with ThreadPoolExecutor(work.threads) as pool:
        parts: list[Controls] = []
        try:
            for part in pool.map(lambda lanes: Pair(work, lanes).controls(), blocks):
                parts.append(part)
                told(len(parts) / len(blocks), f"decomposing: {len(parts)} of {len(blocks)} blocks of worlds")
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    return {some: np.concatenate([part[some] for part in parts], axis=1) for some in ALL}


def outcomes(aspect: Aspect, plan: Plan, controls: Controls) -> Controls:
    """One number per world, (replicates,), for every combination."""
    if aspect.name == "control":
        return {some: series.mean(axis=0) for some, series in controls.items()}
    if aspect.name == "control_at_end":
        return {some: series[-1] for some, series in controls.items()}
    numbers = plan.columns.numbers(["none"])
    threshold, hold = (numbers[name].astype(np.float64) for name in ("control_threshold", "control_hold"))
    time = plan.scenario.time
    lost = {some: lost_at(series.astype(np.float32), threshold, hold, time.dt) for some, series in controls.items()}
    if aspect.name == "lost":
        return {some: (~np.isnan(when)).astype(np.float64) for some, when in lost.items()}
    return {some: months_kept(when, time.ticks * time.dt) for some, when in lost.items()}


def split(aspect: Aspect, worth: Controls) -> Part:
    """One aspect: the whole effect, and what each switch has of it."""
    total = worth[frozenset(SWITCHES)] - worth[frozenset()]
    parts = shapley(SWITCHES, worth)
    return Part(
        aspect=aspect,
        total=interval(aspect, total),
        parts={name: part_interval(aspect, values) for name, values in parts.items()},
        worlds=parts,
        combinations={some: float(values.mean()) for some, values in worth.items()},
    )


def part_interval(aspect: Aspect, values: Floats) -> Interval:
    """Of the mean of a part, (replicates,): made as that of the whole, so that it has a width wherever that has one."""
    if aspect.name == LOST:
        return matched_share_part(values)
    return mean_difference(values, aspect.measure.of_shares)


def decompose_all(compared: Comparison, threads: int | None, progress: Progress) -> list[Decomposition]:
    """Every policy of a comparison, in the worlds that it compared."""
    found: list[Decomposition] = []
    for number, policy in enumerate(compared.changes):
        found.append(
            decompose(
                compared.scenario,
                policy,
                base=compared.base,
                replicates=compared.replicates,
                seed=compared.seed,
                how=(threads, "cpu"),
                progress=_part_of(progress, number, len(compared.changes)),
            )
        )
    return found


def _part_of(told: Progress, number: int, of: int) -> Progress:
    return lambda share, what: told((number + share) / of, what)
