"""How far an ensemble is: counted from what lies on disk, with the last words of those who work there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as pads

from exitban.ensembles.folder import Folder, opened
from exitban.ensembles.runs import Runs, damaged_at
from exitban.ensembles.sessions import sessions
from exitban.ensembles.simulating import OUTCOMES
from exitban.estimate import duration


@dataclass(frozen=True)
class Status:
    """``runs`` asked for, ``done`` on disk, ``failed`` among those; ``working``: sessions under way.

    ``damaged``: parts that are there and are none; their runs are not done. ``unreadable``: files in which no session
    gives an account of itself; nothing rests on them.
    """

    folder: Folder
    runs: int
    done: int
    failed: int
    damaged: list[Path]
    working: list[dict[str, Any]]
    unreadable: list[Path]

    @property
    def rate(self) -> float:
        """Runs per second of all who work there, by their own account."""
        return float(sum(one["runs_per_second"] for one in self.working))

    def words(self) -> str:
        """The status in a few lines."""
        share = f"{self.done / self.runs:.0%}" if self.runs else "all"
        lines = [f"{self.folder.path}: {self.done:,} of {self.runs:,} runs ({share}), {self.failed:,} failed"]
        lines += [f"  {_session(one)}" for one in self.working]
        if self.damaged:
            lines.append(f"  damaged: {self._first_of(self.damaged)}; a sweep makes it anew")
        if self.unreadable:
            lines.append(f"  no account of a session: {self._first_of(self.unreadable)}; nothing rests on it")
        if self.working and self.rate > 0:
            lines.append(f"  about {duration((self.runs - self.done) / self.rate)} left")
        elif self.done < self.runs:
            lines.append("  nobody is filling it; the same `exitban sweep` goes on with it")
        return "\n".join(lines)

    def _first_of(self, paths: list[Path]) -> str:
        more = len(paths) - 1
        return f"{paths[0].relative_to(self.folder.path)}{f' and {more:,} more' if more else ''}"

    def to_json(self) -> dict[str, Any]:
        """The same as data."""
        return {
            "schema": "exitban-status/1",
            "folder": str(self.folder.path),
            "runs": self.runs,
            "done": self.done,
            "failed": self.failed,
            "damaged": [path.relative_to(self.folder.path).as_posix() for path in self.damaged],
            "unreadable": [path.relative_to(self.folder.path).as_posix() for path in self.unreadable],
            "runs_per_second": self.rate,
            "working": self.working,
        }


def _session(one: dict[str, Any]) -> str:
    part = "" if one["shard"] == "1/1" else f", shard {one['shard']}"
    return (
        f"{one['host']}, process {one['pid']}{part}: {one['done']:,} of {one['runs']:,} runs, "
        f"{one['runs_per_second']:,.0f} runs/s, {one['failed']:,} failed, told at {one['told']}"
    )


def status(path: str | Path) -> Status:
    """Look at an ensemble; it may be worked at meanwhile. Raises `ResultError`."""
    folder = opened(path)
    runs, damaged, whole, done = Runs(folder), [], [], 0
    for chunk, outcomes in folder.parts(OUTCOMES, runs.layers):
        paths = {kind: folder.part(kind, chunk) for kind in folder.kinds}
        wrong = [path for kind, path in paths.items() if folder.what_is_wrong(kind, path, runs.layers)]
        damaged += wrong
        if not wrong:
            whole.append(str(outcomes))
            done += chunk.cells
    known, unreadable = sessions(folder)
    working = [one for one in known if one["working"]]
    return Status(folder, runs.runs, done, _failed(folder, whole), damaged, working, unreadable)


def _failed(folder: Folder, parts: list[str]) -> int:
    """How many runs of whole parts failed. Raises `ResultError` where one is damaged further in."""
    try:
        return pads.dataset(parts).count_rows(filter=pads.field("error").is_valid()) if parts else 0
    except (OSError, pa.ArrowException) as error:
        raise damaged_at(str(folder.path), str(error)) from error
