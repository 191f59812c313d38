"""A scenario that comes in through the page: small, by itself, and checked like any other file.

It can name no file, so nothing on this machine is read for it and no code of its own is run; and its size is looked at
before anything is laid out.
"""

from __future__ import annotations

import datetime
import math
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic_core import PydanticCustomError

from exitban.errors import CallError, Problem, ScenarioError
from exitban.scenario import Scenario, read
from exitban.scenario.horizon import months_between
from exitban.scenario.moments import read_moment
from exitban.scenario.yaml_tree import parse

LARGEST: Final = 128_000
"""Bytes of a file; the bundled scenario has half of it."""
MOST_POSTS: Final = 20_000
MOST_TICKS: Final = 2_000
NAME: Final = "scenario.yaml"
FILES: Final = ("mechanisms", "table", "network")
"""Keys that name files."""


def opened(content: bytes) -> Scenario:
    """The scenario of a file that somebody sent. Raises `ScenarioError` with every problem, and `CallError`."""
    if len(content) > LARGEST:
        raise CallError(f"The file has {len(content):,} bytes; up to {LARGEST:,} are allowed. Run it with exitban run.")
    text = _text(content)
    refuse_large(text)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_text(text, encoding="utf-8")
        try:
            return read(path)
        except ScenarioError as error:
            told = [Problem(NAME, one.line, one.column, one.key, one.message) for one in error.problems]
            raise ScenarioError(told) from None


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CallError(f"This is no text in UTF-8 (byte {error.start + 1} fits no character).") from error


def refuse_large(text: str) -> None:
    """What names files, or has more posts or ticks than a page can bear. Raises `CallError`."""
    tree, problems = parse(text, NAME)
    if problems:
        raise ScenarioError(problems)
    named = [key for key, value in pairs(tree.data) if key in FILES and value]
    if named:
        raise CallError(
            f"The file names other files ({', '.join(named)}), which cannot come with it. Use exitban explore FILE."
        )
    posts = sum(posts_of(one) for one in mappings(tree.data.get("institutions")))
    ticks = ticks_of(tree.data.get("time"))
    for what, found, most in (("posts", posts, MOST_POSTS), ("ticks", ticks, MOST_TICKS)):
        if found > most:
            raise CallError(f"The scenario has {found:,.0f} {what}; up to {most:,} are allowed here. Lower them.")


def pairs(held: Any) -> Iterator[tuple[str, Any]]:
    """All keys of a tree with what they hold."""
    if isinstance(held, dict):
        yield from held.items()
    for one in held.values() if isinstance(held, dict) else held if isinstance(held, list) else ():
        yield from pairs(one)


def mappings(held: Any) -> list[dict[str, Any]]:
    """The mappings in a mapping; what is no such thing is told later, by the checks of every file."""
    return [one for one in held.values() if isinstance(one, dict)] if isinstance(held, dict) else []


def posts_of(institution: dict[str, Any]) -> float:
    """Posts of a regular tree, level by level."""
    stated = institution.get("posts")
    level = amount(stated.get("roots"), 1.0) if isinstance(stated, dict) else 1.0
    total = level
    for span in (
        (stated.get("spans") or []) if isinstance(stated, dict) and isinstance(stated.get("spans"), list) else []
    ):
        level *= amount(span, 1.0)
        total += level
    return total


def ticks_of(time: Any) -> float:
    """Ticks as the file states them, by its months or until its end."""
    if not isinstance(time, dict):
        return 0.0
    months = max(amount(time.get("months"), 12.0), months_until(time))
    return months * amount(time.get("ticks_per_month"), 4.0)


def months_until(time: dict[str, Any]) -> float:
    """Months from start to end; 0 where one is no date, which the checks of every file tell."""
    start, end = (date_of(time.get(name)) for name in ("start", "end"))
    return 0.0 if start is None or end is None else float(months_between(start, end))


def date_of(found: Any) -> datetime.date | None:
    """A date of a file; None where it is none."""
    try:
        return read_moment(found)
    except PydanticCustomError:
        return None


def amount(found: Any, otherwise: float) -> float:
    """A number of a file, as large as it may be; anything else counts as what is usual."""
    return float(found) if isinstance(found, int | float) and math.isfinite(found) else otherwise
