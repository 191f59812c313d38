"""Control is what reaches the bottom of the chains of command (equations 14 and 15)."""

from __future__ import annotations

import numpy as np
import pytest

from exitban.mechanisms.control import MECHANISM
from exitban.plan import plan_for
from tests.office import Days, office

FIVE = """
    chief
      anna
      ben
      carl
        dora

    12 months
"""


def recorded_of_world(days: Days, name: str) -> np.ndarray:
    """(ticks, replicates) of something that is no sum over institutions."""
    return days["recorded_world"][days.engine.world_rows.index(name)]


def test_who_is_cut_off_counts_for_nothing() -> None:
    """Without Carl, Dora cannot be reached: 3 of 5. Without the chief, nobody: 0."""
    for vacant, left in {"dora": 4, "carl": 3, "chief": 0}.items():
        days = Days(office(FIVE)).step().let(vacant, filled=0).step()
        assert days["control"] == pytest.approx(left / 5), vacant


def test_each_rank_keeps_a_part_of_the_order() -> None:
    """alpha = .8: 1 + 3 * .8 + .64 = 4.04 at full staffing; without Anna 3.24; without Carl 2.6."""
    for vacant, left in {"anna": 3.24, "carl": 2.6}.items():
        days = Days(office(FIVE, "control: kept 0.8")).step().let(vacant, filled=0).step()
        assert days["control"] == pytest.approx(left / 4.04), vacant


def test_control_begins_at_one() -> None:
    assert Days(office(FIVE, "control: kept 0.8")).step()["control"] == 1


def test_structural_and_productive() -> None:
    """Dora's post is empty and the rest make half an effort: structure 4/5, product 1/2, control 2/5."""
    days = Days(office(FIVE)).step().let("dora", filled=0).let(effort=0.5).step()
    found = {name: float(days[name][0]) for name in ("control", "control_structural", "control_productive")}
    assert found == pytest.approx({"control": 0.4, "control_structural": 0.8, "control_productive": 0.5})


def test_structural_and_productive_control_of_each_institution() -> None:
    """Among the five, as above; the two guards have lost one of theirs and work at full effort."""
    days = Days(office(FIVE, "guards under office:\ncaptain\n  frida")).step().let("dora", "guards/frida", filled=0)
    days.let("chief", "anna", "ben", "carl", effort=0.5).step()
    found = {"control": [0.4, 0.5], "control_structural": [0.8, 0.5], "control_productive": [0.5, 1.0]}
    order = plan_for(days.scenario, 1, range(1)).institutions
    for name, expected in found.items():
        by_institution = days["recorded"][days.engine.rows.index(name), 1, :, 0]
        assert [by_institution[order.index(one)] for one in ("office", "guards")] == pytest.approx(expected), name
    assert days["control_productive"] == pytest.approx((4 * 0.5 + 1) / 5)


def test_productive_control_is_that_of_the_same_moment() -> None:
    """Effort falls month by month: C / structural is the effort of this month, not of the last one."""
    days = Days(office(FIVE, "nobody wants to stay", "effort: decay 0.3", "policy ban: strength 1"), "ban").to_the_end()
    effort = np.exp(-0.3 * np.arange(1, 13))
    assert recorded_of_world(days, "control_productive")[:, 0] == pytest.approx(effort, rel=1e-5)
    assert recorded_of_world(days, "control")[:, 0] == pytest.approx(effort, rel=1e-5)
    assert recorded_of_world(days, "control_structural")[:, 0] == pytest.approx(1)


def test_where_nothing_is_left_productive_control_is_nothing() -> None:
    days = Days(office(FIVE)).step().let("chief", filled=0).step()
    assert days["control_structural"] == days["control_productive"] == 0


def test_the_competent_count_more() -> None:
    """Without Ben goes what he alone could do: his share of all competence."""
    world = office(FIVE, "members: competence_spread 0.5")
    days = Days(world).step()
    competence = {post: float(days.of(post, "competence")) for post in days.posts}
    days.let("ben", filled=0).step()
    assert days["control"] == pytest.approx(1 - competence["ben"] / sum(competence.values()), rel=1e-5)


def test_a_better_successor_raises_control_above_one_and_leaves_the_structure_alone() -> None:
    days = Days(office(FIVE)).step().let("ben", competence=2).step()
    assert days["control"] == pytest.approx(6 / 5)
    assert days["control_structural"] == pytest.approx(1)


def test_what_can_exceed_one_is_told_as_a_comparison_and_no_part_of_a_whole() -> None:
    days = Days(office(FIVE)).step().let("ben", competence=2).step()
    assert days["control_productive"] == pytest.approx(6 / 5)
    titles = {one.name: one.title for one in MECHANISM.records}
    assert titles["control_productive"] == "productive control, against the first holders"
    assert "C and productive control exceed 1" in MECHANISM.law


def test_institutions_count_by_their_weights() -> None:
    """Weights .75 and .25: half of the office is lost, and nothing of the guards, who answer to nobody in it."""
    drawing = """
        office:
        chief
          anna
        guards:
        captain
          emil
          gero
        office / weight: 0.75
        guards / weight: 0.25
    """
    days = Days(office(drawing)).step().let("anna", filled=0).step()
    assert days["control"] == pytest.approx(0.75 * 0.5 + 0.25)
    assert days["control_within"][:, 0] == pytest.approx([1, 0.5]), "guards stand before office in the alphabet"


def test_an_institution_answers_to_the_root_of_another() -> None:
    drawing = """
        office:
        chief
          anna
        guards under office:
        captain
          emil
        control: kept 0.9
    """
    days = Days(office(drawing)).step()
    found = {post: float(days.of(post, "reach")) for post in days.posts}
    assert found == pytest.approx({"chief": 1, "anna": 0.9, "guards/captain": 0.9, "guards/emil": 0.81})
    assert not days.let("chief", filled=0).step()["reach"].any()


def test_the_better_of_two_superiors_decides() -> None:
    """Dora answers to Anna as well as to Carl: she is cut off only when both are gone, or the chief."""
    days = Days(office(FIVE)).step()
    days.let("dora", filled=1)["second"][days.at("dora")] = days.at("anna")
    for vacant, reached in {("carl",): 3, ("anna",): 3, ("carl", "anna"): 1, ("chief",): 0}.items():
        days.let(filled=1).let(*vacant, filled=0).step()
        assert days["reach"].sum() - days.of("ben", "reach") == reached, vacant


def test_the_belief_in_survival_follows_control() -> None:
    """s = C / (C + C*): 1 / 1.5 at full control, .4 / .9 once Carl and Dora are gone and effort is 2/3."""
    days = Days(office(FIVE, "control: belief_in_survival 1")).step(2)
    assert days["survival"] == pytest.approx(1 / 1.5)
    days.let("carl", "dora", filled=0).let(effort=2 / 3).step(2)
    assert days["survival"] == pytest.approx(0.4 / 0.9)
