"""A comparison in words and columns."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

from exitban.analysis.paired import Change
from exitban.analysis.reading import policy_title
from exitban.analysis.wording import between, listed, quoted, signed
from exitban.page import within
from exitban.scenario.counts import counted

if TYPE_CHECKING:
    from exitban.analysis.comparison import Comparison, Precision

WIDTH = 100
NUMBERS, SHARES = 34, 40
LAST_COLUMN = (
    "The last column: so many times as many worlds would two runs on different luck need for the same interval. "
)


def told(found: Comparison) -> str:
    """What is compared, a block for each policy, how to read it."""
    blocks = [block(found, name, changes) for name, changes in found.changes.items()]
    looked = [] if found.precision is None else [sharpness(found.precision, len(found.replicates))]
    return "\n\n".join([introduction(found), *looked, *blocks, closing(found)])


def introduction(found: Comparison) -> str:
    """What stands in the table."""
    base = quoted(policy_title(found.scenario, found.base))
    return filled(
        f"{counted(len(found.replicates), 'world')} of {found.scenario.name}, each under every policy on the same "
        f"luck and the same draws. Each row is the mean difference to {base}, world by world, with its interval."
    )


def sharpness(one: Precision, worlds: int) -> str:
    """How many worlds it took, or that they were not enough."""
    scale, unit = one.aspect.measure.scale, one.aspect.measure.unit
    asked = f"{scale * one.asked:g} {unit}"
    got = f"{scale * one.got:.3g} {unit}" if math.isfinite(one.got) else "unknown"
    looks = counted(len(one.looks), "look")
    if one.reached:
        end = f"was reached after {counted(worlds, 'world')} and {looks}, with {got}"
    else:
        end = f"was not reached: after {counted(worlds, 'world')} and {looks} it is {got}. Allow more with --replicates"
    return filled(
        f"Asked was a half-width of {asked} for {one.aspect.measure.title}. It {end}. The intervals are as wide as "
        "they must be for so many looks: all of them together hold with 95 %."
    )


def block(found: Comparison, name: str, changes: tuple[Change, ...]) -> str:
    """One policy against the base."""
    title = quoted(policy_title(found.scenario, name))
    return "\n".join([filled(f"{title} ({name})"), *(line for one in changes for line in rows(one))])


def rows(one: Change) -> list[str]:
    """A line that names the aspect with its means, a line with the difference."""
    measure = one.aspect.measure
    scale = measure.scale
    means = f"{shown(scale * one.base)} to {shown(scale * one.policy)}"
    counted = "" if one.aspect.sign > 0 else "exits: "
    head = f"  {measure.title} [{measure.unit}; {counted}{means}]"
    numbers = f"    {signed(scale * one.difference.value, 2):>8} ({between(one.difference, scale)})"
    return [head, f"{numbers:<{NUMBERS}}  {shares(one):<{SHARES}}{gain(one)}".rstrip()]


def shown(value: float) -> str:
    """A mean with the digits that it can bear."""
    if math.isnan(value):
        return "unknown"
    return f"{value:,.2f}" if abs(value) < 100 else f"{value:,.0f}"


def shares(one: Change) -> str:
    """In which share of worlds the policy helps, harms, changes nothing."""
    total = one.more + one.less + one.unchanged
    if not total:
        return "no world to compare"
    first, second = ("helps", "harms") if one.aspect.better else ("more in", "less in")
    up, down = (one.less, one.more) if one.aspect.better < 0 else (one.more, one.less)
    parts = (f"{first} {of_all(up, total)}", f"{second} {of_all(down, total)}", f"same {of_all(one.unchanged, total)}")
    return ", ".join(parts)


def of_all(count: int, total: int) -> str:
    """A share of worlds in percent; never 0 when it is not."""
    share = 100 * count / total
    return "<1 %" if 0 < share < 1 else f"{share:.0f} %" if share <= 99 or count == total else ">99 %"


def gain(one: Change) -> str:
    """How many times more worlds unmatched runs would need."""
    return "" if one.precision_gain is None else f"x{one.precision_gain:.3g}"


def closing(found: Comparison) -> str:
    """How to read it."""
    neither = [one.aspect.measure.title for one in next(iter(found.changes.values())) if not one.aspect.better]
    has_gain = any(one.precision_gain is not None for changes in found.changes.values() for one in changes)
    of_level = f"{100 * found.level:.4g} %"
    return filled(
        f"In brackets: the intervals of paired differences ({of_level}). Helps, harms: in that share of worlds control "
        f"fares better or worse by this row; of {listed(neither)} it is only said in which share there is more or "
        f"less. {LAST_COLUMN if has_gain else ''}"
        "Results of a model, given its assumptions; no forecast."
    )


def filled(text: str) -> str:
    """A paragraph in the width of the page."""
    return textwrap.fill(text, within(WIDTH))
