"""A post one cannot leave is harder to fill, and loyalty is paid for with competence (equation 13)."""

from __future__ import annotations

import numpy as np
import pytest

from tests.office import AT_ONCE, Days, office, z, z_of_share

CROWD = """
    chief
      anna
      ben
      carl

    9 months
    nobody reconsiders
    policy ban: formal, strength 0.8
"""


def refills(*more: str, policy: str = "ban", vacate: tuple[str, ...] = ("anna", "ben"), replicates: int = 4_000) -> int:
    """How many of the posts that stand empty in month 2 are filled in it."""
    days = Days(office(CROWD, *more), policy, replicates=replicates, launcher="cpu").step()
    return int(days.let(*vacate, filled=0).step().recorded("arrivals")[1].sum())


@pytest.mark.parametrize(("policy", "believed"), [("ban", 0.8), ("none", 0)])
def test_the_rate_falls_with_the_mean_believed_block(policy: str, believed: float) -> None:
    """nu = .5, aversion 2: the rate is .5 exp(-2 b)."""
    filled = refills("refill: rate 0.5, aversion 2", policy=policy)
    assert abs(z_of_share(filled, 8_000, -np.expm1(-0.5 * np.exp(-2 * believed)))) < 4


def test_the_mean_is_over_holders_and_so_are_their_own_beliefs() -> None:
    """An informal ban; the chief is sure of it (u / (u + v) = .9), Carl hardly believes in it (.1): .5 in the mean."""
    world = office(CROWD, "policy ban: informal", "refill: rate 0.5, aversion 2", "ban: prior_blocked 1")
    days = Days(world, "ban", replicates=4_000, launcher="cpu").step()
    days.let("chief", belief_blocked=9, belief_granted=1).let("carl", belief_blocked=1, belief_granted=9)
    days.let("anna", "ben", belief_blocked=9, belief_granted=0, filled=0).step()
    assert days["mean_block"] == pytest.approx(0.5, abs=1e-5)
    assert abs(z_of_share(days.recorded("arrivals")[1].sum(), 8_000, -np.expm1(-0.5 * np.exp(-1.0)))) < 4


def test_an_institution_that_nobody_is_left_in_is_as_hard_to_fill_as_before() -> None:
    filled = refills("refill: rate 0.5, aversion 2", vacate=("chief", "anna", "ben", "carl"))
    assert abs(z_of_share(filled, 16_000, -np.expm1(-0.5 * np.exp(-1.6)))) < 4


def test_each_institution_has_an_aversion_of_its_own() -> None:
    """Guards are not in the ban's scope: nothing keeps anybody from joining them."""
    drawing = """
        office:
        chief
        guards under office:
        captain

        4 months
        nobody reconsiders
        policy ban: formal, strength 1, scope office
    """
    days = Days(office(drawing, f"refill: rate {AT_ONCE}, aversion 30"), "ban", replicates=50, launcher="cpu").step()
    days.let(filled=0).step()
    assert days.who("filled") == {"guards/captain"}
    assert days.recorded("arrivals")[1].sum() == 50


SCREENED = """
    spans 63

    4 months
    nobody reconsiders
    members: outside_option_mean 0.5, outside_option_spread 1.5, competence_spread 0.4
"""


@pytest.mark.parametrize("shared", [-0.6, 0, 0.6])
def test_screening_lowers_the_offers_and_the_competence_of_newcomers(shared: float) -> None:
    """.8 standard deviations: o by 1.2, log c by .8 * shared * .4; spreads and correlation stay."""
    lines = (f"members: outside_option_of_the_competent {shared}", f"refill: rate {AT_ONCE}, screening 0.8")
    days = Days(office(SCREENED, *lines), replicates=250, launcher="cpu").step()
    first = {name: days[name].ravel().astype(float) for name in ("outside_option", "competence")}
    days.let(filled=0).step()
    new = {name: days[name].ravel().astype(float) for name in first}
    assert days.recorded("arrivals")[1].sum() == 16_000
    assert abs(z(first["outside_option"], 0.5)) < 4
    assert abs(z(new["outside_option"], 0.5 - 1.2)) < 4
    assert abs(z(np.log(first["competence"]), -0.08)) < 4
    assert abs(z(np.log(new["competence"]), -0.08 - 0.32 * shared)) < 4
    found = np.corrcoef(new["outside_option"], np.log(new["competence"]))[0, 1]
    assert found == pytest.approx(shared, abs=4 / np.sqrt(16_000))
    assert new["outside_option"].std() == pytest.approx(1.5, rel=0.03)


def test_who_is_promoted_was_screened_long_ago_or_never() -> None:
    """Anna moves up as she is; whoever takes her place later comes with lower offers."""
    lines = ("members: outside_option_spread 1", f"refill: rate {AT_ONCE}, from_below 1, screening 3")
    world = office("chief\n  anna", "9 months", "nobody reconsiders", *lines)
    days = Days(world, replicates=400, launcher="cpu").step()
    before = days["outside_option"][days.at("anna")].copy()
    days.let("chief", filled=0).step()
    assert (days["outside_option"][days.at("chief")] == before).all()
    days.step()
    assert abs(z(days["outside_option"][days.at("anna")].astype(float), -3)) < 4
