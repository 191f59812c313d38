"""What came after, told where a scenario is explained: it belongs to the file and to no number."""

from __future__ import annotations

from typing import Any

from exitban.explain.layout import heading, listed, named, wrapped
from exitban.scenario import Observed, Scenario

Facts = dict[str, Any]


def observed_facts(scenario: Scenario) -> list[Facts]:
    """Every observed series."""
    return [_series(scenario, one) for one in scenario.observed.values()]


def _series(scenario: Scenario, one: Observed) -> Facts:
    return {
        "name": one.name,
        "title": one.title,
        "quantity": one.quantity,
        "unit": one.unit,
        "policy": one.policy,
        "institutions": [] if one.everywhere else list(one.institutions),
        "values": [
            {
                "date": value.date.isoformat(),
                "since": None if value.since is None else value.since.isoformat(),
                "value": value.value,
            }
            for value in one.values
        ],
        "sources": [vars(source) for source in one.sources],
        "uncertainty": one.uncertainty,
        "contrary": [{"text": against.text, "claims": list(against.claims)} for against in one.contrary],
    }


def told_observed(facts: Facts) -> list[str]:
    """The section; nothing where nothing was observed."""
    if not facts["observed"]:
        return []
    lines = heading("What came after")
    lines += wrapped(
        "It is drawn beside the simulation and sets nothing: without it every simulated number is the same."
    )
    for one in facts["observed"]:
        lines += ["", *told_series(one)]
    return lines


def told_series(one: Facts) -> list[str]:
    """One series with its doubts."""
    where = f" in {listed(one['institutions'])}" if one["institutions"] else ""
    lines = wrapped(f"{one['title']} [{one['name']}]: {one['quantity']}{where}, in {one['unit']}")
    lines += named("in force", one["policy"])
    for value in one["values"]:
        since = f"{value['since']} to " if value["since"] else ""
        lines += wrapped(f"{since}{value['date']}: {value['value']:g}", 4)
    lines += named("sources", "; ".join(source["title"] for source in one["sources"]))
    lines += wrapped(one["uncertainty"], 2)
    for against in one["contrary"]:
        claims = f" (claims: {listed(against['claims'])})" if against["claims"] else ""
        lines += wrapped(f"against it: {against['text']}{claims}", 2, 2)
    return lines
