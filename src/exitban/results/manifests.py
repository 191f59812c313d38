"""What a manifest must hold: looked at once, when its folder is opened, so that nobody stumbles over it later."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from exitban.errors import ResultError

Shape = Mapping[str, tuple[Callable[[Any], bool], str]]
"""By the path of a key whether what it holds fits, and what is needed in words."""
LONGEST: Final = 40
"""Characters of what was found that are told."""


def refuse_unfit(file: Path, held: Any, wanted: Shape) -> None:
    """Refuse a manifest that lacks a key, or has something else there. Raises `ResultError`."""
    for key, (fits, needed) in wanted.items():
        found = held
        for step in key.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
        if not fits(found):
            told = "nothing" if found is None else json.dumps(found)[:LONGEST]
            raise ResultError(f"{file} is damaged: {key}: found {told}; {needed} is needed. Take it from a copy.")


def is_whole(found: Any) -> bool:
    """A whole number from 0 on."""
    return isinstance(found, int) and not isinstance(found, bool) and found >= 0


def is_text(found: Any) -> bool:
    """A text."""
    return isinstance(found, str)


def are_texts(found: Any) -> bool:
    """A list of texts, which may be empty."""
    return isinstance(found, list) and all(map(is_text, found))


def are_some_texts(found: Any) -> bool:
    """A list of at least one text."""
    return are_texts(found) and bool(found)


def are_texts_by_name(found: Any) -> bool:
    """Texts by name."""
    return isinstance(found, Mapping) and all(map(is_text, found.values()))


def or_nothing(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """The same, or no such key: what older programs did not write."""
    return lambda found: found is None or fits(found)
