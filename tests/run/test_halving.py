"""Halving the tick changes nothing but luck (MODEL.md 1)."""

from __future__ import annotations

import numpy as np
import pytest

from tests.office import Days, office
from verification.target import Target, judged
from verification.targets.halving import OUTPUTS, TARGETS, Output, moved

MEMBERS = 6_400
WORLD = """
    spans 63

    24 months of {ticks} ticks
    members: grievance_mean -1.5, grievance_spread 0.7
    choice: reconsider {rate}
    hazards: killed 0.005, dismissed 0.01, natural 0.004, killed_by_stress 0.01
    stress: sensitivity 0
    event storm: month 1, size 1, decays_over 1e6
    refill: rate 0.05
"""
"""Risks, refill, and, at a low rate of thinking it over, exits by choice."""


def outcome(ticks: int, rate: float, seed: int) -> dict[str, np.ndarray]:
    """Counts by replicate after two years."""
    world = office(WORLD.format(ticks=ticks, rate=rate))
    days = Days(world, replicates=100, seed=seed, launcher="cpu").to_the_end()
    names = ("exits_killed", "exits_dismissed", "exits_natural", "exits_open", "arrivals")
    return {"filled": days["filled"].sum(axis=0), **{name: days.recorded(name).sum(axis=0) for name in names}}


def z_between(one: np.ndarray, other: np.ndarray) -> float:
    """How many standard errors the means of two independent samples are apart."""
    error = np.sqrt(one.var(ddof=1) / one.size + other.var(ddof=1) / other.size)
    return 0.0 if error == 0 else float((one.mean() - other.mean()) / error)


@pytest.mark.parametrize("ticks", [4, 8])
def test_hazards_without_choice(ticks: int) -> None:
    """Coarser by a factor of 2 each time: ticks of a quarter against an eighth, and an eighth against a sixteenth."""
    coarse, fine = (outcome(n, 0, seed) for n, seed in ((ticks, 1), (2 * ticks, 2)))
    assert {name: z for name in coarse if abs(z := z_between(coarse[name], fine[name])) >= 4} == {}
    assert coarse["exits_dismissed"].sum() > 500


def test_hazards_and_choice() -> None:
    coarse, fine = (outcome(n, 0.2, seed) for n, seed in ((4, 3), (8, 4)))
    assert {name: z for name in coarse if abs(z := z_between(coarse[name], fine[name])) >= 4} == {}
    assert coarse["exits_open"].sum() > 1_000


def test_a_rate_that_is_taken_for_a_probability_would_be_found() -> None:
    """The test has teeth: twice the risk in the finer world is told at once."""
    one, other = outcome(4, 0, 1), outcome(4, 0.4, 2)
    assert abs(z_between(one["filled"], other["filled"])) > 4


STIRRED = """
    spans 3 3 3

    24 months of {ticks} ticks
    members: grievance_mean -2, grievance_spread 0.7, outside_option_spread 0.5, competence_spread 0.3
    members: outside_option_of_the_competent 0.5
    choice: reconsider 0.3
    hazards: natural 0.02
    stress: sensitivity 1, noise 0.5, noise_window 4
    refill: rate 0.15, aversion 1, from_below 0.6, screening 0.7
    policy ban: formal, strength 0.7, threat 0.3, sanctions.per_month 30, sanctions.share 0.8, sanctions.arrested 0.1
    sanctions: backlash 0.3, noticed 0.5
"""


def shaken(ticks: int, seed: int) -> dict[str, np.ndarray]:
    """Totals by replicate where everything that changes who sits where and what they feel is at work."""
    days = Days(office(STIRRED.format(ticks=ticks)), "ban", replicates=400, seed=seed, launcher="cpu").to_the_end()
    names = ("blocked", "exits_unblocked", "sanctions", "arrests", "promotions", "arrivals")
    means = {name: (days[name] * days["filled"]).mean(axis=0) for name in ("grievance", "outside_option", "competence")}
    return {"filled": days["filled"].sum(axis=0), **means, **{name: days.recorded(name).sum(axis=0) for name in names}}


def test_promotion_noise_backlash_and_aversion() -> None:
    coarse, fine = shaken(4, 1), shaken(8, 2)
    assert {name: z for name in coarse if abs(z := z_between(coarse[name], fine[name])) >= 4} == {}
    assert min(coarse[name].mean() for name in ("blocked", "sanctions", "promotions", "arrivals")) > 2


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.name)
def test_a_shift_by_half_is_told_however_small_the_value(output: Output) -> None:
    """A thousand matched worlds as rare and as spread as those who speak out: two in a thousand, and as much again."""
    luck = np.random.default_rng(1)
    coarse = 0.0015 * luck.gamma(1.0, size=1_000)
    fine = 0.0015 * luck.gamma(1.0, size=1_000)
    assert output.within.met(moved(coarse, fine * coarse.mean() / fine.mean()))
    assert not output.within.met(moved(coarse, 1.5 * fine * coarse.mean() / fine.mean()))


TESTED = [one for one in TARGETS if not (one.name.startswith("halving-1-") and one.name.endswith("-luck"))]


@pytest.mark.slow
@pytest.mark.xdist_group("halving")
@pytest.mark.parametrize("target", TESTED, ids=lambda target: target.name)
def test_the_bundled_scenario(target: Target) -> None:
    """A hundred worlds at each length of the tick: no shift that luck cannot explain, none surely larger than stated.

    The full size, at which less is left to luck, is `make verify`; there it is told which shifts from a tick of a whole
    month luck cannot explain, and why.
    """
    for verdict in judged(target, target.run(target.small), target.small):
        assert verdict.got.standard_error > 0, f"{verdict.label} cannot move, and cannot be missed"
        assert verdict.met, str(verdict)
