"""The nested logit: positive stable luck, the closed form, the constants that keep the shares."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from exitban.maths import elementary, nested_logit

ONE = np.float32(1)
HALVES = np.float32(0.5)
SCALES = (0.9, 0.5, 0.2)
NESTS = ((1, 2), (0, 2), (0, 1, 2))
DRAWS = 20_000


@pytest.mark.parametrize("x", [0.0, 2.0**-24, 1e-3, 0.1, 0.25, 0.4999, 0.5, 0.75, 0.999, 1 - 2.0**-24])
def test_sine(x: float) -> None:
    exact = np.float32(x)
    assert float(elementary.sine_of_half_turns(exact)) == pytest.approx(math.sin(math.pi * float(exact)), rel=4e-7)


def uniforms(count: int, stream: int) -> np.ndarray:
    """Luck as the program has it: the middles of 2**23 steps."""
    steps = np.random.default_rng(stream).integers(0, 2**23, count)
    return ((steps + 0.5) * 2.0**-23).astype(np.float32)


def stable_luck(scale: float, count: int = DRAWS) -> np.ndarray:
    """lambda ln S."""
    pairs = zip(uniforms(count, 1), uniforms(count, 2), strict=True)
    return np.array([nested_logit.shared_luck(angle, wait, np.float32(scale)) for angle, wait in pairs], np.float64)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("t", [0.3, 1.0, 4.0])
def test_positive_stable_by_its_laplace_transform(scale: float, t: float) -> None:
    """E exp(-t S) = exp(-t**lambda): Kanter 1975."""
    found = np.exp(-t * np.exp(stable_luck(scale) / scale))
    expected = math.exp(-(t**scale))
    assert abs(found.mean() - expected) < 4 * found.std(ddof=1) / math.sqrt(DRAWS)


@pytest.mark.parametrize("scale", SCALES)
def test_an_act_by_itself_has_the_luck_of_the_plain_logit(scale: float) -> None:
    """lambda (G + ln S) is standard Gumbel for every lambda."""
    own = np.array([elementary.gumbel(u) for u in uniforms(DRAWS, 3)], np.float64)
    assert stats.kstest(scale * own + stable_luck(scale), "gumbel_r").pvalue > 1e-4


@pytest.mark.parametrize("scale", [0.01, 0.2, 0.5, 0.999, 1 - 2.0**-24])
def test_the_ends_of_luck_overflow_nowhere(scale: float) -> None:
    ends = [np.float32(2.0**-24), HALVES, np.float32(1 - 2.0**-24)]
    for angle in ends:
        for wait in ends:
            assert math.isfinite(nested_logit.shared_luck(angle, wait, np.float32(scale)))


def exactly(utilities: Sequence[float], nest: Sequence[int], scale: float) -> np.ndarray:
    """The closed form of MODEL.md (4) in 64 bits, loyalty first."""
    inclusive = np.log(sum(np.exp(utilities[n] / scale) for n in nest))
    within = {n: np.exp(utilities[n] / scale - inclusive) for n in nest}
    weights = [within[n] * np.exp(scale * inclusive) if n in nest else np.exp(u) for n, u in enumerate(utilities)]
    return np.array([1.0, *weights]) / (1 + sum(weights))


def by_the_program(utilities: Sequence[float], nest: Sequence[int], scale: float) -> np.ndarray:
    scales = [np.float32(scale) if n in nest else ONE for n in range(3)]
    return np.array(nested_logit.shares(*map(np.float32, utilities), *scales), np.float64)


LOGITS = st.floats(-15, 15, width=32)


@given(st.tuples(LOGITS, LOGITS, LOGITS), st.sampled_from(NESTS), st.sampled_from((1.0, 0.5, 0.2, 0.05)))
def test_shares(utilities: tuple[float, ...], nest: tuple[int, ...], scale: float) -> None:
    assert by_the_program(utilities, nest, scale) == pytest.approx(
        exactly(utilities, nest, scale)[1:], rel=1e-4, abs=1e-7
    )


@given(st.tuples(LOGITS, LOGITS, LOGITS))
def test_without_a_nest_they_are_the_plain_softmax(utilities: tuple[float, ...]) -> None:
    weights = np.exp(np.array(utilities, np.float64))
    assert by_the_program(utilities, (), 1.0) == pytest.approx(weights / (1 + weights.sum()), rel=1e-5)


@pytest.mark.parametrize("scale", SCALES)
def test_an_act_that_is_closed_leaves_its_nest_to_the_others(scale: float) -> None:
    """One act left: the plain logit of the others, whatever lambda is. None left: an empty nest weighs nothing."""
    closed = float(nested_logit.CLOSED)
    leave, speak, deal = by_the_program((0.5, -1.0, closed), (1, 2), scale)
    weights = np.exp([0.5, -1.0])
    assert (leave, speak) == pytest.approx(tuple(weights / (1 + weights.sum())), rel=1e-5)
    assert deal == 0
    assert by_the_program((closed, 1.0, closed), (0, 2), scale) == pytest.approx([0, np.e / (1 + np.e), 0], rel=1e-6)
    assert by_the_program((closed, closed, closed), (0, 1, 2), scale).tolist() == [0, 0, 0]


@given(st.tuples(LOGITS, LOGITS, LOGITS), st.sampled_from(NESTS), st.sampled_from((1.0, 0.5, 0.2)))
def test_recentred_utilities_give_the_shares_of_the_plain_logit(
    utilities: tuple[float, ...], nest: tuple[int, ...], scale: float
) -> None:
    scales = [np.float32(scale) if n in nest else ONE for n in range(3)]
    inside = [np.float32(u) if n in nest else nested_logit.CLOSED for n, u in enumerate(utilities)]
    whole = nested_logit.log_sum(*inside)
    moved = [u + nested_logit.recentred(np.float32(u), whole, s) for u, s in zip(utilities, scales, strict=True)]
    plain = exactly(utilities, (0,), 1.0)[1:]
    assert by_the_program(moved, nest, scale) == pytest.approx(plain, rel=2e-4, abs=1e-7)


def test_what_the_structure_decides_by_itself() -> None:
    """MODEL.md (4): a ban on exit multiplies covert deals by 1.66, by 1.7, or by 80 at lambda = .2.

    Found at utilities 0, -1, -2 of exit, voice and covert, with exit brought to -6.
    """
    factors = []
    for nest in ((0,), (1, 2), (0, 1, 2)):
        scale = 1.0 if nest == (0,) else 0.2
        free, banned = (by_the_program((leave, -1, -2), nest, scale)[2] for leave in (0, -6))
        factors.append(banned / free)
    assert [round(factors[0], 2), round(factors[1], 1), round(factors[2])] == [1.66, 1.7, 80]
