"""RESULTS.md: the sections as they were last run, under a word on the machine."""

from __future__ import annotations

import datetime
import os
import platform
import re
from importlib import metadata
from pathlib import Path
from typing import Final

from benchmarks.processes import BUILD

RESULTS: Final = Path(__file__).parent / "RESULTS.md"
SECTIONS: Final = BUILD / "sections"
SECOND_LEVEL: Final = Path("/sys/devices/system/cpu/cpu0/cache/index2/size")
NAMES: Final = ("a", "b", "c", "card", "scaling", "floor", "splitting", "explorer")
"""The sections in their order."""


def keep(name: str, text: str, elsewhere: str = "") -> None:
    """Keep a section as it was run: here and now, or when it was run ``elsewhere``."""
    SECTIONS.mkdir(parents=True, exist_ok=True)
    here = f"{when()} at a load of {load():.1f}, {machine()}, {versions()}"
    ran = f"{elsewhere} on the machine with the card" if elsewhere else here
    (SECTIONS / f"{name}.md").write_text(f"{text.strip()}\n\nRun on {ran}.\n")


def write() -> None:
    """Write the page from all sections that there are, those kept here or those of the page as it is."""
    before = written_before()
    found = {
        name: path.read_text() if (path := SECTIONS / f"{name}.md").exists() else before.get(name) for name in NAMES
    }
    marked = [f"<!-- {name} -->\n{text}" for name, text in found.items() if text]
    RESULTS.write_text("\n".join([HEAD, *marked]))


def written_before() -> dict[str, str]:
    """The sections of the page as it is, by name."""
    cut = re.split(r"^<!-- (\w+) -->\n", RESULTS.read_text(), flags=re.MULTILINE)[1:]
    return {name: text.rstrip("\n") + "\n" for name, text in zip(cut[::2], cut[1::2], strict=True)}


def versions() -> str:
    """What was measured, and with what; the peers' versions stand in the tables."""
    found = ", ".join(f"{name} {metadata.version(name)}" for name in ("exitban", "numpy", "numba"))
    return f"Python {platform.python_version()}, {found}"


def machine() -> str:
    """The processor, as far as the system says."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        name = next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
        flags = next(line for line in lines if line.startswith("flags")).split()
        cache = SECOND_LEVEL.read_text().strip()
    except (OSError, StopIteration):
        return platform.processor()
    widest = next((one for one in ("avx512f", "avx2", "avx") if one in flags), "sse2")
    return f"{name} ({cache}B of second-level cache), {widest}"


def when() -> str:
    """The day."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")


def load() -> float:
    """How busy the machine was in the last five minutes: with more than the cores it has, figures are too high."""
    return os.getloadavg()[1]


HEAD: Final = """# What it costs

Written by `make bench`, which makes an environment for the peers, runs everything on the same graphs, and stops with an
error where outcomes do not agree. Seconds are those of the processor. Machines are shared, so only ratios of one run
mean much; each section says when and where it ran, and how busy the machine was.
"""
