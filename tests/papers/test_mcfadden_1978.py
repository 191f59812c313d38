"""McFadden 1978: the shares of a multinomial logit are the softmax of its utilities."""

from __future__ import annotations

import numpy as np
import pytest

from tests.office import z_of_share
from verification.target import missed
from verification.targets.mcfadden_1978 import POSTS, TARGETS, UTILITIES, first_month

REPLICATES = 200


def test_shares_are_the_softmax_of_the_utilities() -> None:
    assert missed(TARGETS[0]) == []


def test_the_wish_to_leave_is_reported_as_if_nothing_were_forbidden() -> None:
    weights = np.exp(list(UTILITIES["none"].values()))
    for policy in ("none", "ban"):
        found = first_month(policy, 1.0, REPLICATES).recorded("want_out")[0] / POSTS
        assert found == pytest.approx(weights[0] / (1 + weights.sum()), rel=1e-5)


def test_what_a_ban_takes_from_exit_goes_to_the_others_in_proportion() -> None:
    """Independence of irrelevant alternatives: voice to covert stays exp(-.39) whatever exit is worth."""
    for policy in ("none", "ban"):
        days = first_month(policy, 1.0, REPLICATES)
        voice, covert = (days.recorded(name)[0].sum() for name in ("voice", "proposals"))
        share = 1 / (1 + np.exp(0.14 + 0.25))
        assert abs(z_of_share(voice, voice + covert, share)) < 4


def test_on_the_same_luck_a_ban_makes_nobody_flip_between_the_other_acts() -> None:
    free, banned = (first_month(policy, 1.0, REPLICATES) for policy in ("none", "ban"))
    for record in ("speaking", "proposes"):
        assert not (free[record] & ~banned[record]).any(), "whoever did not try to leave does as before"
    assert not (banned["attempts"] & ~free["attempts"]).any()
    assert (free["attempts"] & banned["speaking"]).any()
