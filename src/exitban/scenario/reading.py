"""Reading a scenario: everything that is wrong at once, or a frozen scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exitban.errors import Problem, ScenarioError
from exitban.mechanism import Mechanism
from exitban.scenario.building import (
    compared,
    events_from,
    institutions_from,
    policies_from,
    report_from,
    time_from,
)
from exitban.scenario.checks import check_file
from exitban.scenario.cleaning import validated
from exitban.scenario.evidence import evidence_from
from exitban.scenario.findings import Findings
from exitban.scenario.first_members import AtStart, first_members
from exitban.scenario.gathering import gathered
from exitban.scenario.idle import remark_idle
from exitban.scenario.idle_options import remark_unheard
from exitban.scenario.lifting import lifting_from
from exitban.scenario.observables import observables
from exitban.scenario.observed import observed_from
from exitban.scenario.observed_amounts import check_amounts
from exitban.scenario.organisation import Organisation
from exitban.scenario.overrides import Overrides, override_all, stated
from exitban.scenario.own_mechanisms import mechanisms_of
from exitban.scenario.quantities import Ledger
from exitban.scenario.remembered import parsed
from exitban.scenario.scenario import Scenario
from exitban.scenario.sources import content, located
from exitban.scenario.types import ScenarioEntry
from exitban.scenario.watching import watch_from


@dataclass(frozen=True)
class _Looked:
    """A file after all checks, whether or not they found something."""

    path: Path
    text: str
    findings: Findings
    mechanisms: tuple[Mechanism, ...]
    file: ScenarioEntry
    organisation: Organisation | None
    at_start: tuple[AtStart, ...]


def read(source: str | Path, overrides: Overrides = (), beside: Mapping[str, Path] | None = None) -> Scenario:
    """A scenario from a file or by the name of a bundled one; ``overrides`` such as
    ``policies.ban.strength=0.9``, or values by path.

    ``beside`` says where files lie that the scenario names, for those that are not in its folder. Raises
    `ScenarioError` with every problem that was found, and `CallError`.
    """
    options = stated(overrides)
    looked = _looked_at(source, options, beside)
    if looked.findings.problems:
        raise ScenarioError(looked.findings.problems)
    return _built(looked, options)


def check(source: str | Path, overrides: Overrides = ()) -> list[Problem]:
    """Everything that is wrong with a scenario, in the order of the file; nothing when it can be run."""
    try:
        return sorted(_looked_at(source, stated(overrides)).findings.problems)
    except ScenarioError as error:
        return error.problems


def _looked_at(source: str | Path, overrides: Sequence[str], beside: Mapping[str, Path] | None = None) -> _Looked:
    path = located(source)
    text = content(path)
    tree, problems = parsed(text, str(path))
    findings = Findings(tree, path.parent, beside)
    findings.problems += problems
    if not tree.data:
        raise ScenarioError(problems or [Problem(str(path), 1, 1, "", "the file holds nothing.")])
    mechanisms = mechanisms_of(findings)
    override_all(findings, overrides, mechanisms)
    file = validated(findings, mechanisms)
    check_file(findings, file, mechanisms)
    organisation = gathered(findings, file)
    check_amounts(findings, file, mechanisms, organisation)
    at_start = () if organisation is None else first_members(findings, file, mechanisms, organisation)
    if not findings.problems:
        remark_idle(findings, file, mechanisms)
        remark_unheard(findings, overrides, file, mechanisms)
    return _Looked(path, text, findings, mechanisms, file, organisation, at_start)


def _built(looked: _Looked, overrides: tuple[str, ...]) -> Scenario:
    file = looked.file
    ledger = Ledger(file, looked.mechanisms)
    policies = policies_from(file, ledger)
    compare = compared(file, policies)
    time = time_from(file.time)
    assert looked.organisation is not None
    return Scenario(
        schema_version=file.schema_version,
        kind=file.kind or "",
        name=file.name,
        title=file.title,
        question=file.question or file.title,
        about=file.about or "",
        path=looked.path,
        time=time,
        institutions=institutions_from(file),
        policies=policies,
        compare=compare,
        events=events_from(file, ledger),
        report=report_from(file, compare),
        observed=observed_from(file.observed, observables(looked.mechanisms), tuple(file.institutions), time),
        headline=file.headline,
        lifting=lifting_from(file, time),
        evidence=evidence_from(file.evidence),
        mechanisms=looked.mechanisms,
        at_start=looked.at_start,
        watch=watch_from(file.watch),
        warnings=tuple(sorted(looked.findings.warnings)),
        text=looked.text,
        overrides=overrides,
        _ledger=ledger,
        _organisation=looked.organisation,
        _files=looked.findings.files,
    )
