"""Shares of variance and the value of information where the answer is known: within their intervals."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from exitban.analysis.information import (
    Orders,
    _indicators,
    _signal,
    share_of_variance,
    shuffled_orders,
    states_of,
    worth_knowing,
)
from exitban.analysis.intervals import Floats, Interval

WORLDS, TRIALS = 400, 30
ENOUGH = 26
"""Of 30 intervals that hold the truth 19 times in 20, fewer than 26 do so once in a hundred times."""

Asked = Callable[[np.random.Generator], Interval]


@pytest.fixture(scope="module")
def orders() -> Orders:
    return shuffled_orders(WORLDS)


def held(ask: Asked, truth: float) -> tuple[int, float]:
    """How many intervals hold the truth, and the mean of the estimates."""
    found = [ask(np.random.default_rng(seed)) for seed in range(TRIALS)]
    return sum(one.low <= truth <= one.high for one in found), float(np.mean([one.value for one in found]))


def states(luck: np.random.Generator, p: float) -> np.ndarray:
    return np.asarray(luck.random(WORLDS) < p, dtype=np.int64)


@pytest.mark.parametrize(("slope", "p"), [(1.0, 0.5), (0.0, 0.5), (0.4, 0.7), (3.0, 0.1)])
def test_the_share_of_a_linear_gaussian_outcome(slope: float, p: float) -> None:
    """y = slope z + noise of variance 1: the share is slope^2 p (1 - p) / (slope^2 p (1 - p) + 1)."""

    def ask(luck: np.random.Generator) -> Interval:
        z = states(luck, p)
        return share_of_variance(z, slope * z + luck.normal(size=WORLDS))

    moved = slope**2 * p * (1 - p)
    count, mean = held(ask, moved / (moved + 1))
    assert count >= ENOUGH
    assert mean == pytest.approx(moved / (moved + 1), abs=0.02)


def test_the_share_of_four_worlds_by_hand() -> None:
    """0, 1 and 2, 4: squares of 2.5 within, with 2 degrees of freedom, of 8.75 with 3: 1 - 1.25 / 2.9167 = 4 / 7."""
    found = share_of_variance(np.array([0, 0, 1, 1]), np.array([0.0, 1.0, 2.0, 4.0]))
    assert found.value == pytest.approx(4 / 7)


def test_what_the_correction_stretches_it_stretches_with_its_error() -> None:
    """Ten states of four worlds, one of which spreads widely, beside a hundred copies of them all.

    The ratio of squares has ten times less error in these; 9 / 39 of all is taken off for chance, and 9 / 3999.
    """
    z, outcome = np.repeat(np.arange(10), 4), np.repeat(np.arange(10.0), 4)
    outcome[:2] += [10.0, -10.0]
    few, many = (share_of_variance(np.tile(z, copies), np.tile(outcome, copies)) for copies in (1, 100))
    times = 10.0 * (1 - 9 / 3999) / (1 - 9 / 39)
    assert few.high - few.value == pytest.approx(times * (many.high - many.value))
    assert few.value - few.low == pytest.approx(times * (many.value - many.low))


@pytest.mark.parametrize("mean", [0.5, 0.1])
@pytest.mark.parametrize("share", [0.0, 0.001, 0.005, 0.01, 0.05])
def test_the_share_of_a_yes_or_no_is_held_near_nothing_too(share: float, mean: float) -> None:
    """Of 200 intervals 190 should hold it; those by the error of the ratio alone hold it in some 160 up to 1 %."""
    apart, trials = 2.0 * np.sqrt(share * mean * (1.0 - mean)), 200
    held = 0
    for seed in range(trials):
        luck = np.random.default_rng(seed)
        z = luck.random(1000) < 0.5
        found = share_of_variance(z.astype(np.int64), (luck.random(1000) < mean + apart * (z - 0.5)).astype(np.float64))
        held += found.low <= share <= found.high
    assert held >= 183


@pytest.mark.parametrize("worlds", [25, 1000])
@pytest.mark.parametrize("states", [2, 8])
def test_the_share_of_an_outcome_is_never_surely_nothing(worlds: int, states: int) -> None:
    """Not even where luck makes all states exactly alike."""
    z = np.repeat(np.arange(states), 2 * worlds)
    found = share_of_variance(z, np.tile([0.0, 1.0], states * worlds))
    assert found.value == found.low == 0.0
    assert found.high > (states - 1) / len(z) / 2


@pytest.mark.parametrize("within", [1e-9, 1e-3, 0.3])
def test_a_share_of_nearly_all_has_an_interval_within_0_and_1(within: float) -> None:
    z = states(np.random.default_rng(2), 0.5)
    found = share_of_variance(z, z + within * np.random.default_rng(3).normal(size=WORLDS))
    assert 0.5 < found.low <= found.value <= found.high <= 1.0


@pytest.mark.parametrize(
    ("p", "gain", "loss"),
    [(0.5, 1.0, 0.8), (0.5, 0.5, 0.1), (0.5, 0.0, 0.0), (0.5, 0.6, -0.3), (0.9, 0.1, 0.2), (0.3, 1.0, 0.2)],
)
def test_the_worth_of_knowing_in_a_two_by_two_decision(p: float, gain: float, loss: float, orders: Orders) -> None:
    """Choice B beats A by ``gain`` if z and loses by ``loss`` if not; both share most of their luck."""

    def ask(luck: np.random.Generator) -> Interval:
        z, common, own = states(luck, p), luck.normal(size=WORLDS), luck.normal(scale=0.8, size=WORLDS)
        return worth_knowing(z, np.column_stack([common, common + own + np.where(z == 1, gain, -loss)]), orders)

    mean = p * gain - (1 - p) * loss
    truth = p * max(gain, 0.0) + (1 - p) * max(-loss, 0.0) - max(mean, 0.0)
    count, estimate = held(ask, truth)
    assert count >= ENOUGH
    assert estimate == pytest.approx(truth, abs=0.02)


def test_states_that_tell_nothing_are_worth_nothing_though_the_plain_estimate_says_otherwise(orders: Orders) -> None:
    plain, corrected = [], []
    for seed in range(TRIALS):
        luck = np.random.default_rng(seed)
        z, values = luck.integers(0, 4, WORLDS), luck.normal(size=(WORLDS, 3))
        by_state = [values[z == state].mean(axis=0).max() * (z == state).mean() for state in range(4)]
        plain.append(sum(by_state) - values.mean(axis=0).max())
        corrected.append(worth_knowing(z, values, orders).value)
    assert np.mean(plain) > 0.03
    assert np.mean(corrected) < np.mean(plain) / 2


@pytest.mark.parametrize("worlds", [60, 600])
def test_a_yes_or_no_in_which_no_world_differs_is_not_known_to_be_worth_nothing(worlds: int) -> None:
    """A harm of 1 in 100 in one state is not seen in these worlds; what knowing it gains is in the interval."""
    luck = np.random.default_rng(1)
    z, lost = (luck.random(worlds) < 0.5).astype(np.int64), -(luck.random(worlds) < 0.2).astype(np.float64)
    values = np.column_stack([lost, lost])
    found = worth_knowing(z, values, shuffled_orders(worlds), yes_or_no=True)
    assert found.value == found.low == 0.0
    assert 0.7 / worlds < found.high < 4.0 / worlds
    assert worth_knowing(z, values, shuffled_orders(worlds)).high < 1e-12


def test_one_choice_leaves_nothing_to_know(orders: Orders) -> None:
    luck = np.random.default_rng(1)
    assert worth_knowing(states(luck, 0.5), luck.normal(size=(WORLDS, 1)), orders).value == 0.0


def test_what_never_varies_has_no_share() -> None:
    z = states(np.random.default_rng(1), 0.5)
    assert share_of_variance(z, np.ones(WORLDS)) == Interval(0.0, 0.0, 0.0)


def test_columns_taken_together_make_as_many_states_as_there_are_patterns() -> None:
    found = states_of([np.array([0, 0, 1, 1], bool), np.array([0, 1, 1, 1], bool)])
    assert found.tolist() == [0, 1, 2, 2]


def test_how_much_of_what_parts_the_states_is_no_luck_by_hand() -> None:
    """Differences 0 2, 2 4 and 4 6 in three states: F = (16 / 2) / (6 / 3) = 4, and 1 - 1 / F of it is no luck."""
    known = _indicators(np.repeat([0, 1, 2], 2))
    assert _signal(known, np.column_stack([np.array([0.0, 2, 2, 4, 4, 6]), np.zeros(6)])) == pytest.approx(0.75)


def knowing(worlds: int, gain: float, loss: float) -> Interval:
    """B beats A by ``gain`` in half of the worlds and loses by ``loss`` in the others, with luck of 1 or -1 in each."""
    z, luck = np.repeat([0, 1], worlds // 2), np.tile([1.0, -1.0], worlds // 2)
    values: Floats = np.column_stack([np.zeros(worlds), np.where(z == 1, gain, -loss) + luck])
    return worth_knowing(z, values, shuffled_orders(worlds))


def test_of_states_that_are_far_apart_nothing_is_taken_off() -> None:
    """A state that no luck could turn round has no bias: knowing is worth 3 / 2. About a tie .12 would be taken off."""
    assert knowing(40, 3.0, 3.0).value == pytest.approx(1.5, abs=0.05)


def test_of_states_no_further_apart_than_luck_makes_them_all_of_luck_is_taken_off() -> None:
    """F = .9: the plain .075, less the mean of |a|, normal with the error .5 / sqrt(40): sqrt(2 / pi) * .079 = .063."""
    assert knowing(40, 0.15, 0.15).value == pytest.approx(0.012, abs=0.015)


def test_the_interval_of_a_choice_that_no_luck_turns_is_that_of_a_mean() -> None:
    """B is better by 1 on the whole, so knowing saves 1 in half of the worlds: variance (1 / 4 + 1 / 2) / 400."""
    found, half = knowing(400, 3.0, 1.0), 1.96 * np.sqrt(0.75 / 400)
    assert found.high - 0.5 == pytest.approx(half, rel=0.15)
    assert 0.5 - found.low == pytest.approx(half, rel=0.15)


def test_where_the_choices_tie_on_the_whole_the_interval_is_the_wider_of_two() -> None:
    """Then knowing gains the lesser of two normals, each .5 with an error of .043 and 1/3 against each other.

    Its quantile of 2.5 % is where each is below once in 80 times, .5 - 2.24 * .043 = .403, further out than 1.96 of its
    own errors; that of 97.5 % is .5 + .78 * .043, and 1.96 of its errors, .034, above .5 is further out.
    """
    found = knowing(400, 1.0, 1.0)
    assert found.low == pytest.approx(0.403, abs=0.02)
    assert found.high == pytest.approx(0.5 + 1.96 * 0.034, abs=0.02)


def test_what_states_that_seem_alike_may_be_worth_is_where_two_errors_point_apart() -> None:
    """Of two means with the error s, weighed by 1/2 each, knowing gains the lesser where their signs differ.

    More than q in half of the cases in which both are beyond it: 1/40 where each is so with probability sqrt(1/20).
    """
    s = 0.5 / np.sqrt(100)
    assert knowing(200, 0.0, 0.0).high == pytest.approx(1.217 * s, rel=0.15)


def test_two_worlds_are_added_to_each_state_of_a_yes_or_no() -> None:
    """Half a world up and half a world down, between choices, leave the error 1 / (4 + 2) where no world differs."""
    z, values = np.repeat([0, 1], 4), np.zeros((8, 2))
    found = worth_knowing(z, values, shuffled_orders(8), yes_or_no=True)
    assert found.high == pytest.approx(1.217 * 0.5 / 6, rel=0.2)
