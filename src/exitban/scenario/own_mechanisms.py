"""The mechanisms of a scenario: the shelf, and the user's own files beside the scenario."""

from __future__ import annotations

from pathlib import Path

from exitban.maths.luck import PURPOSES
from exitban.mechanism import Mechanism, Rule
from exitban.scenario.complaints import shown
from exitban.scenario.findings import Findings
from exitban.scenario.own_laws import faults_of
from exitban.scenario.own_records import faults_of_records
from exitban.scenario.sections import in_policy
from exitban.scenario.shelf import UnfitMechanismError, mechanism_from, shelf, text_of_code
from exitban.scenario.sources import is_file
from exitban.scenario.types import InstitutionEntry, PolicyEntry, ScenarioEntry

SHIPPED = frozenset(f"luck_{name}" for row in PURPOSES for name in row)
RESERVED = frozenset((*ScenarioEntry.model_fields, *InstitutionEntry.model_fields))


def mechanisms_of(findings: Findings) -> tuple[Mechanism, ...]:
    """The shelf in alphabetical order, then the files that the scenario names; what is wrong is told."""
    found, own = list(shelf()), list[tuple[Mechanism, Path]]()
    named = findings.tree.data.get("mechanisms", [])
    for index, file in enumerate(named if isinstance(named, list) else [named]):
        one = _own(findings, index, file, found) if isinstance(file, str) and isinstance(named, list) else None
        findings.unread |= one is None
        found += [one] if one is not None else []
        own += [(one, findings.path_of(file))] if one is not None else []
    if not findings.unread:  # or the base of a mean may be a record of what could not be read
        _check_records(findings, own, found)
    return tuple(found)


def _check_records(findings: Findings, own: list[tuple[Mechanism, Path]], everybody: list[Mechanism]) -> None:
    for mechanism, path in own:
        for fault in faults_of_records(mechanism, everybody, text_of_code(path)):
            findings.wrong_in(str(path), fault.line, fault.column, "", fault.message)


def _own(findings: Findings, index: int, file: str, others: list[Mechanism]) -> Mechanism | None:
    place, path = ("mechanisms", index), findings.path_of(file)
    if not is_file(path):
        findings.wrong(place, f"found {shown(file)}, but there is no such file in {findings.folder.resolve()}.")
        return None
    try:
        mechanism = mechanism_from(path)
    except UnfitMechanismError as error:
        for fault in error.faults:
            findings.wrong_in(str(path), fault.line, fault.column, "", fault.message)
        return None
    findings.files[file] = path.read_bytes()
    for fault in faults_of(mechanism, text_of_code(path)):
        findings.wrong_in(str(path), fault.line, fault.column, "", fault.message)
    clash = _clash(mechanism, others)
    if clash:
        findings.wrong(place, clash)
        return None
    return mechanism


def _clash(mechanism: Mechanism, others: list[Mechanism]) -> str:
    """What its names have in common with others; empty where all are its own."""
    if mechanism.name in RESERVED:
        return f"the mechanism is called {mechanism.name!r}, which is a key of the file. Choose another name."
    if mechanism.name in {one.name for one in others}:
        return f"a mechanism called {mechanism.name!r} is there already. Choose another name."
    for kept in ("states", "records"):
        taken = {one.name for other in others for one in getattr(other, kept)}
        if shared := taken & {one.name for one in getattr(mechanism, kept)}:
            return (
                f"there is one among the {kept} called {min(shared)!r} already. Give the mechanism's own another name."
            )
    if shared_luck := own_luck(mechanism) & set[str]().union(*map(own_luck, others)):
        return f"another mechanism draws '{min(shared_luck)}' as well. Give the mechanism's own luck another name."
    shared = keys_in_policy(mechanism) & set(PolicyEntry.model_fields).union(*map(keys_in_policy, others))
    if shared:
        return f"policies have a key '{min(shared)}' already. Give the mechanism a section_in_policy of its own."
    return ""


def own_luck(mechanism: Mechanism) -> set[str]:
    """The luck that a mechanism asks for, besides that of the shelf."""
    laws = [part.law for part in mechanism.parts if isinstance(part, Rule)]
    laws += [state.arrival for state in mechanism.states if callable(state.arrival)]
    asked = {name for law in laws for name in law.__code__.co_varnames[: law.__code__.co_argcount]}
    return {name for name in asked if name.startswith("luck_")} - SHIPPED


def keys_in_policy(mechanism: Mechanism) -> set[str]:
    """The keys that a mechanism adds to a policy."""
    numbers = {name for name, facts in mechanism.facts().items() if in_policy(facts)}
    return ({mechanism.section_in_policy} if mechanism.section_in_policy else numbers) if numbers else set()
