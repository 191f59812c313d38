"""Small scenario files for tests, and what is wrong with them.

In the text of a faulty file the sign ``¦`` marks the place that the error must name; it is taken out before the file
is written.
"""

from __future__ import annotations

from pathlib import Path

from exitban.errors import Problem
from exitban.scenario import Scenario, check, read

OFFICE = """\
schema_version: 1
name: office
title: An office
time: {start: 2024-01-01, months: 12}
institutions:
  office:
    posts: {roots: 1, spans: [3]}
policies:
  ban:
    form: informal
    scope: {institutions: [office]}
    strength: 0.8
"""
MARK = "¦"


def written(folder: Path, text: str, **files: str) -> Path:
    """A scenario file, with other files beside it: ``posts_csv`` becomes posts.csv."""
    path = folder / "scenario.yaml"
    path.write_text(text.replace(MARK, ""), encoding="utf-8")
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_text(content.replace(MARK, ""), encoding="utf-8")
    return path


def scenario(folder: Path, text: str = OFFICE, overrides: tuple[str, ...] = (), **files: str) -> Scenario:
    """The scenario of a text."""
    return read(written(folder, text, **files), overrides)


def problems(folder: Path, text: str, **files: str) -> list[Problem]:
    """Everything that is wrong with a text."""
    return check(written(folder, text, **files))


def place_of_mark(text: str) -> tuple[int, int]:
    """Line and column of the mark, from 1."""
    before = text.partition(MARK)[0]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def the_problem(folder: Path, text: str, **files: str) -> Problem:
    """The only problem of a text, which must stand at the mark of the text or of a file beside it."""
    found = problems(folder, text, **files)
    assert len(found) == 1, "\n".join(map(str, found))
    marked = next((one for one in (text, *files.values()) if MARK in one), None)
    if marked is not None:
        assert (found[0].line, found[0].column) == place_of_mark(marked), str(found[0])
    return found[0]


def office(old: str = "", new: str = "", more: str = "") -> str:
    """The office with one part replaced, and more at its end."""
    assert old in OFFICE
    return OFFICE.replace(old, new, 1) + more
