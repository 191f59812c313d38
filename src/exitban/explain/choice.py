"""What one member weighs, as facts: whom to look at, the terms of each utility, what goes into them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from exitban.explain.member import REPLICATE, SEED, Moment, Witness, behind, givers_of, rules_of, totals
from exitban.maths.nested_logit import CLOSED, shares
from exitban.mechanism import Mechanism, NearCount, Rule, State, Watched
from exitban.scenario import Scenario
from exitban.words import ACTS as ALL_ACTS
from exitban.words import LOYAL, STAGES

Facts = dict[str, Any]

ACTS: Final[Mapping[str, tuple[str, str]]] = {
    "utility_exit": ("asking to leave", "may_attempt"),
    "utility_voice": ("speaking out", "may_speak"),
    "utility_covert": ("a covert deal with the other side", "may_propose"),
}
"""What a total is the worth of, and the flag that says whether the act is open."""
WISH: Final = "wants_out"


def member_facts(scenario: Scenario) -> Facts:
    """One member's utilities under each compared policy, term by term."""
    post = post_to_look_at(scenario)
    witness = Witness(scenario, post)
    organisation = scenario.organisation()
    place = organisation.ids.index(post)
    above = organisation.superior[place]
    return {
        "post": post,
        "institution": organisation.institution[place],
        "rank": organisation.rank[place],
        "superior": organisation.ids[above] if above >= 0 else None,
        "watches": int((organisation.watches[:, 0] == place).sum()),
        "seed": SEED,
        "replicate": REPLICATE,
        "tick": witness.tick,
        "date": _begin_of_tick(scenario, witness.tick),
        "utilities": [utility_facts(witness, name) for name in totals(witness.engine)],
        "chances": {policy: chances(one) for policy, one in witness.moments.items()},
        "wants_out": {policy: float(one.value(WISH)) for policy, one in witness.moments.items()},
        "behind": behind_facts(witness),
    }


def chances(moment: Moment) -> dict[str, float]:
    """P of each act when the member thinks it over, by the closed form of the logit, plain or nested."""
    if moment.value("choice_deterministic") > 0:
        sure = int(moment.value("act"))
        return {act: float(code == sure) for code, act in enumerate(ALL_ACTS)}
    names = [name for code, name in enumerate(ALL_ACTS) if code != LOYAL]
    found = shares(*(_sharp(moment, act) for act in names), *(moment.value(f"scale_{act}") for act in names))
    by_act = {act: float(share) for act, share in zip(names, found, strict=True)}
    return {ALL_ACTS[LOYAL]: max(1.0 - sum(by_act.values()), 0.0), **by_act}


def _sharp(moment: Moment, act: str) -> Any:
    """The utility of an act in units of its luck."""
    total = f"utility_{act}"
    return moment.value("choice_precision") * moment.value(total) if moment.value(ACTS[total][1]) else CLOSED


def _begin_of_tick(scenario: Scenario, tick: int) -> str:
    time = scenario.time
    return (time.end_of_tick(tick - 1) if tick else time.start).isoformat()


def post_to_look_at(scenario: Scenario) -> str:
    """The first post, from the top, that the first policy with a scope governs; where cases are known, one of those."""
    governed = [policy for name in scenario.compare if (policy := scenario.policies[name]).institutions]
    known = scenario.report.institution if scenario.report else ""
    scope = governed[0].institutions if governed else tuple(scenario.institutions)
    institution = known if known in scope else scope[0]
    ranks = governed[0].ranks if governed else None
    organisation = scenario.organisation()
    held = [i for i, name in enumerate(organisation.institution) if name == institution]
    inside = [i for i in held if ranks is None or organisation.rank[i] in ranks]
    return organisation.ids[min(inside or held, key=lambda i: (organisation.rank[i], i))]


def utility_facts(witness: Witness, total: str) -> Facts:
    """One act: its terms, their sum, whether it is open."""
    act, flag = ACTS.get(total, (total, ""))
    moments = witness.moments
    terms = {policy: moment.terms(total) for policy, moment in moments.items()}
    return {
        "name": total,
        "act": act,
        "terms": [
            {
                "law": rule.law.__name__,
                "mechanism": witness.engine.wiring.owners[rule.law.__module__],
                "meaning": meaning_of(rule),
                "values": {policy: plain(terms[policy][place]) for policy in moments},
            }
            for place, rule in enumerate(rules_of(witness.engine, total))
        ],
        "rest": {policy: float(moment.rest(total)) for policy, moment in moments.items()},
        "total": {policy: float(moment.value(total)) for policy, moment in moments.items()},
        "open": {policy: bool(moment.value(flag)) for policy, moment in moments.items()} if flag else {},
    }


def meaning_of(rule: Rule) -> str:
    """The first line of a law's docstring."""
    return first_line(rule.law.__doc__) or rule.law.__name__


def first_line(text: str | None) -> str:
    """The first line of a docstring without its full stop; nothing where there is none."""
    return (text or "").strip().partition("\n")[0].rstrip(".")


def plain(value: Any) -> float | bool | int | None:
    """A value of the kernel as JSON knows it, exactly."""
    found: float | bool | int | None = value.item() if hasattr(value, "item") else value
    return found


def behind_facts(witness: Witness) -> list[Facts]:
    """Everything that goes into the totals."""
    engine = witness.engine
    about = meanings(witness)
    return [
        {
            "name": name,
            **about.get(name, said("", "value")),
            "values": {policy: plain(moment.value(name)) for policy, moment in witness.moments.items()},
        }
        for name in behind(engine, totals(engine))
        if not name.startswith("luck_")
    ]


def meanings(witness: Witness) -> dict[str, Facts]:
    """What the names of numbers, values and states stand for."""
    wiring = witness.engine.wiring
    found = {
        "banned": said("a policy forbids the holder of this post to leave", "value"),
        "formal": said("1: the policy that governs the post is in writing, or none governs it", "value"),
        "shock": said("what is left of dated events", "value"),
    }
    for stage in STAGES:
        for part in wiring.of(stage, Watched, NearCount):
            found.setdefault(
                part.gives, said(f"{part.of.replace('_', ' ')} among those whom the member watches", "seen")
            )
        for name, rule in givers_of(witness.engine, stage).items():
            found.setdefault(name, said(meaning_of(rule), "value"))
    states = [(mechanism, state) for mechanism in wiring.mechanisms for state in mechanism.states]
    found |= {state.name: said(_of_state(mechanism, state), "state") for mechanism, state in states}
    return found | {name: said(facts.meaning, "number", facts.unit) for name, facts in wiring.numbers.items()}


def said(meaning: str, kind: str, unit: str = "") -> Facts:
    """What a name stands for."""
    return {"meaning": meaning, "unit": unit, "kind": kind}


def _of_state(mechanism: Mechanism, state: State) -> str:
    """What the law of its arrival says of a state, or whose it is."""
    at_arrival = first_line(state.arrival.__doc__) if callable(state.arrival) else ""
    return at_arrival or f"a state that `{mechanism.name}` keeps"
