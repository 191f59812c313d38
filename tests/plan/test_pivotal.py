"""Pivotal posts (MODEL.md 3.4): numbers from outside, by hand, and against the engine itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import exitban
from exitban.errors import CallError, ScenarioError
from exitban.plan.pivotal import Chains, losses, pivotal_grades, pivotal_posts
from exitban.scenario import Scenario
from tests.office import Days, office
from tests.scenario.files import scenario


def loss_of(world: Scenario) -> dict[str, float]:
    return {one.post: one.loss for one in pivotal_posts(world)}


def test_the_posts_of_a_tree_carry_what_is_below_them() -> None:
    """VALIDATION.md, tree percolation: b = 3, d = 4, 121 posts; of the reach: root 1.0, level 1 .3306, leaf .0083."""
    found = pivotal_grades(pivotal_posts(office("spans 3 3 3 3")))
    assert [(one.rank, one.posts) for one in found] == [(0, 1), (1, 3), (2, 9), (3, 27), (4, 81)]
    assert [round(one.largest, 4) for one in found] == [1.0, 0.3306, 0.1074, 0.0331, 0.0083]
    assert all(one.mean == pytest.approx(one.largest) for one in found)


def test_the_most_pivotal_comes_first_and_the_sum_over_ranks_counts_each_post_as_often_as_it_is_deep() -> None:
    """A leaf at depth 4 is lost with any of 5 posts: the losses sum to the mean of depth + 1."""
    found = pivotal_posts(office("spans 3 3 3 3"))
    assert (found[0].post, found[0].rank) == ("office/0", 0)
    depth = np.repeat(np.arange(5), 3 ** np.arange(5))
    assert sum(one.loss for one in found) == pytest.approx((depth + 1).mean())


@pytest.mark.parametrize("spans", ["7 3 2", "5 6 7", "4 4 4"])
def test_rounding_lets_no_post_carry_more_than_all(spans: str) -> None:
    assert max(loss_of(office(f"spans {spans}")).values()) == 1.0


def test_what_is_kept_of_an_order_and_the_weights_count() -> None:
    """Chief 1, three officials .5 each, under one of whom the captain of the guards: .5 * .8 of weight .4.

    Control is .6 * (1 + 1.5) / 4 + .4 * .4 = .535.
    """
    drawing = """
        chief
          anna
          ben
          carl
        guards under office:
        captain

        control: kept 0.5
        guards / control: kept 0.8
        office / weight: 0.6
        guards / weight: 0.4
    """
    found = loss_of(office(drawing))
    captain = 0.4 * 0.8
    total = 0.6 * 2.5 / 4 + captain
    expected = {"office/chief": 1.0, "guards/captain": captain / total, "office/anna": 0.6 * 0.125 / total}
    assert {post: found[post] for post in expected} == pytest.approx(expected)


POSTS = "post_id,reports_to,also\nhead,,\na,head,\nb,head,\nx,a,b\ny,a,\nz,x,\n"
DUAL = """\
schema_version: 1
name: dual
title: Two superiors
time: {start: 2024-01-01, months: 2}
control: {kept: 1}
hazards: {natural: 0}
members: {competence_spread: 0, grievance_mean: -100}
voice: {possible: 0}
institutions:
  office:
    posts: {table: posts.csv, second_superior: also}
"""


def test_a_second_superior_passes_orders_on(tmp_path: Path) -> None:
    """x answers to a and b, so without a only a and y are lost, without b only b; x takes z with it."""
    found = loss_of(scenario(tmp_path, DUAL, posts_csv=POSTS))
    sixths = {name.removeprefix("office/"): round(6 * loss) for name, loss in found.items()}
    assert sixths == {"head": 6, "a": 2, "b": 1, "x": 2, "y": 1, "z": 1}


def test_a_detour_may_cost(tmp_path: Path) -> None:
    """The second way to x is one post longer: without a, x gets .25 where it got .5, at .5 a step (head 1, a .5)."""
    posts = "post_id,reports_to,also\nhead,,\na,head,\nb,head,\nc,b,\nx,a,c\n"
    found = loss_of(scenario(tmp_path, DUAL.replace("kept: 1", "kept: 0.5"), posts_csv=posts))
    total = 1 + 0.5 + 0.5 + 0.25 + 0.25
    assert found["office/a"] == pytest.approx((0.5 + 0.25 - 0.125) / total)
    assert found["office/c"] == pytest.approx(0.25 / total)


def test_the_engine_loses_as_much(tmp_path: Path) -> None:
    """Each post in turn is emptied in a world in which nothing else happens."""
    world = scenario(tmp_path, DUAL.replace("kept: 1", "kept: 0.9") + "refill: {rate: 1e-6}\n", posts_csv=POSTS)
    found = loss_of(world)
    for post in found:
        days = Days(world).step()
        days["filled"][[f"office/{name}" for name in days.posts].index(post)] = False
        days.step(3)
        control = days["recorded_world"][days.engine.world_rows.index("control_structural"), :, 0]
        assert control[0] == pytest.approx(1)
        assert 1 - control[1] == pytest.approx(found[post], abs=1e-6)


@st.composite
def graphs(draw: st.DrawFn) -> Chains:
    """Up to a dozen posts, each under earlier ones."""
    size = draw(st.integers(1, 12))
    above = [(draw(st.integers(-1, i - 1)), draw(st.integers(-1, i - 1))) for i in range(size)]
    superior = np.array([one for one, _ in above])
    second = np.array([other if one >= 0 and other != one else -1 for one, other in above])
    shares = st.sampled_from([0.0, 0.01, 0.3, 0.5, 0.9, 1.0])
    kept, worth = (np.array([draw(shares) for _ in range(size)]) for _ in range(2))
    return Chains(superior, second, kept, worth)


def control(chains: Chains, vacant: int) -> float:
    """Equation 14 from the beginning."""
    reach: list[float] = []
    for post, (one, other) in enumerate(zip(chains.superior, chains.second, strict=True)):
        above = max([reach[x] for x in (one, other) if x >= 0], default=0.0)
        arrives = 1.0 if one < 0 else float(chains.kept[post]) * above
        reach.append(0.0 if post == vacant else arrives)
    return float((chains.worth * reach).sum())


@given(graphs())
def test_any_graph_loses_what_the_equation_says(chains: Chains) -> None:
    whole = control(chains, -1)
    expected = [(whole - control(chains, post)) / whole if whole > 0 else 0.0 for post in range(len(chains.worth))]
    assert losses(chains) == pytest.approx(expected, abs=1e-9)


def test_it_is_among_the_public_names() -> None:
    assert exitban.pivotal_posts(office("spans 2"))[0].post == "office/0"


def test_a_file_or_the_name_of_a_bundled_scenario_will_do() -> None:
    assert pivotal_posts("granovetter-1978")[0].institution == "crowd"
    with pytest.raises(ScenarioError, match="no bundled scenario of this name"):
        pivotal_posts("granovetter-1979")


@pytest.mark.parametrize("scenario", [None, 3, b"office", []])
def test_what_is_no_scenario_is_refused(scenario: Any) -> None:
    with pytest.raises(CallError, match=r"scenario: found .*; allowed: a scenario, a path, or a name"):
        pivotal_posts(scenario)
