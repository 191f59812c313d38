"""Times exitban on a graphics card: `python -m benchmarks.on_card` prints a line of JSON (`small`: to try it out,
`memory`: what one run holds).

What the card can do at best (bytes copied and words of luck a second), Work A from 10^4 to 10^7 members, Work B, and in
how many arrays a block of each differs from what the processor computes.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import metadata
from typing import Any, Final

import numpy as np
from numba import cuda

import exitban
from benchmarks.ours import RECORDS, scenario_of
from benchmarks.page import when
from exitban.engines import begin, lean_engine
from exitban.estimate import estimate, peak_memory
from exitban.kernels.cuda import card
from exitban.kernels.launch import Launcher, Size
from exitban.maths.philox import philox
from exitban.plan import plan_for
from exitban.scenario import Scenario

Records = tuple[str, ...] | None

AT_ONCE: Final = 80_000_000
"""Members of all replicates together."""
MOST: Final = 4096
TICKS: Final = {10_000: 100, 100_000: 100, 1_000_000: 100, 10_000_000: 20}
LANES_OF_B: Final = (64, 250, 1000, 4096)
ALIKE: Final = 64
"""Replicates in which all arrays are compared."""
CALLS: Final = 256
COPIES: Final = 20
GIB: Final = 2**30
REPLICATES: Final = 1000
"""In a whole call of `exitban.run`."""


def draw(out: Any, seed: Any) -> None:
    """Many calls of Philox in each thread, all words used."""
    place = cuda.grid(1)
    found = np.uint64(0)
    for call in range(CALLS):
        words = philox(np.uint64(call), np.uint64(place), np.uint64(1), np.uint64(2), seed, np.uint64(place))
        found ^= words[0] ^ words[1] ^ words[2] ^ words[3]
    out[place] = found


def seconds(work: Callable[[], object], repeats: int = 5) -> float:
    """What it takes by the clock, to the end of all that the card has been told: the median."""
    found = []
    work()
    for _ in range(repeats):
        cuda.synchronize()
        began = time.perf_counter()
        work()
        cuda.synchronize()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def copied(size: int) -> float:
    """Bytes read and written a second, many copies after each other."""
    one, other = card.new((size,), np.uint8, 0), card.new((size,), np.uint8, 0)

    def copies() -> None:
        for _ in range(COPIES):
            one.copy_to_device(other)

    return 2 * COPIES * size / seconds(copies)


def words(threads: int) -> float:
    """Words of luck a second."""
    out, kernel = card.new((threads,), np.uint64, 0), card.compiled({"draw": draw})["draw"]
    return 4 * CALLS * threads / seconds(lambda: kernel[threads // card.THREADS, card.THREADS](out, np.uint64(5)))


def block_of(scenario: Scenario, policy: str, lanes: int, launcher: Launcher, records: Records) -> Any:
    """A block before its first tick."""
    plan = plan_for(scenario, 1, range(lanes))
    given = plan.block(plan.under(policy), slice(0, lanes))
    places = (len(plan.posts.ids), len(plan.institutions), len(plan.posts.grades), len(given["opens"]))
    size = Size(*places, scenario.time.ticks, lanes)
    return begin(lean_engine(plan, launcher, records), given, size, (scenario.time.dt, plan.seed))


def timed(scenario: Scenario, policy: str, lanes: int, records: Records = None) -> tuple[Any, dict[str, float]]:
    """A block from the first tick to the last."""
    began = time.perf_counter()
    block = block_of(scenario, policy, lanes, "cuda", records)
    cuda.synchronize()
    laid_out = time.perf_counter() - began
    block.go(0, 1)
    cuda.synchronize()
    began = time.perf_counter()
    block.go(1, scenario.time.ticks)
    cuda.synchronize()
    took, ticks, posts = time.perf_counter() - began, scenario.time.ticks - 1, len(scenario.organisation())
    told = {"posts": posts, "lanes": lanes, "ticks": ticks, "took": took, "laid_out": laid_out}
    return block, {**told, "rate": posts * lanes * ticks / took}


def unlike(scenario: Scenario, policy: str, records: Records = None) -> tuple[int, int]:
    """How many arrays differ in a bit from those of the processor, and how many were compared."""
    one, other = (block_of(scenario, policy, ALIKE, launcher, records) for launcher in ("cpu", "cuda"))
    for block in (one, other):
        block.go(0, scenario.time.ticks)
    common = one.arrays.keys() & other.arrays.keys()
    differ = [name for name in common if one.arrays[name].tobytes() != other.arrays[name].copy_to_host().tobytes()]
    return len(differ), len(common)


def whole(scenario: Scenario, replicates: int, launcher: Launcher) -> float:
    """Seconds by the clock of a whole call of `exitban.run`."""
    began = time.perf_counter()
    exitban.run(scenario, replicates=replicates, launcher=launcher)
    return time.perf_counter() - began


def alone() -> dict[str, int]:
    """The memory of the machine that a run in a process of its own holds at most, and the estimate of it."""
    done = subprocess.run([sys.executable, "-m", "benchmarks.on_card", "memory"], capture_output=True, check=True)
    found: dict[str, int] = json.loads(done.stdout)
    return found


def memory(bundled: Scenario) -> dict[str, int]:
    """The same in this process."""
    expected = estimate(bundled, REPLICATES, launcher="cuda")
    exitban.run(bundled, replicates=REPLICATES, launcher="cuda", expected=expected)
    return {"memory": peak_memory(), "estimate": expected.memory_bytes}


def work_a(members: int, ticks: int, lanes: int) -> dict[str, Any]:
    """Work A in so many replicates, and the share gone."""
    block, told = timed(scenario_of(members, ticks), "none", lanes, RECORDS)
    return {**told, "gone": 1 - float(block.arrays["tally_filled"].copy_to_host().sum()) / (members * lanes)}


def main(what: str = "all") -> None:
    """Measure and print."""
    card.refuse_if_there_is_none()
    if what == "memory":
        print(json.dumps(memory(exitban.read("resignation-ban-2023"))))
        return
    told: dict[str, Any] = {"card": card.name(), "cores": os.cpu_count(), "replicates": REPLICATES, "when": when()}
    told["versions"] = {name: metadata.version(name) for name in ("numba", "numpy")}
    if what == "small":
        told |= {"copied": copied(2**10), "words": words(256), "a": [work_a(500, 5, 2)]}
        print(json.dumps(told))
        return
    bundled = exitban.read("resignation-ban-2023")
    told |= {"copied": copied(GIB), "words": words(2**20)}
    told["b"] = [timed(bundled, "ban", lanes)[1] for lanes in LANES_OF_B]
    told["unlike"] = {"a": unlike(scenario_of(10_000), "none", RECORDS), "b": unlike(bundled, "ban")}
    whole(bundled, 10, "cuda")
    told["whole"] = {launcher: whole(bundled, REPLICATES, launcher) for launcher in ("cpu", "cuda")}
    told |= alone()
    told["a"] = [work_a(members, ticks, min(MOST, AT_ONCE // members)) for members, ticks in TICKS.items()]
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
