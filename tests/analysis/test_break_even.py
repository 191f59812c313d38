"""The break-even of a ban (MODEL.md 3.5): the published numbers, and a world in which the closed form is exact."""

from __future__ import annotations

import math

import numpy as np
import pytest

from exitban.analysis import summarise
from exitban.analysis.break_even import BreakEven, Ingredients, break_even, chain_kept, effort_kept, sign
from exitban.analysis.intervals import Interval
from exitban.run import run
from tests.office import office

NUMBERS = [(0.15, 0.035, 0.413), (0.5, 0.035, 0.749), (1.0, 0.035, 0.863), (0.15, 0.010, 0.853)]
"""nu, x, right side, all with m = .005 and d = 4."""


@pytest.mark.parametrize(("refill", "hazard", "expected"), NUMBERS)
def test_the_right_side_of_the_published_numbers(refill: float, hazard: float, expected: float) -> None:
    assert round(float(chain_kept(refill, hazard, 0.005, 4)), 3) == expected


@pytest.mark.parametrize(
    ("trapped", "effort", "expected"), [(0.0, 0.3, 1.0), (1.0, 0.3, 0.3), (0.5, 0.4, 0.7), (0.2, 1.0, 1.0)]
)
def test_the_left_side(trapped: float, effort: float, expected: float) -> None:
    assert float(effort_kept(trapped, effort)) == pytest.approx(expected)


def test_the_same_ban_helps_where_refill_is_slow_and_harms_where_it_is_quick() -> None:
    """With a left side of .8: .8 / .413 at nu = .15, .8 / .863 at nu = 1 (MODEL.md 3.5)."""
    found = Ingredients(0.035, 0.005, 0.005, 0.15, 4.0, 0.5, 0.6)
    assert found.effort_kept == pytest.approx(0.8)
    ratios = found.ratios(np.array([0.15, 0.5, 1.0]), np.array([0.035]))
    assert ratios == pytest.approx([0.8 / 0.413, 0.8 / 0.749, 0.8 / 0.863], rel=2e-3)
    assert found.ratio == pytest.approx(ratios[0])


def test_where_nobody_comes_or_goes_there_is_no_answer() -> None:
    assert math.isnan(float(chain_kept(0, 0, 0, 4)))
    assert sign(math.nan) == 0


@pytest.mark.parametrize(
    ("ratio", "interval", "agrees"),
    [
        (1.2, Interval(0.1, 0.05, 0.15), True),
        (1.2, Interval(-0.1, -0.15, -0.05), False),
        (1.2, Interval(0.1, -0.05, 0.25), None),
        (1.0, Interval(0.1, 0.05, 0.15), None),
        (0.9, Interval(-0.1, math.nan, math.nan), True),
    ],
)
def test_agreement_is_of_signs_and_left_open_where_one_is_open(
    ratio: float, interval: Interval, agrees: bool | None
) -> None:
    """Nobody is held and m = nu = 1: the ratio is ((1 + x) / 2)^(d + 1), with d = 0 and x = 2 ratio - 1."""
    found = BreakEven("", Ingredients(2 * ratio - 1, 0, 1, 1, 0, 0, 1), interval, ratio, ratio)
    assert found.agrees == found.summed_agrees == agrees


CHAIN = """
    top:
    alone
    middle under top:
    alone
    bottom under middle:
    alone

    240 months of 4 ticks
    nobody wants to stay
    top / weight: 0
    middle / weight: 0
    bottom / weight: 1
    choice: reconsider {x}
    hazards: natural 0.01
    refill: rate {nu}
    effort: decay 0.05
    policy ban: strength 1
"""
"""A chain of three posts, d = 2, and all control runs through the last. Everybody asks at a rate of x when
in post, and under the ban works less and less once stopped: posts are independent, as the closed form wants them."""
WORLDS = 1500


@pytest.mark.parametrize(("x", "nu", "higher"), [(0.3, 0.1, True), (0.03, 1.5, False)])
def test_where_posts_are_independent_the_closed_form_is_the_simulation(x: float, nu: float, higher: bool) -> None:
    """The ratio of control to four standard errors; the closed form takes its rates from the same worlds."""
    world = office(CHAIN.format(x=x, nu=nu))
    result = run(world, replicates=WORLDS, policies=("none", "ban"))
    whole, bottom = break_even(result.data, world, "ban")
    found = whole.ingredients
    assert bottom.institution == "bottom"
    assert bottom.ingredients == found
    assert found.depth == 2
    assert found.refill == pytest.approx(nu, rel=0.25), "a quarter of a month cuts the fastest rates"
    assert found.not_chosen == pytest.approx(0.01, rel=0.1)
    assert found.left == pytest.approx(0.01, rel=0.1), "b = 1 leaves what nobody chose"
    assert found.trapped == pytest.approx(x / (x + 0.01), rel=0.05)
    control = [late(result.data, policy) for policy in ("none", "ban")]
    errors = [one.std(ddof=1) / math.sqrt(WORLDS) / one.mean() for one in control]
    assert abs(found.ratio / whole.ratio - 1) < 4 * math.hypot(*errors)
    assert (found.ratio > 1, whole.difference.value > 0) == (higher, higher)
    assert whole.agrees is True


def late(data: object, policy: str) -> np.ndarray:
    """Control in the second half, by world."""
    values = data["control"].sel(policy=policy).values  # type: ignore[index]
    return np.asarray(values[:, values.shape[1] // 2 :].mean(axis=1), dtype=np.float64)


def test_effort_is_that_of_the_trapped_and_statistics_give_the_same_as_worlds() -> None:
    """Half a year in which all are stopped in the first month and lose a tenth of their effort a month."""
    world = office("spans 3", "12 months", "nobody wants to stay", "policy ban: strength 1", "effort: decay 0.1")
    kept, condensed = (
        run(world, replicates=2, policies=("none", "ban"), keep=keep, launcher="python")
        for keep in ("everything", "summary")
    )
    one, other = (break_even(result.data, world, "ban")[0].ingredients for result in (kept, condensed))
    assert one == other
    assert one.trapped == 1
    assert one.effort == pytest.approx(np.exp(-0.1 * np.arange(7, 13)).mean(), rel=1e-5)
    assert one.depth == pytest.approx(0.75)


def test_the_first_policy_has_nothing_to_break_even_with() -> None:
    result = run(office("spans 3", "2 months"), replicates=2, policies=("none",), launcher="python")
    assert break_even(result.data, result.scenario, "none") == ()
    assert summarise(result).policies[0].name == "none"
