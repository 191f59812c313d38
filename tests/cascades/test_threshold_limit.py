"""In the threshold limit only those who act cost anything, and every bit is that of the composed tick."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitban.plan import in_threshold_limit, plan_for
from exitban.run import run
from exitban.scenario import Scenario, read
from tests.run.test_same_bytes import differing

RUN: Any = importlib.import_module("exitban.run")


def crowd(posts: int, *overrides: str) -> Scenario:
    """Watts' crowd in small, with a second institution where one is asked for."""
    return read("watts-2002", (f"institutions.crowd.posts.roots={posts}", "time.months=8", *overrides))


def both_ways(scenario: Scenario, launcher: Any, seed: int) -> list[str]:
    """What differs between a run that pushes and one that asks everybody in every tick."""
    asked: dict[str, Any] = {"replicates": 5, "seed": seed, "threads": 1, "keep": "everything", "launcher": launcher}
    pushed = run(scenario, **asked).data
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RUN, "in_threshold_limit", lambda plan, given: False)
        composed = run(scenario, **asked).data
    return differing(pushed, composed)


def limit(scenario: Scenario) -> bool:
    plan = plan_for(scenario, 1, range(3))
    return in_threshold_limit(plan, plan.under("none"))


@pytest.mark.parametrize("launcher", ["cpu", "python"])
def test_the_same_bits_on_random_scenarios(launcher: str) -> None:
    examples = 3 if launcher == "python" else 12

    @settings(max_examples=examples, deadline=None)
    @given(
        st.integers(8, 16 if launcher == "python" else 120),
        st.floats(0, 7),
        st.sampled_from(["watched", "posts"]),
        st.floats(0, 1),
        st.integers(0, 8),
        st.booleans(),
        st.integers(0, 1000),
    )
    def same(posts: int, degree: float, of: str, phi: float, first: int, ties: bool, seed: int) -> None:
        threshold = phi if of == "watched" else 4 * phi
        scenario = crowd(
            posts,
            f"watch.random.mean_degree={degree}",
            f"watch.random.seed={seed}",
            f"institutions.crowd.at_start.threshold.of={of}",
            f"institutions.crowd.at_start.threshold.value={threshold}",
            f"institutions.crowd.at_start.speaking.number={first}",
            f"choice.ties_to_act={int(ties)}",
        )
        assert limit(scenario)
        assert both_ways(scenario, launcher, seed) == []

    same()


def test_thresholds_drawn_anew_in_every_world_and_ranks_below_each_other() -> None:
    scenario = crowd(
        3, "institutions.crowd.posts.spans=[4, 3]", "watch.superior=true", "watch.subordinates=true",
        "members.grievance_mean=-1", "members.grievance_spread=1.5", "watch.random.mean_degree=3",
        "institutions.crowd.at_start={speaking: {share: 0.1}}",
    )  # fmt: skip
    assert limit(scenario)
    assert both_ways(scenario, "cpu", 3) == []


@pytest.mark.parametrize(
    "override",
    [
        "exit.possible=1",
        "hazards.natural=0.001",
        "voice.gain=2",
        "voice.punished=0.1",
        "exposure.whole=0.5",
        "exposure.window=1",
        "choice.reconsider=1",
        "choice.turns=2",
        "choice.absorbing_voice=0",
        "choice.deterministic=0",
        "stress.noise=1",
        "covert.possible=1",
    ],
)
def test_anything_else_takes_the_composed_tick(override: str) -> None:
    assert limit(crowd(8, "watch.random.mean_degree=2"))
    assert not limit(crowd(8, "watch.random.mean_degree=2", override))


def test_not_with_a_policy_in_force() -> None:
    scenario = read("resignation-ban-2023")
    plan = plan_for(scenario, 1, range(2))
    assert not in_threshold_limit(plan, plan.under("ban"))
