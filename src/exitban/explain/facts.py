"""A scenario as nested facts, ready for JSON; what is told in words is told from these."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

from exitban.explain.choice import member_facts
from exitban.explain.shelf import mechanism_facts
from exitban.explain.telling_observed import observed_facts
from exitban.mechanism import Mechanism, NumberFacts
from exitban.plan import pivotal_grades, pivotal_posts
from exitban.scenario import Claim, Event, Institution, Organisation, Policy, Quantity, Scenario, shelf
from exitban.scenario.quantities import DEFAULT

Facts = dict[str, Any]
NO_POLICY = "none"


def facts_of(scenario: Scenario) -> Facts:
    """Everything that `explain` tells."""
    numbers = number_facts(scenario)
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "question": scenario.question,
        "about": scenario.about,
        "hash": scenario.hash,
        "overrides": list(scenario.overrides),
        "time": time_facts(scenario),
        "institutions": institution_facts(scenario),
        "beside_numbers": scenario.beside_numbers,
        "kind": scenario.kind,
        "pivotal": [one._asdict() for one in pivotal_grades(pivotal_posts(scenario))],
        "compare": list(scenario.compare),
        "policies": [policy_facts(scenario, one, numbers) for one in scenario.policies.values()],
        "events": [event_facts(scenario, one) for one in scenario.events],
        "mechanisms": [{"name": one.name, "title": one.title} for one in scenario.mechanisms],
        "own_mechanisms": [mechanism_facts(one) for one in scenario.mechanisms if one not in shelf()],
        "numbers": numbers,
        "counts": count_facts(scenario, numbers),
        "claims": [claim_facts(scenario, one) for one in scenario.evidence.claims.values()],
        "observed": observed_facts(scenario),
        "member": member_facts(scenario),
    }


def time_facts(scenario: Scenario) -> Facts:
    """Calendar and ticks."""
    time = scenario.time
    return {
        "start": time.start.isoformat(),
        "end": time.end.isoformat(),
        "months": time.months if isinstance(time.months, int) else round(float(time.months), 6),
        "length": time.words(),
        "ticks_per_month": time.ticks_per_month,
        "ticks": time.ticks,
        "report": date_facts(scenario, time.report_date),
        "lifted": lifting_facts(scenario),
    }


def lifting_facts(scenario: Scenario) -> Facts | None:
    """When it is asked who would leave if leaving were allowed."""
    asked = scenario.lifting
    if asked is None:
        return None
    dates = [date_facts(scenario, date) for date in asked.dates]
    return {"dates": dates, "months": asked.months, "everything": asked.everything}


def date_facts(scenario: Scenario, date: datetime.date | None) -> Facts | None:
    """A date and the tick on which it falls."""
    return None if date is None else {"date": date.isoformat(), "tick": scenario.time.tick_of(date)}


def institution_facts(scenario: Scenario) -> list[Facts]:
    """Institutions in the order of the file."""
    organisation = scenario.organisation()
    ranks = Counter(zip(organisation.institution, organisation.rank, strict=True))
    commands = spans(organisation)
    watching = Counter(organisation.institution[i] for i in organisation.watches[:, 0].tolist())
    return [
        _institution(one, {r: n for (k, r), n in sorted(ranks.items()) if k == one.name}, commands, watching)
        | {"at_start": [stated.words for stated in scenario.at_start if stated.institution == one.name]}
        for one in scenario.institutions.values()
    ]


def _institution(
    one: Institution, ranks: dict[int, int], commands: dict[tuple[str, int], int], watching: Counter[str]
) -> Facts:
    posts = sum(ranks.values())
    return {
        "name": one.name,
        "title": one.title,
        "about": one.about,
        "answers_to": one.answers_to,
        "weight": one.weight,
        "posts": posts,
        "people_per_post": one.people_per_post,
        "people": posts * one.people_per_post,
        "ranks": [
            {"rank": rank, "posts": count, "span": commands.get((one.name, rank), 0) / count}
            for rank, count in ranks.items()
        ],
        "watches": watching[one.name] / posts if posts else 0.0,
    }


def spans(organisation: Organisation) -> dict[tuple[str, int], int]:
    """Subordinates within the institution, by the institution and rank of their superior."""
    found: Counter[tuple[str, int]] = Counter()
    for name, above in zip(organisation.institution, organisation.superior, strict=True):
        if above >= 0 and organisation.institution[above] == name:
            found[name, organisation.rank[above]] += 1
    return found


def policy_facts(scenario: Scenario, one: Policy, numbers: list[Facts]) -> Facts:
    """A policy: whom it governs, when, and by which numbers."""
    organisation = scenario.organisation()
    posts = zip(organisation.institution, organisation.rank, strict=True)
    return {
        "name": one.name,
        "title": one.title,
        "about": one.about,
        "form": one.form,
        "like": one.like,
        "institutions": list(one.institutions),
        "ranks": None if one.ranks is None else list(one.ranks),
        "posts_in_scope": sum(k in one.institutions and (one.ranks is None or r in one.ranks) for k, r in posts),
        "opens": date_facts(scenario, one.opens),
        "closes": date_facts(scenario, one.closes),
        "tightens": date_facts(scenario, one.tightens),
        "waits_for_a_trigger": one.opens is None and scenario.waits_for_a_trigger(one.name),
        "together_with": list(one.together_with),
        "compared": one.name in scenario.compare,
        "numbers": [number["path"] for number in numbers if one.name in number["policies"]],
    }


def event_facts(scenario: Scenario, one: Event) -> Facts:
    """A dated event."""
    return {
        "name": one.name,
        "title": one.title,
        "about": one.about,
        **(date_facts(scenario, one.date) or {}),
        "raises": one.raises,
        "institutions": list(one.institutions),
        "everywhere": set(one.institutions) == set(scenario.institutions),
        "size": quantity_facts(scenario, one.size),
        "decays_over": quantity_facts(scenario, one.decays_over),
    }


def quantity_facts(scenario: Scenario, one: Quantity) -> Facts:
    """A number in effect, and what it rests on: claims with their grades, or an assumption."""
    return {
        "path": one.path,
        "prior": one.prior.words(),
        "mean": one.value,
        "fixed": one.is_fixed,
        "unit": one.unit,
        "meaning": one.meaning,
        "if_true": {claim: prior.words() for claim, prior in one.if_true.items()},
        "claims": {claim: scenario.evidence.claims[claim].grade for claim in one.claims},
        "assumption": one.assumption,
        "why": one.why,
        "stated": one.stated,
    }


def number_facts(scenario: Scenario) -> list[Facts]:
    """Every number in effect by mechanism, with the institutions or policies for which it holds."""
    found: dict[str, Facts] = {}
    for mechanism in scenario.mechanisms:
        for number, facts in mechanism.facts().items():
            for kind, holder, quantity in held(scenario, mechanism, number, facts):
                place = {"mechanism": mechanism.name, "number": number, "level": facts.level}
                empty: Facts = {"institutions": [], "policies": []}
                entry = found.setdefault(quantity.path, quantity_facts(scenario, quantity) | place | empty)
                entry[kind] += [holder] if holder else []
    return list(found.values())


def count_facts(scenario: Scenario, numbers: list[Facts]) -> dict[str, int]:
    """How many numbers are in effect and what they rest on; ``beside``: what is told as well, and stated nowhere.

    A policy that leaves a number out is as if there were none; the decay of an event is the program's then.
    """
    every = scenario.quantities
    told = {one["path"] for one in numbers} | {p for e in scenario.events for p in (e.size.path, e.decays_over.path)}
    claimed = sum(bool(one.claims) for one in every.values())
    default = sum(not one.claims and one.assumption == DEFAULT for one in every.values())
    return {
        "in_effect": len(every),
        "drawn": sum(not one.is_fixed for one in every.values()),
        "on_claims": claimed,
        "assumptions": len(every) - claimed - default,
        "defaults": default,
        "beside": len(told - every.keys()),
    }


def held(
    scenario: Scenario, mechanism: Mechanism, number: str, facts: NumberFacts
) -> Iterator[tuple[str, str, Quantity]]:
    """(kind of holder, holder, number) wherever a number may differ; the neutral values of "none" are left out."""
    if facts.level == "policy":
        for policy in scenario.policies:
            if policy != NO_POLICY or facts.neutral is None:
                yield "policies", policy, scenario.quantity(mechanism.name, number, policy=policy)
    elif facts.level == "world":
        yield "institutions", "", scenario.quantity(mechanism.name, number)
    else:
        for institution in scenario.institutions:
            yield "institutions", institution, scenario.quantity(mechanism.name, number, institution)


def claim_facts(scenario: Scenario, one: Claim) -> Facts:
    """A claim: where it comes from, how it is graded, which numbers it speaks about."""
    return {
        "name": one.name,
        "text": one.text,
        "date": one.date,
        "grade": one.grade,
        "p_true": one.p_true,
        "p_true_stated": one.p_true_stated,
        "roots": list(one.roots),
        "chain": [vars(hop) for hop in one.chain],
        "graded_by": one.graded_by,
        "graded_on": one.graded_on,
        "graded_why": one.graded_why,
        "contradicts": list(one.contradicts),
        "speaks_about": list(scenario.spoken_about(one.name)),
    }
