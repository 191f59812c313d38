"""Who works at an ensemble and how far they are: a small file for each session, for `exitban status`.

Nothing rests on it: what is done is what lies among the parts. Times of the clock are told and never compared, so it
does not matter when the clock goes backwards; paces are measured by a clock that cannot.
"""

from __future__ import annotations

import datetime
import json
import math
import os
import platform
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from exitban.ensembles.filling import Count
from exitban.ensembles.folder import Folder

SECONDS_BETWEEN: Final = 2.0
TEXTS: Final = ("host", "shard", "command", "started", "told", "doing")
COUNTS: Final = ("pid", "runs", "done", "failed")
RATE: Final = "runs_per_second"
"""What stands in such a file."""


@dataclass
class Session:
    """One session, written down now and then."""

    path: Path
    shard: str
    started: str
    last: float = field(default=-SECONDS_BETWEEN)

    def tell(self, count: Count, doing: str, *, now: bool = False) -> None:
        """Write down how far it is, at most every two seconds unless ``now``; a full disk is no reason to stop."""
        if not now and time.monotonic() - self.last < SECONDS_BETWEEN:
            return
        self.last = time.monotonic()
        facts = {
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "shard": self.shard,
            "command": command(),
            "started": self.started,
            "told": moment(),
            "doing": doing,
            "runs": count.cells,
            "done": count.done,
            "failed": count.failed,
            "runs_per_second": round(count.rate, 3),
        }
        with suppress(OSError):
            beside = self.path.with_suffix(".begun")
            beside.write_text(json.dumps(facts, indent=1), encoding="utf-8")
            beside.replace(self.path)


def begin(folder: Folder, shard: str) -> Session:
    """A session of this process."""
    name = f"{socket.gethostname()}-{os.getpid()}-{shard.replace('/', '-of-')}.json"
    return Session(folder.path / "sessions" / name, shard, moment())


def sessions(folder: Folder) -> tuple[list[dict[str, Any]], list[Path]]:
    """All sessions that are known, the first begun first, with ``working``; and files that are no account of one."""
    found, unreadable = [], []
    for path in sorted((folder.path / "sessions").glob("*.json")):
        try:
            facts = json.loads(path.read_text(encoding="utf-8"))
        except OSError:  # gone meanwhile
            continue
        except ValueError:
            facts = None
        if _is_account(facts):
            found.append({**facts, "working": facts["doing"] == "filling" and _alive(facts)})
        else:
            unreadable.append(path)
    return sorted(found, key=lambda one: str(one["started"])), unreadable


def _is_account(facts: Any) -> bool:
    """Whether a session can have written it; somebody may have edited the file."""
    if not isinstance(facts, dict) or set(facts) != {*TEXTS, *COUNTS, RATE}:
        return False
    counts = all(type(facts[name]) is int and facts[name] >= 0 for name in COUNTS)
    rate = facts[RATE]
    known = isinstance(rate, int | float) and 0 <= rate < math.inf
    return counts and known and all(isinstance(facts[name], str) for name in TEXTS)


def _alive(facts: dict[str, Any]) -> bool:
    """Whether the process is there; of another machine nobody knows better than its last words."""
    if facts["host"] != socket.gethostname():
        return True
    try:
        os.kill(facts["pid"], 0)
    except (OSError, OverflowError):
        return False
    return True


def moment() -> str:
    """Now, by the clock on the wall."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def command() -> str:
    """The command that was given."""
    return " ".join(["exitban", *sys.argv[1:]])


def machine() -> str:
    """What is under it."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
