"""An entry of what was found, by its name; a name that is none is told with the nearest one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from exitban.errors import NoSuchNameError, as_given, did_you_mean

Entry = TypeVar("Entry")


def entry_of(what: str, name: object, entries: Iterable[tuple[str, Entry]]) -> Entry:
    """The first entry of a name. Raises `NoSuchNameError`, which is a `KeyError`; ``what`` it is a name of."""
    known = list(entries)
    if isinstance(name, str):
        for one, entry in known:
            if one == name:
                return entry
    raise NoSuchNameError(f"{what}: there is no {as_given(name)} here.{did_you_mean(str(name), dict(known))}")
