"""How far an ensemble is: counted from what lies on disk, with the last words of those who work there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exitban.ensembles.folder import Folder, opened
from exitban.ensembles.layers import chunk_named
from exitban.ensembles.runs import Runs
from exitban.ensembles.sessions import sessions
from exitban.errors import ResultError
from exitban.estimate import duration


@dataclass(frozen=True)
class Status:
    """``runs`` asked for, ``done`` on disk, ``failed`` among those; ``working``: sessions under way."""

    folder: Folder
    runs: int
    done: int
    failed: int
    working: list[dict[str, Any]]

    @property
    def rate(self) -> float:
        """Runs per second of all who work there, by their own account."""
        return float(sum(one.get("runs per second", 0.0) for one in self.working))

    def words(self) -> str:
        """The status in a few lines."""
        share = f"{self.done / self.runs:.0%}" if self.runs else "all"
        lines = [f"{self.folder.path}: {self.done:,} of {self.runs:,} runs ({share}), {self.failed:,} failed"]
        lines += [f"  {_session(one)}" for one in self.working]
        if self.working and self.rate > 0:
            lines.append(f"  about {duration((self.runs - self.done) / self.rate)} left")
        elif self.done < self.runs:
            lines.append("  nobody is filling it; the same `exitban sweep` goes on with it")
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        """The same as data."""
        return {
            "folder": str(self.folder.path),
            "runs": self.runs,
            "done": self.done,
            "failed": self.failed,
            "runs per second": self.rate,
            "working": self.working,
        }


def _session(one: dict[str, Any]) -> str:
    part = "" if one["shard"] == "1/1" else f", shard {one['shard']}"
    return (
        f"{one['host']}, process {one['pid']}{part}: {one['done']:,} of {one['runs']:,} runs, "
        f"{one['runs per second']:,.0f} runs/s, {one['failed']:,} failed, told at {one['told']}"
    )


def status(path: str | Path) -> Status:
    """Look at an ensemble; it may be worked at meanwhile. Raises `ResultError`."""
    folder = opened(path)
    runs = Runs(folder)
    chunks = [chunk_named(runs.layers, name) for name in folder.done()]
    done = sum(chunk.cells for chunk in chunks if chunk is not None)
    try:
        failed = len(runs.errors) if done else 0
    except ResultError:
        failed = 0
    return Status(folder, runs.runs, done, failed, [one for one in sessions(folder) if one["working"]])
