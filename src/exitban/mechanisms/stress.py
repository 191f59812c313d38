"""Stress comes from dated events and decays; it weighs on every member of an institution (equation 1).

g_i = h_i + psi_k S_k(t);  S_k = sum of decaying events + damage * (share of covert members)
                               + pressure * (share of citizens in voice) + noise_k(t).

Noise is an Ornstein-Uhlenbeck process for each institution, independent of all others, with stationary standard
deviation ``noise`` and correlation exp(-months / noise_window) (Uhlenbeck & Ornstein 1930). It is carried from tick to
tick by its exact transition, n <- a n + noise sqrt(1 - a^2) z with a = exp(-dt / window) and z standard normal, and
begins in its stationary law: halving the tick changes the law of no moment that both ticks have.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.elementary import ONE, chance, normal_quantile, square_root
from exitban.mechanism import POSITIVE, Flag, Mean, Mechanism, Real, Record, Rule, State, Total, number


@dataclass(frozen=True)
class Numbers:
    """How stress arises and how strongly it is felt."""

    sensitivity: float = number(
        1.0,
        unit="logit",
        between=POSITIVE,
        level="institution",
        meaning="psi: grievance added by one unit of stress",
    )
    damage: float = number(0.0, unit="stress", between=POSITIVE, meaning="stress if every post were covert")
    pressure: float = number(0.0, unit="stress", between=POSITIVE, meaning="stress if every citizen spoke out")
    citizens: float = number(
        0.0, unit="0 or 1", between=(0, 1), level="institution", meaning="1 for an institution of citizens"
    )
    noise: float = number(
        0.0,
        unit="stress",
        between=(0, 1e3),
        level="institution",
        meaning="stationary standard deviation of noise in stress",
    )
    noise_window: float = number(
        3.0,
        unit="months",
        between=(1e-6, 1e6),
        level="institution",
        meaning="how long noise keeps: its correlation falls to 1/e",
    )


def first_noise(stress_noise: Real, luck_noise: Real) -> Real:
    """Noise before tick 0, from its stationary law."""
    return stress_noise * normal_quantile(luck_noise)


def next_noise(noise: Real, stress_noise: Real, stress_noise_window: Real, luck_noise: Real, dt: Real) -> Real:
    """Noise in the next tick, given that in this one."""
    faded = chance(ONE / stress_noise_window, dt)
    kept = ONE - faded
    renewed = square_root(faded * (ONE + kept))
    return kept * noise + stress_noise * renewed * normal_quantile(luck_noise)


def stress(
    shock: Real,
    noise: Real,
    covert_share: Real,
    citizens_in_voice: Real,
    stress_damage: Real,
    stress_pressure: Real,
) -> Real:
    """S_k at the start of the tick."""
    return shock + stress_damage * covert_share + stress_pressure * citizens_in_voice + noise


def discontent(grievance: Real, stress: Real, stress_sensitivity: Real) -> Real:
    """g_i."""
    return grievance + stress_sensitivity * stress


def citizen_speaks(stress_citizens: Real) -> Real:
    """1 for a citizen; asked of those who speak out."""
    return stress_citizens


def citizen(filled: Flag, stress_citizens: Real) -> Real:
    """1 for a citizen."""
    return stress_citizens if filled else np.float32(0.0)


def share_of_citizens(citizens_speaking: Real, citizens_in_all: Real) -> Real:
    """0 where there are no citizens."""
    return citizens_speaking / max(citizens_in_all, np.float32(1.0))


MECHANISM = Mechanism(
    name="stress",
    law=__doc__,
    numbers=Numbers,
    states=(
        State("covert_share", np.float32, level="world"),
        State("citizens_in_voice", np.float32, level="world"),
        State("noise", np.float32, level="institution"),
    ),
    parts=(
        Rule("start", "noise", first_noise, level="institution"),
        Rule("events", "stress", stress, level="institution"),
        Rule("choice", "discontent", discontent),
        Rule("control", "citizen_speaks", citizen_speaks, when="voice_now"),
        Rule("control", "citizen", citizen),
        Total("control", "citizens_speaking", of="citizen_speaks", level="world"),
        Total("control", "citizens_in_all", of="citizen", level="world"),
        Mean("control", "covert_share", of="covert_now"),
        Rule("closing", "citizens_in_voice", share_of_citizens, level="world"),
        Rule("closing", "noise", next_noise, level="institution"),
    ),
    records=(Record("stress", of="stress", kind="level", unit="stress", title="stress"),),
    literature=("Uhlenbeck & Ornstein 1930",),
)
