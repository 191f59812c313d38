"""Times exitban on Work A, in a process of its own: `python -m benchmarks.ours MEMBERS REPLICATES REPEATS TURN TICKS`.

Prints a line of JSON: seconds of the processor for each repeat (the whole call of `exitban.run`, and the part between
the first tick and the last record), the outcome of each replicate, and the most memory held. The scenario is read
before.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import metadata
from pathlib import Path
from typing import Final

import exitban
from benchmarks.law import TICKS
from exitban.estimate import peak_memory
from exitban.results.result import Result
from exitban.scenario import Scenario

RECORDS: Final = ("staffing",)
"""What all peers write down as well: how many are gone."""
CONTAGION: Final = Path(__file__).parent / "contagion.yaml"


def scenario_of(members: int, ticks: int = TICKS) -> Scenario:
    """Work A with so many members."""
    return exitban.read(CONTAGION, (f"institutions.crowd.posts.roots={members}", f"time.months={ticks}"))


class Stopwatch:
    """Notes what the processor has spent when a run says that it begins and ends to simulate."""

    def __init__(self) -> None:
        self.began = time.process_time()
        self.simulating = self.began

    def __call__(self, share: float, what: str) -> None:
        if what == "simulating":
            self.simulating = time.process_time()
        if what == "done":
            self.simulating = time.process_time() - self.simulating

    @property
    def whole(self) -> float:
        """Seconds since the beginning."""
        return time.process_time() - self.began


def once(scenario: Scenario, replicates: int, seed: int, watch: Stopwatch | None) -> Result:
    """One run with one thread."""
    return exitban.run(scenario, replicates=replicates, seed=seed, threads=1, progress=watch, records=RECORDS)


def main(members: int, replicates: int, repeats: int, turn: int = 0, ticks: int = TICKS) -> None:
    """Run several times and print what it took."""
    began = time.process_time()
    scenario = scenario_of(members, ticks)
    reading = time.process_time() - began
    once(scenario_of(50), 1, 1, watch=None)
    whole, simulating, outcomes = [], [], []
    for repeat in range(turn * repeats, (turn + 1) * repeats):
        watch = Stopwatch()
        result = once(scenario, replicates, 1 + repeat, watch)
        whole.append(watch.whole)
        simulating.append(watch.simulating)
        outcomes += (1.0 - result.data.staffing.isel(time=-1).values.ravel()).tolist()
    told = {"seconds": simulating, "whole": whole, "reading": reading, "outcomes": outcomes, "memory": peak_memory()}
    print(json.dumps({**told, "edges": len(scenario.organisation().watches), "version": metadata.version("exitban")}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
