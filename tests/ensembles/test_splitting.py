"""Rare endings, against a closed form and against plain sampling."""

from __future__ import annotations

import math
from functools import reduce
from typing import Any

import numpy as np
import pytest

from exitban.ensembles import RareLoss, rare_loss, splitting
from exitban.ensembles.levels import next_level
from exitban.ensembles.splitting import Splitting
from exitban.errors import CallError, TooLargeError
from exitban.run import run
from exitban.scenario import Scenario, memory
from tests.office import EVERYTHING, office

CHAINS, MONTHS = 6, 7
RARE, SELDOM, OFTEN = 0.012, 0.03, 0.15
"""Hazards by which control is lost in one world of 20,000, of 400, and of two."""


def chains(hazard: float) -> Scenario:
    """Six chains of command, a head with one deputy each, and nobody is replaced: control only falls."""
    heads = "\n".join(f"    head{k}\n      deputy{k}" for k in range(CHAINS))
    settings = f"hazards: killed {hazard}\n    control: threshold 0.3, hold 1\n"
    return office(f"\n{heads}\n\n    {MONTHS} months of 1 ticks\n    {settings}")


def closed_form(hazard: float) -> float:
    """P(control below .3 a month before the end): a chain carries 2 posts, 1 without its deputy, 0 without its head."""
    alive = math.exp(-hazard * (MONTHS - 1))
    one = np.array([1 - alive, alive * (1 - alive), alive**2])
    worth = reduce(np.convolve, [one] * CHAINS)
    return float(worth[: math.ceil(0.3 * 2 * CHAINS)].sum())


@pytest.fixture(scope="module")
def seldom() -> RareLoss:
    return rare_loss(chains(SELDOM), effort=64, repeats=320, seed=3)


def test_many_repeats_have_the_closed_form_for_their_mean(seldom: RareLoss) -> None:
    exact = closed_form(SELDOM)
    assert seldom.standard_error < 0.1 * exact, "it is told well enough to mean something"
    assert abs(seldom.probability - exact) < 4 * seldom.standard_error


def test_the_interval_holds_what_it_promises(seldom: RareLoss) -> None:
    """Of 40 intervals from 8 repeats each: as many hold the truth as may be asked of 95 % (1 in 1,000 has fewer)."""
    groups = seldom.estimates.reshape(40, 8)
    intervals = [told(group).interval for group in groups]
    assert sum(low < closed_form(SELDOM) < high for low, high in intervals) >= 33
    assert np.median([high / low for low, high in intervals]) < 30, "and not by saying nothing"


def test_no_level_is_a_bottleneck(seldom: RareLoss) -> None:
    """Control comes in twelfths here. A level on such a step would not count those who stand on it, nearly all.

    One world in 300 ends: three levels and the end, with one in four to reach the next, are as few as would do.
    """
    assert seldom.levels == tuple(sorted(seldom.levels, reverse=True))
    assert len(seldom.levels) >= 3
    assert seldom.reached.mean(axis=0).min() > 0.1


def test_an_ending_of_one_in_twenty_thousand() -> None:
    found = rare_loss(chains(RARE), effort=512, repeats=8, seed=3)
    low, high = found.interval
    assert low < closed_form(RARE) < high < 20 * low
    assert found.gain > 1


def test_plain_sampling_says_the_same_where_it_can() -> None:
    scenario = chains(OFTEN)
    found = rare_loss(scenario, effort=128, repeats=16, seed=5, levels=[0.4, 0.2, 0.1])
    plain = np.isfinite(run(scenario, replicates=4000, policies=["none"]).data["lost_at"]).mean().item()
    error = math.sqrt(plain * (1 - plain) / 4000)
    assert abs(found.probability - plain) < 4 * math.hypot(found.standard_error, error)
    assert abs(plain - closed_form(OFTEN)) < 4 * error


