"""The weight of evidence as cells: the outcome itself, and what the policy changes in it. Terminal, report and page
show the same ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from exitban.analysis.intervals import Interval
from exitban.analysis.root_weights import ClaimWeight, Effect, RootWeight
from exitban.analysis.weigh import Weights
from exitban.analysis.wording import listed, percent, signed
from exitban.page import DASH

FEW: Final = "too few worlds"
ROOT: Final = "root, and its claims"

OF_OUTCOME: Final = (ROOT, "holds in", "if true", "if false", "moves", "share of variance, %", "worth knowing")
OF_CHANGE: Final = (ROOT, "holds in", "if true", "if false", "apart", "share of variance, %", "so")

FLIPS, LUCK = "could flip the answer", "within luck"

Rows = Iterator[list[str]]


def rows_of_outcome(found: Weights) -> Rows:
    """A row for each root, one for each of its claims where it has several."""
    for one in found.roots:
        yield _row(found, one, of_outcome(found, one))
        yield from _of_claims(found, one, lambda each: _effect(found, each.effect))


def of_outcome(found: Weights, one: RootWeight) -> list[str]:
    """What is said of a root: means, how far apart, share of the variance, what knowing it would be worth."""
    scale = found.outcome.scale
    share = DASH if one.share is None else plain_ends(one.share, 100.0, 1)
    worth = DASH if one.worth is None else plain_ends(one.worth, scale, 2)
    return [*_effect(found, one.under(found.focus)), share, worth] if one.known else []


def rows_of_change(found: Weights) -> Rows:
    """The same of the matched difference between the policy in focus and the first one."""
    for one in found.by_change:
        yield _row(found, one, of_change(found, one))
        yield from _of_claims(found, one, lambda each: change_cells(found, each.change))


def of_change(found: Weights, one: RootWeight) -> list[str]:
    """What becomes of the matched difference where a root holds and where it does not."""
    share = DASH if one.share_of_change is None else plain_ends(one.share_of_change, 100.0, 1)
    cells = change_cells(found, one.changed(found.focus))
    return [*cells[:3], share, *cells[3:]]


def change_cells(found: Weights, effect: Effect | None) -> list[str]:
    """Where it holds, where not, how far apart with the 95 % interval, and what follows."""
    if effect is None:
        return []
    true, false = (signed(found.outcome.scale * one, 1) for one in (effect.if_true, effect.if_false))
    return [true, false, ends(effect.difference, found.outcome.scale), verdict(effect)]


def verdict(effect: Effect) -> str:
    """Whether what is true decides the direction, or the gap is no wider than luck makes it."""
    return FLIPS if effect.turns else "" if effect.clear else LUCK


def holds_in(found: Weights, worlds: int) -> str:
    """In which share of the worlds."""
    return f"{percent(worlds / found.replicates)} %"


def names_of(one: ClaimWeight) -> str:
    """A claim with its reprints."""
    return listed([one.name, *one.reprints])


def _row(found: Weights, one: RootWeight, cells: list[str]) -> list[str]:
    width = len(OF_OUTCOME) - 2
    return [one.root, holds_in(found, one.worlds_true), *(cells or [FEW, *[DASH] * (width - 1)])]


def _effect(found: Weights, effect: Effect) -> list[str]:
    scale = found.outcome.scale
    return [number(scale * effect.if_true), number(scale * effect.if_false), ends(effect.difference, scale)]


def _of_claims(found: Weights, one: RootWeight, cells: Callable[[ClaimWeight], list[str]]) -> Rows:
    """The cells of its claims; a root with a single one needs no more rows."""
    if sum(1 + len(each.reprints) for each in one.claims) < 2:
        return
    for each in one.claims:
        first, second, apart, *rest = cells(each)
        yield [f"  {names_of(each)}", holds_in(found, each.worlds_true), first, second, apart, "", *(rest or [""])]


def number(value: float) -> str:
    """One digit after the point."""
    return f"{value:.1f}"


def ends(found: Interval, scale: float) -> str:
    """A difference with its interval, short."""
    value, low, high = (signed(scale * end, 1) for end in (found.value, found.low, found.high))
    return f"{value} ({low} to {high})"


def plain_ends(found: Interval, scale: float, digits: int) -> str:
    """A number that is never negative, with its interval, short."""
    value, low, high = (f"{scale * end:.{digits}f}" for end in (found.value, found.low, found.high))
    return f"{value} ({low} to {high})"
