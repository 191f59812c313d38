"""How much is luck, where the answer is known: within its interval as often as it should be."""

from __future__ import annotations

import numpy as np
import pytest

from exitban.analysis.chance import chance_at_most, of_yes_or_no, share_of_chance
from exitban.analysis.intervals import Floats, Interval

WORLDS, TRIALS = 400, 30
ENOUGH = 26
"""Of 30 intervals that hold the truth 19 times in 20, fewer than 26 do so once in a hundred times."""


@pytest.mark.parametrize("signal", [0.0, 1.0, 3.0])
def test_the_share_of_chance(signal: float) -> None:
    """Two outcomes with one signal and two noises of variance 1: chance is 1 / (1 + signal^2)."""
    truth, found = 1 / (1 + signal**2), list[Interval]()
    for seed in range(TRIALS):
        luck = np.random.default_rng(seed)
        known = signal * luck.normal(size=WORLDS)
        one = share_of_chance(known + luck.normal(size=WORLDS), known + luck.normal(size=WORLDS))
        assert one is not None
        found.append(one)
    assert sum(one.low <= truth <= one.high for one in found) >= ENOUGH
    assert np.mean([one.value for one in found]) == pytest.approx(truth, abs=0.03)


@pytest.mark.parametrize(
    ("worlds", "p", "chance"), [(40, 0.045, 0.7), (200, 0.045, 0.7), (200, 0.3, 0.3), (40, 0.3, 1.0), (200, 0.045, 1.0)]
)
def test_the_chance_of_a_yes_or_no_is_held_nineteen_times_in_twenty(worlds: int, p: float, chance: float) -> None:
    """Pairs of worlds with the same chance of yes each, and (1 - chance) of its variance in common."""
    common = (1 - chance) * p * (1 - p)
    shares = (p**2 + common, p * (1 - p) - common, p * (1 - p) - common, (1 - p) ** 2 + common)
    luck, told, held = np.random.default_rng(7), 0, 0
    for _ in range(TRIALS_OF_COUNTS):
        pairs = luck.choice(4, size=worlds, p=shares)
        one = share_of_chance((pairs < 2).astype(float), (pairs % 2 == 0).astype(float))
        if one is not None:
            told += 1
            held += one.low <= chance + 1e-9 and chance <= one.high + 1e-9
    assert told > 0
    assert held / told >= 0.95 - 3 * np.sqrt(0.05 * 0.95 / told)


TRIALS_OF_COUNTS = 400


def test_a_handful_of_worlds_that_never_say_yes_twice_is_no_certainty() -> None:
    """Three of forty once, none twice: nothing is said; six of forty: pure chance is possible, and so is much less."""
    never, three, six = np.zeros(40), np.arange(40) < 3, np.arange(40) < 6
    assert share_of_chance(never, three.astype(float)) is None
    found = of_yes_or_no(never, six.astype(float))
    assert found is not None
    assert found.low < 0.8 < found.value == found.high == 1.0


@pytest.mark.parametrize("worlds", range(1, 12))
def test_a_share_of_chance_and_its_interval_lie_between_nothing_and_all(worlds: int) -> None:
    """Worlds that always turn out the opposite way with other luck would have a share of 2."""
    for seed in range(20):
        values = np.random.default_rng(seed).normal(size=worlds)
        for other in (-values, np.random.default_rng(seed + 99).normal(size=worlds)):
            found = share_of_chance(values, other)
            assert (found is None) == (worlds < 5)
            assert found is None or 0.0 <= found.low <= found.value <= found.high <= 1.0


def test_what_both_runs_say_alike_is_no_chance() -> None:
    found = share_of_chance(np.repeat([0.0, 1.0], 20), np.repeat([0.0, 1.0], 20))
    assert found is not None
    assert found.value == found.low == 0.0
    assert found.high < 0.2


def test_the_interval_ends_where_the_counts_become_one_in_twenty() -> None:
    """5, 10 and 85 of a hundred worlds: the misfit of the ends, by the definition of chi squared, is 3.84."""
    counts = np.repeat([3, 2, 0], (5, 10, 85))
    found = of_yes_or_no((counts >= 2).astype(float), (counts == 3).astype(float))
    assert found is not None
    for end in (found.low, found.high):
        common = (1 - end) * 0.1 * 0.9
        expected = 100 * np.array([0.01 + common, 2 * (0.09 - common), 0.81 + common])
        assert (((np.array([5, 10, 85]) - expected) ** 2 / expected).sum()) == pytest.approx(3.84, abs=0.01)


def test_a_straight_fit_leaves_the_chance_of_a_straight_outcome_and_more_of_a_bent_one() -> None:
    luck = np.random.default_rng(2)
    numbers, noise = luck.normal(size=(WORLDS, 20)), luck.normal(size=WORLDS)
    straight: Floats = numbers[:, 0] + noise
    assert chance_at_most(numbers, straight) == pytest.approx(0.5, abs=0.08)
    assert chance_at_most(numbers, numbers[:, 0] ** 2 - 1 + noise) > 0.9
    assert np.isnan(chance_at_most(numbers[:30], straight[:30]))


@pytest.mark.parametrize(("once", "told"), [(4, False), (5, True), (36, False), (35, True)])
def test_five_worlds_of_the_rarer_answer_are_enough(once: int, told: bool) -> None:
    """Of 40 worlds so many say yes both times, and the others never."""
    answers = (np.arange(40) < once).astype(np.float64)
    assert (of_yes_or_no(answers, answers) is not None) == told


def test_a_fit_needs_as_many_worlds_to_spare_as_there_are_numbers() -> None:
    """0, 1, 3 at 0, 1, 2: a line leaves 1/6 of 14/3, one degree of freedom of two: 1 / 14. Two worlds tell nothing."""
    numbers, outcome = np.array([[0.0], [1.0], [2.0]]), np.array([0.0, 1.0, 3.0])
    assert chance_at_most(numbers, outcome) == pytest.approx(1 / 14)
    assert np.isnan(chance_at_most(numbers[:2], outcome[:2]))
