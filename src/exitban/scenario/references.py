"""Names that must exist wherever a file mentions them, and must not go in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from exitban.errors import did_you_mean
from exitban.scenario.findings import Findings
from exitban.scenario.positions import Place
from exitban.scenario.quantities import NO_POLICY
from exitban.scenario.sections import Stated
from exitban.scenario.types import ScenarioEntry


def check_references(findings: Findings, file: ScenarioEntry, numbers: Iterable[Stated]) -> None:
    """Every mention of a name."""
    _institutions(findings, file)
    _policies(findings, file)
    _claims(findings, file, numbers)
    _circles(
        findings,
        {name: one.answers_to for name, one in file.institutions.items()},
        "institutions",
        "answers_to",
    )
    _circles(findings, {name: one.like for name, one in file.policies.items()}, "policies", "like")


def _mention(findings: Findings, place: Place, name: str, names: Iterable[str], kind: str) -> bool:
    """The name is there; told if not. Nothing is said where the names themselves are in doubt."""
    known = list(names)
    if name in known:
        return True
    findings.wrong(place, f"no {kind} is called '{name}'.{did_you_mean(name, known)}")
    findings.spoil(place)
    return False


def _mentions(findings: Findings, place: Place, found: Iterable[str], names: Iterable[str], kind: str) -> None:
    known, seen = list(names), set[str]()
    for index, name in enumerate(found):
        if name in seen:
            findings.wrong((*place, index), f"'{name}' stands here twice.")
        elif not _mention(findings, (*place, index), name, known, kind):
            continue
        seen.add(name)


def _institutions(findings: Findings, file: ScenarioEntry) -> None:
    names = list(file.institutions)
    for name, one in file.institutions.items():
        if one.answers_to is not None:
            _mention(findings, ("institutions", name, "answers_to"), one.answers_to, names, "institution")
    for name, policy in file.policies.items():
        if policy.scope is not None:
            place = ("policies", name, "scope", "institutions")
            _mentions(findings, place, policy.scope.institutions, names, "institution")
    for index, event in enumerate(file.events):
        _mentions(findings, ("events", index, "institutions"), event.institutions or (), names, "institution")
    if file.report is not None:
        _mention(findings, ("report", "institution"), file.report.institution, names, "institution")


def _policies(findings: Findings, file: ScenarioEntry) -> None:
    names, with_none = list(file.policies), [NO_POLICY, *file.policies]
    for name, policy in file.policies.items():
        others = [other for other in names if other != name]
        if policy.like is not None and policy.like != name:
            _mention(findings, ("policies", name, "like"), policy.like, names, "policy")
        _mentions(findings, ("policies", name, "together_with"), policy.together_with or (), others, "other policy")
    _mentions(findings, ("compare",), file.compare or (), with_none, "policy")
    if file.report is not None and file.report.policy is not None:
        _mention(findings, ("report", "policy"), file.report.policy, with_none, "policy")


def _claims(findings: Findings, file: ScenarioEntry, numbers: Iterable[Stated]) -> None:
    claims = file.evidence.claims
    for place, entry, _ in numbers:
        _mentions(findings, (*place, "claims"), entry.claims, claims, "claim")
        for name in entry.if_true:
            _mention(findings, (*place, "if_true", name), name, claims, "claim")
    for name, claim in claims.items():
        others = [other for other in claims if other != name]
        _mentions(findings, ("evidence", "claims", name, "contradicts"), claim.contradicts, others, "other claim")


def _circles(findings: Findings, links: Mapping[str, str | None], section: str, key: str) -> None:
    """Each circle of links is told once, at its first member in the file."""
    told: set[str] = set()
    for start in links:
        way = [start]
        while (after := links.get(way[-1])) is not None and after not in way:
            way.append(after)
        if after == start and start not in told:
            told |= set(way)
            findings.wrong((section, start, key), f"goes in a circle: {' -> '.join([*way, start])}.")
            findings.spoil((section, start, key))
