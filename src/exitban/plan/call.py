"""What every call takes alike: a seed, counts, numbers, names that may be one or many, and who hears how far it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from numbers import Integral, Real
from typing import Any, Final

from exitban.errors import CallError, as_given, did_you_mean

LARGEST_SEED = 2**32 - 1
MOST_THREADS: Final = 2**16
"""More than any machine has; who asks for more gets as many, and no number changes."""


def seeded(seed: object) -> int:
    """A seed as a plain whole number. Raises `CallError`."""
    if not isinstance(seed, Integral) or not 0 <= int(seed) <= LARGEST_SEED:
        raise CallError(f"seed: {as_given(seed)} was given; a whole number from 0 to {LARGEST_SEED} is allowed.")
    return int(seed)


def at_least_one(what: str, number: object) -> int:
    """How many, as a plain whole number. Raises `CallError`."""
    if not isinstance(number, Integral) or int(number) < 1:
        raise CallError(f"{what}: {as_given(number)} were asked for; a whole number of at least 1 is needed.")
    return int(number)


def in_threads(threads: object) -> int | None:
    """How many threads; None stays, and stands for one on each core. Raises `CallError`."""
    return None if threads is None else min(at_least_one("threads", threads), MOST_THREADS)


def real(what: str, number: object) -> float:
    """A number as Python's own; one that is too large for that is endless. Raises `CallError`."""
    if not isinstance(number, Real):
        raise CallError(f"{what}: found {as_given(number)}; allowed: a number.")
    try:
        return float(number)
    except OverflowError:  # a whole number of hundreds of digits
        return -math.inf if number < 0 else math.inf


def listed(what: str, names: object) -> tuple[str, ...] | None:
    """Names as a list; a single one may be given by itself, and None stays. Raises `CallError`."""
    if names is None:
        return None
    found = _several(names)
    for one in found:
        if not isinstance(one, str):
            raise CallError(f"{what}: found {as_given(one)}; allowed: a name, or a list of names.")
    if not found:
        raise CallError(f"{what}: none was asked for; name at least one, or leave it out.")
    return found


def _several(names: object) -> tuple[Any, ...]:
    if not isinstance(names, Iterable) or isinstance(names, str | bytes | Mapping):
        return (names,)
    try:
        return tuple(names)
    except TypeError:  # an array without a dimension says that it can be gone through, and cannot
        return (names,)


def one_of(what: str, found: object, allowed: Collection[str]) -> None:
    """Raise `CallError` for what is none of the names that are allowed."""
    if not isinstance(found, str) or found not in allowed:
        raise CallError(f"{what}: found {as_given(found)}.{did_you_mean(str(found), allowed)}")


def listener(what: str, asked: Callable[..., None] | None) -> Callable[..., None]:
    """Who is told something on the way; without one, nobody is. Raises `CallError` for what cannot be called."""
    if asked is None:
        return lambda *told: None
    if not callable(asked):
        raise CallError(f"{what}: found {as_given(asked)}; allowed: a function, or None.")
    return asked
