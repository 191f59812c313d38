"""Compares versions of the source tick by tick: `python -m benchmarks.turns WORK LANES ROUNDS SRC SRC ...`.

WORK is `bundled`, or a number of members for Work A. Each version runs in a process of its own, on the same core; they
take turns of a few ticks, so that other work on the machine slows all of them alike. Told is the time of a member-tick
in nanoseconds (least, and median over the rounds), and the median of its ratio to the first version in the same round.
An older version: `git worktree add ../old COMMIT`, then `../old/src`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final

FEWEST_TICKS: Final = 1
CELLS_OF_A_TURN: Final = 300_000
"""Members times replicates times ticks, at least: a turn of a few milliseconds."""


def turns(work: str, lanes: int) -> Iterator[float]:
    """Nanoseconds of a member-tick in one turn after the other, over and over from the first tick."""
    import exitban
    from benchmarks.ours import RECORDS, scenario_of
    from exitban.engines import lean_engine
    from exitban.plan import plan_for
    from exitban.run import Work

    is_bundled = work == "bundled"
    scenario = exitban.read("resignation-ban-2023") if is_bundled else scenario_of(int(work))
    plan = plan_for(scenario, 1, range(lanes))
    simulation = Work(plan, lean_engine(plan, "cpu", None if is_bundled else RECORDS), scenario.compare, 1)
    simulation.prepare()
    cells = len(plan.posts.ids) * lanes
    step = min(max(FEWEST_TICKS, CELLS_OF_A_TURN // cells), scenario.time.ticks - 2)
    while True:
        given = plan.block(plan.under(scenario.compare[-1]), slice(0, lanes))
        block = simulation.begin(given)
        block.go(0, 1)
        for first in range(1, scenario.time.ticks - step, step):
            began = time.perf_counter()
            block.go(first, first + step)
            yield (time.perf_counter() - began) / (step * cells) * 1e9


def answer(work: str, lanes: int) -> None:
    """Take a turn for every line that comes in, and print what it took."""
    each = turns(work, lanes)
    print(next(each), flush=True)
    for _ in sys.stdin:
        print(next(each), flush=True)


def begun(source: str, work: str, lanes: str) -> subprocess.Popen[str]:
    """A version in a process of its own, ready for its first turn."""
    call = [sys.executable, "-m", "benchmarks.turns", work, lanes]
    place = {**os.environ, "PYTHONPATH": str(Path(source).resolve())}
    process = subprocess.Popen(call, env=place, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    taken(process)
    return process


def taken(process: subprocess.Popen[str]) -> float:
    """What a turn took."""
    return float(process.stdout.readline()) if process.stdout else 0.0


def turn_of(process: subprocess.Popen[str]) -> float:
    """Let a version take its turn."""
    if process.stdin:
        process.stdin.write("turn\n")
        process.stdin.flush()
    return taken(process)


def main(work: str, lanes: str, rounds: str, *sources: str) -> None:
    """Let all versions take turns, and tell how they compare."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    processes = [begun(source, work, lanes) for source in sources]
    found = [[turn_of(process) for process in processes] for _ in range(int(rounds))]
    for process in processes:
        process.kill()
    for number, source in enumerate(sources):
        own = [one[number] for one in found]
        ratio = median(one[number] / one[0] for one in found)
        print(f"{source}: {min(own):.2f} ns at least, {median(own):.2f} in the median; {ratio:.3f} of the first")


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) > 3 else answer(sys.argv[1], int(sys.argv[2]))
