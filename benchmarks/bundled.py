"""Times exitban on Work B, the bundled scenario: `python -m benchmarks.bundled REPLICATES THREADS` prints JSON."""

from __future__ import annotations

import json
import sys
import time

import exitban
from exitban.estimate import peak_memory
from exitban.plan.columns import NO_POLICY


def main(replicates: int, threads: int) -> None:
    """One run of all policies, its seconds by the clock and of the processor between first tick and last record."""
    scenario = exitban.read("resignation-ban-2023")
    exitban.run(scenario, replicates=1, threads=1)
    now: list[tuple[float, float]] = []

    def progress(share: float, what: str) -> None:
        if what in ("simulating", "done"):
            now.append((time.perf_counter(), time.process_time()))

    exitban.run(scenario, replicates=replicates, threads=threads, progress=progress)
    clock, processor = (after - before for before, after in zip(*now, strict=True))
    copies = sum(one.stop - one.start for one in (scenario.lifting.windows if scenario.lifting else []))
    ticks = [scenario.time.ticks + (copies if policy != NO_POLICY else 0) for policy in scenario.compare]
    work = len(scenario.organisation()) * sum(ticks) * replicates
    told = {"clock": clock, "seconds": [processor], "work": work, "memory": peak_memory()}
    print(json.dumps({**told, "posts": len(scenario.organisation()), "policies": len(scenario.compare)}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
