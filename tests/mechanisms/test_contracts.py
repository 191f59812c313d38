"""A contract holds until its end; a decree suspends the end (equation 6)."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from tests.office import AT_ONCE, Days, office, seen, who_leaves

COMPANY = """
    captain
      anna
      ben
      carl
      dora
      emil

    12 months
    nobody wants to stay
    contracts: term 6
    policy decree: formal, strength 1, asking_price 200, contracts.suspended 1
"""


def ends(*more: str) -> dict[str, float]:
    """When whose contract is over, in months."""
    days = Days(office(COMPANY, *more)).step()
    return {post: float(days.of(post, "contract_end")) for post in days.posts}


def test_everybody_leaves_on_the_first_day_after_the_contract() -> None:
    """A contract that ends at 2.4 months lets go in the fourth month, which begins at 3.0."""
    told = who_leaves(office(COMPANY))
    left = {post: month for month, gone in told.items() for post in gone}
    assert left == {post: math.ceil(end) + 1 for post, end in ends().items()}
    assert all(reason == "open" for gone in told.values() for reason in gone.values())


def test_first_contracts_end_evenly_within_one_term() -> None:
    days = Days(office("spans 63", "1 month", "contracts: term 24"), replicates=50, launcher="cpu").step()
    assert stats.kstest(days["contract_end"].ravel() / 24, "uniform").pvalue > 1e-4


def test_a_decree_traps_whoever_is_past_the_end_without_having_been_asked() -> None:
    days = Days(office(COMPANY), "decree").to_the_end()
    over = np.array([sum(end <= month for end in ends().values()) for month in range(12)])
    assert days.recorded("trapped")[:, 0].tolist() == over.tolist()
    assert days.recorded("trapped")[-1, 0] == 6
    assert not days.recorded("attempts").any()
    assert not days.recorded("blocked").any()


def test_a_decree_that_ends_lets_them_go_at_once() -> None:
    world = office(COMPANY, "policy decree: closes 9")
    told = who_leaves(world, "decree")
    assert told == {9: dict.fromkeys(ends(), "open")}
    trapped = seen(Days(world, "decree"), "trapped")["trapped"].sum(axis=1)[:, 0]
    assert trapped[7] == 6
    assert trapped[8] == 0


def test_a_decree_that_comes_too_late_holds_only_those_still_there() -> None:
    told = who_leaves(office(COMPANY, "policy decree: opens 4"), "decree")
    expected = {post for post, end in ends().items() if end <= 2}
    assert {post for gone in told.values() for post in gone} == expected
    assert expected, "somebody has left before it comes"


def test_who_comes_later_signs_for_a_full_term() -> None:
    """Dora's post falls vacant in month 1 and is filled at the end of month 2: 2 + 6."""
    days = Days(office(COMPANY, f"refill: rate {AT_ONCE}")).step().let("dora", filled=0).step()
    assert days.of("dora", "contract_end") == 8
    gone = seen(days, "departure", ticks=7)["departure"][:, days.at("dora"), 0]
    assert gone.tolist() == [0] * 6 + [1], "free in the month that begins where the contract ends, the ninth"


def test_without_contracts_a_decree_holds_nobody_by_itself() -> None:
    world = office(COMPANY, "contracts: term 0", "policy decree: strength 0, asking_price 0")
    assert set(who_leaves(world, "decree")) == {1}


def test_a_decree_holds_only_those_in_its_scope() -> None:
    guards = "guards under office:\n  gero"
    told = who_leaves(office(COMPANY, guards, "policy decree: scope office"), "decree")
    assert {post for gone in told.values() for post in gone} == {"guards/gero"}


def test_under_contract_one_may_still_speak() -> None:
    days = Days(office(COMPANY, "everybody may speak", "voice: cost -100"))
    assert days.step().recorded("voice")[0, 0] == 6


def test_a_decree_holds_beside_a_stronger_ban() -> None:
    """The ban governs, being the stronger; the decree suspends contracts all the same."""
    ban = "policy ban: strength 1, asking_price 200, formal, together_with decree\npolicy decree: strength 0.5"
    days = Days(office(COMPANY, ban), "ban").to_the_end()
    assert days.recorded("trapped")[-1, 0] == 6
    assert not days.recorded("attempts").any()
