"""exp, log, sine and the normal quantile in plain 32-bit arithmetic.

A call of the C library inside the loop over replicates would stop the compiler from working on many of them at
once, and NumPy's own versions differ in the last bit from machine to machine. These give the same bits as plain
Python and compiled, on every machine with IEEE arithmetic.
"""

from __future__ import annotations

from typing import Final

import numpy as np

Real = np.float32

ZERO: Final = np.float32(0.0)
HALF: Final = np.float32(0.5)
ONE: Final = np.float32(1.0)
TWO: Final = np.float32(2.0)
FOUR: Final = np.float32(4.0)

LOG2_E: Final = np.float32(1.4426950408889634)
LN2_HIGH: Final = np.float32(0.693359375)
LN2_LOW: Final = np.float32(-2.12194440e-4)
LARGEST_EXPONENT: Final = np.float32(87.0)
BIAS: Final = np.int32(127)
BIAS_AS_REAL: Final = np.float32(127.0)
MANTISSA_BITS: Final = np.int32(23)
ONE_IN_BITS: Final = np.float32(2.0**23)
MANTISSA: Final = np.int32(0x007FFFFF)
ONE_AS_BITS: Final = np.int32(0x3F800000)
SQRT2: Final = np.float32(1.41421356)

E2: Final = np.float32(1 / 2)
E3: Final = np.float32(1 / 6)
E4: Final = np.float32(1 / 24)
E5: Final = np.float32(1 / 120)
E6: Final = np.float32(1 / 720)
E7: Final = np.float32(1 / 5040)

L3: Final = np.float32(2 / 3)
L5: Final = np.float32(2 / 5)
L7: Final = np.float32(2 / 7)
L9: Final = np.float32(2 / 9)


def power_of_two(n: np.int32) -> Real:
    """2**n for -126 <= n <= 127, by writing the exponent's bits."""
    return np.int32((n + BIAS) << MANTISSA_BITS).view(np.float32)


def whole_below(x: Real) -> np.int32:
    """The largest whole number that is not above x, for \\|x\\| < 2**31."""
    return np.int32(np.floor(x))


def square_root(x: Real) -> Real:
    """The square root of x >= 0."""
    return np.float32(np.sqrt(x))


def exp_parts(x: Real) -> tuple[Real, Real]:
    """(2**n, exp(r) - 1) with x = n ln 2 + r and |r| <= ln(2)/2; x is held within +-87."""
    x = max(min(x, LARGEST_EXPONENT), -LARGEST_EXPONENT)
    n = whole_below(x * LOG2_E + HALF)
    whole = np.float32(n)
    r = (x - whole * LN2_HIGH) - whole * LN2_LOW
    tail = r * (E2 + r * (E3 + r * (E4 + r * (E5 + r * (E6 + r * E7)))))
    return power_of_two(n), r + r * tail


def exp(x: Real) -> Real:
    """e**x, relative error below 2e-7 for \\|x\\| <= 87, saturating beyond."""
    scale, excess = exp_parts(x)
    return scale + scale * excess


def exp_at_most(x: Real) -> Real:
    """e**x or more, at most 6.2 % more, for \\|x\\| <= 87: between powers of 2 the chord stands for the curve.

    In 32 bits it can fall short by a share of 2e-5.
    """
    held = max(min(x, LARGEST_EXPONENT), -LARGEST_EXPONENT)
    return np.int32((held * LOG2_E + BIAS_AS_REAL) * ONE_IN_BITS).view(np.float32)


def chance(rate: Real, time: Real) -> Real:
    """1 - exp(-rate * time): the probability of an event within a time (MODEL.md 1); exact for small rates too.

    ``rate`` in events per month, ``time`` in months.
    """
    scale, excess = exp_parts(-rate * time)
    return (ONE - scale) - scale * excess


def log(x: Real) -> Real:
    """Natural logarithm of a positive normal number, relative error below 3e-7."""
    bits = np.float32(x).view(np.int32)
    n = (bits >> MANTISSA_BITS) - BIAS
    m = np.int32((bits & MANTISSA) | ONE_AS_BITS).view(np.float32)
    large = m > SQRT2
    m = m * HALF if large else m
    whole = np.float32(n) + (ONE if large else ZERO)
    f = m - ONE
    s = f / (TWO + f)
    q = s * s
    series = q * (L3 + q * (L5 + q * (L7 + q * L9)))
    return whole * LN2_HIGH + (s * (TWO + series) + whole * LN2_LOW)


def gumbel(luck: Real) -> Real:
    """A standard Gumbel variate from a uniform one in (0, 1)."""
    return -log(-log(luck))


PI: Final = np.float32(np.pi)
S3: Final = np.float32(-1 / 6)
S5: Final = np.float32(1 / 120)
S7: Final = np.float32(-1 / 5040)
S9: Final = np.float32(1 / 362880)
S11: Final = np.float32(-1 / 39916800)
S13: Final = np.float32(1 / 6227020800)


def sine_of_half_turns(x: Real) -> Real:
    """sin(pi x) for 0 <= x <= 1, relative error below 4e-7; as exact near 1 as near 0."""
    angle = PI * min(x, ONE - x)
    q = angle * angle
    return angle + angle * (q * (S3 + q * (S5 + q * (S7 + q * (S9 + q * (S11 + q * S13))))))


def logistic(x: Real) -> Real:
    """1 / (1 + exp(-x))."""
    return ONE / (ONE + exp(-x))


CENTRE: Final = tuple(
    np.float32(c)
    for c in (
        2.81022636e-08,
        3.43273939e-07,
        -3.5233877e-06,
        -4.39150654e-06,
        0.00021858087,
        -0.00125372503,
        -0.00417768164,
        0.246640727,
        1.50140941,
    )
)
TAIL: Final = tuple(
    np.float32(c)
    for c in (
        -0.000200214257,
        0.000100950558,
        0.00134934322,
        -0.00367342844,
        0.00573950773,
        -0.0076224613,
        0.00943887047,
        1.00167406,
        2.83297682,
    )
)
CENTRE_SHIFT: Final = np.float32(2.5)
TAIL_SHIFT: Final = np.float32(3.0)
TAIL_STARTS: Final = np.float32(5.0)


def normal_quantile(luck: Real) -> Real:
    """The standard normal deviate below which a share ``luck`` in (0, 1) lies (Giles 2012, single precision)."""
    x = TWO * luck - ONE
    w = -log(FOUR * luck * (ONE - luck))
    p = ZERO
    if w < TAIL_STARTS:
        for c in CENTRE:
            p = c + p * (w - CENTRE_SHIFT)
    else:
        for c in TAIL:
            p = c + p * (square_root(w) - TAIL_SHIFT)
    return SQRT2 * p * x
