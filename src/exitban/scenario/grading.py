"""Remarks about the evidence: grades that disagree, claims that stay out, facts from after the report."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from exitban.scenario.evidence import evidence_from, p_true_of, remarks
from exitban.scenario.findings import Findings
from exitban.scenario.grade_tables import complaint, table_from
from exitban.scenario.horizon import day_of
from exitban.scenario.sections import Stated
from exitban.scenario.truth import overfull
from exitban.scenario.types import ScenarioEntry

ECHOES = datetime.timedelta(days=31)
"""Denials, confirmations and comments on a report come within a month: they belong to it."""


def check_evidence(findings: Findings, file: ScenarioEntry, numbers: Iterable[Stated]) -> None:
    """Only a table of grades that is none forbids a run."""
    if wrong := complaint(file.evidence.grades):
        findings.wrong(("evidence", "grades"), wrong)
    for name, claim in file.evidence.claims.items():
        for remark in remarks(claim):
            findings.remark(("evidence", "claims", name), remark)
    _exclusive(findings, file)
    for stated in numbers:
        _silent(findings, file, stated)
        _moving(findings, file, stated)
        _too_late(findings, file, stated)


def _exclusive(findings: Findings, file: ScenarioEntry) -> None:
    for group, total in overfull(evidence_from(file.evidence)):
        findings.remark(
            ("evidence", "claims", group[0]),
            f"{', '.join(group)} contradict each other, but their probabilities sum to {total:g}; "
            "they are scaled down so that they sum to 1.",
        )


def _silent(findings: Findings, file: ScenarioEntry, stated: Stated) -> None:
    """A distribution that no replicate will use."""
    for name in stated.entry.if_true:
        claim = file.evidence.claims.get(name)
        if claim is not None and p_true_of(claim, table_from(file.evidence.grades)) is None:
            findings.remark(
                (*stated.place, "if_true", name),
                f"never used: the claim '{name}' has no probability (p_true).",
            )


def _moving(findings: Findings, file: ScenarioEntry, stated: Stated) -> None:
    """A claim that is said to move nothing, and does."""
    for name in stated.entry.if_true:
        claim = file.evidence.claims.get(name)
        if claim is not None and claim.moves_nothing:
            findings.wrong(
                ("evidence", "claims", name, "moves_nothing"),
                f"but {findings.tree.key(stated.place)} has a distribution for it in if_true. Take one of the two out.",
            )


def _too_late(findings: Findings, file: ScenarioEntry, stated: Stated) -> None:
    """What came long after the report is for looking back; it may not inform a prior of that day."""
    report = None if file.time.report_date is None else day_of(file.time.report_date)
    for name in dict.fromkeys((*stated.entry.claims, *stated.entry.if_true)):
        claim = file.evidence.claims.get(name)
        said = _day(claim.date) if claim is not None else None
        if report is not None and said is not None and said > report + ECHOES:
            findings.remark(stated.place, f"rests on '{name}' of {said}, which is later than the report of {report}.")


def _day(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text or "")
    except ValueError:
        return None
