"""Who asks is stopped, or slips through, or walks out because nobody was free to stop them (equation 6)."""

from __future__ import annotations

import numpy as np
import pytest

from exitban.maths.luck import address_of
from exitban.maths.philox import philox
from tests.office import AT_ONCE, Days, office, seen, who_leaves

FIVE = """
    chief
      anna
      ben
      carl
        dora

    nobody wants to stay
"""
CONTENT = "members: grievance_mean -100"
EVERYBODY = {"chief", "anna", "ben", "carl", "dora"}


BLOCK, ENFORCEMENT = (4, 1), (5, 0)
"""Row and place of two purposes."""


def keys(tick: int, purpose: tuple[int, int], seed: int = 1) -> dict[str, int]:
    """The addressed 32-bit keys of the five for a purpose, in replicate 0."""
    row, place = purpose
    drawn = {}
    for post in EVERYBODY:
        low, high = address_of(f"office/{post}")
        drawn[post] = int(philox(*(np.uint64(word) for word in (tick, low, high, 0, seed, row)))[place])
    return drawn


def first(number: int, tick: int) -> set[str]:
    """Those whom enforcement stops first in a tick."""
    order = keys(tick, ENFORCEMENT)
    return set(sorted(order, key=order.__getitem__)[:number])


def test_a_ban_of_strength_one_keeps_everybody() -> None:
    days = Days(office(FIVE, "3 months", "policy ban: strength 1"), "ban").to_the_end()
    assert days.who("filled") == days.who("trapped") == EVERYBODY
    assert days.recorded("attempts")[:, 0].tolist() == days.recorded("blocked")[:, 0].tolist() == [5, 5, 5]
    assert days.recorded("trapped")[:, 0].tolist() == [5, 5, 5], "a second block adds nothing to the stock"


def test_a_ban_of_strength_zero_stops_nobody() -> None:
    assert who_leaves(office(FIVE, "policy ban: strength 0"), "ban") == {1: dict.fromkeys(EVERYBODY, "unblocked")}


def test_who_has_no_luck_is_stopped() -> None:
    """Blocked is whoever draws less than the strength, from the published address of the draw."""
    world = office(FIVE, "1 month", "policy ban: strength 0.6")
    stopped = {post for post, word in keys(0, BLOCK).items() if word / 2**32 < 0.6}
    assert 0 < len(stopped) < 5
    assert Days(world, "ban").step().who("blocked") == stopped
    assert set(who_leaves(world, "ban")[1]) == EVERYBODY - stopped


@pytest.mark.parametrize("capacity", [1, 2, 4])
def test_those_with_the_smallest_keys_are_stopped_and_the_rest_walk_out(capacity: int) -> None:
    world = office(FIVE, "1 month", f"policy ban: strength 1, capacity {capacity}")
    assert Days(world, "ban").step().who("blocked") == first(capacity, tick=0)
    assert who_leaves(world, "ban") == {1: dict.fromkeys(EVERYBODY - first(capacity, tick=0), "unblocked")}


def test_more_capacity_stops_the_same_ones_and_others_besides() -> None:
    assert first(1, 0) < first(2, 0) < first(4, 0)


def test_half_a_block_a_month_makes_none_in_the_first_month_and_one_in_the_second() -> None:
    at_once = office(FIVE, "policy ban: strength 1, capacity 0.5")
    assert not Days(at_once, "ban").step().who("blocked")
    later = office(FIVE, CONTENT, "policy ban: strength 1, capacity 0.5")
    assert Days(later, "ban").step().let(grievance=100).step().who("blocked") == first(1, tick=1)


@pytest.mark.parametrize(
    ("capacity", "ticks", "blocks"),
    [(2, 1, 3), (2, 4, 2), (1, 1, 1), (0.5, 1, 1), (0.5, 4, 1), (2.5, 1, 3), (2.5, 4, 2), (2.8, 4, 3), (0.2, 1, 1)],
)
def test_what_is_unused_is_kept_for_a_month_and_no_longer(capacity: float, ticks: int, blocks: int) -> None:
    """After six quiet months: one month's worth, at least 1, and half of what the tick adds, rounded down.

    2 + 1 = 3 in a tick of a month, 2 + .25 in one of a week; 2.5 + .3125 is less than 3, 2.8 + .35 is more.
    """
    world = office(FIVE, f"7 months of {ticks} ticks", CONTENT, f"policy ban: strength 1, capacity {capacity}")
    days = Days(world, "ban").step(6 * ticks).let(grievance=100).step()
    assert days.who("blocked") == first(blocks, tick=6 * ticks)


def test_forty_small_credits_are_one_block() -> None:
    """1/40 is not a number of 32 bits: forty of them must not stay below one."""
    world = office(FIVE, "2 months of 40 ticks", CONTENT, "policy ban: strength 1, capacity 1")
    early = Days(world, "ban").step(38).let(grievance=100).step()
    late = Days(world, "ban").step(39).let(grievance=100).step()
    assert (len(early.who("blocked")), len(late.who("blocked"))) == (0, 1)


def test_capacity_is_spent() -> None:
    """Two blocks a month in ticks of a quarter. Credit before each tick's blocks: .5, 1, 1.5, 1, and so on.

    All five walk out in the first week; their posts are filled in the second; in the third one of the five is
    stopped, and tries again in the fourth, when the others have just been replaced.
    """
    world = office(FIVE, "2 months of 4 ticks", "policy ban: strength 1, capacity 2", f"refill: rate {AT_ONCE}")
    days = Days(world, "ban").to_the_end()
    assert days.recorded("attempts")[:, 0].tolist() == [5, 0, 5, 1] * 2
    assert days.recorded("blocked")[:, 0].tolist() == [0, 0, 1, 1] * 2


