"""The same world under another rule: what a policy does not reach stays as it was, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest

from exitban.run import run
from exitban.scenario import Scenario
from exitban.words import VOLUNTARY
from tests.office import EVERYTHING, Days, office

REPLICATES = 60
ONE_TOUCHED = """
    chief
      anna
        ben
          carl
    guards:
    captain
      frida
        gero

    8 months of 2 ticks
    watch: superior true, subordinates false, peers false
    members: grievance_mean 0.5, grievance_spread 1, outside_option_spread 1, competence_spread 0.3
    choice: reconsider 2
    everybody may speak
    everybody may deal
    voice: gain 0.5, cost 0.5, contagion 1, informed_by_exit 1, punished 0.2
    covert: trust 0.5, prize 2, cost 1.5, contagion 1, discovered 0.2
    exit: contagion 2
    exposure: window 4
    effort: decay 0.3, recovery 0.2
    hazards: natural 0.02
    refill: rate 0.3
    policy ban: strength 0.9, threat 0.5, ranks 1, scope office
    control: kept 0.9
"""
"""Everybody sees the superior alone, acts spread downwards, and the ban reaches anna alone."""


def members(days: Days, *names: str) -> dict[str, np.ndarray]:
    """The lasting state of some posts, (posts, replicates) by name."""
    places = [days.at(name) for name in names]
    states = [one.name for one in days.engine.wiring.states if one.level == "member"]
    return {name: days[name][places] for name in states}


def histories(under: str) -> tuple[Days, list[dict[str, np.ndarray]]]:
    """A world and the states of all posts after every tick."""
    days = Days(office(ONE_TOUCHED), under, replicates=REPLICATES, launcher="cpu")
    found = []
    for _ in range(16):
        days.step()
        found.append({name: values.copy() for name, values in members(days, *days.posts).items()})
    return days, found


def test_whom_no_path_leads_to_from_the_post_that_is_touched_stays_the_same() -> None:
    """The superior, who does not look down, and the other institution; those below anna do change."""
    days, free = histories("none")
    _, bound = histories("ban")
    beyond = ["chief", "guards/captain", "guards/frida", "guards/gero"]
    below = ["ben", "carl"]
    apart = [days.at(name) for name in beyond]
    for before, after in zip(free, bound, strict=True):
        for name, values in before.items():
            assert values[apart].tobytes() == after[name][apart].tobytes(), name
    last_free, last_bound = free[-1], bound[-1]
    changed = [name for name in below if (last_free["near_exit"] != last_bound["near_exit"])[days.at(name)].any()]
    assert (last_free["filled"] != last_bound["filled"])[days.at("anna")].any(), "the ban does something"
    assert "ben" in changed, "who watches anna remembers other exits"


def test_a_replicate_in_which_the_post_acts_alike_is_the_same_world() -> None:
    """As long as anna never asks, and would not in the free world, nothing else can differ."""
    days, free = histories("none")
    _, bound = histories("ban")
    anna = days.at("anna")
    alike = np.ones(REPLICATES, bool)
    for before, after in zip(free, bound, strict=True):
        for name in ("filled", "departure", "trapped", "speaking", "covert", "refused"):
            if name in before:
                alike &= before[name][anna] == after[name][anna]
    assert 5 < alike.sum() < REPLICATES
    for before, after in zip(free, bound, strict=True):
        for name, values in before.items():
            assert np.array_equal(values[:, alike], after[name][:, alike], equal_nan=True), name


ALONE = """
    alone
    guards:
    captain
      frida

    6 months of 2 ticks
    members: grievance_mean 0, grievance_spread 1, outside_option_spread 1, vulnerability_spread 0.5
    choice: reconsider 1
    everybody may speak
    everybody may deal
    voice: gain 0.5, cost 0.5
    covert: trust 0.5, prize 1, cost 1, discovered 0.1
    effort: decay 0.1, recovery 0.1
    hazards: natural 0.01
    policy ban: strength 0.6, threat 0.5, asking_price 0.3, scope office
"""


def test_binding_a_member_never_lets_them_go_where_the_free_world_kept_them() -> None:
    """Zero wrong signs in 10,000 pairs, at any time; a seeded stream of numbers gets half of the pairs wrong."""
    data = run(office(ALONE), replicates=10_000, policies=["none", "ban"], keep="everything").data
    office_exits = sum(data[f"institution_exits_{reason}"].sel(institution="office") for reason in VOLUNTARY)
    gone = np.asarray(office_exits.values).cumsum(axis=-1)
    free, bound = gone
    assert int((bound > free).any(axis=-1).sum()) == 0
    assert int((bound < free).any(axis=-1).sum()) > 2_000, "and the ban does bind"
    guards = [
        np.asarray(data[name].sel(institution="guards").values) for name in data if "institution" in data[name].dims
    ]
    for one in guards:
        if one.ndim == 3:
            assert one[0].tobytes() == one[1].tobytes(), "nobody else is touched"


def alike_in_every_world(one: Scenario, other: Scenario, **more: str) -> list[str]:
    """Names of what differs by replicate between two runs."""
    first, second = (
        run(one, replicates=12, policies=["none", "ban"]).data,
        run(other, replicates=12, policies=["none", "ban"], **more).data,  # type: ignore[arg-type]
    )
    own = [name for name in first if "replicate" in first[name].dims and name in second]
    own = [name for name in own if first[name].dims == second[name].dims]
    assert {"control", "attempts", "lost_at"} <= set(own)
    return [
        str(name)
        for name in own
        if np.ascontiguousarray(first[name]).tobytes() != np.ascontiguousarray(second[name]).tobytes()
    ]


def test_recording_more_moves_nobodys_luck() -> None:
    world = office(EVERYTHING)
    assert alike_in_every_world(world, world, keep="everything") == []
    assert alike_in_every_world(world, office(EVERYTHING, "lifted: at 2 4, for 1")) == [], "copies go on beside it"


def test_a_policy_that_is_not_run_moves_nobodys_luck() -> None:
    more = office(EVERYTHING, "policy lax: strength 0.1, scope office", "policy strict: strength 1, scope guards")
    assert alike_in_every_world(office(EVERYTHING), more) == []


@pytest.mark.parametrize("policy", ["none", "ban"])
def test_keeping_every_value_on_the_way_moves_nobodys_luck(policy: str) -> None:
    seen, unseen = (Days(office(EVERYTHING), policy, replicates=2, keep=keep).step(6) for keep in (True, False))
    for state in seen.engine.wiring.states:
        assert seen[state.name].tobytes() == unseen[state.name].tobytes(), state.name
