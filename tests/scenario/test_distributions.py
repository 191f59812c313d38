"""Draws follow their distributions: each inverse against scipy, against its mean, and within its bounds."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from exitban.scenario.distributions import FAMILIES, Distribution, fixed
from exitban.scenario.quantile_fit import fitted, judged_from, misfit
from tests.scenario.files import office, scenario

LEVELS = np.linspace(0.001, 0.999, 999)

KNOWN = [
    (Distribution("uniform", (2.0, 5.0)), stats.uniform(2, 3)),
    (Distribution("triangular", (1.0, 2.0, 6.0)), stats.triang(0.2, 1, 5)),
    (Distribution("triangular", (1.0, 1.0, 6.0)), stats.triang(0.0, 1, 5)),
    (Distribution("triangular", (1.0, 6.0, 6.0)), stats.triang(1.0, 1, 5)),
    (Distribution("normal", (-1.0, 2.0)), stats.norm(-1, 2)),
    (Distribution("lognormal", (3.0, 0.5)), stats.lognorm(0.5, scale=3)),
    (Distribution("beta", (2.0, 5.0)), stats.beta(2, 5)),
    (Distribution("gamma", (2.5, 0.4)), stats.gamma(2.5, scale=0.4)),
    (Distribution("stretched beta", (2.0, 5.0, -1.0, 3.0)), stats.beta(2, 5, -1, 4)),
]


@pytest.mark.parametrize(("ours", "theirs"), KNOWN, ids=lambda one: getattr(one, "kind", ""))
def test_an_inverse_is_that_of_scipy(ours: Distribution, theirs: stats.rv_continuous) -> None:
    np.testing.assert_allclose(ours.quantile(LEVELS), theirs.ppf(LEVELS), rtol=1e-9)
    assert math.isclose(ours.mean, theirs.mean(), rel_tol=1e-9)
    np.testing.assert_allclose(ours.support, theirs.support())


def test_every_family_is_compared() -> None:
    assert set(FAMILIES) == {ours.kind for ours, _ in KNOWN} | {"value", "choice"}


def test_a_fixed_number() -> None:
    assert fixed(3).quantile(LEVELS).tolist() == [3.0] * len(LEVELS)
    assert fixed(3).is_fixed


def test_a_choice_is_equally_likely() -> None:
    drawn = Distribution("choice", (4.0, 1.0, 2.0)).quantile(np.linspace(0.0005, 0.9995, 1000))
    assert [int((drawn == value).sum()) for value in (4.0, 1.0, 2.0)] == [333, 334, 333]


def test_tails_are_moved_to_the_bound() -> None:
    drawn = Distribution("normal", (0.5, 1.0), 0.0, 1.0).quantile(LEVELS)
    assert (drawn.min(), drawn.max()) == (0.0, 1.0)
    assert drawn[499] == pytest.approx(0.5)


@given(
    kind=st.sampled_from(sorted(FAMILIES)),
    parameters=st.lists(st.floats(1e-3, 1e3), min_size=4, max_size=4),
    u=st.floats(2.0**-53, 1 - 2.0**-53),
    v=st.floats(2.0**-53, 1 - 2.0**-53),
)
def test_an_inverse_rises_and_stays_within_its_bounds(kind: str, parameters: list[float], u: float, v: float) -> None:
    sizes = {"value": 1, "triangular": 3, "stretched beta": 4}
    ordered = kind in ("uniform", "triangular")
    used = tuple(sorted(parameters)[: sizes.get(kind, 2)] if ordered else parameters[: sizes.get(kind, 2)])
    if not FAMILIES[kind].fits(used):
        return
    assert np.isfinite(Distribution(kind, used).quantile(np.array([u, v]))).all()
    low, high = Distribution(kind, used, 0.0, 500.0).quantile(np.array([min(u, v), max(u, v)]))
    assert 0.0 <= low <= 500.0
    assert 0.0 <= high <= 500.0
    assert low <= high * (1 + 1e-12) or kind == "choice"


@pytest.mark.parametrize(
    ("judged", "low", "high", "kind"),
    [
        (((0.05, -1.0), (0.95, 3.0)), -math.inf, math.inf, "normal"),
        (((0.05, 1.0), (0.95, 30.0)), 0.0, math.inf, "lognormal"),
        (((0.05, 1.0), (0.95, 30.0)), 1e-6, 1e6, "lognormal"),
        (((0.1, 0.2), (0.9, 0.6)), 0.0, 1.0, "stretched beta"),
        (((0.1, -3.0), (0.9, 15.0)), -20.0, 20.0, "stretched beta"),
    ],
)
def test_two_judged_quantiles_are_met(
    judged: tuple[tuple[float, float], ...], low: float, high: float, kind: str
) -> None:
    found = fitted(judged, low, high)
    assert found.kind == kind
    for level, value in judged:
        assert float(found.quantile(level)) == pytest.approx(value, rel=1e-4)
    assert misfit(found) == ""


@pytest.mark.parametrize("high", [1.0, 100.0, 1000.0])
@pytest.mark.parametrize("mirrored", [False, True])
def test_quantiles_close_to_a_bound_are_met(high: float, mirrored: bool) -> None:
    """Bounds that only keep nonsense out lie a thousand times further away than the values."""
    judged = {"0.05": 0.02, "0.5": 0.05, "0.95": 0.1}
    if mirrored:
        judged = {"0.05": high - 0.1, "0.5": high - 0.05, "0.95": high - 0.02}
    found = fitted(judged_from(judged), 0.0, high)
    assert misfit(found) == ""
    assert found.quantile(np.array([0.05, 0.5, 0.95])) == pytest.approx(list(judged.values()), abs=2e-3)


@pytest.mark.parametrize("scale", [1e-9, 1e-100, 1e-300])
def test_quantiles_too_close_to_a_bound_are_no_reason_to_fail(scale: float) -> None:
    found = fitted(judged_from({"0.05": 2 * scale, "0.5": 5 * scale, "0.95": 10 * scale}), 0.0, 1000.0)
    assert misfit(found).startswith("no stretched beta distribution has these quantiles exactly")


def test_three_quantiles_of_a_beta_are_found_again() -> None:
    true = stats.beta(3, 7)
    found = fitted(tuple((level, float(true.ppf(level))) for level in (0.05, 0.5, 0.95)), 0.0, 1.0)
    assert found.parameters[:2] == pytest.approx((3, 7), rel=1e-3)


def test_a_misfit_of_three_quantiles_is_shown(tmp_path: Path) -> None:
    text = office("0.8", "{quantiles: {0.05: 0.1, 0.5: 0.2, 0.95: 0.9}}")
    found = scenario(tmp_path, text)
    message = found.warnings[0].message
    assert message.startswith("no stretched beta distribution has these quantiles exactly; the nearest gives 0.05: 0.1")
    assert found.warnings[0].key == "policies.ban.strength.quantiles"


def test_tails_that_are_cut_are_told(tmp_path: Path) -> None:
    text = office("0.8", "{normal: [0.9, 0.3]}")
    assert scenario(tmp_path, text).warnings[0].message.startswith("more than one draw in twenty lies beyond 1 ")
    assert scenario(tmp_path, office("0.8", "{normal: [0.5, 0.1]}")).warnings == ()


def test_words() -> None:
    assert Distribution("triangular", (0.6, 0.85, 0.99)).words() == "triangular from 0.6 over 0.85 to 0.99"
    assert fitted(((0.05, 1.0), (0.95, 30.0)), 0.0, math.inf).words() == (
        "lognormal with median 5.47723 and standard deviation 1.03389 of the logarithm "
        "(judged: 5% below 1, 95% below 30)"
    )
