"""What a scenario offers: its policies, controls, claims and events, as plain data for a page."""

from __future__ import annotations

import datetime
from typing import Any

from exitban.analysis import reading
from exitban.analysis.wording import calendar_date, without_symbol
from exitban.explore.controls import Control
from exitban.explore.studio import Studio
from exitban.scenario import Claim, Quantity, Scenario
from exitban.scenario.addresses import url_of


def about(studio: Studio, version: str) -> dict[str, Any]:
    """Everything that does not change while a person moves things."""
    scenario = studio.scenario
    return {
        "name": scenario.name,
        "title": scenario.title,
        "question": scenario.question,
        "about": scenario.about,
        "kind": scenario.kind,
        "version": version,
        "model": f"{version}-{scenario.hash[:12]}",
        "posts": len(scenario.organisation()),
        "span": studio.calendar.span,
        "first": studio.first,
        "most": studio.most,
        "measure": _measure(studio),
        "months": studio.calendar.months.tolist(),
        "start": studio.calendar.start.isoformat(),
        "dates": [one.isoformat() for one in studio.calendar.dates],
        "base": scenario.compare[0],
        "policies": [_policy(scenario, name) for name in _in_order(scenario)],
        "controls": [_control(scenario, one) for one in studio.controls.values()],
        "claims": [_claim(one, one.name in studio.speaking) for one in scenario.evidence.claims.values()],
        "holders": _holders(scenario),
        "events": _events(scenario, studio),
    }


def _measure(studio: Studio) -> dict[str, Any]:
    measure = studio.measure
    return {"name": measure.name, "title": measure.title, "of_shares": measure.of_shares}


def _in_order(scenario: Scenario) -> list[str]:
    """The policies that the scenario compares, then the others."""
    return list(dict.fromkeys([*scenario.compare, *scenario.policies]))


def _policy(scenario: Scenario, name: str) -> dict[str, Any]:
    one = scenario.policies[name]
    return {
        "name": name,
        "title": reading.policy_title(scenario, name),
        "about": one.about.strip(),
        "beside": list(one.together_with),
        "like": one.like,
        "compared": name in scenario.compare,
        "paths": _paths(scenario, name),
    }


def _paths(scenario: Scenario, policy: str) -> list[str]:
    """The numbers that this policy has, its own or those of the policy that it is like."""
    asked = [
        scenario.quantity(mechanism.name, number, policy=policy).path
        for mechanism in scenario.mechanisms
        for number, facts in mechanism.facts().items()
        if facts.level == "policy"
    ]
    return [path for path in dict.fromkeys(asked) if path in scenario.quantities and path.startswith("policies.")]


def _control(scenario: Scenario, one: Control) -> dict[str, Any]:
    quantity = one.quantity
    return {
        "path": one.path,
        "group": one.group,
        "holder": one.holder,
        "section": _section(one.path),
        "label": one.label,
        "meaning": without_symbol(quantity.meaning),
        "unit": quantity.unit,
        "low": one.low,
        "high": one.high,
        "step": one.step,
        "at": one.at,
        "least": one.least,
        "most": one.most,
        "switch": one.is_switch,
        "names": list(one.names),
        "fixed": quantity.is_fixed,
        "drawn": _drawn(scenario, quantity),
        "prior": quantity.prior.words(),
        "claims": list(quantity.claims),
        "why": _why(quantity),
    }


def _drawn(scenario: Scenario, quantity: Quantity) -> str:
    """From where to where it is drawn, in words for everybody; its distribution stands under what it rests on."""
    if quantity.is_fixed:
        return quantity.prior.words()
    spread = [quantity.prior, *quantity.if_true.values()]
    low = min(float(one.quantile(0.05)) for one in spread)
    high = max(float(one.quantile(0.95)) for one in spread)
    return f"{low:.2g} to {high:.2g}, mostly near {scenario.middle(quantity):.2g}"


def _section(path: str) -> str:
    """The mechanism, or the part of a policy, that a number belongs to."""
    return path.split(".")[-2].replace("_", " ")


def _why(quantity: Quantity) -> str:
    return " ".join(part.strip() for part in (quantity.why, quantity.assumption) if part)


def _claim(one: Claim, speaks: bool) -> dict[str, Any]:
    return {
        "name": one.name,
        "text": one.text.strip(),
        "date": one.date,
        "grade": one.grade,
        "p_true": one.p_true,
        "speaks": speaks,
        "why": one.graded_why.strip(),
        "contradicts": list(one.contradicts),
        "sources": [{"title": hop.title, "address": _address(hop.address), "how": hop.how} for hop in one.chain],
    }


def _address(address: str) -> str:
    """An address that a page may link to; anything but the web is left out."""
    url = url_of(address)
    return url if url.lower().startswith(("https:", "http:")) else ""


def _holders(scenario: Scenario) -> dict[str, str]:
    """What people call institutions, policies and events."""
    titles = {name: one.title for name, one in scenario.institutions.items()}
    titles |= {name: reading.policy_title(scenario, name) for name in scenario.policies}
    return titles | {one.name: one.title for one in scenario.events}


def _events(scenario: Scenario, studio: Studio) -> list[dict[str, Any]]:
    """Dated things with their month, by policy where they belong to one."""
    days: tuple[datetime.date, datetime.date] = (studio.calendar.start, studio.calendar.dates[-1])
    found = reading.events(scenario, tuple(scenario.policies), days)
    return [
        {
            "month": scenario.time.tick_of(one.date) * scenario.time.dt,
            "date": calendar_date(one.date),
            "title": one.title,
            "policy": one.policy,
        }
        for one in found
    ]
