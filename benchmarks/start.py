"""How long a start takes beyond the simulation itself: `python benchmarks/start.py`.

Runs the bundled scenario with 200 replicates and its HTML report, in processes of their own: once with an empty cache
of machine code (the first start after installation), then with a full one (every later start). The simulation itself is
the processor time of its blocks; what else the command does in their shadow counts as beyond it. Told is the rest of
the processor's time, and of the time by the clock, in which the blocks share the cores; of the later starts the median.
Where other work takes the processor, only the first figure means anything.

The program should be installed as its users install it: extras that the tests need make libraries load others.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

LATER_STARTS = 5


def one_start(page: Path) -> None:
    """Run the command in this process and print the seconds beyond the simulation: of the processor, by the clock."""
    began = time.perf_counter()
    from exitban.cli.app import main
    from exitban.run import Work

    simulating = list[float]()
    threads = list[int]()
    one_block = Work.one_block

    def timed(work: Work, *arguments: object) -> object:
        first = time.thread_time()
        done = one_block(work, *arguments)  # type: ignore[arg-type]
        simulating.append(time.thread_time() - first)
        threads.append(work.threads)
        return done

    Work.one_block = timed  # type: ignore[method-assign, assignment]
    sys.argv = ["exitban", "run", "--replicates", "200", "--out", str(page)]
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise
    spent = os.times()
    processor = spent.user + spent.system + spent.children_user + spent.children_system
    print(processor - sum(simulating), time.perf_counter() - began - sum(simulating) / max(threads))


def seconds(folder: str) -> list[float]:
    """Those of a start whose machine code lies in a folder."""
    place = {**os.environ, "EXITBAN_CACHE": folder}
    place.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    call = [sys.executable, __file__, str(Path(folder) / "report.html")]
    done = subprocess.run(call, env=place, capture_output=True, text=True, check=True)
    return [float(word) for word in done.stdout.splitlines()[-1].split()]


def main() -> None:
    """Print the first start and the later ones."""
    with tempfile.TemporaryDirectory() as folder:
        processor, clock = seconds(folder)
        print(f"first start:  {processor:4.1f} s of the processor beyond the simulation, {clock:4.1f} s by the clock")
        processor, clock = np.median([seconds(folder) for _ in range(LATER_STARTS)], axis=0)
        print(f"later starts: {processor:4.1f} s of the processor beyond the simulation, {clock:4.1f} s by the clock")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one_start(Path(sys.argv[1]))
    else:
        main()
