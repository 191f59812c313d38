"""Morris & Shin 1998; Angeletos, Hellwig & Pavan 2007: the one-shot game of regime change, beside the simulator."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

import exitban
from exitban.errors import CallError
from verification.target import missed
from verification.targets.morris_shin_1998 import TARGETS

COSTS = st.floats(0.02, 0.98)
SIGNALS = st.floats(-3, 3)
PRECISIONS = st.floats(0.1, 30)


def test_the_published_thresholds_and_when_there_is_one() -> None:
    assert missed(TARGETS[0]) == []


@pytest.mark.parametrize("signal", [0.0, 0.5, 1.0])
def test_at_alpha_1_and_beta_4_there_is_one(signal: float) -> None:
    game = exitban.global_game(0.3, signal, 1.0, 4.0)
    assert (len(game.equilibria), game.unique) == (1, True)


@given(COSTS, PRECISIONS)
def test_with_nothing_public_the_regime_falls_below_one_minus_the_cost(cost: float, precision: float) -> None:
    (only,) = exitban.global_game(cost, private_precision=precision).equilibria
    assert only.threshold == pytest.approx(1 - cost, abs=1e-9)


@given(COSTS, SIGNALS, PRECISIONS, PRECISIONS)
def test_every_equilibrium_is_one(cost: float, signal: float, public: float, private: float) -> None:
    """Both conditions, from their definitions: the attack just suffices, and the last attacker is indifferent."""
    game = exitban.global_game(cost, signal, public, private)
    for one in game.equilibria:
        attack = norm.cdf(math.sqrt(private) * (one.signal - one.threshold))
        mean = (public * signal + private * one.signal) / (public + private)
        falls = norm.cdf(math.sqrt(public + private) * (one.threshold - mean))
        assert attack == pytest.approx(one.threshold, abs=1e-9)
        assert falls == pytest.approx(cost, abs=1e-6)
    assert len(game.equilibria) in (1, 2, 3)
    assert [one.threshold for one in game.equilibria] == sorted(one.threshold for one in game.equilibria)


def test_one_equilibrium_as_long_as_private_news_is_precise_enough() -> None:
    """Unique iff beta >= alpha^2 / (2 pi): on the one side never more than one, on the other side somewhere three."""
    alpha = 5.0
    edge = alpha**2 / (2 * math.pi)

    def most(beta: float) -> int:
        """The most equilibria for any public signal around the one at which theta = 1/2 solves the equation."""
        middle = 0.5 - math.sqrt(alpha + beta) * norm.ppf(0.3) / alpha
        return max(len(exitban.global_game(0.3, middle + step, alpha, beta).equilibria) for step in (-0.1, 0.0, 0.1))

    assert (most(1.0001 * edge), most(0.98 * edge)) == (1, 3)
    assert exitban.global_game(0.3, 0.5, alpha, edge).unique
    assert not exitban.global_game(0.3, 0.5, alpha, 0.999 * edge).unique


@pytest.mark.parametrize(
    "asked", [{"cost": 0}, {"cost": 1}, {"cost": 0.5, "private_precision": 0}, {"cost": 0.5, "public_precision": -1}]
)
def test_what_is_no_game_is_refused(asked: dict[str, float]) -> None:
    with pytest.raises(CallError, match=r"allowed:"):
        exitban.global_game(**asked)


@pytest.mark.parametrize("name", ["cost", "public_signal", "public_precision", "private_precision"])
@pytest.mark.parametrize("value", [1e300, -1e300, 1e-300, pytest.param(10**400, id="huge"), math.inf, math.nan])
@pytest.mark.parametrize("public", [0.0, 1.0, 1e300])
def test_numbers_of_any_size_are_solved_or_refused_by_name(name: str, value: float, public: float) -> None:
    try:
        game = exitban.global_game(**{"cost": 0.3, "public_precision": public, name: value})
    except CallError as error:
        assert re.match(r"\w+: found [-\w.+ ]+; allowed: ", str(error))
    else:
        assert game.equilibria


@given(st.floats(1e-300, 1 - 1e-16), *[st.floats(-9, 9)] * 3, st.sampled_from([-1.0, 1.0]))
def test_at_the_ends_of_what_is_allowed_there_is_an_equilibrium(
    cost: float, signal: float, public: float, private: float, side: float
) -> None:
    """Of every size from 1e-9 to 1e9: the equation falls from infinity to minus infinity, so it has a solution."""
    game = exitban.global_game(
        cost, side * min(10**signal, 1e9), min(10**public, 1e9), min(max(10**private, 1e-9), 1e9)
    )
    assert 1 <= len(game.equilibria) <= 3
    assert all(math.isfinite(one.signal) for one in game.equilibria)


@pytest.mark.parametrize("name", ["cost", "public_signal", "public_precision", "private_precision"])
def test_what_is_no_number_is_refused_by_name(name: str) -> None:
    with pytest.raises(CallError, match=f"{name}: found 'a'; allowed: a number"):
        exitban.global_game(**{"cost": 0.3, name: "a"})  # type: ignore[arg-type]
