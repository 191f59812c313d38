"""The weight of evidence for people: a table, and in words what carries the answer and what does not."""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Sequence
from typing import Final

from exitban.analysis import reading
from exitban.analysis.intervals import Interval
from exitban.analysis.weigh import RootWeight, Weights
from exitban.analysis.wording import listed, percent, quoted, share_range, signed, whole, worlds

WIDTH: Final = 118
DASH = "\N{EN DASH}"


def told(found: Weights) -> str:
    """What was asked, the table, and what it comes to."""
    parts = [introduction(found), table(found), *paragraphs(found)]
    return "\n\n".join(part if part.startswith(" ") or "\n" in part else filled(part) for part in parts if part)


def introduction(found: Weights) -> str:
    """What stands in the table."""
    lead = (
        f"Weight of evidence in {found.outcome.title}, {whole(found.replicates)} worlds of {found.scenario.name}. A "
        "root holds in a world where at least one of its claims is true. Moves: the mean where it holds less the mean "
        f"where it does not, in {found.outcome.unit} with its 95 % interval, under {title(found, found.focus)}. The "
        "share is that of the variance between worlds."
    )
    return lead if len(found.policies) < 2 else f"{lead} {_of_the_choice(found)}"


def _of_the_choice(found: Weights) -> str:
    policies = listed([title(found, one) for one in found.policies])
    return (
        f"The difference: how far the same moves the matched difference to {title(found, found.base)}. Worth knowing: "
        f"what learning the truth would gain, on average, for somebody who chooses between {policies} and wants "
        "control to last."
    )


def title(found: Weights, policy: str) -> str:
    """A policy's title in quotation marks."""
    return quoted(reading.policy_title(found.scenario, policy))


def table(found: Weights) -> str:
    """A row for each root, and one for each of its claims where it has several."""
    from rich.console import Console
    from rich.table import Table

    rows = Table(box=None, padding=(0, 2, 0, 0), show_edge=False)
    heads = ("root", "holds", "if true", "if false", "moves", "share %", "the difference", "worth knowing")
    for place, head in enumerate(heads):
        rows.add_column(head, justify="right" if place else "left")
    for one in found.roots:
        rows.add_row(*row(found, one))
        for cells in claim_rows(found, one):
            rows.add_row(*cells)
    text = io.StringIO()
    Console(file=text, width=2 * WIDTH, no_color=True, highlight=False, markup=False).print(rows)
    return "\n".join(line.rstrip() for line in text.getvalue().rstrip().splitlines())


def row(found: Weights, one: RootWeight) -> list[str]:
    """The cells of a root."""
    holds = f"{percent(one.worlds_true / found.replicates)} %"
    if not one.known:
        return [one.root, holds, *["too few worlds"], *[DASH] * 5]
    effect, scale = one.under(found.focus), found.outcome.scale
    change = next((each for each in one.changes if each.policy == found.focus), None)
    return [
        one.root,
        holds,
        number(scale * effect.if_true),
        number(scale * effect.if_false),
        ends(effect.difference, scale),
        DASH if one.share is None else plain_ends(one.share, 100.0, 1),
        DASH if change is None else ends(change.difference, scale),
        DASH if one.worth is None else plain_ends(one.worth, scale, 2),
    ]


def claim_rows(found: Weights, one: RootWeight) -> list[list[str]]:
    """The cells of its claims; a root with a single one needs no more rows."""
    if sum(1 + len(each.reprints) for each in one.claims) < 2:
        return []
    scale, rows = found.outcome.scale, []
    for each in one.claims:
        means = [number(scale * value) for value in (each.effect.if_true, each.effect.if_false)]
        holds = f"{percent(each.worlds_true / found.replicates)} %"
        names = listed([each.name, *each.reprints])
        rows.append([f"  {names}", holds, *means, ends(each.effect.difference, scale), "", "", ""])
    return rows


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


