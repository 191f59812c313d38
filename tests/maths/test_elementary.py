"""exp, log and their kin in 32 bits, against 64 bits. The bounds stated here are those that the docstrings promise."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy import special

from exitban.maths import elementary

EPSILON = 2.0**-23
"""The distance from 1 to the next number in 32 bits."""


def values(law: Callable[..., np.float32], *columns: np.ndarray) -> np.ndarray:
    """A scalar law over columns of 32-bit numbers, as 64-bit numbers."""
    return np.array([law(*row) for row in zip(*columns, strict=True)], np.float64)


def relative_error(found: np.ndarray, true: np.ndarray) -> float:
    return float(np.abs(found / true - 1).max())


def test_exp_within_2e7() -> None:
    x = np.linspace(-87, 87, 20_011).astype(np.float32)
    assert relative_error(values(elementary.exp, x), np.exp(x.astype(np.float64))) < 2e-7


def test_exp_saturates_instead_of_overflowing() -> None:
    largest = float(elementary.exp(np.float32(87)))
    assert [float(elementary.exp(np.float32(x))) for x in (88, 1e30)] == [largest, largest]
    assert 0 < float(elementary.exp(np.float32(-1e30))) == float(elementary.exp(np.float32(-87)))
    assert np.isfinite(3 * largest), "three open acts of the greatest utility still add up in 32 bits"


def test_the_bound_of_exp_lies_above_it_and_near() -> None:
    """The chord of 2**x between whole x lies at most 2 / (e ln 2) = 1.0615 times above it."""
    x = np.linspace(-87, 87, 100_003).astype(np.float32)
    above = values(elementary.exp_at_most, x) / np.exp(x.astype(np.float64))
    assert above.min() > 1 - 2e-5, "to rounding"
    assert above.max() == pytest.approx(2 / (math.e * math.log(2)), abs=1e-4)
    assert elementary.exp_at_most(np.float32(1e30)) == elementary.exp_at_most(np.float32(87))


def test_log_within_3e7() -> None:
    x = np.exp(np.linspace(-87, 88, 20_011)).astype(np.float32)
    x = x[np.abs(x - 1) > 1e-3]
    assert relative_error(values(elementary.log, x), np.log(x.astype(np.float64))) < 3e-7


def test_log_near_one_is_exact_to_a_few_units_in_the_last_place() -> None:
    x = (1 + np.linspace(-0.01, 0.01, 2_001)).astype(np.float32)
    x = x[x != 1]
    assert relative_error(values(elementary.log, x), np.log(x.astype(np.float64))) < 4 * EPSILON
    assert elementary.log(np.float32(1)) == 0


def test_exp_undoes_log() -> None:
    x = np.linspace(0.01, 50, 997).astype(np.float32)
    assert relative_error(values(lambda one: elementary.exp(elementary.log(one)), x), x) < 1e-6


@pytest.mark.parametrize("rate", [1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.3, 1.0, 7.0, 30.0])
@pytest.mark.parametrize("time", [1.0, 0.5, 0.25, 1 / 240])
def test_a_tiny_chance_keeps_its_relative_accuracy(rate: float, time: float) -> None:
    """1 - exp(-1e-7) computed as it stands is 1.19e-7 in 32 bits: 19 % off, a month's deaths in a ministry."""
    r, t = np.float32(rate), np.float32(time)
    true = -math.expm1(-float(r) * float(t))
    assert float(elementary.chance(r, t)) == pytest.approx(true, rel=3e-7)


def test_nothing_happens_at_rate_0_and_all_does_at_a_very_large_one() -> None:
    assert elementary.chance(np.float32(0), np.float32(1)) == 0
    assert elementary.chance(np.float32(1e6), np.float32(1)) == 1


def test_two_halves_of_a_tick_are_one_tick() -> None:
    whole = float(elementary.chance(np.float32(0.2), np.float32(1)))
    half = float(elementary.chance(np.float32(0.2), np.float32(0.5)))
    assert 1 - (1 - half) ** 2 == pytest.approx(whole, rel=2e-7)


def test_logistic() -> None:
    x = np.linspace(-30, 30, 2_001).astype(np.float32)
    assert relative_error(values(elementary.logistic, x), special.expit(x.astype(np.float64))) < 4e-7


def test_gumbel_over_all_of_its_range() -> None:
    """-ln(-ln u): the double logarithm loses digits only where a 32-bit u itself has none, next to 1."""
    u = np.concatenate([2.0 ** np.arange(-24, -1), np.linspace(0.01, 0.999, 997)]).astype(np.float32)
    true = -np.log(-np.log(u.astype(np.float64)))
    assert np.abs(values(elementary.gumbel, u) - true).max() < 1e-6
    ends = [float(elementary.gumbel(np.float32(one))) for one in (2.0**-24, 1 - 2.0**-24)]
    assert ends == pytest.approx([-2.811, 16.636], abs=1e-3)


def test_normal_quantile_against_scipy_within_5e6() -> None:
    ends = 2.0 ** np.arange(-23, -9)
    u = np.concatenate([np.linspace(0.001, 0.999, 4_001), ends, 1 - ends]).astype(np.float32)
    true = special.ndtri(u.astype(np.float64))
    assert np.abs(values(elementary.normal_quantile, u) - true).max() < 5e-6
    assert abs(float(elementary.normal_quantile(np.float32(0.5)))) < 1e-6


@pytest.mark.parametrize("n", [-126, -60, -1, 0, 1, 60, 127])
def test_a_power_of_two_is_exact(n: int) -> None:
    assert float(elementary.power_of_two(np.int32(n))) == 2.0**n
