"""Secrets leak, expose, and are news (equation 8)."""

from __future__ import annotations

import numpy as np
import pytest

from tests.office import AT_ONCE, Days, office, seen, z_of_share

OFFICE = """
    chief
      anna
      ben
      carl
        dora

    12 months
    policy ban: strength 1
"""
LEAKY = f"secrets: leak_rate {AT_ONCE}, weight 0.2, credibility 0.5, denied 0.3"


def anna_is_stopped(*more: str, times: int = 1) -> Days:
    """Anna tries to leave, so many months running, and then no more."""
    days = Days(office(OFFICE, *more), "ban").step().let("anna", grievance=1000).step(times)
    return days.let(grievance=-100)


def test_every_blocked_attempt_is_a_secret() -> None:
    days = anna_is_stopped(times=3)
    assert days.of("anna", "hidden_attempts") == 3
    assert days["hidden_attempts"].sum() == 3


def test_a_leak_exposes_and_empties_the_cupboard() -> None:
    days = anna_is_stopped(times=3)
    days["secrets_leak_rate"][:] = AT_ONCE
    days.step()
    assert days.who("exposed") == {"anna"}
    assert days.of("anna", "hidden_attempts") == 0
    assert days.recorded("known_blocked")[:, 0].tolist()[:6] == [0, 0, 0, 0, 1, 0]
    days.step(3)
    assert days.who("exposed") == {"anna"}, "once known, always known"
    assert days.recorded("leaks").sum() == 1


def test_who_is_known_for_a_deal_becomes_known_as_blocked_all_the_same() -> None:
    days = anna_is_stopped().let("anna", exposed=1, deal_exposed=1)
    days["secrets_leak_rate"][:] = AT_ONCE
    assert days.step(2).recorded("known_blocked").sum() == 1


def test_members_who_are_known_to_be_blocked_are_counted_once_however_often_it_leaks() -> None:
    """Stopped twice, and both attempts come out: two leaks, one member."""
    days = anna_is_stopped(f"secrets: leak_rate {AT_ONCE}").let("anna", grievance=1000).step().let(grievance=-100)
    days.step(2)
    assert days.recorded("leaks").sum() == 2
    assert days.recorded("known_blocked").sum() == 1


def test_a_leak_is_news_as_far_as_it_is_believed_and_not_denied() -> None:
    """.2 * .5 * (1 - .3) = .07 on Z^exit, fading with a window of 4 months."""
    days = anna_is_stopped(LEAKY, "exposure: window 4")
    signal = [float(days["signal_exit"][0]), *seen(days, "signal_exit", ticks=3)["signal_exit"][:, 0]]
    assert signal == pytest.approx(0.07 * np.exp(-np.arange(4) / 4))
    assert days["signal_voice"] == days["signal_covert"] == 0


def test_five_leaks_at_once_are_five_times_the_news() -> None:
    days = Days(office(OFFICE, "nobody wants to stay", LEAKY), "ban").step()
    assert days.recorded("leaks")[0, 0] == 5
    assert days["signal_exit"] == pytest.approx(0.35)


def test_a_refused_proposal_is_one_secret_and_an_accepted_one_two() -> None:
    for trust, secrets in ((0, 1), (1, 2)):
        world = office(OFFICE, "everybody may deal", f"covert: trust {trust}, prize 100, cost -100")
        assert (Days(world).step()["hidden_deals"] == secrets).all()


def test_the_leak_of_a_deal_is_news_about_deals() -> None:
    world = office(OFFICE, LEAKY, "everybody may deal", "covert: trust 1, prize 100, cost -100")
    days = Days(world).step()
    assert days["signal_covert"] == pytest.approx(0.35)
    assert days["signal_exit"] == 0
    assert days.recorded("known_blocked")[0, 0] == 0


def test_a_deal_that_is_out_is_no_secret_any_more() -> None:
    """Each of the five is turned down once, and that comes out once."""
    world = office(OFFICE, LEAKY, "everybody may deal", "covert: trust 0, prize 100, cost -100")
    days = Days(world).step(4)
    assert days.recorded("leaks")[:, 0].tolist()[:4] == [5, 0, 0, 0]
    assert not days["hidden_deals"].any()


def test_only_members_are_exposed_and_no_empty_chairs() -> None:
    days = anna_is_stopped(f"secrets: leak_rate {AT_ONCE}").step()
    days.let("anna", filled=0).step()
    assert days.recorded("exposed")[1:4, 0].tolist() == [1, 1, 0]


def test_the_dead_keep_their_secrets() -> None:
    """Whoever leaves takes the secret along, and the next holder has none."""
    days = anna_is_stopped(f"refill: rate {AT_ONCE}", times=2).let("anna", filled=0)
    days["secrets_leak_rate"][:] = AT_ONCE
    days.step(3)
    assert days.recorded("leaks").sum() == 0
    assert days.of("anna", "hidden_attempts") == 0


@pytest.mark.parametrize("ticks", [1, 4])
def test_more_secrets_leak_sooner(ticks: int) -> None:
    """With n secrets a tick leaks with 1 - exp(-n ell dt): here n = 1, 2 and 5, ell = .1."""
    for number in (1, 2, 5):
        world = office("spans 63", f"2 months of {ticks} ticks", "secrets: leak_rate 0.1")
        days = Days(world, replicates=100, launcher="cpu").step().let(hidden_attempts=number).step()
        leaked = days.recorded("leaks")[1].sum()
        assert abs(z_of_share(leaked, 6_400, 1 - np.exp(-0.1 * number / ticks))) < 4
