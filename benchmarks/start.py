"""How long a start takes beyond the simulation itself: `python benchmarks/start.py`.

Runs the bundled scenario with 200 replicates and its HTML report, in processes of their own: once with an empty cache
of machine code (the first start after installation), then with a full one (every later start). What is told is the
time less that between the first tick and the last record, by the clock and of the processor; of the later starts the
median. Where other work takes the processor, only the second figure means anything.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

LATER_STARTS = 5


def one_start(page: Path) -> None:
    """Run the command in this process and print the seconds beyond the simulation, by the clock and the processor."""
    began = now()
    from exitban.cli.app import main
    from exitban.run import Work

    simulating = 0.0 * began
    gather = Work.gather

    def timed(*arguments: object) -> object:
        nonlocal simulating
        first = now()
        gathered = gather(*arguments)  # type: ignore[arg-type]
        simulating = now() - first
        return gathered

    Work.gather = timed  # type: ignore[method-assign, assignment]
    sys.argv = ["exitban", "run", "--replicates", "200", "--out", str(page)]
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise
    print(*(now() - began - simulating))


def now() -> np.ndarray[Any, Any]:
    """Seconds by the clock, seconds of the processor."""
    return np.array([time.perf_counter(), time.process_time()])


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
        clock, processor = seconds(folder)
        print(f"first start:  {clock:4.1f} s beyond the simulation by the clock, {processor:4.1f} s of the processor")
        clock, processor = np.median([seconds(folder) for _ in range(LATER_STARTS)], axis=0)
        print(f"later starts: {clock:4.1f} s beyond the simulation by the clock, {processor:4.1f} s of the processor")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one_start(Path(sys.argv[1]))
    else:
        main()
