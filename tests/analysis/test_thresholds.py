"""The curve over c, and the spread between worlds."""

from __future__ import annotations

import numpy as np

from exitban.analysis.bands import bands, equally_likely
from exitban.analysis.thresholds import threshold_curve


def test_four_worlds_by_hand() -> None:
    """Lowest control .2 .4 .6 .8: under .4 lies one world (strictly), under .41 two, under 1 all."""
    found = threshold_curve([0.8, 0.2, 0.6, 0.4], [0.0, 0.2, 0.4, 0.41, 1.0])
    assert found.share.value.tolist() == [0.0, 0.0, 0.25, 0.5, 1.0]


def test_the_curve_never_falls_and_stays_a_share() -> None:
    found = threshold_curve(np.random.default_rng(1).random(200))
    assert (np.diff(found.share.value) >= 0.0).all()
    assert found.share.low.min() >= 0.0 and found.share.high.max() <= 1.0


def test_bands_are_quantiles_over_worlds_at_each_moment() -> None:
    worlds = np.linspace(0.0, 1.0, 101)[:, None] * np.array([1.0, 2.0])
    found = bands(worlds)
    assert np.allclose([found.q05[0], found.q50[0], found.q95[0]], [0.05, 0.5, 0.95])
    assert np.allclose(found.q75, [0.75, 1.5])


def test_twenty_outcomes_stand_for_a_twentieth_of_the_worlds_each() -> None:
    dots = equally_likely(np.arange(1001) / 1000.0)
    assert len(dots) == 20
    assert np.allclose(dots, (np.arange(20) + 0.5) / 20)


def test_the_curve_is_given_from_nothing_to_all() -> None:
    """Lowest control .5 and 1: at every line up to 1, under which only the one lies."""
    found = threshold_curve([0.5, 1.0])
    assert (found.lines[0], found.lines[-1], len(found.lines)) == (0.0, 1.0, 101)
    assert (found.share.value[50], found.share.value[51], found.share.value[-1]) == (0.0, 0.5, 0.5)
