"""McFadden 1978: the shares of a multinomial logit are the softmax of its utilities."""

from __future__ import annotations

import numpy as np
import pytest

from tests.office import Days, office, z_of_share

MEMBERS = 12_800
ACTS = {"exit": "attempts", "voice": "voice", "covert": "proposals"}
CHOOSERS = """
    spans 63

    1 month
    members: grievance_mean 0.8, outside_option_mean 0.4, vulnerability_mean 0.7
    everybody may speak
    everybody may deal
    voice: gain 0.5, cost 0.3, believed_punishment 0.5, sanction 1
    covert: trust 0.5, prize 1, cost 0.2, believed_punishment 0.4, sanction 2
    policy ban: strength 0.6, asking_price 0.3, threat 0.5, believed_exception 0.25, formal
"""
"""Voice: .5 * .8 - .3 - .5 * .7 * 1 = -.25. Covert: .5 * (1 + .8) - .2 - .4 * .7 * 2 = .14. Exit: .8 + .4 = 1.2;
under the ban b = .6 * .75 = .45, and .55 * 1.2 - .45 * .7 * .5 - .3 = .2025."""
UTILITIES = {
    "none": {"exit": 1.2, "voice": -0.25, "covert": 0.14},
    "ban": {"exit": 0.2025, "voice": -0.25, "covert": 0.14},
}


def first_month(policy: str, *more: str) -> Days:
    return Days(office(CHOOSERS, *more), policy, replicates=200, launcher="cpu").step()


@pytest.mark.parametrize("policy", ["none", "ban"])
@pytest.mark.parametrize("precision", [1, 2.5])
def test_shares_are_the_softmax_of_the_utilities(policy: str, precision: float) -> None:
    days = first_month(policy, f"choice: precision {precision}")
    weights = {act: np.exp(precision * utility) for act, utility in UTILITIES[policy].items()}
    for act, record in ACTS.items():
        share = weights[act] / (1 + sum(weights.values()))
        assert abs(z_of_share(days.recorded(record)[0].sum(), MEMBERS, share)) < 4, act


def test_the_wish_to_leave_is_reported_as_if_nothing_were_forbidden() -> None:
    weights = np.exp(list(UTILITIES["none"].values()))
    for policy in ("none", "ban"):
        found = first_month(policy).recorded("want_out")[0] / 64
        assert found == pytest.approx(weights[0] / (1 + weights.sum()), rel=1e-5)


def test_what_a_ban_takes_from_exit_goes_to_the_others_in_proportion() -> None:
    """Independence of irrelevant alternatives: voice to covert stays exp(-.39) whatever exit is worth."""
    for policy in ("none", "ban"):
        days = first_month(policy)
        voice, covert = (days.recorded(name)[0].sum() for name in ("voice", "proposals"))
        share = 1 / (1 + np.exp(0.14 + 0.25))
        assert abs(z_of_share(voice, voice + covert, share)) < 4


def test_on_the_same_luck_a_ban_makes_nobody_flip_between_the_other_acts() -> None:
    free, banned = first_month("none"), first_month("ban")
    for record in ("speaking", "proposes"):
        assert not (free[record] & ~banned[record]).any(), "whoever did not try to leave does as before"
    assert not (banned["attempts"] & ~free["attempts"]).any()
    assert (free["attempts"] & banned["speaking"]).any()
