"""Intervals against closed forms and against scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest

from exitban.analysis.intervals import (
    COUNT,
    SHARE,
    bounded_mean,
    matched_share_difference,
    matched_share_part,
    mean,
    mean_curve,
    mean_difference,
    share,
    share_curve,
)


@pytest.mark.parametrize(("successes", "trials"), [(0, 20), (1, 20), (10, 20), (19, 20), (20, 20), (83, 1000)])
def test_a_share_has_wilsons_interval_as_scipy_gives_it(successes: int, trials: int) -> None:
    from scipy.stats import binomtest

    theirs = binomtest(successes, trials).proportion_ci(0.95, method="wilson")
    ours = share(successes, trials)
    assert ours.value == successes / trials
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_a_share_of_nothing_is_unknown() -> None:
    assert math.isnan(share(0, 0).value) and math.isnan(share(0, 0).high)


def test_a_curve_of_shares_is_the_shares_one_by_one() -> None:
    curve = share_curve(np.array([0, 3, 7]), 7)
    assert curve.at(1) == share(3, 7)
    assert curve.low[0] == 0.0 and curve.high[2] == 1.0


def test_a_mean_of_four_by_hand() -> None:
    """1, 3, 5, 7: mean 4, variance 20 / 3, error sqrt(5 / 3); Student's 97.5 % quantile with 3 degrees 3.182446."""
    found = mean([1.0, 3.0, 5.0, 7.0])
    half = 3.182446305284263 * math.sqrt(5.0 / 3.0)
    assert (found.value, found.low, found.high) == pytest.approx((4.0, 4.0 - half, 4.0 + half))


def test_a_number_without_meaning_is_left_out_of_the_mean_and_not_counted_as_zero() -> None:
    values = np.array([[1.0, np.nan, np.nan], [3.0, 5.0, np.nan]])
    curve = mean_curve(values)
    assert curve.value[:2].tolist() == [2.0, 5.0]
    assert math.isnan(curve.low[1]), "one value has no interval"
    assert math.isnan(curve.value[2])


def test_a_matched_difference_by_hand() -> None:
    """5 gained, 1 dropped of 20: centre (5.5 - 1.5) / 22, error sqrt(7 - 16 / 22) / 22 (Agresti & Min 2005)."""
    found = matched_share_difference(5, 1, 20)
    half = 1.959963984540054 * math.sqrt(7.0 - 16.0 / 22.0) / 22.0
    assert found.value == 0.2
    assert (found.low, found.high) == pytest.approx((4.0 / 22.0 - half, 4.0 / 22.0 + half))


def test_a_matched_difference_without_disagreement_keeps_a_width() -> None:
    found = matched_share_difference(0, 0, 20)
    assert found.value == 0.0
    assert found.low < 0.0 < found.high
    assert found.high == pytest.approx(-found.low)


def test_the_intervals_hold_what_they_should_about_as_often_as_they_say() -> None:
    """Coverage of the matched difference at 200 pairs, cell chances .15 and .05: between 93 and 97 %."""
    draws = np.random.default_rng(3).multinomial(200, [0.15, 0.05, 0.80], size=2000)
    intervals = [matched_share_difference(int(gained), int(dropped), 200) for gained, dropped, _ in draws]
    assert 0.93 < np.mean([found.low <= 0.10 <= found.high for found in intervals]) < 0.97


def test_a_mean_of_shares_near_one_keeps_its_interval_under_one() -> None:
    """Yes or no in 10 worlds, 9 yes: se^2 = .09 / 9, so 9 trials; Wilson's interval with t(9) = 2.262157 by hand."""
    found = bounded_mean([1.0] * 9 + [0.0], SHARE)
    shrink = 2.2621572**2 / 9
    centre, half = (0.9 + shrink / 2) / (1 + shrink), math.sqrt(shrink * (0.09 + shrink / 4)) / (1 + shrink)
    assert (found.low, found.high) == (pytest.approx(centre - half), pytest.approx(centre + half))
    assert mean([1.0] * 9 + [0.0]).high > 1.0 > found.high


def test_a_mean_of_counts_near_zero_keeps_its_interval_over_zero() -> None:
    found = bounded_mean([0.0] * 19 + [1.0], COUNT)
    assert mean([0.0] * 19 + [1.0]).low < 0.0 < found.low < 0.05 < found.high


def test_where_nothing_leaves_the_range_the_interval_is_students() -> None:
    for values in ([0.4, 0.5, 0.6], [0.9, 1.3, 0.95], [1.0, 1.0]):
        assert bounded_mean(values, SHARE) == mean(values)


@pytest.mark.parametrize(
    ("differences", "of_shares", "ends"),
    [
        ([0.0, 0.25], True, (-1.0, 1.0)),
        ([-1.0, 0.0], True, (-1.0, 1.0)),
        ([0.0, 0.25], False, (0.125 - 12.706204736174698 * 0.125, 0.125 + 12.706204736174698 * 0.125)),
        ([0.0, 1.25], True, (0.625 - 12.706204736174698 * 0.625, 0.625 + 12.706204736174698 * 0.625)),
        ([0.25, 0.35], True, (0.3 - 12.706204736174698 * 0.05, 0.3 + 12.706204736174698 * 0.05)),
        ([0.25], True, (math.nan, math.nan)),
    ],
)
def test_a_difference_of_shares_ends_at_all_or_nothing(
    differences: list[float], of_shares: bool, ends: tuple[float, float]
) -> None:
    """Two worlds: the error is half of what lies between them, and Student's quantile is 12.706."""
    found = mean_difference(differences, of_shares)
    assert found.value == pytest.approx(np.mean(differences))
    assert (found.low, found.high) == pytest.approx(ends, nan_ok=True)


def test_a_part_of_a_difference_of_shares_has_the_interval_of_a_whole_one() -> None:
    """It is that of the difference itself where one switch does all, and has its width where it does nothing."""
    whole = np.array([1.0] * 7 + [-1.0] * 2 + [0.0] * 51)
    assert matched_share_part(whole) == matched_share_difference(7, 2, 60)
    assert matched_share_part(np.zeros(60)) == matched_share_difference(0, 0, 60)
    assert np.isnan(matched_share_part(np.zeros(0)).value)
    half = matched_share_part(np.array([0.5] * 8 + [0.0] * 92))
    assert half.high == pytest.approx(4 / 102 + 1.96 * np.sqrt(2 + 1 - 4**2 / 102) / 102, abs=1e-5)


def test_the_interval_of_a_part_holds_it_about_as_often_as_it_says() -> None:
    """In 3 of 100 worlds the switch does half of what happens, in 1 of 100 a quarter of the opposite."""
    held, trials, luck = 0, 400, np.random.default_rng(4)
    for _ in range(trials):
        found = matched_share_part(luck.choice([0.5, -0.25, 0.0], 100, p=[0.03, 0.01, 0.96]))
        held += found.low <= 0.0125 <= found.high
    assert held >= 0.94 * trials


def test_a_share_that_single_precision_puts_a_hair_over_1_is_still_a_share() -> None:
    """No policy changes more than all of it; a control of 1.01 is no share, and keeps the interval of any number."""
    hair = float(np.float32(1.0) + np.float32(1.2e-7))
    assert hair > 1.0
    assert mean_difference([hair, 0.5, 0.5], of_shares=True).high == 1.0
    assert mean_difference([1.01, 0.5, 0.5], of_shares=True).high > 1.0
