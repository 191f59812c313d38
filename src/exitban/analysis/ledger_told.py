"""The ledger for people: a tree, a table, what contradicts what, and what rests on nothing."""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING

from exitban.analysis.ledger import Ledger, outlets_of
from exitban.analysis.text_table import text_table
from exitban.analysis.wording import listed, percent
from exitban.page import within
from exitban.scenario import Claim
from exitban.scenario.counts import counted

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.tree import Tree

WIDTH = 110
ARROW = "\N{RIGHTWARDS ARROW}"
MOVES, SPEAKS = "moves", "speaks about"
HEADS = ("claim", "grade", "p true", "root", MOVES, SPEAKS)
LEFT = ("grade", "root")


def told(found: Ledger) -> str:
    """The whole ledger as text."""
    if not found.claims:
        return "\n\n".join(filter(None, (_filled(_count(found)), assumed(found) if found.assumptions else "")))
    parts = [
        _filled(_count(found)),
        _filled(grades(found)),
        table(found),
        "From outlet to root to claim to number:",
        tree(found),
        silence(found),
        contradictions(found),
        assumed(found),
    ]
    return "\n\n".join(part for part in parts if part)


def _count(found: Ledger) -> str:
    name, numbers = found.scenario.name, len(found.scenario.quantities)
    if not found.claims:
        stated, left = len(found.assumptions), len(found.defaults)
        return (
            f"{name} has no claims: all {numbers} numbers are assumptions, {stated} of them stated by the file and "
            f"{left} the program's default."
        )
    moved = {path for claim in found.claims for path in found.moves(claim)}
    ranges = sum(1 for one in found.assumptions.values() if not one.is_fixed)
    return (
        f"{name} holds {counted(len(found.claims), 'claim')} from "
        f"{counted(len(found.scenario.evidence.roots), 'root')}. They speak about "
        f"{len(found.numbers)} of {numbers} numbers and move {len(moved)}: only of these another value is drawn where "
        f"the claim is false. {len(found.assumptions)} numbers that the file states rest on no claim, {ranges} of "
        f"them ranges; {len(found.defaults)} stand at the program's default."
    )


def grades(found: Ledger) -> str:
    """Which table turned grades into probabilities."""
    one = found.scenario.evidence.table
    pairs = ", ".join(f"{grade} {ARROW} {p:g}" for grade, p in one.probabilities.items())
    return (
        f"Grades become probabilities by the table {one.title} ({one.source}): {pairs}. The table is an assumption; "
        "credibility 6 and reliability F have no probability, and the two grades are never multiplied."
    )


def table(found: Ledger) -> str:
    """A row for each claim; on a page that has no room for it, a few lines."""
    lines = [cells_of(found, one) for one in found.claims.values()]
    return text_table(HEADS, lines, left=LEFT)


def cells_of(found: Ledger, one: Claim) -> list[str]:
    """What the table says of a claim."""
    counts = (str(len(paths)) for paths in (found.moves(one.name), found.speaks(one.name)))
    return [one.name, one.grade, probability(one), listed(one.roots), *counts]


def probability(one: Claim) -> str:
    """The probability of a claim; one that the file states is marked."""
    if one.p_true is None:
        return "none"
    return f"{one.p_true:.2f}{' stated' if one.p_true_stated else ''}"


def tree(found: Ledger) -> str:
    """The nearest outlet first; below it the root, its claims, and their numbers."""
    return "\n".join(_drawn(one) for one in trees(found))


def trees(found: Ledger) -> list[Tree]:
    """A tree for each outlet."""
    from rich.tree import Tree

    tops: dict[str, Tree] = {}
    below: dict[tuple[str, str], Tree] = {}
    for one in found.claims.values():
        first, *rest = outlets_of(one)
        top = tops.setdefault(first, Tree(first))
        through = "".join(f"from {title}, " for title in rest)
        root = f"{through}root: {listed(one.roots)}"
        if (first, root) not in below:
            below[first, root] = top.add(root)
        _hang(below[first, root].add(f"{one.name} [{one.grade}, {_chance(one)}]: {_short(one.text)}"), found, one.name)
    return list(tops.values())


def _hang(branch: Tree, found: Ledger, claim: str) -> None:
    for path in found.moves(claim):
        one = found.numbers[path]
        branch.add(f"{MOVES} {path}: {one.if_true[claim].words()}; without any claim {one.prior.words()}")
    spoken = found.speaks(claim)
    if spoken:
        branch.add(f"{SPEAKS} {', '.join(spoken)}")
    if claim in found.silent:
        branch.add(because(found, claim))


def because(found: Ledger, claim: str) -> str:
    """That a claim changes no number, and why if the file says so."""
    why = found.silent[claim].rstrip(".")
    return f"changes no number, because {why[:1].lower()}{why[1:]}" if why else "changes no number"


def silence(found: Ledger) -> str:
    """The claims on which no number hangs, each with its reason."""
    if not found.silent:
        return "Every claim moves a number: none could be false without changing what is drawn."
    told = [f"{claim} {because(found, claim)}" for claim in found.silent]
    return _filled(f"Whether these are true or false, the same is drawn: {'; '.join(told)}.")


def _chance(one: Claim) -> str:
    return "no probability" if one.p_true is None else f"true in {percent(one.p_true)} % of worlds"


def _short(text: str) -> str:
    return textwrap.shorten(text, 90, placeholder=" ...")


def contradictions(found: Ledger) -> str:
    """Which claims are never both true."""
    if not found.contradictions:
        return "No claim contradicts another."
    pairs = [f"{a} and {b}" for a, b in found.contradictions]
    return _filled(f"Contradict each other, so at most one of them is true in a world: {'; '.join(pairs)}.")


def assumed(found: Ledger) -> str:
    """The numbers that rest on nothing but a reason."""
    if not found.assumptions:
        return "No number that the file states is a bare assumption."
    ranges = [f"  {path}: {one.prior.words()}" for path, one in found.assumptions.items() if not one.is_fixed]
    fixed = [f"{path} {one.prior.words()}" for path, one in found.assumptions.items() if one.is_fixed]
    parts = ["Bare assumptions, no claim speaks about them:", *ranges]
    if fixed:
        parts.append(_filled(f"and at one value each: {', '.join(fixed)}.", "  "))
    return "\n".join(parts)


def _drawn(what: RenderableType) -> str:
    from rich.console import Console

    text = io.StringIO()
    Console(file=text, width=within(WIDTH), no_color=True, highlight=False, markup=False, emoji=False).print(what)
    return "\n".join(line.rstrip() for line in text.getvalue().rstrip().splitlines())


def _filled(text: str, indent: str = "") -> str:
    return textwrap.fill(text, within(WIDTH), initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
