"""The file that ``exitban new`` writes."""

from __future__ import annotations

from pathlib import Path


def starter() -> str:
    """A commented scenario to start from; it validates as it is."""
    return (Path(__file__).parent / "starter.yaml").read_text(encoding="utf-8")
