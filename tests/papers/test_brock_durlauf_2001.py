"""Brock & Durlauf 2001, Discrete choice with social interactions: the mean field m = tanh(h + J m).

Members speak or are silent, everybody thinks it over in every tick, and all attend to the whole. With p the share
who speak, logit p = a + b p, where a = 2 h - 2 J, b = 4 J and m = 2 p - 1.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize

from tests.office import Days, office, z

CROWD = """
    spans {others}

    {months} months
    nobody watches anybody
    everybody may speak
    exit: possible 0
    voice: cost {cost}, contagion {contagion}
    exposure: whole 1, window 1e-6
"""


def crowd(size: int, a: float, b: float, *, months: int = 60, replicates: int = 50) -> Days:
    """A crowd in which logit p = a + b p."""
    drawing = CROWD.format(others=size - 1, months=months, cost=-a, contagion=b)
    return Days(office(drawing), replicates=replicates, launcher="cpu")


def speaking(days: Days, months: int) -> np.ndarray:
    """The share who speak after so many months, by replicate."""
    return days.step(months)["speaking"].mean(axis=0)


def root(h: float, j: float) -> float:
    """The positive root of m = tanh(h + J m)."""
    return float(optimize.brentq(lambda m: np.tanh(h + j * m) - m, 1e-9 if h == 0 else 0, 1))


@pytest.mark.parametrize(("j", "m"), [(1.2, 0.658570), (1.5, 0.858560), (2.0, 0.957504)])
def test_the_published_roots_solve_the_equation(j: float, m: float) -> None:
    assert np.tanh(j * m) == pytest.approx(m, abs=2e-6)


def test_one_root_is_found_from_either_side() -> None:
    """a = -1, b = 3: p = .80415, whether nobody speaks at first or everybody does."""
    for everybody in (0, 1):
        days = crowd(900, -1, 3).step().let(speaking=everybody, memory_voice=everybody)
        days["whole_voice"][:] = everybody
        assert speaking(days, 59).mean() == pytest.approx(0.80415, abs=0.004)


@pytest.mark.parametrize(("j", "m"), [(1.5, 0.858560), (2.0, 0.957504)])
def test_two_stable_roots_and_history_decides_between_them(j: float, m: float) -> None:
    """h = 0: whoever begins loud stays loud, whoever begins silent stays silent, p = (1 +- m) / 2."""
    for begin, share in ((1, (1 + m) / 2), (0, (1 - m) / 2)):
        days = crowd(900, -2 * j, 4 * j).step()
        days["whole_voice"][:] = begin
        assert speaking(days, 40).mean() == pytest.approx(share, abs=0.006)


@pytest.mark.parametrize(("a", "loud"), [(-2.40, True), (-2.80, False)])
def test_the_fold(a: float, loud: bool) -> None:
    """b = 6: the silent state ends at a = -2.584907. Tested on both sides, well away from the fold itself."""
    days = crowd(900, a, 6, months=200, replicates=20).step()
    days["whole_voice"][:] = 0
    days.step()
    share = speaking(days, 150)
    assert ((share > 0.5) == loud).all()


def test_fluctuations_around_the_root() -> None:
    """Stationary sd of m: sqrt((1 - m^2) / N / (1 - (J (1 - m^2))^2)) = .1119 for J = .5, h = .1, N = 100."""
    j, h, size, replicates = 0.5, 0.1, 100, 1_500
    m = 2 * speaking(crowd(size, 2 * h - 2 * j, 4 * j, months=30, replicates=replicates), 30) - 1
    expected = root(h, j)
    slope = j * (1 - expected**2)
    sd = np.sqrt((1 - expected**2) / size / (1 - slope**2))
    assert sd == pytest.approx(0.1119, abs=5e-5)
    assert m.std() == pytest.approx(sd, rel=4 / np.sqrt(2 * replicates))
    assert abs(z(m, expected)) < 4 + 2 * np.sqrt(replicates) * sd, "a small crowd is a little off its mean field"
