"""Side deals: proposed, believed or not, kept or found out (equations 3 and 8)."""

from __future__ import annotations

import numpy as np
import pytest

from tests.office import AT_ONCE, Days, office, who_leaves, z_of_share

OFFICE = """
    chief
      anna
      ben
      carl
        dora

    6 months
    everybody may deal
    exit: possible 0
"""
EVERYBODY = {"chief", "anna", "ben", "carl", "dora"}
ALL_PROPOSE = "covert: prize 100, cost -100, trust {trust}"


def test_a_proposal_that_is_believed_makes_covert() -> None:
    days = Days(office(OFFICE, ALL_PROPOSE.format(trust=1))).step(3)
    assert days.who("covert") == EVERYBODY
    assert days.recorded("proposals")[:3, 0].tolist() == [5, 0, 0], "covert is for good"
    assert not days.who("refused")


def test_whoever_is_refused_does_not_propose_again() -> None:
    days = Days(office(OFFICE, ALL_PROPOSE.format(trust=0))).step(3)
    assert days.who("refused") == EVERYBODY
    assert days.recorded("proposals")[:3, 0].tolist() == [5, 0, 0]
    assert days.recorded("covert")[:3, 0].tolist() == [0, 0, 0]


def test_the_counterpart_believes_a_share() -> None:
    world = office("spans 63", "1 month", "everybody may deal", "exit: possible 0", ALL_PROPOSE.format(trust=0.3))
    days = Days(world, replicates=100, launcher="cpu").step()
    proposals = days.recorded("proposals").sum()
    assert proposals == 6_400
    assert abs(z_of_share(days.recorded("covert").sum(), proposals, 0.3)) < 4


def test_where_nobody_has_anything_to_offer_nobody_proposes() -> None:
    days = Days(office(OFFICE, "covert: possible 0, cost -100")).step(2)
    assert days.recorded("proposals").sum() == 0


def test_covert_members_are_found_out_at_a_rate() -> None:
    drawing = """
        spans 63

        2 months of 4 ticks
        covert: discovered 0.4
    """
    days = Days(office(drawing), replicates=100, launcher="cpu").step().let(covert=1).step()
    assert abs(z_of_share(days.recorded("exits_discovered")[1].sum(), 6_400, 1 - np.exp(-0.1))) < 4
    days.step()
    assert days["filled"].sum() + days.recorded("exits_discovered").sum() == 6_400


def test_found_out_is_removed() -> None:
    world = office(OFFICE, ALL_PROPOSE.format(trust=1), f"covert: discovered {AT_ONCE}")
    assert who_leaves(world) == {1: dict.fromkeys(EVERYBODY, "discovered")}


def test_the_utility_by_hand() -> None:
    """trust (w + g) - c - p x sanction s + J X = .4 * (3 + .5) - 1 - .2 * 2 * 1.5 + 2 * .3 = .4.

    X = .3 is the news of the month before.
    """
    drawing = """
        choice: reconsider 0
        members: grievance_mean 0.5, vulnerability_mean 2
        covert: trust 0.4, prize 3, cost 1, believed_punishment 0.2, sanction 1.5, contagion 2
        event rumour: month 1, size 0.3, raises covert
    """
    days = Days(office(OFFICE, drawing), keep=True).step(2)
    assert days["utility_covert"] == pytest.approx(0.4, abs=1e-5)


def test_a_covert_superior_passes_nothing_on() -> None:
    """Carl is covert: what he and Dora would do is lost, 2 of 5."""
    days = Days(office(OFFICE)).step().let("carl", covert=1).step()
    assert days["control"] == pytest.approx(3 / 5)
    assert days.recorded("filled")[1, 0] == 5


def test_whoever_is_arrested_in_the_same_month_proposes_nothing() -> None:
    """The queue comes before the deal: Anna was exposed a month ago, and is taken away on the way to the meeting."""
    world = office(OFFICE, "covert: trust 1, prize 100, cost 100", "sanctions: per_month 9, share 1, arrested 1")
    days = Days(world).step().let("anna", denounced=1)
    days["covert_cost"][:] = -100
    days.step()
    assert days.of("anna", "departure") == 7
    assert days.who("covert") == EVERYBODY - {"anna"}
    assert days.of("anna", "hidden_deals") == 0
