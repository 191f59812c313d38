"""The break-even of a ban (MODEL.md 3.5): the published numbers, and a world in which the closed form is exact."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from exitban.analysis import summarise
from exitban.analysis.break_even import (
    BreakEven,
    Ingredients,
    break_even,
    chain_kept,
    compared,
    effort_kept,
    of_the_trapped,
    sign,
    summed,
)
from exitban.analysis.break_even_worlds import Worlds
from exitban.analysis.intervals import Interval
from exitban.run import run
from exitban.words import REASONS
from tests.office import office
from tests.scenario.files import OFFICE, scenario

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
        (0.9, Interval(-0.1, -0.15, -0.05), True),
        (0.9, Interval(-0.1, math.nan, math.nan), None),
    ],
)
def test_agreement_is_of_signs_and_left_open_where_one_is_open(
    ratio: float, interval: Interval, agrees: bool | None
) -> None:
    """Nobody is held and m = nu = 1: the ratio is ((1 + x) / 2)^(d + 1), with d = 0 and x = 2 ratio - 1."""
    found = BreakEven("", Ingredients(2 * ratio - 1, 0, 1, 1, 0, 0, 1), interval, interval, ratio)
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
    """Rates to four standard errors of what was counted, the ratio of control to four of its own."""
    world = office(CHAIN.format(x=x, nu=nu))
    result = run(world, replicates=WORLDS, policies=("none", "ban"))
    whole, bottom = break_even(result.data, world, "ban")
    found = whole.ingredients
    assert bottom.institution == "bottom"
    assert found.depth == bottom.ingredients.depth == 2
    counts = counted(result.data)
    assert abs(found.refill / nu - 1) < 4 * binomial_error(counts["come"], counts["vacant"])
    assert abs(found.hazard / (x + 0.01) - 1) < 4 * binomial_error(counts["go"], counts["filled"])
    for rate, among in ((found.not_chosen, counts["filled"]), (found.left, counts["filled_with_ban"])):
        assert abs(rate / 0.01 - 1) < 4 * binomial_error(0.01 / 4 * among, among), "b = 1 leaves what nobody chose"
    assert found.trapped == pytest.approx(x / (x + 0.01), rel=0.05)
    control = [late(result.data, policy) for policy in ("none", "ban")]
    errors = [one.std(ddof=1) / math.sqrt(WORLDS) / one.mean() for one in control]
    assert abs(found.ratio / whole.ratio.value - 1) < 4 * math.hypot(*errors)
    assert (found.ratio > 1, whole.difference.value > 0) == (higher, higher)
    assert whole.agrees is True


def counted(data: Any) -> dict[str, float]:
    """Events and candidates in the second half, over all worlds; candidates are those of the tick before."""
    first, ban = (data.sel(policy=policy).isel(time=slice(data.sizes["time"] // 2, None)) for policy in ("none", "ban"))
    before, after = slice(None, -1), slice(1, None)
    go = sum(float(first[f"exits_{reason}"].isel(time=after).sum()) for reason in REASONS[1:])
    come = sum(float(first[name].isel(time=after).sum()) for name in ("arrivals", "promotions"))
    found = {name: float(first[name].isel(time=before).sum()) for name in ("vacant", "filled")}
    return found | {"go": go, "come": come, "filled_with_ban": float(ban["filled"].isel(time=before).sum())}


def binomial_error(events: float, of: float) -> float:
    """Standard error of the rate -log(1 - p) relative to it, p being counted: sqrt(p / (n (1 - p))) / -log(1 - p)."""
    chance = events / of
    return math.sqrt(chance / (of * (1 - chance))) / -math.log1p(-chance)


PYRAMID = """
    spans 2 2 2

    120 months of 4 ticks
    nobody wants to stay
    choice: reconsider 0.1
    refill: rate 0.3, from_below {share}
    hazards: natural 0.01
    policy ban: strength 1
