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
NAMES: Final = ("a", "b", "c", "card", "scaling", "floor", "splitting", "explorer")
"""The sections in their order."""


def keep(name: str, text: str, elsewhere: str = "") -> None:
    """Keep a section as it was run: here and now, or when it was run ``elsewhere``."""
    SECTIONS.mkdir(parents=True, exist_ok=True)
    ran = f"{elsewhere} on the machine with the card" if elsewhere else f"{when()} at a load of {load():.1f}"
    (SECTIONS / f"{name}.md").write_text(f"{text.strip()}\n\nRun on {ran}.\n")


def write() -> None:
    """Write the page from all sections that there are, those kept here or those of the page as it is."""
    before = written_before()
    found = {
        name: path.read_text() if (path := SECTIONS / f"{name}.md").exists() else before.get(name) for name in NAMES
    }
    marked = [f"<!-- {name} -->\n{text}" for name, text in found.items() if text]
    RESULTS.write_text("\n".join([head(), *marked]))


def written_before() -> dict[str, str]:
    """The sections of the page as it is, by name."""
    cut = re.split(r"^<!-- (\w+) -->\n", RESULTS.read_text(), flags=re.MULTILINE)[1:]
    return {name: text.rstrip("\n") + "\n" for name, text in zip(cut[::2], cut[1::2], strict=True)}


def head() -> str:
    """What is measured, and where."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("exitban", "numpy", "numba"))
    return HEAD.format(machine=machine(), python=platform.python_version(), versions=versions)


def machine() -> str:
    """The processor, as far as the system says."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        named = [line.partition(":")[2].strip() for line in lines if line.startswith(("model name", "cache size"))]
        flags = next(line for line in lines if line.startswith("flags")).split()
    except (OSError, StopIteration):
        return platform.processor()
    widest = next((one for one in ("avx512f", "avx2", "avx") if one in flags), "sse2")
    return f"{named[0]} ({named[1]} of second-level cache), {widest}"


def when() -> str:
    """The day."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")


def load() -> float:
    """How busy the machine was in the last five minutes: with more than the cores it has, figures are too high."""
    return os.getloadavg()[1]


HEAD = """# What it costs

Written by `make bench`, which makes an environment for the peers, runs everything on the same graphs, and stops with an
error where outcomes do not agree. Seconds are those of the processor. The machine is shared, so only ratios of one run
mean much; each section says when it ran and how busy the machine was.

Machine: {machine}. Python {python}; {versions}; the peers' versions stand in the tables.
"""
