"""Checks of how much was observed: nothing below 0, no share above the whole, no stock above all there are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from exitban.mechanism import Mechanism
from exitban.scenario.complaints import shown
from exitban.scenario.findings import Findings
from exitban.scenario.horizon import position
from exitban.scenario.observables import FLOW, OTHER, STAFFING, STOCK, observables
from exitban.scenario.observed import OF_THE_WHOLE, PER_YEAR, misfit
from exitban.scenario.observed_form import ObservedEntry
from exitban.scenario.organisation import Organisation
from exitban.scenario.positions import Place
from exitban.scenario.types import ScenarioEntry

SLACK = 1e-9


def check_amounts(
    findings: Findings, file: ScenarioEntry, mechanisms: Sequence[Mechanism], organisation: Organisation | None
) -> None:
    """Every value of every series; how many posts there are is only known where the organisation is."""
    known = observables(mechanisms)
    posts = None if organisation is None else Counter(organisation.institution)
    for name, one in file.observed.items():
        _repeated(findings, ("observed", name, "values"), one)
        kind = known.get(one.quantity)
        if kind is not None and not misfit(one, kind) and not findings.spoiled(("observed", name)):
            _amounts(findings, ("observed", name, "values"), one, kind, _most(file, one, kind, posts))


def _repeated(findings: Findings, place: Place, one: ObservedEntry) -> None:
    """The same days stand once."""
    seen: set[tuple[object, object]] = set()
    for index, value in enumerate(one.values):
        days = (None if value.since is None else position(value.since), position(value.date))
        if days in seen and not findings.spoiled((*place, index)):
            span = f"from {shown(value.since)} to {shown(value.date)}" if value.since else f"for {shown(value.date)}"
            findings.wrong((*place, index, "date"), f"a value {span} stands here already; keep one of them.")
        seen.add(days)


def _most(file: ScenarioEntry, one: ObservedEntry, kind: str, posts: Counter[str] | None) -> tuple[float, str]:
    """The greatest value that can be, and what it is, in words."""
    if kind == OTHER:
        return (1.0, "the whole") if one.quantity == STAFFING else (math.inf, "")
    if one.unit.startswith("share"):
        return 1.0, "the whole"
    if posts is None:
        return math.inf, ""
    people = one.unit.startswith("people")
    where = [name for name in one.institutions or tuple(file.institutions) if name in file.institutions]
    each = [file.institutions[name].people_per_post if people else 1.0 for name in where]
    there = math.fsum(posts[name] * factor for name, factor in zip(where, each, strict=True))
    return there, f"all {'people' if people else 'posts'} where it was counted"


def _amounts(findings: Findings, place: Place, one: ObservedEntry, kind: str, most: tuple[float, str]) -> None:
    """A flow may exceed all posts, since they are filled again; that is only remarked."""
    limit, whole = most
    bounded = kind != FLOW or one.unit == OF_THE_WHOLE
    for index, value in enumerate(one.values):
        at = (*place, index, "value")
        if value.value < 0 and (kind in (FLOW, STOCK) or one.quantity == STAFFING):
            findings.wrong(at, f"found {value.value:g}; allowed: 0 or more.")
        elif value.value > limit * (1 + SLACK) and bounded:
            findings.wrong(at, f"found {value.value:g}; allowed: 0 to {limit:,g}, {whole}.")
        elif value.value > limit * (1 + SLACK) and not one.unit.endswith(PER_YEAR):
            told = (
                f"found {value.value:g}, more than {limit:,g}, {whole}: only with posts filled again, and left again."
            )
            findings.remark(at, told)