"""


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_promotions_refill_a_post_and_empty_another(share: float) -> None:
    """However many are promoted, an empty post finds somebody at the rate that the scenario says."""
    world = office(PYRAMID.format(share=share))
    result = run(world, replicates=300, policies=("none", "ban"))
    found = break_even(result.data, world, "ban")[0].ingredients
    counts = counted(result.data)
    moved = float(result.data["left_to_move_up"].sel(policy="none").isel(time=slice(241, None)).sum())
    assert (moved > 0) == (share > 0)
    assert abs(found.refill / 0.3 - 1) < 4 * binomial_error(counts["come"], counts["vacant"])
    left = counts["go"] + moved
    assert found.hazard == pytest.approx(-4 * math.log1p(-left / counts["filled"]), rel=1e-6)


def test_a_tick_is_what_a_chair_waits() -> None:
    """By hand: chances of 1/2, 1/4 and 1/5 within a month give (.5 + .2) / (.5 + .25) for one post."""
    rates = [-math.log1p(-chance) for chance in (0.5, 0.25, 0.2)]
    assert float(chain_kept(*rates, 0, tick=1.0)) == pytest.approx(0.7 / 0.75)
    assert float(chain_kept(*rates, 0, tick=1e-6)) == pytest.approx(float(chain_kept(*rates, 0)), rel=1e-5)


def test_worlds_are_counted_near_the_break_even_and_away_from_it() -> None:
    """Six worlds: near and right, near and wrong, far and right twice, far and wrong, and one that tells nothing."""
    ratio = np.array([1.01, 0.99, 1.3, 0.7, 1.1, 1.2])
    worlds = Worlds(np.ones(6), np.ones(6), ratio, np.array([0.1, 0.1, 0.1, -0.1, -0.1, 0.0]))
    counts = [(one.worlds, one.of) for one in (worlds.everywhere, worlds.within_band, worlds.outside_band)]
    assert counts == [(3, 5), (1, 2), (2, 3)]
    assert worlds.everywhere.share.value == pytest.approx(0.6)
    assert math.isnan(Worlds(*(np.zeros(0) for _ in range(4))).everywhere.share.value)


def test_each_world_has_a_verdict_of_its_own() -> None:
    """The worlds of half of the run with slow refill and of the other half with quick, read from one result."""
    world = office(CHAIN.format(x=0.3, nu="0.05..2"), "240 months of 1 ticks")
    result = run(world, replicates=40, policies=("none", "ban"))
    worlds = break_even(result.data, world, "ban")[0].worlds
    assert worlds is not None
    before, after = (late(result.data, policy) for policy in ("none", "ban"))
    assert worlds.difference == pytest.approx(after - before, abs=2.0**-23)
    alone = break_even(result.data.isel(replicate=[7]), world, "ban")[0].ingredients
    assert (worlds.refill[7], worlds.hazard[7], worlds.ratio[7]) == pytest.approx(
        (alone.refill, alone.hazard, alone.ratio)
    )


def test_a_ratio_of_means_has_the_interval_of_its_residuals() -> None:
    """By hand: before 1, 3 and after 2, 4 give R = 1.5, residuals .5, -.5 over 2, error .25 and t = 12.706."""
    _, ratio = compared(np.array([1.0, 3.0]), np.array([2.0, 4.0]))
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx(
        (1.5, 1.5 - 12.706 * 0.25, 1.5 + 12.706 * 0.25), rel=1e-4
    )


def late(data: Any, policy: str) -> np.ndarray:
    """Control in the second half, by world."""
    values = data["control"].sel(policy=policy).values
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


@pytest.mark.parametrize(("closes", "read"), [("2024-06-01", False), ("2024-09-01", True)])
def test_a_policy_that_is_over_before_the_rates_are_read_has_none(closes: str, read: bool, tmp_path: Path) -> None:
    """Twelve months from January: the second half begins at the end of June."""
    text = OFFICE.replace("strength: 0.8", f"strength: 0.8\n    opens: 2024-03-01\n    closes: {closes}")
    result = run(scenario(tmp_path, text), replicates=2, launcher="python")
    assert bool(break_even(result.data, result.scenario, "ban")) == read


def test_the_first_policy_has_nothing_to_break_even_with() -> None:
    result = run(office("spans 3", "2 months"), replicates=2, policies=("none",), launcher="python")
    assert break_even(result.data, result.scenario, "none") == ()
    assert summarise(result).policies[0].name == "none"


def test_no_sign_is_read_from_less_than_a_tenth_of_a_point() -> None:
    assert [sign(one) for one in (9e-4, -9e-4, 1.1e-3, -1.1e-3, math.nan)] == [0, 0, 1, -1, 0]


def test_the_effort_of_the_trapped_from_that_of_all() -> None:
    """A quarter is held, and all give .9: the trapped give .6. At .5 they would give less than nothing."""
    found = of_the_trapped(np.array([0.9, 0.5, 1.0]), np.array([0.25, 0.25, 0.5]))
    assert found == pytest.approx([0.6, 0.0, 1.0])


def test_institutions_are_summed_with_and_without_the_ban() -> None:
    """Refill .3 and exits .1: chains of one carry 3/4. In one a ban stops all, half are held and give half: 3/4.

    In the other it stops nobody. (.4 * 3/4 * 1 + .6 * 3/4) / (3/4) = 1.
    """
    tight = Ingredients(hazard=0.1, not_chosen=0, left=0.0, refill=0.3, depth=0, trapped=0.5, effort=0.5)
    loose = Ingredients(hazard=0.1, not_chosen=0, left=0.1, refill=0.3, depth=0, trapped=0.0, effort=1.0)
    assert summed([tight, loose], np.array([0.4, 0.6])) == pytest.approx(1.0)
    assert summed([tight], np.ones(1)) == pytest.approx(tight.ratio) == 1.0
    harder = Ingredients(hazard=0.1, not_chosen=0, left=0.0, refill=0.3, depth=0, trapped=0.8, effort=0.5)
    assert summed([harder, loose], np.array([0.4, 0.6])) == pytest.approx((0.4 * 0.6 + 0.6 * 0.75) / 0.75)
