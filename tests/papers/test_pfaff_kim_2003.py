"""Pfaff & Kim 2003, Exit-voice dynamics in collective action: exits are a signal, and a loss.

With the share e of members gone, those who stay speak with probability logistic(a + s e): V = (1 - e) logistic(a + s e)
rises with the first exits and falls with the last ones, the inverted U of East Germany.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, special

from tests.office import Days, office, z

A, S = -3.0, 6.0
SIZE = 400
WORLD = f"""
    spans {SIZE - 1}

    3 months
    nobody watches anybody
    exposure: whole 1, window 1e-6
    everybody may speak
    voice: cost {-A}, informed_by_exit {S}
"""


def voice_after(exits: float, replicates: int = 60) -> tuple[float, np.ndarray]:
    """The share who left, and (replicates,) who speak, as a share of all at the start."""
    leaving = round(exits * SIZE)
    days = Days(office(WORLD), replicates=replicates, launcher="cpu").step().let(speaking=0)
    days["filled"][:leaving], days["left_openly"][:leaving] = False, True
    days.step(2)
    return leaving / SIZE, days["speaking"].sum(axis=0, where=days["filled"]) / SIZE


def theory(e: float) -> float:
    return float((1 - e) * special.expit(A + S * e))


def test_the_published_curve() -> None:
    peak = optimize.minimize_scalar(lambda e: -theory(e), bounds=(0, 1), method="bounded").x
    assert peak == pytest.approx(0.5738, abs=5e-5)
    assert theory(peak) == pytest.approx(0.2595, abs=5e-5)
    assert theory(0) == pytest.approx(0.0474, abs=5e-5)


@pytest.mark.parametrize("exits", [0, 0.2, 0.4, 0.575, 0.75, 0.95])
def test_the_inverted_u(exits: float) -> None:
    e, voice = voice_after(exits)
    assert abs(z(voice, theory(e))) < 4


def test_a_little_exit_raises_voice_and_much_exit_lowers_it() -> None:
    none, some, half, most = (voice_after(e)[1].mean() for e in (0, 0.3, 0.6, 0.95))
    assert none < some < half
    assert most < some
