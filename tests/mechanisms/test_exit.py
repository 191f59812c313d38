"""What asking to leave is worth (equation 3)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitban.mechanisms.exit import term_asking_price, term_threat, term_wish
from tests.office import Days, office, who_leaves

FIVE = """
    chief
      anna
      ben
      carl
        dora
"""


def worth(wish: float, block: float, vulnerability: float, threat: float, price: float, survival: float) -> float:
    """U^E without contagion, in the 32-bit terms that the tick adds."""
    w, b, x, t, p, s = map(np.float32, (wish, block, vulnerability, threat, price, survival))
    return float(term_wish(w, b)) + float(term_threat(b, x, t, s)) + float(term_asking_price(p))


SHARE = st.floats(0, 1, width=32)
PRICE = st.floats(0, 10, width=32)


@given(st.floats(-10, 10, width=32), SHARE, PRICE, PRICE, PRICE, SHARE)
def test_a_ban_never_makes_asking_more_attractive(
    wish: float, block: float, vulnerability: float, threat: float, price: float, survival: float
) -> None:
    """Not even to the contented, whose wish is negative."""
    assert worth(wish, block, vulnerability, threat, price, survival) <= worth(wish, 0, vulnerability, threat, 0, 1)


@given(st.floats(-10, 10, width=32), st.tuples(SHARE, SHARE), PRICE, PRICE)
def test_the_stronger_the_belief_the_less_it_is_worth_to_ask(
    wish: float, blocks: tuple[float, float], vulnerability: float, threat: float
) -> None:
    low, high = sorted(blocks)
    assert worth(wish, high, vulnerability, threat, 0, 1) <= worth(wish, low, vulnerability, threat, 0, 1)


def test_the_utility_by_hand() -> None:
    """g = 1 + 2 * .5 = 2, o = 1, b = 1/2 * (1 - .2) = .4:
    (1 - .4) * 3 - .4 * 2 * 1.5 - .25 + .5 * X, with X = .3 from the news of the month before: 1.8 - 1.2 - .25 + .15."""
    drawing = """
        2 months
        members: grievance_mean 1, outside_option_mean 1, vulnerability_mean 2
        stress: sensitivity 2
        exit: contagion 0.5
        choice: reconsider 0
        event storm: month 1, size 0.5, decays_over 1e6
        event rumour: month 1, size 0.3, raises exit
        policy ban: strength 1, asking_price 0.25, threat 1.5, believed_exception 0.2
    """
    days = Days(office(FIVE, drawing), "ban", keep=True).step(2)
    assert days["believed_block"] == pytest.approx(0.4)
    assert days["exposure_exit"] == pytest.approx(0.3, rel=1e-5)
    assert days["utility_exit"] == pytest.approx(0.5, abs=1e-5)
    assert days["utility_free_exit"] == pytest.approx(3.15, abs=1e-5)
    free = Days(office(FIVE, drawing), "none", keep=True).step(2)
    assert free["utility_exit"] == pytest.approx(3.15, abs=1e-5)


def test_of_a_wish_to_stay_a_ban_takes_nothing() -> None:
    """g + o = -2: what it would cost to ask comes on top, however sure one is to be blocked."""
    drawing = """
        2 months
        choice: reconsider 0
        members: grievance_mean -3, outside_option_mean 1
        policy ban: strength 1, asking_price 0.25
    """
    days = Days(office(FIVE, drawing), "ban", keep=True).step(2)
    assert days["believed_block"] == pytest.approx(0.5)
    assert days["utility_exit"] == pytest.approx(-2.25)
    assert days["utility_free_exit"] == pytest.approx(-2.0)


def test_a_threat_is_worth_what_the_one_who_threatens_is_worth() -> None:
    """C = 1 at full staffing and C* = .25: s = 1 / 1.25 = .8 and the threat of 10 counts 8 * b."""
    drawing = """
        2 months
        choice: reconsider 0
        control: belief_in_survival 1, threshold 0.25
        members: grievance_mean 0
        policy ban: strength 1, threat 10
    """
    days = Days(office(FIVE, drawing), "ban", keep=True).step(2)
    assert days["utility_exit"] == pytest.approx(-0.5 * 10 * 0.8)


def test_where_leaving_is_not_possible_nobody_leaves() -> None:
    world = office(FIVE, "citizens:\nalone", "3 months", "nobody wants to stay", "citizens / exit: possible 0")
    assert who_leaves(world) == {1: dict.fromkeys(["chief", "anna", "ben", "carl", "dora"], "open")}
    days = Days(world).step(2)
    assert days.recorded("want_out")[1, 0] == 0, "the only one left cannot leave"