def test_a_copy_goes_on_where_its_parent_stood() -> None:
    """With the number of its parent it is the parent, to the last bit: nothing of a world is left behind."""
    split = Splitting(office(EVERYTHING), "ban", 24, 2, 1, "cpu")
    whole, _, _ = split.stage(split.fresh(range(24)), -math.inf)
    _, reached, there = split.stage(split.fresh(range(24)), float(np.median(whole.height)))
    again, _, _ = split.stage(reached, -math.inf)
    assert 0 < there.sum() < 24
    assert len(set(reached.entry.tolist())) > 2, "they come at different ticks"
    assert np.array_equal(again.height, whole.height[there])
    last = [lanes.arrays["recorded_world"][:, -1] for lanes in (again, whole)]
    assert np.array_equal(last[0], last[1][:, there])


def test_control_at_its_threshold_is_not_below_it() -> None:
    """Two months at .5 are no part of the month below .5 that is needed: half of it is over after the third, all after
    the fourth.
    """
    split = Splitting(office("alone\ncontrol: threshold 0.5, hold 1\n4 months"), "none", 2, 2, 1, "python")
    lanes = split.fresh(range(1))
    heights = []
    for tick, control in enumerate([0.5, 0.5, 0.4, 0.4]):
        lanes.arrays["recorded_world"][split.control, tick] = control
        split._look(lanes, np.array([True]), tick)
        heights.append(float(lanes.height[0]))
    assert heights == [0.0, 0.0, -0.5, -1.0]


def test_no_two_worlds_have_one_number() -> None:
    split = Splitting(chains(RARE), "none", 5, 3, 1, "cpu")
    copies = [split.numbers(np.arange(4), level) for level in range(1, splitting.MOST_LEVELS + 1)]
    new = split.fresh(range(4 * 5)).arrays["replicates"]
    assert len(np.unique(np.concatenate([new, *copies]))) == 4 * 5 * (splitting.MOST_LEVELS + 1)
    assert max(one.max() for one in copies) < 2**32
    with pytest.raises(CallError, match=r"repeats: found 1000 of 100000 worlds; allowed: 522 at most"):
        rare_loss(chains(RARE), effort=100_000, repeats=1000)


def test_what_does_not_fit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available", lambda: 10_000_000)
    with pytest.raises(TooLargeError, match=r"effort: 10,000 worlds side by side may need .* Lower the effort"):
        rare_loss(chains(RARE), effort=10_000, repeats=2)


def test_copies_are_shared_out_evenly() -> None:
    """Seven parents of 24 copies: three or four each, and who gets four is luck."""
    split = Splitting(chains(RARE), "none", 24, 2, 1, "cpu")
    shares = np.stack([np.bincount(split._turns(7, repeat, 1), minlength=7) for repeat in range(200)])
    assert set(shares.ravel().tolist()) == {3, 4}
    assert np.abs(shares.mean(axis=0) - 24 / 7).max() < 4 * 0.5 / math.sqrt(200)


def test_the_same_seed_gives_the_same_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = chains(0.1)
    one, other = (rare_loss(scenario, effort=32, repeats=3, seed=seed, levels=[0.3, 0.1]) for seed in (1, 2))
    monkeypatch.setattr(splitting, "CELLS_AT_ONCE", 1)
    same = rare_loss(scenario, effort=32, repeats=3, seed=1, levels=[0.3, 0.1])
    assert np.array_equal(one.reached, same.reached), "however many repeats lie side by side"
    assert not np.array_equal(one.reached, other.reached)


def test_a_level_lies_between_two_heights() -> None:
    begun, ended = np.full(100, math.inf), np.repeat([0.5, 0.4, 0.3], [60, 38, 2])
    assert next_level(begun, ended) == pytest.approx(0.45), "40 reach it; on the step itself 2 would"
    assert next_level(np.full(100, 0.4), np.repeat([0.4, 0.3], [90, 10])) == pytest.approx(0.35)
    assert next_level(begun, np.repeat([0.4, -0.5], [60, 40])) == pytest.approx(-0.05), "below, not yet for long"
    assert next_level(begun, np.repeat([0.4, -1.5], [60, 40])) is None, "the loss itself is no level"
    assert next_level(begun, np.full(100, 0.4)) is None, "where all end alike there is nothing to fall through"
    assert next_level(np.full(100, 0.4), np.full(100, 0.4)) is None


