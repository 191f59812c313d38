"""Where files go, and whether they can go there: asked before the work, not after it."""

from __future__ import annotations

import os
from pathlib import Path

from exitban.errors import CallError


def destination(out: Path | None, scenario: str) -> Path:
    """The page to write: ``out`` itself if it ends in .html, a page inside it if it is a folder."""
    if out is None:
        return Path(f"exitban-report-{scenario}.html")
    return out if out.suffix.lower() in {".html", ".htm"} else out / "report.html"


def refuse_unwritable(*paths: Path) -> None:
    """Raise `CallError` if one of the paths cannot be made, so that no simulation is run in vain."""
    for path in paths:
        ground = _nearest_existing(path.absolute().parent)
        if path.suffix == ".html" and path.is_dir():
            raise CallError(f"{path} is a folder; name a file in it.")
        if not ground.is_dir():
            raise CallError(f"{path} cannot be written: {ground} is a file, not a folder.")
        if not os.access(ground, os.W_OK):
            raise CallError(f"{path} cannot be written: no permission to write in {ground}.")


def _nearest_existing(folder: Path) -> Path:
    return folder if folder.exists() else _nearest_existing(folder.parent)


def write_whole(path: Path, text: str) -> None:
    """Write a text file in one move: beside it first, then renamed, so that nobody finds half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
