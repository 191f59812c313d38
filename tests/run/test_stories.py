"""A five-person office: who leaves, and when. Worked by hand."""

from __future__ import annotations

import pytest

from tests.office import Days, office, seen, who_leaves

OFFICE = """
    chief
      anna
      ben
      carl
        dora

    6 months
"""
EVERYBODY = {"chief", "anna", "ben", "carl", "dora"}


def counted(days: Days, name: str) -> list[int]:
    """A record of all six months, in the first replicate."""
    return [int(one) for one in days.to_the_end().recorded(name)[:, 0]]


def test_content_people_stay() -> None:
    assert who_leaves(office(OFFICE)) == {}


def test_nobody_wants_to_stay_and_nobody_must() -> None:
    assert who_leaves(office(OFFICE, "nobody wants to stay")) == {1: dict.fromkeys(EVERYBODY, "open")}


def test_nobody_wants_to_stay_and_everybody_must() -> None:
    """Under a ban that cannot be evaded they ask every month, and all of them are held from the first month on."""
    world = office(OFFICE, "nobody wants to stay", "policy ban: strength 1")
    assert who_leaves(world, "ban") == {}
    days = Days(world, "ban")
    assert counted(days, "attempts") == counted(days, "blocked") == counted(days, "trapped") == [5] * 6
    assert counted(days, "quiet_wants_out") == [5] * 6


def test_a_price_on_asking_keeps_everybody_silent() -> None:
    """The ban stops nobody, for nobody asks: all want out, none is trapped. Looking at blocks would show nothing."""
    world = office(OFFICE, "nobody wants to stay", "policy ban: strength 1, formal, asking_price 50")
    days = Days(world, "ban")
    assert counted(days, "attempts") == counted(days, "trapped") == [0] * 6
    assert counted(days, "quiet_wants_out") == [5] * 6
    assert days.recorded("want_out")[:, 0] == pytest.approx(5), "asked in private, all would leave if they could"


def test_two_lessons_are_enough() -> None:
    """An unwritten ban is learned. Asking is worth 4 (1 - b) - 4 b, and b = u / (u + 2.5) with u = 1, 2, 3, ...

    u = 1: b = .286, worth 1.7: all ask, all are stopped. u = 2: b = .444, worth .4: they ask again. u = 3: b = .545,
    worth -.4: nobody ever asks again, though everybody would rather go.
    """
    drawing = """
        members: grievance_mean 4
        choice: precision 100
        ban: prior_blocked 1, prior_granted 2.5
        policy ban: strength 1, threat 4
    """
    days = Days(office(OFFICE, drawing), "ban")
    assert counted(days, "attempts") == [5, 5, 0, 0, 0, 0]
    assert counted(days, "trapped") == [5] * 6
    assert days["belief_blocked"] == pytest.approx(3, rel=1e-4)


def test_one_who_got_away_gives_the_others_courage() -> None:
    """Anna is let out on health in month 2. Her peers and the chief see it, Dora does not, who watches only Carl.

    Asking is worth 4 - 8 b: with u = 2, v = 1.5 b = .571 and nobody asks; one case granted makes b = .444, worth .4.
    The ban cannot hold those with a doctor's letter: the chief, Ben and Carl leave in month 3. Dora has seen Carl go.
    """
    drawing = """
        members: grievance_mean 4
        choice: precision 100
        ban: prior_blocked 2, prior_granted 1.5, notice 1
        policy ban: strength 1, threat 4, exceptions.health_claimed 1, exceptions.health_accepted 1
    """
    days = Days(office(OFFICE, drawing), "ban").step().let("anna", grievance=50)
    left = [days.who("departure") for _ in range(5) if days.step()]
    assert left == [{"anna"}, {"chief", "ben", "carl"}, {"dora"}, set(), set()]


def test_when_the_ban_is_lifted_all_who_were_held_leave_at_once() -> None:
    world = office(OFFICE, "nobody wants to stay", "policy ban: strength 1, closes 5")
    assert who_leaves(world, "ban") == {5: dict.fromkeys(EVERYBODY, "open")}


def test_a_ban_that_comes_in_time_holds_those_whom_the_storm_would_have_driven_out() -> None:
    """The storm of month 3 turns -50 into 50 for a month; the ban opens in month 2, or too late in month 4."""
    storm = "members: grievance_mean -50\nevent storm: month 3, size 100, decays_over 0.01"
    world = office(OFFICE, storm, "policy early: strength 1, opens 2", "policy late: strength 1, opens 4")
    assert who_leaves(world, "none") == {3: dict.fromkeys(EVERYBODY, "open")}
    assert who_leaves(world, "early") == {}
    assert who_leaves(world, "late") == {3: dict.fromkeys(EVERYBODY, "open")}
    days = Days(world, "early")
    assert counted(days, "attempts") == [0, 0, 5, 0, 0, 0]
    assert counted(days, "trapped") == [0, 0, 5, 5, 5, 5]


def test_more_want_out_than_can_be_stopped() -> None:
    """Two blocks a month: three walk out at once, and the two who are left are held month after month."""
    world = office(OFFICE, "nobody wants to stay", "policy ban: strength 1, capacity 2")
    told = who_leaves(world, "ban")
    assert {month: len(gone) for month, gone in told.items()} == {1: 3}
    days = Days(world, "ban")
    assert counted(days, "blocked") == [2] * 6
    assert counted(days, "filled") == [2] * 6


def test_the_post_above_falls_vacant_and_the_one_below_cannot_be_reached() -> None:
    """Carl wants out in month 2: free, he takes Dora's post out of reach; held, he and she still count, at less."""
    world = office(OFFICE, "effort: decay 0.5", "policy ban: strength 1")
    control = {}
    for policy in ("none", "ban"):
        days = Days(world, policy).step().let("carl", grievance=300)
        control[policy] = seen(days, "control", ticks=3)["control"][:, 0]
    assert control["none"] == pytest.approx([0.6] * 3)
    assert control["ban"] == pytest.approx([0.8 + 0.2 * 0.6065, 0.8 + 0.2 * 0.3679, 0.8 + 0.2 * 0.2231], abs=1e-4)


def test_each_replicate_is_a_world_of_its_own_and_the_same_under_every_policy() -> None:
    """Half-hearted people: who leaves differs by replicate; the traits and the draws do not differ by policy."""
    world = office(OFFICE, "members: grievance_mean 0, grievance_spread 1", "policy ban: strength 0")
    free, banned = (Days(world, policy, replicates=40, launcher="cpu").step() for policy in ("none", "ban"))
    assert (free["grievance"] == banned["grievance"]).all()
    assert len({tuple(column) for column in free["filled"].T}) > 5
    assert not (banned["attempts"] & ~free["attempts"]).any()