def told(estimates: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> RareLoss:
    return RareLoss("x", "none", 64, (), estimates, estimates[:, None], 1.0, 0.001)


def test_what_always_happens_is_known_as_well_as_so_many_worlds_tell() -> None:
    """Four repeats of 64 worlds, all lost: a chance p gives that with p^256, which is one in forty at the lower end."""
    found = told(np.ones(4))
    assert found.interval == (pytest.approx(0.025 ** (1 / 256)), 1.0)
    assert "no rare ending" in found.words()


def test_an_interval_by_hand() -> None:
    """Mean .002, standard error sqrt(2 / 3) / 2 thousandths; Student's t of 3 degrees of freedom is 3.1824."""
    found = told(np.array([1.0, 3.0, 2.0, 2.0]) / 1000)
    times = math.exp(3.1824 * math.sqrt(2 / 3) / 2 / 2)
    assert found.interval == pytest.approx((0.002 / times, 0.002 * times), rel=1e-4)
    assert "too short" not in found.words()
    assert "Repeats differ by 2.0 times their mean: the interval is too short" in told(np.array([0, 0, 0, 0.4])).words()


def test_a_share_is_told_in_percent_and_a_tiny_one_as_a_power() -> None:
    often = told(np.array([0.1, 0.4, 0.4, 0.46])).words()
    assert "with probability 34 % (95 % interval " in often and "e-0" not in often
    assert " %, 4 repeats of 64 worlds without a level on the way)" in often
    assert "with probability 5.00e-05 (95 % interval 2.8e-05" in told(np.array([3.0, 4.0, 6.0, 7.0]) * 1e-5).words()
    many = RareLoss("x", "none", 64, (0.1,), np.ones(2) / 4, np.full((2, 2), 0.5), 1.0, 0.001)
    assert "64 worlds at each of 2 levels; 50%, 50% reach the next one)" in many.words()


def test_where_nobody_gets_there_nothing_is_claimed() -> None:
    found = told(np.zeros(4))
    assert found.interval == (0, 1)
    assert "No repeat has seen a loss: it may be rare, or impossible" in found.words()
    assert "plain sampling compares is not known" in found.words()
    assert found.to_json()["gain"] is None


@pytest.mark.parametrize("levels", [[0.1, 0.2], [0.2, -1], [0.1, 0.1], [math.nan], np.linspace(1, 0, 41)])
def test_levels_fall(levels: list[float]) -> None:
    with pytest.raises(CallError, match="falling numbers above -1"):
        rare_loss(chains(0.1), levels=levels)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        *[({"levels": found}, "levels: found .*; allowed: falling numbers") for found in (0.3, "0.3", {0.3: 1})],
        *[({"levels": [found]}, "levels: found .*; allowed: a number") for found in ("a", None, [0.1], 1j)],
        ({"levels": [10**400]}, "levels: found .inf.; allowed: up to"),
        ({"launcher": "gpu"}, "launcher: found 'gpu'.*Allowed: cpu, python"),
        ({"launcher": ["cpu"]}, "launcher: found .*Allowed: cpu, python"),
        ({"repeats": "2"}, "repeats: '2' were asked for; a whole number"),
        ({"repeats": math.nan}, "repeats: nan were asked for; a whole number"),
        ({"effort": range(4)}, "effort: range.0, 4. were asked for; a whole number"),
        ({"policy": ["none"]}, "policy: found .'none'.; allowed: a name"),
        ({"policy": "nobody"}, "has no policy 'nobody'"),
        ({"progress": 3}, "progress: found 3; allowed: a function"),
    ],
)
def test_what_cannot_be_split_is_refused_in_words(asked: dict[str, Any], told: str) -> None:
    with pytest.raises(CallError, match=told):
        rare_loss(chains(0.1), **asked)


def test_progress_is_told() -> None:
    heard: list[float] = []
    rare_loss(chains(0.1), effort=8, repeats=2, levels=[0.3], progress=lambda share, what: heard.append(share))
    assert heard[-1] == 1
    assert heard == sorted(heard)
