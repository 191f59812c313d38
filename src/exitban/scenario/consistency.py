"""Values that must agree with one another: weights, dates, exceptions, policies, posts."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator

from exitban.errors import did_you_mean
from exitban.mechanism import Mechanism
from exitban.scenario.building import time_from
from exitban.scenario.complaints import shown
from exitban.scenario.findings import Findings
from exitban.scenario.horizon import Time, position
from exitban.scenario.lifting import check_lifting
from exitban.scenario.numbers import NumberEntry
from exitban.scenario.observables import STAFFING, SUMS
from exitban.scenario.positions import Place
from exitban.scenario.quantities import NO_POLICY, distribution_of
from exitban.scenario.sections import in_policy
from exitban.scenario.types import PolicyEntry, PostsEntry, ScenarioEntry, TimeEntry
from exitban.words import REASONS

FIRST_YEAR, LAST_YEAR = 1700, 2250
"""Dates of results are counted in nanoseconds, which reach from 1678 to 2262."""

MOST_BESIDE = 29
"""Members remember who stopped them as bits of 32, one of which is the sign and one stands for no policy."""

ONLY_WITH_A_TABLE = ("where", "id", "superior", "second_superior", "rank")
TOLD_AS_SHARES = ("members", "events", "share", "probability")
CLAIMED, ACCEPTED = "_claimed", "_accepted"


def check_consistency(findings: Findings, file: ScenarioEntry, mechanisms: tuple[Mechanism, ...]) -> None:
    """All of them."""
    _weights(findings, file)
    _length(findings, file)
    _policies(findings, file)
    _report(findings, file)
    _events(findings, file)
    for name, one in file.institutions.items():
        _posts(findings, ("institutions", name, "posts"), one.posts)
    _dates(findings, file)
    _headline(findings, file, mechanisms)
    for name, policy in file.policies.items():
        for mechanism in mechanisms:
            _exceptions(findings, name, policy, mechanism)


def _weights(findings: Findings, file: ScenarioEntry) -> None:
    stated = {name: one.weight for name, one in file.institutions.items()}
    places: list[Place] = [("institutions", name, "weight") for name in stated]
    total = math.fsum(weight or 0.0 for weight in stated.values())
    if all(weight is None for weight in stated.values()) or math.isclose(total, 1.0, abs_tol=1e-6):
        return
    if findings.spoiled(*places):
        return
    listed = " + ".join(f"{name} {weight:g}" for name, weight in stated.items() if weight is not None)
    without = [name for name, weight in stated.items() if weight is None]
    hint = f" {', '.join(without)} has none." if without else ""
    findings.wrong_key(("institutions",), f"the weights sum to {total:g} ({listed}); they must sum to 1.{hint}")


def _policies(findings: Findings, file: ScenarioEntry) -> None:
    for name, policy in file.policies.items():
        place: Place = ("policies", name)
        if name == NO_POLICY:
            findings.wrong_key(place, "'none' is always there and forbids nothing. Choose another name.")
        beside = len(policy.together_with or ())
        if beside > MOST_BESIDE:
            findings.wrong((*place, "together_with"), f"found {beside}; allowed: at most {MOST_BESIDE} beside another.")
        for key in ("form", "scope"):
            missing = policy.like is None and getattr(policy, key) is None
            if missing and not findings.spoiled((*place, key)):
                described = PolicyEntry.model_fields[key].description
                findings.wrong_key(place, f"the key '{key}' is missing: {described}.")


def _report(findings: Findings, file: ScenarioEntry) -> None:
    if file.report is not None and file.time.report_date is None:
        findings.wrong(("report",), "needs the day of the report: time.report_date.", ("time", "report_date"))


def _length(findings: Findings, file: ScenarioEntry) -> None:
    """How long it lasts is said once: in months, or by its end."""
    time = file.time
    if time.months is None and time.end is None and not findings.spoiled(("time",)):
        findings.wrong_key(("time",), f"the key 'months' is missing: {TimeEntry.model_fields['months'].description}.")
        findings.spoil(("time", "months"))
    elif time.months is not None and time.end is not None:
        findings.wrong(("time", "end"), "found months and end; allowed: one of them.", ("time", "months"))
    elif time.end is not None and position(time.end) <= position(time.start):
        told = f"found {shown(time.end)}; allowed: a day or moment after the start, {shown(time.start)}."
        findings.wrong(("time", "end"), told, ("time", "start"))
        findings.spoil(("time", "end"))


def _events(findings: Findings, file: ScenarioEntry) -> None:
    seen: dict[str, int] = {}
    for index, event in enumerate(file.events):
        first = seen.setdefault(event.name, index)
        if first != index:
            findings.wrong(("events", index, "name"), f"another event is called '{event.name}' already.")
        if event.raises != "stress" and event.decays_over is not None:
            findings.remark(
                ("events", index, "decays_over"),
                f"has no effect: the signal of {event.raises} decays with exposure.window.",
            )
        if event.raises != "stress" and event.institutions is not None:
            findings.remark(
                ("events", index, "institutions"),
                f"has no effect: the signal of {event.raises} is common to all.",
            )


def _posts(findings: Findings, place: Place, posts: PostsEntry) -> None:
    given = [key for key in ("table", "network", "spans") if getattr(posts, key) is not None]
    if len(given) > 1:
        findings.wrong((*place, given[-1]), f"found {' and '.join(given)}; allowed: one of them.")
    for key in ONLY_WITH_A_TABLE:
        if posts.table is None and key in posts.model_fields_set:
            findings.wrong((*place, key), "belongs to a table, and no table is given.", (*place, "table"))


def _headline(findings: Findings, file: ScenarioEntry, mechanisms: tuple[Mechanism, ...]) -> None:
    """What the answer speaks of must be a result, and one that is a share or a part of all posts."""
    known = [STAFFING, *SUMS]
    for record in (record for one in mechanisms for record in one.records if record.unit in TOLD_AS_SHARES):
        by_reason = [f"{record.name}_{reason}" for reason in REASONS[1:]]
        known += by_reason if record.kind == "by_reason" else [record.name]
    for index, name in enumerate(file.headline):
        if name not in known:
            findings.wrong(("headline", index), f"no result is called '{name}'.{did_you_mean(name, known)}")


def _dates(findings: Findings, file: ScenarioEntry) -> None:
    if findings.spoiled(("time",)):
        return
    time = time_from(file.time)
    years = position(time.start) / 12, (position(time.start) + time.months) / 12
    if years[0] < FIRST_YEAR or years[1] >= LAST_YEAR:
        findings.wrong(
            ("time", "start"),
            f"allowed: years from {FIRST_YEAR} to {LAST_YEAR}, the end of the time included.",
        )
        return
    for place, date in _all_dates(file):
        _within(findings, place, date, time)
    check_lifting(findings, file, time)
    for name, policy in file.policies.items():
        if policy.opens and policy.closes and position(policy.closes) <= position(policy.opens):
            findings.wrong(
                ("policies", name, "closes"),
                f"closes on {shown(policy.closes)}, not after it opens on {shown(policy.opens)}.",
            )


def _all_dates(file: ScenarioEntry) -> Iterator[tuple[Place, datetime.date]]:
    if file.time.report_date is not None:
        yield ("time", "report_date"), file.time.report_date
    for name, policy in file.policies.items():
        for key, date in (("opens", policy.opens), ("closes", policy.closes), ("tightens", policy.tightens)):
            if date is not None:
                yield ("policies", name, key), date
    for index, event in enumerate(file.events):
        yield ("events", index, "date"), event.date


def _within(findings: Findings, place: Place, date: datetime.date, time: Time) -> None:
    if time.holds(date):
        return
    hint = ""
    if place[-1] in ("opens", "closes", "tightens"):
        hint = " Leave the key out for a policy that is there from the start, or to the end, or always as strong."
    findings.wrong(
        place,
        f"found {shown(date)}; allowed: a day within the time, from {shown(time.start)} to before "
        f"{shown(time.end)}.{hint}",
    )


def _exceptions(findings: Findings, name: str, policy: PolicyEntry, mechanism: Mechanism) -> None:
    """Shares claimed * accepted lie side by side and must not exceed the whole."""
    section = mechanism.section_in_policy
    held = getattr(policy, section, None) if section else policy
    means, tops = [], []
    for number, facts in mechanism.facts().items():
        twin = number.removesuffix(CLAIMED) + ACCEPTED
        pair = [getattr(held, one, None) for one in (number, twin)]
        if not (number.endswith(CLAIMED) and in_policy(facts) and all(isinstance(one, NumberEntry) for one in pair)):
            continue
        if findings.spoiled(*(("policies", name, section, one) for one in (number, twin))):
            return
        both = [distribution_of(one, facts) for one in pair if isinstance(one, NumberEntry)]
        means.append(math.prod(one.mean for one in both))
        tops.append(math.prod(min(one.support[1], facts.high) for one in both))
    _sums_up(findings, ("policies", name, section) if section else ("policies", name), sum(means), sum(tops))


def _sums_up(findings: Findings, place: Place, mean: float, top: float) -> None:
    if mean > 1 + 1e-9:
        findings.wrong(
            place,
            f"the shares claimed * accepted sum to {mean:g}; allowed: 1 or less, all exceptions together.",
        )
    elif top > 1 + 1e-9:
        findings.remark(
            place,
            f"the shares claimed * accepted can sum to {top:g} in some draws; what is beyond 1 is cut off.",
        )
