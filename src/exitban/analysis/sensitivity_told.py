"""Sensitivity in a table, with the share of luck beside every index."""

from __future__ import annotations

import math
import textwrap
from typing import Final

from exitban.analysis.intervals import Interval
from exitban.analysis.sensitivity import Index, Screened, Sensitivity
from exitban.analysis.wording import percent, percent_at_most, share_range, whole
from exitban.page import within

WIDTH: Final = 110
MOST: Final = 20

HEADS: Final = {
    "morris": (
        "Morris, to screen: mean size of elementary effects with 95 % interval, and their spread, per step through the "
        "middle 95 % of the prior"
    ),
    "sobol": "Sobol: share of the variance in %, alone and with interactions, with 95 % intervals, and that of luck",
    "given": "From the worlds that were there: share of the variance in %, alone, with 95 % interval, and that of luck",
}


def told(found: Sensitivity, scale: float, unit: str) -> str:
    """One method as a table; ``scale`` and ``unit`` are those of the outcome."""
    rows: list[str] = []
    if found.screened:
        width = max(len(one.name) for one in found.screened[:MOST])
        rows = [_screened(one, width, scale, unit) for one in found.screened[:MOST]]
    elif found.indices:
        width = max(len(one.name) for one in found.indices[:MOST])
        rows = [_index(one, width, found) for one in found.indices[:MOST]]
    head = f"{HEADS[found.method]} ({f'{whole(found.worlds)} worlds' if found.worlds else 'no further world'} run)."
    last = " ".join(filter(None, (_none_stands_out(found), _luck(found))))
    return "\n".join([textwrap.fill(head, within(WIDTH)), *rows, *_rest(found), textwrap.fill(last, within(WIDTH))])


def _none_stands_out(found: Sensitivity) -> str:
    """Said where a long list of numbers is a list of luck; empty where one of them is more."""
    if found.stands_out or not found.intervals:
        return ""
    if any(math.isnan(one.low) for one in found.intervals):
        return "So few worlds cannot tell any of these from nothing: none stands out from luck."
    return "None of these stands out from luck: every interval begins at 0. More worlds can tell more."


def _rest(found: Sensitivity) -> list[str]:
    """How many are not in the table; nobody reads that nothing is less than nothing."""
    values = [one.value for one in found.intervals]
    if len(values) <= MOST:
        return []
    left = len(values) - MOST
    return [f"  and {left} more with less" if values[MOST] < values[MOST - 1] else f"  and {left} others with no more"]


def _screened(one: Screened, width: int, scale: float, unit: str) -> str:
    size = _ends(one.size, scale, 2)
    return f"  {one.name:<{width}}  {size:<26} spread {scale * one.spread:.2f} {unit}"


def _index(one: Index, width: int, found: Sensitivity) -> str:
    total = "" if one.total is None else f"  total {_ends(one.total, 100.0, 1):<24}"
    return f"  {one.name:<{width}}  alone {_ends(one.first, 100.0, 1):<24}{total}  luck {_short(found)}"


def _ends(found: Interval, scale: float, digits: int) -> str:
    value, low, high = (f"{scale * end:.{digits}f}" for end in (found.value, found.low, found.high))
    held = "no interval" if math.isnan(found.low) else f"{low} to {high}"
    return f"{value} ({held})".replace("-", "\N{MINUS SIGN}")


def _short(found: Sensitivity) -> str:
    if found.luck is not None:
        return percent(found.luck.value)
    return "?" if math.isnan(found.luck_at_most) else f"\N{LESS-THAN OR EQUAL TO} {percent_at_most(found.luck_at_most)}"


def _luck(found: Sensitivity) -> str:
    if found.luck is not None:
        share = f"{percent(found.luck.value)} % of the variance (95 % interval {share_range(found.luck)})"
        return f"Luck between replicates: {share}."
    if math.isnan(found.luck_at_most):
        return "How much is luck is not known: there are too few worlds to tell."
    share = f"{percent_at_most(found.luck_at_most)} % of the variance"
    return f"Luck between replicates: at most about {share}, which a straight fit to all numbers leaves."
