"""Which replicates are run: so many from the first, or any stretch of them."""

from __future__ import annotations

from numbers import Integral

from exitban.errors import CallError, as_given

Replicates = int | range
"""How many, or which: ``200`` is ``range(200)``, and ``range(100, 200)`` are those with the numbers 100 to 199."""

LAST_REPLICATE = 2**32 - 1
"""A replicate's number is one word of the address of luck."""


def numbered(replicates: Replicates) -> range:
    """The numbers of the replicates. Raises `CallError` for none, a gap, or a number that no replicate can have."""
    if isinstance(replicates, range):
        return _stretch(replicates)
    if not isinstance(replicates, Integral):
        raise CallError(f"replicates: found {as_given(replicates)}; allowed: a whole number, or a range of numbers.")
    if not 1 <= replicates <= LAST_REPLICATE:
        at_least = "at least 1 is needed" if replicates < 1 else f"at most {LAST_REPLICATE:,} are allowed"
        raise CallError(f"replicates: {as_given(int(replicates))} were asked for; {at_least}.")
    return range(replicates)


def _stretch(asked: range) -> range:
    if asked and asked.step == 1 and asked.start >= 0 and asked.stop - 1 <= LAST_REPLICATE:
        return asked
    raise CallError(
        f"replicates: {_told(asked)} were asked for; allowed: numbers that follow each other, from 0 to "
        f"{LAST_REPLICATE:,}, at least one, such as range(100, 200)."
    )


def _told(asked: range) -> str:
    """The numbers in words, as far as they have a first and a last."""
    if not asked:
        return "no numbers"
    first, last, step = (as_given(one) for one in (asked[0], asked[-1], asked.step))
    return f"the number {first}" if asked[0] == asked[-1] else f"{first} to {last}, by steps of {step},"
