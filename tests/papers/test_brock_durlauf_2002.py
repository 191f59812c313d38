"""Brock & Durlauf 2002, A multinomial-choice model of neighborhood effects: four options, U_l = b p_l.

Being loyal, leaving, speaking and dealing each draw with b times the share who do so. Hysteresis starts at b = 3.2187,
where a state in which most do the same appears beside the even one; at b = 4 the even state dies.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize

from exitban.maths.nested_logit import shares
from tests.office import Days, office

MEMBERS = 900
EVEN = (0.25, 0.25, 0.25, 0.25)
MOST_SPEAK = (0.06, 0.06, 0.82, 0.06)
FIELD = f"""
    spans {MEMBERS - 1}

    60 months
    nobody watches anybody
    everybody may speak
    everybody may deal
"""


def settled(b: float, shares_at_first: tuple[float, ...], turns: int = 20_000) -> np.ndarray:
    """Shares of loyal, exit, voice and covert where the closed form comes to rest."""
    now = np.array(shares_at_first)
    one = np.float32(1)
    for _ in range(turns):
        utilities = (b * (now[1:] - now[0])).astype(np.float32)
        acting = np.array(shares(*utilities, one, one, one), np.float64)
        now = np.array([1 - acting.sum(), *acting])
    return now


@pytest.mark.parametrize(("b", "holds"), [(3.212, False), (3.225, True)])
def test_hysteresis_starts_at_3_2187(b: float, holds: bool) -> None:
    """The state in which most speak: above the fold it holds, with a share near that of the fold (.61); below not."""
    assert (settled(b, MOST_SPEAK)[2] > 0.5) == holds


@pytest.mark.parametrize(("b", "lives"), [(3.95, True), (4.05, False)])
def test_the_even_state_dies_at_4(b: float, lives: bool) -> None:
    nudged = settled(b, (0.25, 0.25, 0.2501, 0.2499))
    assert (nudged.max() < 0.26) == lives


def simulated(b: float, shares_at_first: tuple[float, ...], ticks: int) -> np.ndarray:
    """Shares in crowds of 900, (crowds, acts), after some ticks in which all choose at once."""
    days = Days(office(FIELD), replicates=20, launcher="cpu").step(0)
    now = np.tile(np.array(shares_at_first)[:, None], 20)
    days.step().let(filled=1)
    for _ in range(ticks):
        leave, speak, deal = b * (now[1:] - now[0])
        days["grievance"][:], days["voice_cost"][:], days["covert_cost"][:] = leave, -speak, -deal
        days.let(refused=0).step().let(filled=1)
        acting = [days.recorded(name)[days.tick - 1] / MEMBERS for name in ("attempts", "voice", "proposals")]
        now = np.array([1 - sum(acting), *acting])
    return now.T


def share_of_most(b: float) -> float:
    """p with b (p - (1 - p) / 3) = ln(3 p / (1 - p)): most do the same, the rest do each of the others alike."""
    return float(optimize.brentq(lambda p: np.log(3 * p / (1 - p)) - b * (4 * p - 1) / 3, 0.62, 0.999))


@pytest.mark.parametrize(("b", "even_lives", "most_hold"), [(2.8, True, False), (3.35, True, True), (4.6, False, True)])
def test_simulated_on_either_side(b: float, even_lives: bool, most_hold: bool) -> None:
    """Below the fold one state, between fold and 4 two, above 4 only those in which most do the same.

    A crowd of 900 wanders by a few hundredths about a state, more near a fold.
    """
    for begin, stays in ((EVEN, even_lives), (MOST_SPEAK, most_hold)):
        expected = share_of_most(b) if (stays and begin == MOST_SPEAK) or not even_lives else 0.25
        assert simulated(b, begin, 50).max(axis=1) == pytest.approx(np.full(20, expected), abs=0.12)