def paragraphs(found: Weights) -> list[str]:
    """What it comes to, in sentences."""
    return [part for part in (carries(found), choice(found), silence(found), chance(found)) if part]


def moving(found: Weights) -> list[RootWeight]:
    """The roots whose effect leaves zero."""
    known = [one for one in found.roots if one.known]
    return [one for one in known if _sure(one.under(found.focus).difference)]


def _sure(found: Interval) -> bool:
    return found.low > 0.0 or found.high < 0.0


def carries(found: Weights) -> str:
    """Which roots move the outcome, and which cannot be told from none."""
    sure = moving(found)
    rest = [one.root for one in found.roots if one.known and one not in sure]
    if not found.roots:
        return "No claim of this scenario moves a number, so no claim changes the answer."
    lead = f"The answer under {title(found, found.focus)} "
    if sure:
        clauses = [f"{_named(one)} ({_moves(found, one)})" for one in sure]
        lead += f"hangs on {listed(clauses)}."
    else:
        lead += "hangs on no root as far as so many worlds can tell."
    if rest:
        lead += (
            f" Whether {_or(rest)} {'holds' if len(rest) == 1 else 'hold'} or not changes it by less than can be told."
        )
    return lead


def _moves(found: Weights, one: RootWeight) -> str:
    effect, scale = one.under(found.focus), found.outcome.scale
    share = one.share or Interval(0.0, 0.0, 0.0)
    return (
        f"{number(scale * effect.if_false)} {found.outcome.unit} if it is false, {number(scale * effect.if_true)} if "
        f"true; {percent(share.value, 1)} % of the variance, 95 % interval {share_range(share, 1)}"
    )


def _named(one: RootWeight) -> str:
    """A root with its claims."""
    claims = [name for each in one.claims for name in (each.name, *each.reprints)]
    return f"{one.root} with its {'claim' if len(claims) == 1 else 'claims'} {listed(claims)}" if claims else one.root


def _or(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]


def choice(found: Weights) -> str:
    """Whether knowing more would change what is chosen."""
    known = [one for one in found.roots if one.worth is not None]
    if not known:
        return ""
    worthy = [one for one in known if one.worth is not None and one.worth.low > 0.0]
    most = max(one.worth.high for one in known if one.worth is not None)
    scale, unit = found.outcome.scale, found.outcome.unit
    lead = f"Without knowing more, {title(found, found.best)} does best by this measure. "
    if worthy:
        clauses = [f"{one.root} ({plain_ends(one.worth, scale, 2)} {unit})" for one in worthy if one.worth]
        return f"{lead}The choice between the policies hangs on {listed(clauses)}."
    return (
        f"{lead}The choice between the policies hangs on none of the roots: knowing any one of them would gain at most "
        f"{scale * most:.2f} {unit} (upper end of the 95 % intervals)."
    )


def silence(found: Weights) -> str:
    """Claims that change nothing by construction."""
    if not found.silent:
        return ""
    return (
        f"By construction the answer is the same if these are false, since no number has a distribution for the case "
        f"that they are true: {', '.join(found.silent)}."
    )


def chance(found: Weights) -> str:
    """What is luck between replicates and no number."""
    under = f"of the variance between worlds under {title(found, found.focus)}"
    if found.chance is not None:
        share = f"{percent(found.chance.value)} % {under} (95 % interval {share_range(found.chance)})"
        return f"Pure chance is {share}: the same worlds, every number the same, were run again with other luck."
    if math.isnan(found.chance_at_most):
        return ""
    return (
        f"Pure chance is at most about {percent(found.chance_at_most)} % {under}: a straight fit to all drawn numbers "
        "leaves that much, and with it all that bends. `exitban weigh` runs the same worlds again and measures it."
    )


def filled(text: str) -> str:
    """A paragraph in the width of the page."""
    return textwrap.fill(text, WIDTH, break_on_hyphens=False)


def of_worlds(found: Weights, one: RootWeight) -> str:
    """In how many worlds a root holds."""
    return worlds(one.worlds_true, found.replicates)
