"""Brock & Durlauf 2002, A multinomial-choice model of neighborhood effects: four options, U_l = b p_l.

Being loyal, leaving, speaking and dealing each draw with b times the share who do so. Hysteresis starts at b = 3.2187,
where a state in which most do the same appears beside the even one; at b = 4 the even state dies.
"""

from __future__ import annotations

import numpy as np
import pytest

from exitban.maths.nested_logit import shares
from verification.target import Target, missed
from verification.targets.brock_durlauf_2002 import MOST_SPEAK, TARGETS


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


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_on_either_side(target: Target) -> None:
    """Below the fold one state, between fold and 4 two, above 4 only those in which most do the same."""
    assert missed(target) == []
