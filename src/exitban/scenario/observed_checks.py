"""Checks of what came after: its quantity, unit and policy, where it was counted, and when."""

from __future__ import annotations

from exitban.errors import did_you_mean
from exitban.mechanism import Mechanism
from exitban.scenario.building import time_from
from exitban.scenario.complaints import shown
from exitban.scenario.findings import Findings
from exitban.scenario.horizon import Date, Time, position
from exitban.scenario.observables import OTHER, observables
from exitban.scenario.observed import misfit
from exitban.scenario.observed_form import ObservedEntry
from exitban.scenario.positions import Place
from exitban.scenario.types import ScenarioEntry


def check_observed(findings: Findings, file: ScenarioEntry, mechanisms: tuple[Mechanism, ...]) -> None:
    """All of them; names of institutions, policies and claims are checked with all other names."""
    known = observables(mechanisms)
    for name, one in file.observed.items():
        place: Place = ("observed", name)
        _quantity(findings, place, one, known)
        if file.policies and one.policy is None and not findings.spoiled((*place, "policy")):
            findings.wrong_key(place, "the key 'policy' is missing: the policy that was in force; 'none' if none was.")
        if not findings.spoiled(("time",)):
            _dates(findings, place, one, time_from(file.time))


def _quantity(findings: Findings, place: Place, one: ObservedEntry, known: dict[str, str]) -> None:
    at = (*place, "quantity")
    kind = known.get(one.quantity)
    if kind is None:
        told = f"no simulated quantity is called '{one.quantity}'.{did_you_mean(one.quantity, known)}"
        findings.wrong_name(at, told)
        return
    if wrong := misfit(one, kind):
        findings.wrong((*place, "unit"), wrong, at)
    several = one.institutions is not None and len(one.institutions) > 1
    if kind == OTHER and several:
        told = (
            f"found {len(one.institutions or ())}; allowed: one, or none for the whole: {one.quantity} does not add up."
        )
        findings.wrong((*place, "institutions"), told, at)


def _dates(findings: Findings, place: Place, one: ObservedEntry, time: Time) -> None:
    for index, value in enumerate(one.values):
        at = (*place, "values", index)
        for key, date in (("since", value.since), ("date", value.date)):
            if date is not None and not _within(date, time):
                told = f"allowed: a day or moment from {shown(time.start)} to {shown(time.end)}."
                findings.wrong((*at, key), f"found {shown(date)}; {told}")
        if value.since is not None and position(value.since) >= position(value.date):
            told = f"found {shown(value.since)}, which does not lie before the date, {shown(value.date)}."
            findings.wrong((*at, "since"), told, (*at, "date"))
        if one.unit.endswith("per year") and value.since is None and position(value.date) == position(time.start):
            findings.wrong((*at, "date"), "found the start itself: nothing can be told per year of no time at all.")


def _within(date: Date, time: Time) -> bool:
    return position(time.start) <= position(date) <= position(time.end)
