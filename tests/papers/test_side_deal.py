"""The side deal of the founding report: an offer that is not believed."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import exitban
from exitban.errors import CallError
from verification.target import missed
from verification.targets.side_deal import TARGETS


def test_the_offer_is_turned_down() -> None:
    """Prior .3, likelihood ratio 3: posterior .5625 < .8 = C / (V + C) at C / V = 4."""
    assert missed(TARGETS[0]) == []
    assert not exitban.side_deal(prior=0.3, likelihood_ratio=3, cost_to_gain=4).accepted


def test_it_is_accepted_once_belief_reaches_what_is_needed() -> None:
    """Posterior odds are 3/7 * ratio; needed odds are 4, so the ratio must be 28/3."""
    assert not exitban.side_deal(0.3, 28 / 3 - 1e-9, 4).accepted
    assert exitban.side_deal(0.3, 28 / 3 + 1e-9, 4).accepted


def test_where_it_pays_as_much_as_to_refuse_it_is_accepted() -> None:
    """Even odds that it is meant, and as much to lose as to gain: belief 1/2, and 1/2 is needed."""
    assert exitban.side_deal(prior=0.5, likelihood_ratio=1, cost_to_gain=1).accepted


@given(st.floats(0.01, 0.99), st.floats(0.01, 100), st.floats(0, 50))
def test_accepting_is_what_pays(prior: float, ratio: float, cost: float) -> None:
    deal = exitban.side_deal(prior, ratio, cost)
    expected = deal.belief - (1 - deal.belief) * cost
    assert abs(expected) < 1e-9 or deal.accepted == (expected > 0)
    assert deal.belief / (1 - deal.belief) == pytest.approx(ratio * prior / (1 - prior), rel=1e-9)


@pytest.mark.parametrize(
    "asked",
    [
        *[(1.1, 3, 4), (0.3, 0, 4), (0.3, 3, -1), (math.nan, 3, 4), (0.3, math.inf, 4), (0.3, 3, math.inf)],
        *[("0.3", 3, 4), (None, 3, 4), (0.3, None, 4), (0.3, 3, "4"), (0.3, 10**400, 4), (0.3, 3, [4])],
    ],
)
def test_what_is_no_decision_is_refused(asked: Any) -> None:
    with pytest.raises(CallError, match="allowed:"):
        exitban.side_deal(*asked)
