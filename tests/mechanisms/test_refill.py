"""Vacant posts are filled from outside, never in the tick in which they fell vacant."""

from __future__ import annotations

import numpy as np
import pytest

from exitban.mechanisms.refill import chance_of_refill
from tests.office import AT_ONCE, Days, office, seen, z, z_of_share

FIVE = """
    chief
      anna
      ben
      carl
        dora
"""


def test_a_post_vacated_in_a_tick_waits() -> None:
    """Everybody leaves as soon as they can and is replaced as soon as can be: vacant, filled, vacant, filled."""
    world = office(FIVE, "4 months", "nobody wants to stay", f"refill: rate {AT_ONCE}")
    days = Days(world).to_the_end()
    assert days.recorded("filled")[:, 0].tolist() == [0, 5, 0, 5]
    assert days.recorded("arrivals")[:, 0].tolist() == [0, 5, 0, 5]
    assert days.recorded("exits_open")[:, 0].tolist() == [5, 0, 5, 0]
    assert days.recorded("present")[:, 0].tolist() == [5, 0, 5, 0]


def test_unless_it_need_not_wait() -> None:
    """The same office, where a chair is taken at once: never empty at the end of a month, and five exits in each."""
    world = office(FIVE, "4 months", "nobody wants to stay", f"refill: rate {AT_ONCE}, waits 0")
    days = Days(world).to_the_end()
    assert days.recorded("filled")[:, 0].tolist() == [5, 5, 5, 5]
    assert days.recorded("arrivals")[:, 0].tolist() == [5, 5, 5, 5]
    assert days.recorded("exits_open")[:, 0].tolist() == [5, 5, 5, 5]
    assert not days["left_openly"].any()


def test_without_refill_nobody_comes() -> None:
    days = Days(office(FIVE, "6 months", "nobody wants to stay")).to_the_end()
    assert days.recorded("filled")[:, 0].tolist() == [0] * 6


def availability(vacating: float, filling: float, dt: float) -> float:
    """p_nu / (p_nu + p_lambda): no refill in the tick of the vacancy."""
    p_vacating, p_filling = -np.expm1(-vacating * dt), -np.expm1(-filling * dt)
    return p_filling / (p_filling + p_vacating)


CHAIN = """
    one:
    alone
    two under one:
    alone
    three under two:
    alone

    60 months of {ticks} ticks
    nobody reconsiders
    hazards: natural 0.1
    refill: rate 0.3
"""


@pytest.mark.parametrize("ticks", [1, 2, 4])
def test_availability_of_posts_and_of_chains(ticks: int) -> None:
    """In the long run a chain of d + 1 posts works for the share A^(d + 1) of the time."""
    days = Days(office(CHAIN.format(ticks=ticks)), replicates=2_500, launcher="cpu").to_the_end()
    works = availability(0.1, 0.3, 1 / ticks)
    for depth in range(3):
        assert abs(z_of_share((days["reach"][depth] > 0).sum(), 2_500, works ** (depth + 1))) < 4
    assert abs(z(days.recorded("filled")[-1], 3 * works)) < 4


@pytest.mark.parametrize("ticks", [1, 2, 4])
def test_how_long_the_vacant_posts_have_been_vacant(ticks: int) -> None:
    """Ages of present vacancies are geometric: mean dt / p, standard deviation dt sqrt(1 - p) / p."""
    days = Days(office(CHAIN.format(ticks=ticks)), replicates=2_500, launcher="cpu").to_the_end()
    p, vacant = -np.expm1(-0.3 / ticks), ~days["filled"]
    ages = days["vacant_months"][vacant]
    error = np.sqrt(1 - p) / p / ticks / np.sqrt(ages.size)
    assert abs((ages.mean() - 1 / p / ticks) / error) < 4
    assert (days["vacant_months"][~vacant] == 0).all()
    assert days.recorded("vacant")[-1].sum() == ages.size
    assert days.recorded("vacant_months")[-1].sum() == pytest.approx(ages.sum(), rel=1e-4)


def test_a_new_holder_is_somebody_else() -> None:
    """Traits are drawn anew, beliefs and effort start afresh, no trap and no secret is inherited."""
    world = office(FIVE, f"refill: rate {AT_ONCE}", "members: grievance_spread 1, competence_spread 1", "3 months")
    days = Days(world).step()
    before = {name: days.of("dora", name) for name in ("grievance", "competence")}
    days.let("dora", effort=0.2, belief_blocked=7, trapped=1, trapped_months=4, hidden_attempts=3, exposed=1)
    days.let("dora", speaking=1, refused=1, hidden_deals=2, queued=1, denounced=1, filled=0).step()
    assert days.of("dora", "filled")
    assert {name: days.of("dora", name) for name in before} != pytest.approx(before)
    fresh = {
        **dict.fromkeys(("trapped", "trapped_months", "hidden_attempts", "hidden_deals", "exposed", "speaking"), 0),
        **dict.fromkeys(("refused", "queued", "denounced", "covert", "left_openly"), 0),
        **dict.fromkeys(("effort", "belief_blocked", "belief_granted"), 1),
    }
    assert {name: days.of("dora", name) for name in fresh} == fresh
    assert days.of("anna", "effort") == 1


def test_luck_stays_with_the_post() -> None:
    """Whoever comes to a post in the same tick is the same person, however the post fell vacant."""
    world = office(FIVE, f"refill: rate {AT_ONCE}", "members: grievance_spread 1", "3 months")
    left = seen(Days(world).step().let("dora", filled=0), "grievance", ticks=1)["grievance"]
    died = seen(Days(world).step().let("dora", "anna", filled=0), "grievance", ticks=1)["grievance"]
    dora, anna = Days(world).at("dora"), Days(world).at("anna")
    assert left[0, dora] == died[0, dora]
    assert left[0, anna] != died[0, anna]


@pytest.mark.parametrize(("waits", "at_once"), [(1, 0.0), (0, 1 - np.exp(-0.2))])
def test_a_post_that_falls_vacant_has_half_a_tick_left_unless_it_waits(waits: float, at_once: float) -> None:
    """At .8 a month and ticks of half a month; nobody believes in a ban."""
    asked = (0.0, 5.0, 0.0, 0.8, 1.0, waits, 0.5)
    found = chance_of_refill(*map(np.float32, asked))
    assert found == pytest.approx((1 - np.exp(-0.4), at_once), abs=1e-6)
