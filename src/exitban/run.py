"""Do it: draw, lay out, run every policy on the same luck, gather."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from threading import Event
from typing import get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exitban.engines import begin, blocks_on_card, engine_for, prepare_card
from exitban.errors import CallError, as_given, did_you_mean
from exitban.estimate import Estimate, Keep, at_once, blocks, estimate, refuse_too_large
from exitban.gathering import Filling, Pages
from exitban.kernels.block import Block, BlockInMemory
from exitban.kernels.cascades.threshold_limit import spread
from exitban.kernels.launch import LAUNCHERS, TICKS_AT_ONCE, Arrays, Engine, Launcher, Size
from exitban.kernels.placing import RECORDS
from exitban.plan import (
    Plan,
    Replicates,
    given_columns,
    in_threads,
    in_threshold_limit,
    listed,
    listener,
    numbered,
    one_of,
    plan_for,
    seeded,
)
from exitban.results.dataset import Gatherer, Labels, labelled
from exitban.results.provenance import fingerprints, provenance
from exitban.results.result import Result
from exitban.results.whole import left, voluntary
from exitban.scenario import Scenario, read

Progress = Callable[[float, str], None]


def run(  # noqa: PLR0913 - the one call with everything that a person may choose
    scenario: Scenario | str | Path,
    *,
    replicates: Replicates = 1000,
    seed: int = 1,
    policies: Sequence[str] | str | None = None,
    threads: int | None = None,
    keep: Keep = "summary",
    progress: Progress | None = None,
    launcher: Launcher = "cpu",
    expected: Estimate | None = None,
    columns: Mapping[str, ArrayLike] | None = None,
    records: Sequence[str] | str | None = None,
) -> Result:
    """Run a scenario under its policies; the first is what the others are compared with.

    ``scenario``: a `Scenario`, the name of a bundled one, or the path of a file. ``replicates``: how many, or which:
    ``range(100, 200)`` are the last hundred worlds of 200. ``keep="everything"`` keeps the series of institutions by
    replicate instead of as statistics. ``progress`` is told the share done and what is being done; ``expected`` is the
    estimate of this very call, where it has been made already. ``columns``: values by replicate for numbers of the
    scenario by their paths, such as ``policies.ban.strength``, in place of what the file says; luck and all other
    draws stay. ``records``: what to write down, by the names that `exitban mechanisms` gives (None: everything); what
    leads to nothing else is not worked out, which saves much of the time. The result depends on scenario, replicates,
    seed, policies and columns alone: a replicate is the same world under every policy, whatever the threads. Raises
    `CallError`, `ScenarioError`, and `TooLargeError` before anything starts.
    """
    told = listener("progress", progress)
    asked = scenario if isinstance(scenario, Scenario) else read(scenario)
    chosen = listed("policies", policies) or asked.compare
    seed, written = seeded(seed), listed("records", records)
    check_call(asked, replicates, seed, chosen)
    which = numbered(replicates)
    threads = in_threads(threads)
    one_of("keep", keep, get_args(Keep))
    one_of("launcher", launcher, LAUNCHERS)
    given = given_columns(asked, {} if columns is None else columns, len(which))
    if not isinstance(expected, Estimate | None):
        raise CallError(f"expected: found {as_given(expected)}; allowed: what `exitban.estimate.estimate` gives.")
    foreseen = expected or estimate(asked, replicates, chosen, threads, keep, launcher)
    refuse_too_large(foreseen)
    started = datetime.datetime.now(datetime.UTC)
    plan = plan_for(asked, seed, which, given)
    engine = engine_for(plan, chosen, launcher, written, foreseen.work)
    work = Work(plan, engine, chosen, 1 if engine.launcher == "cuda" else threads or os.cpu_count() or 1)
    told(0.0, work.preparing())
    work.prepare()
    told(0.0, "simulating")
    gathered = work.gather(keep == "everything", told)
    varied = {path: plan.drawn[path] for path, one in asked.quantities.items() if path in given or not one.is_fixed}
    held = labelled(gathered, varied, plan.truths)
    made = provenance(asked, which, seed, chosen, started)
    how = {"launcher": engine.on_what, "columns": fingerprints(given), "keep": keep, "records": written and [*written]}
    return Result(held, asked, {**made, **how})


def check_call(scenario: Scenario, replicates: Replicates, seed: int, policies: Sequence[str]) -> None:
    """Refuse what cannot be run. Raises `CallError`."""
    numbered(replicates)
    seeded(seed)
    for name in listed("policy", policies) or ():
        if name not in scenario.policies:
            hint = did_you_mean(name, scenario.policies)
            raise CallError(f"policy: {scenario.name} has no policy '{name}'.{hint}")
    if len(set(policies)) < len(policies):
        raise CallError(f"policy: {', '.join(policies)} names a policy twice; name each once.")


@dataclass
class Work:
    """A run, cut into blocks of replicates that can be done in any order."""

    plan: Plan
    engine: Engine
    policies: tuple[str, ...]
    threads: int
    stopping: Event = field(default_factory=Event, repr=False, compare=False)

    def size(self, replicates: int, ticks: int) -> Size:
        """The size of a block's arrays."""
        posts = self.plan.posts
        return Size(len(posts.ids), len(self.plan.institutions), len(posts.grades), 0, ticks, replicates)

    def preparing(self) -> str:
        """What is about to be prepared."""
        new = self.engine.module[1] and self.engine.launcher != "python"
        return "compiling the model for this machine: up to half a minute, once" if new else "preparing"

    def prepare(self) -> None:
        """Compile, by running one tick of one replicate."""
        given = self.plan.block(self.plan.under(self.policies[0]), slice(0, 1))
        if self.engine.launcher == "cuda":
            prepare_card(self.engine, given, self.size_of(given), self.how)
        elif self.engine.launcher == "cpu":
            arrays = self.arrays(given, 1)
            self.engine.compile(arrays)
            self.engine.run(arrays, range(1), *self.how)

    def arrays(self, given: Arrays, ticks: int) -> Arrays:
        """The arrays of a block, those given and those to be filled."""
        size = self.size(len(given["replicates"]), ticks)
        return self.engine.block(given, size.with_policies(len(given["opens"])))

    def blocks(self) -> list[slice]:
        """Replicates in blocks."""
        count = len(self.plan.replicates)
        if self.engine.launcher == "cuda":
            given = self.plan.block(self.plan.under(self.policies[0]), slice(0, 1))
            return blocks_on_card(self.engine, given, self.size_of(given), count, bool(self.windows))
        return blocks(len(self.plan.posts.ids), count, at_once(count, self.threads), self.engine.bytes_of_a_member)

    def gather(self, everything: bool, told: Progress) -> Gatherer:
        """Run every policy, and take its records in, one policy after the other.

        The last blocks of a policy and the first of the next run at the same time; what comes early waits its turn.
        """
        gathered = Gatherer(self.labels(everything), self.plan.columns.numbers(["none"]))
        pages = Pages(self.engine, self.plan, len(self.windows))
        filling = {policy: Filling(policy, pages) for policy in self.policies}
        count, done = len(self.plan.replicates), 0
        for policy, lanes, arrays in self.in_threads():
            filling[policy].put(lanes, arrays)
            done += lanes.stop - lanes.start
            told(done / (count * len(self.policies)), f"{policy}: {filling[policy].done} of {count} replicates")
            while filling and (first := next(iter(filling.values()))).is_filled():
                gathered.take(filling.pop(first.policy).recorded())
        told(1.0, "done")
        return gathered

    def labels(self, everything: bool) -> Labels:
        """What the axes of the result mean."""
        plan = self.plan
        return Labels(plan.scenario, self.policies, plan.institutions, plan.posts.grades, plan.replicates, everything)

    @property
    def windows(self) -> list[slice]:
        """The ticks for which a copy of each world goes on with its policies lifted."""
        asked = self.plan.scenario.lifting
        return asked.windows if asked else []

    def ended(self, policy: str) -> list[int]:
        """The rows of the policies that end in such a copy; the first row is no policy, and cannot end."""
        rows = self.plan.policies_in_force(policy)
        asked = self.plan.scenario.lifting
        lifted = range(len(rows)) if asked and asked.everything else [rows.index(policy)]
        return [row for row in lifted if row > 0]

    def in_threads(self) -> Iterator[tuple[str, slice, Arrays]]:
        """Blocks of all policies as they are done; no more wait for a thread than there are threads."""
        self.stopping.clear()
        waiting = iter(self.jobs())
        running: dict[Future[Arrays], tuple[str, slice]] = {}
        with ThreadPoolExecutor(self.threads) as pool:
            try:
                while True:
                    for policy, given, lanes in islice(waiting, 2 * self.threads - len(running)):
                        running[pool.submit(self.one_block, given, lanes, self.ended(policy))] = policy, lanes
                    if not running:
                        return
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        yield *running.pop(future), future.result()
            finally:
                self.stopping.set()
                pool.shutdown(wait=True, cancel_futures=True)

    def jobs(self) -> Iterator[tuple[str, Arrays, slice]]:
        """Every block of every policy, with what it is given."""
        blocks = self.blocks()
        for policy in self.policies:
            given = self.plan.under(policy)
            for lanes in blocks:
                yield policy, given, lanes

    def one_block(self, given: Arrays, lanes: slice, ended: list[int]) -> Arrays:
        """A block from the first tick to the last, with a look at what happens if the policies end.

        Where none does, a copy would go on as the world itself.
        """
        time = self.plan.scenario.time
        own = self.plan.block(given, lanes)
        if in_threshold_limit(self.plan, own) and self.engine.launcher != "cuda":
            return self.cascade(self.arrays(own, time.ticks))
        block = self.begin(own)
        lifted = np.empty((len(self.windows), len(self.plan.institutions), lanes.stop - lanes.start), np.float32)
        at = 0
        for number, window in enumerate(self.windows if ended else []):
            self.go(block, at, at := window.start)
            branch = block.without_policies(ended, at)
            self.go(branch, at, window.stop)
            lifted[number] = self.leaving(branch, window)
        self.go(block, at, time.ticks)
        for number, window in enumerate([] if ended else self.windows):
            lifted[number] = self.leaving(block, window)
        return {"lifted": lifted, **block.records()}

    def go(self, block: Block, start: int, stop: int) -> None:
        """Run some ticks, a few at a time; raises `CancelledError` as soon as the whole run has been stopped."""
        for first in range(start, stop, TICKS_AT_ONCE):
            if self.stopping.is_set():
                raise CancelledError
            block.go(first, min(first + TICKS_AT_ONCE, stop))

    def in_memory(self, own: Arrays) -> BlockInMemory:
        """A block before its first tick, whose arrays one can look into."""
        return BlockInMemory(self.engine, self.arrays(own, self.plan.scenario.time.ticks), frozenset(own), self.how)

    def begin(self, own: Arrays) -> Block:
        """A block before its first tick."""
        return begin(self.engine, own, self.size_of(own), self.how)

    def size_of(self, own: Arrays) -> Size:
        """The size of a block that is given some arrays."""
        return self.size(len(own["replicates"]), self.plan.scenario.time.ticks).with_policies(len(own["opens"]))

    @property
    def how(self) -> tuple[float, int]:
        """The length of a tick in months, and the seed."""
        return self.plan.scenario.time.dt, self.plan.seed

    def leaving(self, block: Block, window: slice) -> NDArray[np.float32]:
        """Who leaves by acts of their own in some ticks, (institutions, replicates)."""
        return left(block.recorded(voluntary(self.engine.rows), window))

    def cascade(self, arrays: Arrays) -> Arrays:
        """The same where nothing but a threshold cascade can happen: a tick, and then only those who act."""
        self.engine.run(arrays, range(1), *self.how)
        spread(arrays, self.engine.rows, "python" if self.engine.launcher == "python" else "cpu")
        lifted = np.empty((0, len(self.plan.institutions), len(arrays["replicates"])), np.float32)
        return {"lifted": lifted, **{name: arrays[name] for name in RECORDS}}
