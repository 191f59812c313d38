"""Shares of variance and the value of information where the answer is known: within their intervals."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from exitban.analysis.information import (
    Orders,
    share_of_variance,
    shuffled_orders,
    states_of,
    worth_knowing,
)
from exitban.analysis.intervals import Interval

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