def test_before_a_ban_opens_no_capacity_is_saved() -> None:
    world = office(FIVE, CONTENT, "policy ban: strength 1, capacity 0.5, opens 4")
    days = Days(world, "ban").step(3).let(grievance=100).step()
    assert days.recorded("blocked")[3, 0] == 0


def test_an_immense_capacity_is_no_capacity_problem() -> None:
    """1e12 blocks would overflow a 32-bit count."""
    world = office(FIVE, "1 month", "policy ban: strength 1, capacity 1e12")
    assert Days(world, "ban").step().who("blocked") == EVERYBODY


def test_a_ban_holds_from_its_opening_to_its_close() -> None:
    """Anna is content until month 2 and stopped then; when the ban closes with month 4 she leaves at once."""
    world = office(FIVE, CONTENT, "policy ban: strength 1, opens 2, closes 4")
    days = Days(world, "ban").step().let("anna", grievance=100)
    after = seen(days, "trapped", "departure", ticks=3)
    anna = days.at("anna")
    assert after["trapped"][:, anna, 0].tolist() == [True, True, False]
    assert after["departure"][:, anna, 0].tolist() == [0, 0, 1]


def test_the_scope_of_a_ban_is_an_institution_or_a_rank() -> None:
    world = office(
        FIVE,
        "guards under office:\n  captain",
        "policy guards: strength 1, scope guards",
        "policy top: strength 1, ranks 0",
    )
    assert set(who_leaves(world, "guards")[1]) == EVERYBODY
    assert Days(world, "guards").step().who("blocked") == {"guards/captain"}
    assert Days(world, "top").step().who("blocked") == {"chief", "guards/captain"}


def test_where_two_bans_meet_the_stronger_governs_and_each_has_its_own_capacity() -> None:
    world = office(
        FIVE,
        "1 month",
        "policy mild: strength 0",
        "policy harsh: strength 1, ranks 0, capacity 1, together_with mild",
    )
    days = Days(world, "harsh").step()
    assert days.who("blocked") == {"chief"}
    assert days.recorded("exits_unblocked")[0, 0] == 4


def test_a_trap_ends_with_the_policy_that_set_it() -> None:
    """Two bans, each for one half of the year: whoever was stopped in the first half is free in the second.

    Anna is stopped by the winter's ban in month 2, Ben by the summer's in month 8; nobody else asks for anything.
    """
    bans = "policy winter: strength 1, closes 7, together_with summer\npolicy summer: strength 0.5, opens 7"
    days = Days(office(FIVE, CONTENT, bans), "winter").step().let("anna", grievance=500).step().let(grievance=-100)
    trapped = [days.who("trapped") for _ in range(5) if days.step()]
    assert trapped == [{"anna"}] * 4 + [set()]


def test_who_is_stopped_by_two_bans_is_held_until_both_are_over() -> None:
    """Stopped in month 2 by the mild ban and again in month 4 by the harsh one, which governs then and ends first."""
    bans = "policy mild: strength 0.999, closes 9, together_with harsh\npolicy harsh: strength 1, opens 4, closes 6"
    days = Days(office(FIVE, CONTENT, bans), "mild").step().let("anna", grievance=500).step(3).let(grievance=-100)
    assert days.of("anna", "trapped_by") == (1 << 1) + (1 << 2)
    assert [days.who("trapped") for _ in range(6) if days.step()] == [{"anna"}] * 4 + [set()] * 2


def test_a_stronger_ban_beside_it_does_not_lift_a_trap() -> None:
    """Anna is held by the mild ban; in month 4 a harsher one opens and governs, and she stays held."""
    bans = "policy mild: strength 0.9, together_with harsh\npolicy harsh: strength 1, opens 4, closes 6"
    days = Days(office(FIVE, CONTENT, bans), "mild").step().let("anna", trapped=1, trapped_by=1 << 2)
    assert sorted(["harsh", "mild"]).index("mild") == 1, "row 0 is no policy, so that of the mild ban is 2"
    assert [days.who("trapped") for _ in range(6) if days.step()] == [{"anna"}] * 6


def test_who_is_trapped_again_begins_to_wait_anew() -> None:
    """Anna is held in months 2 and 3 by the winter's ban, free until she is stopped by the summer's in month 7."""
    bans = "policy winter: strength 1, closes 4, together_with summer\npolicy summer: strength 0.5, opens 6"
    days = Days(office(FIVE, CONTENT, bans, "policy summer: strength 1"), "winter").step()
    days.let("anna", grievance=500).step().let(grievance=-100)
    months = [float(days.of("anna", "trapped_months"))]
    months += [float(days.step().of("anna", "trapped_months")) for _ in range(4)]
    days.let("anna", grievance=500).step().let(grievance=-100)
    assert [*months, float(days.of("anna", "trapped_months"))] == [1, 2, 0, 0, 0, 1]
    assert days.recorded("trapped_months")[:7, 0].tolist() == [0, 1, 2, 0, 0, 0, 1]


def test_time_trapped_by_hand() -> None:
    """Anna is trapped in months 2 to 4, Ben in month 4: after it 3 and 1 months, 2 on average."""
    world = office(FIVE, CONTENT, "4 months", "policy ban: strength 1")
    days = Days(world, "ban").step().let("anna", grievance=200).step(2).let("ben", grievance=200).step()
    assert (days.of("anna", "trapped_months"), days.of("ben", "trapped_months")) == (3, 1)
    assert days.recorded("trapped_months")[3, 0] / days.recorded("trapped")[3, 0] == 2
