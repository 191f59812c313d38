"""Names that must exist wherever a file mentions them, and must not go in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True)
class _Names:
    """What names of one kind there are, and where the file gives them."""

    findings: Findings
    kind: str
    section: Place
    known: tuple[str, ...]

    def mention(self, place: Place, name: str) -> bool:
        """The name is there; told if not. Nothing is said where the names themselves are in doubt."""
        in_doubt = self.section in self.findings.tree.spoiled
        if name in self.known or in_doubt or self.findings.tree.value((*self.section, name)) is not None:
            return True
        self.findings.wrong(place, f"no {self.kind} is called '{name}'.{did_you_mean(name, self.known)}")
        self.findings.spoil(place)
        return False

    def mentions(self, place: Place, found: Iterable[str]) -> None:
        """Every name of a list, and none of them twice."""
        seen: set[str] = set()
        for index, name in enumerate(found):
            if name in seen:
                self.findings.wrong((*place, index), f"'{name}' stands here twice.")
            elif self.mention((*place, index), name):
                seen.add(name)


def _institutions(findings: Findings, file: ScenarioEntry) -> None:
    names = _Names(findings, "institution", ("institutions",), tuple(file.institutions))
    for name, one in file.institutions.items():
        if one.answers_to is not None:
            names.mention(("institutions", name, "answers_to"), one.answers_to)
    for name, policy in file.policies.items():
        if policy.scope is not None:
            names.mentions(("policies", name, "scope", "institutions"), policy.scope.institutions)
    for index, event in enumerate(file.events):
        names.mentions(("events", index, "institutions"), event.institutions or ())
    for name, series in file.observed.items():
        names.mentions(("observed", name, "institutions"), series.institutions or ())
    if file.report is not None:
        names.mention(("report", "institution"), file.report.institution)


def _policies(findings: Findings, file: ScenarioEntry) -> None:
    names = _Names(findings, "policy", ("policies",), tuple(file.policies))
    with_none = _Names(findings, "policy", ("policies",), (NO_POLICY, *file.policies))
    for name, policy in file.policies.items():
        if policy.like is not None:
            names.mention(("policies", name, "like"), policy.like)
        _others(names, ("policies", name, "together_with"), name, policy.together_with or ())
    with_none.mentions(("compare",), file.compare or ())
    for name, series in file.observed.items():
        if series.policy is not None:
            with_none.mention(("observed", name, "policy"), series.policy)
    if file.report is not None and file.report.policy is not None:
        with_none.mention(("report", "policy"), file.report.policy)


def _claims(findings: Findings, file: ScenarioEntry, numbers: Iterable[Stated]) -> None:
    names = _Names(findings, "claim", ("evidence", "claims"), tuple(file.evidence.claims))
    for place, entry, _ in numbers:
        names.mentions((*place, "claims"), entry.claims)
        for name in entry.if_true:
            names.mention((*place, "if_true", name), name)
    for name, series in file.observed.items():
        for index, against in enumerate(series.contrary):
            names.mentions(("observed", name, "contrary", index, "claims"), against.claims)
    for name, claim in file.evidence.claims.items():
        _others(names, ("evidence", "claims", name, "contradicts"), name, claim.contradicts)


def _others(names: _Names, place: Place, own: str, found: tuple[str, ...]) -> None:
    """Names of others: a thing cannot name itself there."""
    names.mentions(place, found)
    if own in found:
        names.findings.wrong((*place, found.index(own)), f"'{own}' cannot name itself here.")


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
