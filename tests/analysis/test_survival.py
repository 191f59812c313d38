"""Survival with censoring, by hand and against lifelines."""

from __future__ import annotations

import numpy as np
import pytest

from exitban.analysis.survival import lost_ticks, months_kept, survival

NEVER = np.nan


def test_four_worlds_by_hand() -> None:
    """Lost at 2 and 4 of 4 months, two worlds never: 1, 1, 3/4, 3/4, 1/2; at risk 4, 4, 4, 3, 3."""
    found = survival([NEVER, 2.0, NEVER, 4.0], months_per_tick=1.0, ticks=4)
    assert found.share.value.tolist() == [1.0, 1.0, 0.75, 0.75, 0.5]
    assert found.at_risk.tolist() == [4, 4, 4, 3, 3]
    assert (found.lost, found.censored) == (2, 2)
    assert found.months.tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]


def test_a_loss_at_the_last_moment_is_a_loss_and_not_censored() -> None:
    found = survival([4.0, NEVER], months_per_tick=1.0, ticks=4)
    assert found.lost == 1
    assert found.share.value[-1] == 0.5


def test_ticks_that_binary_numbers_cannot_hold_are_compared_as_whole_numbers() -> None:
    """Three ticks of a tenth of a month are .30000001 in 32 bits and .30000000000000004 when added up."""
    stored = np.array([0.3], dtype=np.float32)
    assert lost_ticks(stored, 0.1).tolist() == [3]
    assert survival(stored, 0.1, 5).share.value.tolist() == [1.0, 1.0, 1.0, 0.0, 0.0, 0.0]


def test_the_curve_is_the_one_of_kaplan_and_meier() -> None:
    """lifelines computes the product; with one censoring time it must telescope into our share."""
    from lifelines import KaplanMeierFitter  # one second of import that only this test needs

    draws = np.random.default_rng(1).geometric(0.02, size=300).astype(float)
    lost_at = np.where(draws > 60, NEVER, draws)
    ours = survival(lost_at, months_per_tick=1.0, ticks=60)
    theirs = KaplanMeierFitter().fit(np.fmin(draws, 60.0), draws <= 60)
    assert ours.share.value == pytest.approx(theirs.predict(ours.months).to_numpy(), abs=1e-12)


def test_months_kept_are_the_area_under_the_curve() -> None:
    lost_at = [NEVER, 2.0, NEVER, 4.0]
    kept = months_kept(lost_at, horizon=4.0)
    assert kept.tolist() == [4.0, 2.0, 4.0, 4.0]
    curve = survival(lost_at, 1.0, 4).share.value
    assert kept.mean() == curve[:-1].sum()


def test_a_constant_hazard_gives_exponential_survival() -> None:
    """Hazard .010 + .004 + .001 per month: .165299 after 120 months; 40,000 worlds, within four standard errors."""
    moments = np.ceil(np.random.default_rng(2).exponential(1.0 / 0.015, 40_000))
    found = survival(np.where(moments > 120, NEVER, moments), 1.0, 120)
    error = np.sqrt(0.165299 * (1 - 0.165299) / 40_000)
    assert abs(found.share.value[-1] - 0.165299) < 4 * error


def test_months_of_control_are_counted_within_the_horizon() -> None:
    """Lost after 2 months, after 5, and not at all: 2, 4 and 4 of the first four months."""
    assert months_kept([2.0, 5.0, np.nan], 4.0).tolist() == [2.0, 4.0, 4.0]
