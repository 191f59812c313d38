"""Where every number comes from: the claims with their grades, and each quantity with its claims or as an assumption."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from exitban.report.html import Markup, Section, joined, link, paragraph, table, text

DASH = "\N{EN DASH}"


def _part(thing: Any, *names: str) -> Any:
    """The first of these attributes or keys that says something."""
    for name in names:
        found = thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
        if found not in (None, "", (), []):
            return found
    return None


def _source(source: Any) -> Markup:
    """One hop of the chain of sources: title, address, date, as far as they are said."""
    if isinstance(source, str):
        return text(source)
    title = str(_part(source, "title", "name", "source") or _part(source, "address", "url") or source)
    address, date = _part(source, "address", "url"), _part(source, "date")
    named = link(str(address), title) if address else text(title)
    return joined([named, f" ({date})"], "") if date else named


def _sources(claim: Any) -> Markup:
    found = _part(claim, "sources", "chain", "source")
    if found is None:
        return text(DASH)
    chain = [found] if isinstance(found, str) or not isinstance(found, Iterable) else list(found)
    return joined((_source(hop) for hop in chain), " &larr; ")


def _grade(claim: Any) -> str:
    grade = f"{_part(claim, 'reliability') or '?'}{_part(claim, 'credibility') or '?'}"
    likely = _part(claim, "p_true")
    return grade if likely is None else f"{grade}, true with {float(likely):.2g}"


def _basis(quantity: Any) -> Sequence[str]:
    """Ids of the claims that stand behind a number; none for an assumption."""
    found = _part(quantity, "claims", "claim")
    if found is None:
        return ()
    return (found,) if isinstance(found, str) else tuple(str(claim) for claim in found)


def claims(found: Mapping[str, Any], quantities: Mapping[str, Any]) -> Markup:
    """The claims, how they are graded, and how many numbers rest on each."""
    used = [claim for quantity in quantities.values() for claim in _basis(quantity)]
    rows = [
        [key, str(_part(claim, "text") or ""), _sources(claim), _grade(claim), used.count(key) or DASH]
        for key, claim in found.items()
    ]
    caption = (
        "Grades by the Admiralty code: reliability of the source A to F, credibility of the claim 1 to 6. The last "
        "column counts the numbers of the scenario that rest on the claim."
    )
    return table(caption, ["Claim", "What it says", "Sources, nearest first", "Grade", "Numbers"], rows)


def numbers(quantities: Mapping[str, Any]) -> Markup:
    """Every number of the scenario: its value or prior, its unit, and what it rests on."""
    rows: list[list[object]] = []
    group = None
    for path, quantity in quantities.items():
        if (head := path.split(".")[0]) != group:
            group = head
            rows.append([head])
        meaning = str(_part(quantity, "meaning") or "")
        rows.append([path, _value(quantity), str(_part(quantity, "unit") or DASH), meaning, _rests_on(quantity)])
    caption = "A number without a claim is an assumption of the scenario's author and is marked so."
    return table(caption, ["Number", "Value or prior", "Unit", "Meaning", "Rests on"], rows)


def _value(quantity: Any) -> str:
    found = _part(quantity, "prior", "value")
    return DASH if found is None else str(found)


def _rests_on(quantity: Any) -> str:
    basis, why = ", ".join(_basis(quantity)), _part(quantity, "assumption")
    if basis:
        return basis
    return f"assumption: {why}" if isinstance(why, str) and why != "assumption" else "assumption"


def _count(quantities: Mapping[str, Any]) -> Markup:
    resting = sum(1 for quantity in quantities.values() if _basis(quantity))
    return paragraph(
        f"{len(quantities)} numbers: {resting} rest on a claim, {len(quantities) - resting} are assumptions. A word "
        "of caution belongs to every one of them: a claim is what a source says, not what is so."
    )


def section(scenario: Any) -> Section | None:
    """The table of claims and assumptions; None where the scenario gives neither."""
    found: Mapping[str, Any] = _part(_part(scenario, "evidence"), "claims") or {}
    quantities: Mapping[str, Any] = _part(scenario, "quantities") or {}
    if not found and not quantities:
        return None
    parts = [_count(quantities)] if quantities else []
    parts += [claims(found, quantities)] if found else []
    parts += [numbers(quantities)] if quantities else []
    return Section("evidence", "What the numbers rest on: claims and assumptions", joined(parts))
