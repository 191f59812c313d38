"""Members arrive with private traits.

h ~ Normal(mean, spread), o ~ Normal(mean, spread), c lognormal with mean 1 and corr(o, log c) as given,
x lognormal with the given mean. Every trait is drawn anew for every holder of a post (MODEL.md 2). For reference models
h can be uniform with the same mean and standard deviation, and x uniform from 0 to twice its mean (Epstein 2002).

Who comes later from outside may be screened for loyalty (see refill): o lies ``screening`` standard deviations lower,
and log c as much lower as goes with such an o, corr(o, log c) * screening standard deviations; spreads and the
correlation stay what they were (Zakharov 2016; Egorov & Sonin 2011: loyalty is paid for with competence).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.elementary import HALF, ONE, TWO, ZERO, exp, normal_quantile, square_root
from exitban.mechanism import POSITIVE, Flag, Mechanism, Real, State, number, one_of

SQRT12 = np.float32(12**0.5)


@dataclass(frozen=True)
class Numbers:
    """The distribution of traits among the members of an institution."""

    grievance_mean: float = number(-2.0, unit="logit", level="institution", meaning="private grievance h, mean")
    grievance_spread: float = number(
        1.0,
        unit="logit",
        between=(0, 20),
        level="institution",
        meaning="private grievance h, standard deviation",
    )
    grievance_form: float = one_of("normal", "uniform", level="institution", meaning="distribution of h")
    outside_option_mean: float = number(
        0.0, unit="logit", level="institution", meaning="value o of the best job outside, mean"
    )
    outside_option_spread: float = number(
        1.0, unit="logit", between=(0, 20), level="institution", meaning="value o of the best job outside, sd"
    )
    competence_spread: float = number(
        0.3, unit="log", between=(0, 3), level="institution", meaning="sd of log competence c; its mean is 1"
    )
    outside_option_of_the_competent: float = number(
        0.3, unit="correlation", between=(-1, 1), level="institution", meaning="corr(o, log c)"
    )
    vulnerability_mean: float = number(
        1.0, unit="1", between=(0, 100), level="institution", meaning="vulnerability x to sanction, mean"
    )
    vulnerability_spread: float = number(
        0.5, unit="log", between=(0, 3), level="institution", meaning="sd of log vulnerability"
    )
    vulnerability_form: float = one_of(
        "lognormal", "uniform", level="institution", meaning="distribution of x; uniform from 0 to twice its mean"
    )


def lognormal(mean: Real, spread: Real, deviate: Real) -> Real:
    """A lognormal value with the given arithmetic mean."""
    return mean * exp(spread * deviate - HALF * spread * spread)


def uniform_quantile(luck: Real) -> Real:
    """The uniform deviate with mean 0 and standard deviation 1 below which a share ``luck`` lies."""
    return SQRT12 * (luck - HALF)


def grievance(
    members_grievance_mean: Real,
    members_grievance_spread: Real,
    members_grievance_form: Real,
    luck_grievance: Real,
) -> Real:
    """h at arrival."""
    is_uniform = members_grievance_form > ZERO
    deviate = uniform_quantile(luck_grievance) if is_uniform else normal_quantile(luck_grievance)
    return members_grievance_mean + members_grievance_spread * deviate


def lowered(refill_screening: Real, first: Flag) -> Real:
    """By how many standard deviations: the first members were not screened."""
    return ZERO if first else refill_screening


def outside_option(
    members_outside_option_mean: Real,
    members_outside_option_spread: Real,
    members_outside_option_of_the_competent: Real,
    refill_screening: Real,
    luck_outside_option: Real,
    luck_competence: Real,
    first: Flag,
) -> Real:
    """o at arrival: in part the same deviate as log c."""
    shared = members_outside_option_of_the_competent
    own = square_root(max(ONE - shared * shared, ZERO))
    deviate = shared * normal_quantile(luck_competence) + own * normal_quantile(luck_outside_option)
    return members_outside_option_mean + members_outside_option_spread * (deviate - lowered(refill_screening, first))


def competence(
    members_competence_spread: Real,
    members_outside_option_of_the_competent: Real,
    refill_screening: Real,
    luck_competence: Real,
    first: Flag,
) -> Real:
    """c at arrival."""
    gone_with_it = members_outside_option_of_the_competent * lowered(refill_screening, first)
    return lognormal(ONE, members_competence_spread, normal_quantile(luck_competence) - gone_with_it)


def vulnerability(
    members_vulnerability_mean: Real,
    members_vulnerability_spread: Real,
    members_vulnerability_form: Real,
    luck_vulnerability: Real,
) -> Real:
    """x at arrival."""
    if members_vulnerability_form > ZERO:
        return TWO * members_vulnerability_mean * luck_vulnerability
    return lognormal(members_vulnerability_mean, members_vulnerability_spread, normal_quantile(luck_vulnerability))


MECHANISM = Mechanism(
    name="members",
    law=__doc__,
    numbers=Numbers,
    states=(
        State("grievance", np.float32, arrival=grievance, at_start=True),
        State("outside_option", np.float32, arrival=outside_option, at_start=True),
        State("competence", np.float32, arrival=competence, between=(1e-6, 1e6), at_start=True),
        State("vulnerability", np.float32, arrival=vulnerability, between=POSITIVE, at_start=True),
    ),
    literature=("Zakharov 2016", "Egorov & Sonin 2011", "Epstein 2002"),
)
__all__ = ["MECHANISM", "Numbers"]
