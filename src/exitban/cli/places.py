"""Where files go, and whether they can go there: asked before the work, not after it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from exitban.errors import CallError

PAGES: Final = (".html", ".htm")
OTHER_FILES: Final = (".pdf", ".txt", ".md", ".json", ".csv", ".svg", ".png", ".docx", ".xhtml", ".yaml", ".parquet")
"""What a folder is hardly meant to be called."""


def destination(out: Path | None, scenario: str) -> Path:
    """The page to write: ``out`` itself if it ends in .html, a page inside it if it is a folder. Raises `CallError`."""
    if out is None:
        return Path(f"exitban-report-{scenario}.html")
    if out.suffix.lower() in PAGES:
        return out
    if out.suffix.lower() in OTHER_FILES and not out.is_dir():
        raise CallError(f"{out}: a report is a page; allowed: a file that ends in .html, or a folder.")
    return out / "report.html"


def refuse_unwritable(*paths: Path) -> None:
    """Raise `CallError` if one of the paths cannot be made, so that no simulation is run in vain."""
    for path in paths:
        ground = _nearest_existing(path.absolute().parent)
        if path.suffix == ".html" and path.is_dir():
            raise CallError(f"{path} is a folder; name a file in it.")
        if not ground.is_dir():
            raise CallError(f"{path} cannot be written: {ground} is a file, not a folder.")
        if not _takes_files(ground):
            raise CallError(f"{path} cannot be written: no file can be made in {ground}.")


def refuse_existing(folder: Path | None) -> None:
    """Raise `CallError` if a folder for a result is there already: it is never overwritten."""
    if folder is not None and folder.exists():
        raise CallError(f"{folder} exists already. Choose another folder; a stored result is never overwritten.")


def _takes_files(folder: Path) -> bool:
    """Whether a file can be made there; permissions alone do not tell, least of all to root."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _nearest_existing(folder: Path) -> Path:
    return folder if folder.exists() else _nearest_existing(folder.parent)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let errors of the system name the file that a person asked for, not a passing one or none."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise


def write_whole(path: Path, text: str) -> None:
    """Write a text file in one move: beside it first, then renamed, so that nobody finds half of it.

    Raises `OSError` with its name; then nothing is left behind.
    """
    beside = path.with_name(f".{path.name}.part")
    with naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_text(text, encoding="utf-8")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
