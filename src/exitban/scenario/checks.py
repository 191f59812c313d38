"""All checks that look at more than the form of a file."""

from __future__ import annotations

from exitban.mechanism import Mechanism
from exitban.scenario.bounds import check_numbers
from exitban.scenario.consistency import check_consistency
from exitban.scenario.findings import Findings
from exitban.scenario.grading import check_evidence
from exitban.scenario.observed_checks import check_observed
from exitban.scenario.references import check_references
from exitban.scenario.sections import stated_numbers
from exitban.scenario.types import ScenarioEntry


def check_file(findings: Findings, file: ScenarioEntry, mechanisms: tuple[Mechanism, ...]) -> None:
    """Names, numbers, agreement, evidence: everything wrong is told, and what is doubtful is remarked."""
    numbers = list(stated_numbers(file, mechanisms))
    check_references(findings, file, numbers)
    check_numbers(findings, numbers)
    check_consistency(findings, file, mechanisms)
    check_observed(findings, file, mechanisms)
    check_evidence(findings, file, numbers)
