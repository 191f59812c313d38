"""A checked file to the frozen scenario."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from exitban.scenario.horizon import Time, months_between, position
from exitban.scenario.quantities import NO_POLICY, Ledger
from exitban.scenario.scenario import Event, Institution, Policy, ReportedCases
from exitban.scenario.types import PolicyEntry, ScenarioEntry, TimeEntry

NOTHING_FORBIDDEN: Final = Policy(
    name=NO_POLICY,
    title="Nothing is forbidden",
    about="Everybody may leave, from the first day to the last.",
    form="formal",
    institutions=(),
    ranks=None,
    opens=None,
    closes=None,
    tightens=None,
    together_with=(),
    like=None,
)


def time_from(entry: TimeEntry) -> Time:
    """Start, length and steps."""
    length = entry.months if entry.end is None else months_between(entry.start, entry.end)
    return Time(entry.start, length or 1, entry.ticks_per_month, entry.report_date)


def weights(file: ScenarioEntry) -> dict[str, float]:
    """Shares in control by institution: as stated, or equal where none is."""
    stated = {name: one.weight for name, one in file.institutions.items()}
    if all(weight is None for weight in stated.values()):
        return {name: float(Fraction(1, len(stated))) for name in stated}
    return {name: weight or 0.0 for name, weight in stated.items()}


def institutions_from(file: ScenarioEntry) -> dict[str, Institution]:
    """Institutions by name, in the order of the file."""
    shares = weights(file)
    return {
        name: Institution(name, one.title or name, one.about or "", one.people_per_post, shares[name], one.answers_to)
        for name, one in file.institutions.items()
    }


def policies_from(file: ScenarioEntry, ledger: Ledger) -> dict[str, Policy]:
    """Policies by name, the one that forbids nothing first."""
    return {NO_POLICY: NOTHING_FORBIDDEN} | {name: _policy(name, one, ledger) for name, one in file.policies.items()}


def _policy(name: str, own: PolicyEntry, ledger: Ledger) -> Policy:
    def stating(key: str) -> PolicyEntry:
        return ledger.policies[ledger.owner(name, key)]

    scope = stating("scope").scope
    return Policy(
        name=name,
        title=own.title or name,
        about=stating("about").about or "",
        form=stating("form").form or "informal",
        institutions=scope.institutions if scope else (),
        ranks=scope.ranks if scope else None,
        opens=stating("opens").opens,
        closes=stating("closes").closes,
        tightens=stating("tightens").tightens,
        together_with=stating("together_with").together_with or (),
        like=own.like,
    )


def events_from(file: ScenarioEntry, ledger: Ledger) -> tuple[Event, ...]:
    """Events in the order of their dates."""
    everywhere = tuple(file.institutions)
    found = [
        Event(
            one.name,
            one.title or one.name,
            one.about or "",
            one.date,
            one.raises,
            one.institutions or everywhere,
            *ledger.of_event(one),
        )
        for one in file.events
    ]
    return tuple(sorted(found, key=lambda event: position(event.date)))


def compared(file: ScenarioEntry, policies: Mapping[str, Policy]) -> tuple[str, ...]:
    """The policies to run: as stated, or all but those that only stand beside another one."""
    if file.compare is not None:
        return file.compare
    beside = {name for policy in policies.values() for name in policy.together_with}
    return tuple(name for name in policies if name not in beside)


def report_from(file: ScenarioEntry, compare: tuple[str, ...]) -> ReportedCases | None:
    """The known cases to check the priors against."""
    asked, date = file.report, file.time.report_date
    if asked is None or not isinstance(date, datetime.date):
        return None
    policy = asked.policy or compare[min(1, len(compare) - 1)]
    return ReportedCases(asked.institution, date, asked.at_least, policy, (asked.adjusted or "").strip())
