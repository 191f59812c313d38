"""Where every number comes from: graded claims, and each quantity with its claims or as an assumption."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exitban.errors import Problem
from exitban.report.html import Markup, Section, bullets, element, joined, link, paragraph, table, text

PLACES = frozenset({"institutions", "policies", "events"})
"""Parts of the file in which a number holds for one place only."""

DASH = "\N{EN DASH}"

CODE = (
    "Grades by the Admiralty code: reliability of the source from A to E, F unknown; credibility of the "
    "claim from 1 to 5, 6 unknown. The probability follows from the credibility alone unless the scenario "
    "states it; a claim without one informs no number. The last column counts the numbers that the claim "
    "speaks about."
)


def _source(hop: Any) -> Markup:
    """One hop of a chain: title, address, date."""
    named = link(hop.address, hop.title) if hop.address else text(hop.title)
    return joined([named, f" ({hop.date})"], "") if hop.date else named


def _chain(claim: Any) -> Markup:
    """All hops, nearest first; the arrow points from where the words came."""
    return joined((_source(hop) for hop in claim.chain), " &larr; ")


def _grade(claim: Any) -> Markup:
    """The two grades, with the reason under them."""
    grade = element("strong", f"{claim.reliability}{claim.credibility}")
    return joined([grade, f" {claim.graded_why}"], "") if claim.graded_why else grade


def _probability(claim: Any) -> str:
    return DASH if claim.p_true is None else f"{claim.p_true:.2f}"


def _said(claim: Any) -> str:
    against = f" Contradicts {', '.join(claim.contradicts)}." if claim.contradicts else ""
    return f"{claim.text}{against}"


def claims(found: Mapping[str, Any], quantities: Mapping[str, Any]) -> Markup:
    """The claims, how they are graded, and how many numbers rest on each."""
    used = [claim for quantity in quantities.values() for claim in quantity.claims]
    rows = [
        [name, _said(claim), _chain(claim), _grade(claim), _probability(claim), used.count(name) or DASH]
        for name, claim in found.items()
    ]
    head = ["Claim", "What it says", "Sources, nearest first", "Grade", "Probability", "Numbers"]
    return table(CODE, head, rows)


def numbers(quantities: Mapping[str, Any]) -> Markup:
    """Every number of the scenario: its value or prior, its unit, and what it rests on."""
    rows: list[Sequence[object]] = []
    group = None
    for path in sorted(quantities, key=_order):
        if (head := _group(path)) != group:
            group = head
            rows.append([head.replace(".", ": ")])
        rows.append(_row(path, quantities[path]))
    caption = "A number that no claim speaks about is an assumption and is marked so."
    return table(caption, ["Number", "Value or prior", "Unit", "Meaning", "Rests on"], rows, ["", "", "", ""])


def _group(path: str) -> str:
    """The part of the file in which a number stands: a mechanism, one institution, one policy, one event."""
    parts = path.split(".")
    return ".".join(parts[:2]) if parts[0] in PLACES else parts[0]


def _order(path: str) -> tuple[bool, str]:
    """What holds everywhere first, then what holds in one place; by name within."""
    return path.split(".")[0] in PLACES, _group(path)


def _row(path: str, quantity: Any) -> list[object]:
    short = path.removeprefix(_group(path) + ".")
    return [short, _prior(quantity), quantity.unit or DASH, quantity.meaning, _rests_on(quantity)]


def _prior(quantity: Any) -> Markup:
    """The distribution in words, and the one that holds if a claim is true."""
    lines = [text(quantity.prior.words())]
    lines += [text(f"if {name} is true: {prior.words()}") for name, prior in quantity.if_true.items()]
    return joined(lines, "<br>")


def _rests_on(quantity: Any) -> Markup:
    """The claims with the step from them to the number, or the word assumption with its reason."""
    if quantity.claims:
        return joined([element("strong", ", ".join(quantity.claims)), f" {quantity.why}" if quantity.why else ""], "")
    why = f": {quantity.assumption}" if quantity.assumption else ""
    return text(f"assumption{why}")


def _count(quantities: Mapping[str, Any]) -> Markup:
    """How much of the scenario rests on what; said before the tables, since it is most of what they say."""
    resting = sum(1 for quantity in quantities.values() if quantity.claims)
    ranges = sum(1 for quantity in quantities.values() if not quantity.is_fixed)
    assumed = len(quantities) - resting
    return paragraph(
        f"The scenario holds {len(quantities)} numbers: claims speak about {resting}, {assumed} are "
        f"assumptions. {ranges} are given as ranges and drawn anew in every world. A claim is what a source "
        "says, not what is so."
    )


def beside_numbers(stated: Mapping[str, str], by_paper: bool) -> Markup:
    """First members and a random network: the most important part of many a reference model."""
    rests = "the paper" if by_paper else "assumption"
    count = f"{len(stated)} more {'statement sets' if len(stated) == 1 else 'statements set'} where it starts."
    caption = f"{count} No claim speaks about such a statement."
    return table(
        caption, ["Statement", "What is set", "Rests on"], [[path, said, rests] for path, said in stated.items()]
    )


def remarks(found: Sequence[Problem]) -> list[Markup]:
    """What the program remarks about the file; a stored copy of it lies elsewhere, so lines are told without a path."""
    told = [f"{f'line {one.line}, ' if one.line else ''}{one.key}: {one.message}" for one in found]
    return [paragraph("Remarked when the scenario was read:"), bullets(told)] if told else []


def section(scenario: Any) -> Section | None:
    """The tables of claims and of numbers; None where the scenario gives neither."""
    found: Mapping[str, Any] = getattr(getattr(scenario, "evidence", None), "claims", {})
    quantities: Mapping[str, Any] = getattr(scenario, "quantities", {})
    stated: Mapping[str, str] = getattr(scenario, "beside_numbers", {})
    if not found and not quantities and not stated:
        return None
    parts = [_count(quantities)] if quantities else []
    parts += remarks(getattr(scenario, "warnings", ()))
    parts += [beside_numbers(stated, getattr(scenario, "kind", "") == "reference")] if stated else []
    parts += [claims(found, quantities)] if found else []
    parts += [numbers(quantities)] if quantities else []
    return Section("evidence", "What the numbers rest on: claims and assumptions", joined(parts))
