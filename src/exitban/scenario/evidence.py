"""Claims, their chains of sources and grades, and the probability that each is true.

The Admiralty code grades the source (reliability A to F) and the claim (credibility 1 to 6) apart; people
do not use the two independently, so they are never multiplied. The probability comes from the credibility
alone, by a table that is itself an assumption. Credibility 6 and reliability F have none: such a claim
stays out of the prior.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from exitban.scenario.addresses import url_of
from exitban.scenario.grade_tables import STIX, GradeTable, table_from
from exitban.scenario.types import ClaimEntry, EvidenceEntry

DISAGREE: Final = 3
"""Grades this many steps apart (A5, E1, but not A3) contradict each other."""

CONFIRMED: Final = 1
UNKNOWN: Final = 6


@dataclass(frozen=True)
class Source:
    """One hop of a chain: who says it, where, when, and how it has it from the next hop."""

    title: str
    address: str
    date: str
    how: str

    @property
    def url(self) -> str:
        """The address, where it is one that programs can follow."""
        return url_of(self.address)


@dataclass(frozen=True)
class Claim:
    """A graded claim. ``credibility`` is the one in effect, after a lowering for want of a second root.

    ``p_true`` is None for a claim that stays out of the prior; ``p_true_stated`` says that the file gives it.
    ``moves_nothing``: why no number hangs on its truth, where the file says so.
    """

    name: str
    text: str
    date: str
    chain: tuple[Source, ...]
    roots: tuple[str, ...]
    reliability: str
    credibility: int
    p_true: float | None
    p_true_stated: bool
    graded_by: str
    graded_on: str
    graded_why: str
    contradicts: tuple[str, ...]
    moves_nothing: str = ""

    @property
    def grade(self) -> str:
        """The two grades as they are written, such as ``C3``."""
        return f"{self.reliability}{self.credibility}"

    @property
    def root(self) -> str:
        """The root whose draw of truth it shares."""
        return self.roots[0]

    @property
    def informs(self) -> bool:
        """It takes part in priors."""
        return self.p_true is not None


@dataclass(frozen=True)
class Evidence:
    """All claims of a scenario by name, and the table that turned grades into probabilities."""

    table: GradeTable
    claims: Mapping[str, Claim]

    @property
    def roots(self) -> dict[str, tuple[str, ...]]:
        """Names of the claims of each root."""
        found: dict[str, list[str]] = {}
        for claim in self.claims.values():
            found.setdefault(claim.root, []).append(claim.name)
        return {root: tuple(names) for root, names in found.items()}

    @property
    def informing(self) -> tuple[Claim, ...]:
        """The claims that take part in priors."""
        return tuple(claim for claim in self.claims.values() if claim.informs)


def evidence_from(entry: EvidenceEntry) -> Evidence:
    """The claims of a file, graded."""
    table = table_from(entry.grades)
    return Evidence(table, {name: _claim(name, claim, table) for name, claim in entry.claims.items()})


def roots_of(entry: ClaimEntry) -> tuple[str, ...]:
    """The roots that a claim names, or the last hop of its chain."""
    return tuple(dict.fromkeys(entry.root)) or (entry.chain[-1].title,)


def credibility_of(entry: ClaimEntry) -> int:
    """The credibility in effect: confirmed needs two roots, a single one is probable at best."""
    lone = entry.credibility == CONFIRMED and len(roots_of(entry)) < 2
    return CONFIRMED + 1 if lone else entry.credibility


def p_true_of(entry: ClaimEntry, table: GradeTable) -> float | None:
    """The stated probability, or that of the credibility; None where neither says anything."""
    if entry.p_true is not None:
        return entry.p_true
    if entry.reliability == "F" or entry.credibility == UNKNOWN:
        return None
    return table.probabilities[credibility_of(entry)]


def remarks(entry: ClaimEntry) -> list[str]:
    """What a reader of the claim should know about its grade."""
    grade, found = f"{entry.reliability}{entry.credibility}", []
    if credibility_of(entry) != entry.credibility:
        found.append("credibility 1 needs two different roots; it counts as 2. Name both under `root` to keep it.")
    if entry.p_true is None and p_true_of(entry, STIX) is None:
        found.append(f"graded {grade}: no probability follows, so it stays out of the prior unless p_true is given.")
    if entry.reliability != "F" and entry.credibility != UNKNOWN:
        apart = abs("ABCDE".index(entry.reliability) + 1 - entry.credibility)
        if apart >= DISAGREE:
            found.append(f"graded {grade}: the two grades disagree. Say in graded.why how both can hold.")
    return found


def _claim(name: str, entry: ClaimEntry, table: GradeTable) -> Claim:
    graded = entry.graded
    return Claim(
        name=name,
        text=entry.text,
        date=entry.date or "",
        chain=tuple(Source(hop.title, hop.address or "", hop.date or "", hop.how or "") for hop in entry.chain),
        roots=roots_of(entry),
        reliability=entry.reliability,
        credibility=credibility_of(entry),
        p_true=p_true_of(entry, table),
        p_true_stated=entry.p_true is not None,
        graded_by=(graded.by if graded else None) or "",
        graded_on=(graded.date if graded else None) or "",
        graded_why=(graded.why if graded else None) or "",
        contradicts=entry.contradicts,
        moves_nothing=" ".join((entry.moves_nothing or "").split()),
    )
