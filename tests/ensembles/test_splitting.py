"""Rare endings, against a closed form and against plain sampling."""

from __future__ import annotations

import math
from functools import reduce

import numpy as np
import pytest

from exitban.ensembles.splitting import rare_loss
from exitban.errors import CallError
from exitban.run import run
from exitban.scenario import Scenario
from tests.office import office

CHAINS, MONTHS, HAZARD = 6, 7, 0.012


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


def test_a_chain_of_command_under_independent_hazards() -> None:
    found = rare_loss(chains(HAZARD), effort=128, repeats=12, seed=3)
    exact = closed_form(HAZARD)
    assert exact < 1e-4, "plain sampling would need a million worlds"
    assert abs(found.probability - exact) < 4 * found.standard_error
    assert found.standard_error < exact, "and it is told well enough to mean something"
    assert len(found.levels) > 2
    assert found.gain > 1


def test_plain_sampling_says_the_same_where_it_can() -> None:
    scenario = chains(0.15)
    found = rare_loss(scenario, effort=128, repeats=8, seed=5, levels=[0.4, 0.2, 0.1])
    plain = np.isfinite(run(scenario, replicates=4000, policies=["none"]).data["lost_at"]).mean().item()
    error = math.hypot(found.standard_error, math.sqrt(plain * (1 - plain) / 4000))
    assert abs(found.probability - plain) < 4 * error
    assert abs(plain - closed_form(0.15)) < 4 * math.sqrt(plain * (1 - plain) / 4000)


def test_the_same_seed_gives_the_same_estimate() -> None:
    scenario = chains(0.1)
    one, same, other = (rare_loss(scenario, effort=32, repeats=2, seed=seed, levels=[0.3]) for seed in (1, 1, 2))
    assert np.array_equal(one.estimates, same.estimates)
    assert not np.array_equal(one.reached, other.reached)


@pytest.mark.parametrize("levels", [[0.1, 0.2], [0.2, 0.0], [0.1, 0.1]])
def test_levels_fall(levels: list[float]) -> None:
    with pytest.raises(CallError, match="falling shares above 0"):
        rare_loss(chains(0.1), levels=levels)
