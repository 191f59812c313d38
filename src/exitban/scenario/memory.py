"""Will the organisation fit in memory? Asked before it is built."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

BYTES_PER_POST: Final = 420
"""Its name and its place (measured: 250 to 300), and its state in one replicate."""
BYTES_PER_EDGE: Final = 40
"""A pair of the watch network, with the copies made while pairs are sorted (measured: 20 to 25)."""

MEMINFO: Final = Path("/proc/meminfo")
UNITS: Final = ("B", "kB", "MB", "GB", "TB", "PB")
LIMIT_OF_GROUP: Final = Path("/sys/fs/cgroup/memory.max")


def needed(posts: int, edges: int) -> int:
    """Bytes for an organisation in a single replicate, the least that can be run."""
    return posts * BYTES_PER_POST + edges * BYTES_PER_EDGE


def available() -> int | None:
    """Bytes that can be had now; None where the system does not say."""
    found = [bytes_ for bytes_ in (_free(), _limit()) if bytes_ is not None]
    return min(found) if found else None


def _free() -> int | None:
    try:
        for line in MEMINFO.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
        return None
    except (OSError, ValueError):
        return _installed()


def _installed() -> int | None:
    """All memory of the machine, where what is free cannot be asked."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None


def _limit() -> int | None:
    try:
        return int(LIMIT_OF_GROUP.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def in_words(count: int) -> str:
    """Bytes as a person says them."""
    step = min(len(UNITS) - 1, max(0, (len(str(count)) - 1) // 3))
    size = count / 1000**step
    return f"{size:,.0f} {UNITS[step]}" if size >= 10 or step == 0 else f"{size:.1f} {UNITS[step]}"
