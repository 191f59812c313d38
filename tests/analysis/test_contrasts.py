"""Differences over matched worlds."""

from __future__ import annotations

import math

import numpy as np
import pytest

from exitban.analysis.contrasts import contrast, lost_contrast


def test_four_matched_worlds_by_hand() -> None:
    """Control .8 .2 .6 .4 becomes .4 .6 .6 .2: differences -.4 .4 0 -.2, mean -.05; one better, two worse."""
    found = contrast("control_at_end", "control index", [0.8, 0.2, 0.6, 0.4], [0.4, 0.6, 0.6, 0.2])
    assert found.difference.value == pytest.approx(-0.05)
    assert (found.helped, found.harmed, found.unchanged) == (1, 2, 1)
    error = math.sqrt((0.35**2 + 0.45**2 + 0.05**2 + 0.15**2) / 3.0 / 4.0)
    assert found.difference.high - found.difference.value == pytest.approx(3.182446305284263 * error)


@pytest.mark.parametrize(("unit", "high"), [("control index", 1.0), ("share", 1.0), ("points", 1.0), ("months", 1.713)])
def test_no_policy_changes_a_share_by_more_than_all_of_it(unit: str, high: float) -> None:
    """Control .5 .5 becomes .5 .75: .125 on average, and 12.706 errors of .125 on either side."""
    assert contrast("control_at_end", unit, [0.5, 0.5], [0.5, 0.75]).difference.high == pytest.approx(high, abs=1e-3)


def test_a_loss_that_the_policy_causes_harms_and_one_that_it_prevents_helps() -> None:
    found = lost_contrast([False, True, False, True], [True, False, False, True])
    assert (found.helped, found.harmed, found.unchanged) == (1, 1, 2)
    assert found.difference.value == 0.0


def test_worlds_that_keep_control_under_the_policy_alone_are_helped() -> None:
    """Of five worlds two lose control without the policy only, and one with it only."""
    found = lost_contrast([True, True, True, False, False], [False, False, True, True, False])
    assert (found.helped, found.harmed, found.unchanged) == (2, 1, 2)
    assert found.difference.value == pytest.approx(-0.2)


def test_what_matching_gains_by_hand() -> None:
    """0, 2 become 0, 6: variances 2 and 18, and 8 of the differences 0 and 4."""
    assert contrast("months_kept", "months", [0.0, 2.0], [0.0, 6.0]).error_ratio == pytest.approx(math.sqrt(20 / 8))


def test_matching_sharpens_a_comparison_by_as_much_as_the_worlds_have_in_common() -> None:
    """Same luck b, and a change of variance v: ratio sqrt((var b + var (b + d)) / var d)."""
    generator = np.random.default_rng(4)
    base = generator.normal(0.0, 1.0, 4000)
    change = generator.normal(0.0, 0.1, 4000)
    found = contrast("control_at_end", "control index", base, base + change)
    assert found.error_ratio == pytest.approx(math.sqrt((1.0 + 1.01) / 0.01), rel=0.05)


def test_rounding_of_32_bits_is_no_difference() -> None:
    base = np.array([0.5, 0.5])
    found = contrast("control_at_end", "control index", base, base + np.array([1e-8, 1e-3]))
    assert (found.helped, found.unchanged) == (1, 1)


def test_no_difference_at_all_has_no_ratio_of_errors() -> None:
    assert contrast("months_kept", "months", [1.0, 2.0], [1.0, 2.0]).error_ratio is None
