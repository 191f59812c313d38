"""Everything that is timed runs in a process of its own, on one core; what it prints last is a line of JSON."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
BUILD: Final = ROOT / "build" / "bench"
OURS: Final = Path(sys.executable)
PEERS: Final = ROOT / "build" / "bench-venv" / "bin" / "python"
DEBIAN: Final = Path("/usr/bin/python3")
"""The Python for which Debian builds graph-tool, which PyPI does not have."""

THREADS: Final = ("OMP", "OPENBLAS", "MKL", "POLARS_MAX", "NUMBA")
ONE_CORE: Final = {f"{name}_NUM_THREADS": "1" for name in THREADS} | {"POLARS_MAX_THREADS": "1"}


class WrongOutcomeError(Exception):
    """A measurement is worth nothing: what was measured is not the same model."""


@dataclass
class Measured:
    """What one contestant took: seconds of the processor per repeat, and the outcomes of all replicates."""

    seconds: list[float] = field(default_factory=list)
    outcomes: list[float] = field(default_factory=list)
    version: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def add(self, told: dict[str, Any]) -> None:
        """Take in what a process has printed."""
        self.seconds += told.pop("seconds")
        self.outcomes += told.pop("outcomes", [])
        self.version = told.pop("version", self.version)
        self.more |= told

    @property
    def median(self) -> float:
        """Seconds in the middle."""
        return statistics.median(self.seconds)

    @property
    def spread(self) -> float:
        """(largest - smallest) / median; 0 for a single repeat."""
        return (max(self.seconds) - min(self.seconds)) / self.median


def told_by(python: Path, module: str, *arguments: object) -> dict[str, Any]:
    """Run a module of the benchmarks and read the last line that it prints."""
    call = [str(python), "-m", f"benchmarks.{module}", *map(str, arguments)]
    place = {**os.environ, **ONE_CORE, "PYTHONPATH": str(ROOT / "src") if python == OURS else ""}
    done = subprocess.run(call, env=place, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(call)} failed:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def say(text: str) -> None:
    """Progress, for whoever waits."""
    print(text, file=sys.stderr, flush=True)
