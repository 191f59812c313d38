"""What every call takes alike: a seed, counts, and names that may be one or many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from numbers import Integral

from exitban.errors import CallError

LARGEST_SEED = 2**32 - 1


def seeded(seed: object) -> int:
    """A seed as a plain whole number. Raises `CallError`."""
    if not isinstance(seed, Integral) or not 0 <= int(seed) <= LARGEST_SEED:
        raise CallError(f"seed: {seed!r} was given; a whole number from 0 to {LARGEST_SEED} is allowed.")
    return int(seed)


def at_least_one(what: str, number: object) -> int:
    """How many, as a plain whole number. Raises `CallError`."""
    if not isinstance(number, Integral) or int(number) < 1:
        raise CallError(f"{what}: {number!r} were asked for; a whole number of at least 1 is needed.")
    return int(number)


def listed(what: str, names: object) -> tuple[str, ...] | None:
    """Names as a list; a single one may be given by itself, and None stays. Raises `CallError`."""
    if names is None:
        return None
    found = tuple(names) if isinstance(names, Iterable) and not isinstance(names, str | bytes | Mapping) else (names,)
    for one in found:
        if not isinstance(one, str):
            raise CallError(f"{what}: found {one!r}; allowed: a name, or a list of names.")
    if not found:
        raise CallError(f"{what}: none was asked for; name at least one, or leave it out.")
    return found
