"""Ways out that a ban leaves open (equation 6)."""

from __future__ import annotations

import pytest

from exitban.words import REASONS
from tests.office import Days, office, who_leaves, z_of_share

MEMBERS = 6_400
CROWD = """
    spans 63

    1 month
    nobody wants to stay
    policy ban: strength 0.8, {exceptions}
"""
HEALTH = "exceptions.health_claimed 0.3, exceptions.health_accepted 0.5"
PAID = "exceptions.paid_claimed 0.4, exceptions.paid_accepted 0.5"
TOLERATED = "exceptions.tolerated_claimed 0.1, exceptions.tolerated_accepted 1"


def first_month(*exceptions: str) -> Days:
    drawing = CROWD.format(exceptions=", ".join(exceptions) or "informal")
    return Days(office(drawing), "ban", replicates=100, launcher="cpu").step()


def test_each_exception_takes_its_share_and_the_ban_the_rest() -> None:
    """.15, .20 and .10 of all attempts; of the remaining .55, .8 are blocked and .2 slip through."""
    days = first_month(HEALTH, PAID, TOLERATED)
    expected = {"health": 0.15, "paid": 0.20, "tolerated": 0.10, "unblocked": 0.11}
    for reason, share in expected.items():
        assert abs(z_of_share(days.recorded(f"exits_{reason}").sum(), MEMBERS, share)) < 4, reason
    assert abs(z_of_share(days.recorded("blocked").sum(), MEMBERS, 0.44)) < 4


def test_closing_the_last_exceptions_moves_nobody_who_used_another() -> None:
    all_open, only_health = first_month(HEALTH, PAID, TOLERATED), first_month(HEALTH)
    health = REASONS.index("health")
    assert ((all_open["departure"] == health) == (only_health["departure"] == health)).all()
    freed = all_open["departure"] > 0
    assert (only_health["departure"] > 0).sum() < freed.sum()
    assert freed[only_health["departure"] > 0].all(), "a ban with fewer exceptions frees nobody more"


def test_exceptions_exist_only_under_a_ban() -> None:
    world = office(CROWD.format(exceptions=HEALTH.replace("0.3", "1").replace("0.5", "1")))
    assert set(who_leaves(world, "ban")[1].values()) == {"health"}
    assert set(who_leaves(world, "none")[1].values()) == {"open"}


@pytest.mark.parametrize("name", ["health", "paid", "tolerated"])
def test_a_claim_that_nobody_accepts_is_worth_nothing(name: str) -> None:
    exceptions = f"strength 1, exceptions.{name}_claimed 1, exceptions.{name}_accepted 0"
    assert who_leaves(office(CROWD.format(exceptions=exceptions)), "ban") == {}
