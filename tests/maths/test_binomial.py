"""A count by inversion of one draw, against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from exitban.maths.binomial import binomial


def count(trials: int, probability: float, luck: float) -> int:
    return int(binomial(np.int32(trials), np.float32(probability), np.float32(luck)))


@pytest.mark.parametrize("trials", [1, 2, 7, 40])
@pytest.mark.parametrize("probability", [0.01, 0.3, 0.5, 0.9, 0.99])
def test_the_count_is_the_quantile(trials: int, probability: float) -> None:
    """Wherever luck is not within rounding of a jump of the distribution."""
    p = float(np.float32(probability))
    jumps = stats.binom.cdf(np.arange(trials), trials, p)
    lucks = [u for u in (np.arange(500) + 0.5) / 500 if np.abs(jumps - u).min() > 1e-5]
    assert [count(trials, p, u) for u in lucks] == [int(stats.binom.ppf(u, trials, p)) for u in lucks]


@pytest.mark.parametrize(("trials", "probability"), [(50, 0.9), (80, 0.99), (150, 0.5), (1000, 0.4), (3000, 0.999)])
def test_many_cases_do_not_vanish_below_32_bits(trials: int, probability: float) -> None:
    """0.1**50 is zero in 32 bits; an inversion that begins there would see every case noticed."""
    found = [count(trials, probability, u) for u in (0.1, 0.5, 0.9)]
    assert found == pytest.approx([stats.binom.ppf(u, trials, probability) for u in (0.1, 0.5, 0.9)], abs=1)


def test_no_case_and_no_chance() -> None:
    assert count(0, 0.5, 0.999) == 0
    assert count(9, 0.0, 1 - 2.0**-24) == 0
    assert count(9, 1.0, 2.0**-24) == 9


SHARES = st.floats(0, 1, width=32)
LUCK = st.integers(0, 2**23 - 1).map(lambda n: (n + 0.5) * 2.0**-23)


@given(trials=st.integers(0, 60), one=SHARES, other=SHARES, luck=LUCK)
def test_who_looks_closer_never_sees_less(trials: int, one: float, other: float, luck: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= count(trials, low, luck) <= count(trials, high, luck) <= trials


@given(trials=st.integers(0, 60), probability=SHARES, one=LUCK, other=LUCK)
def test_it_grows_with_luck(trials: int, probability: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert count(trials, probability, low) <= count(trials, probability, high)
