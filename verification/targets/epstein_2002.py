"""Epstein 2002, Modeling civil violence: who is active in one step, given the risk of arrest.

Grievance is H (1 - L) with hardship H ~ U(0, 1) and legitimacy L = .82; net risk is R P with risk aversion R ~ U(0, 1)
and P = 1 - exp(-k C / A), k = 2.3, for C officers and A active. Active: grievance - net risk > .1. In the engine: voice
with k_V = 1 - L, c_V = .1, h = H, x = R, without luck. The published bursts need a rounding that the paper does not
print, and are no target.
"""

from __future__ import annotations

import numpy as np

from tests.office import Days, office
from verification.measures import share
from verification.target import Number, Outcome, Target, picture

CROWD = f"""
    spans 99

    2 months
    everybody may speak
    exit: possible 0
    choice: deterministic 1
    members: grievance_mean 0.5, grievance_spread {12**-0.5}, grievance_form uniform
    members: vulnerability_mean 0.5, vulnerability_form uniform
    voice: gain 0.18, cost 0.1, sanction 1
"""
FREE, WATCHED = 0.44444, 0.01976
NO_POLICE, CERTAIN, COUNTED = "no police", "P = .89974, stated", "P = 1 - exp(-2.3), one officer, nobody active yet"
EXPECTED = {NO_POLICE: FREE, CERTAIN: WATCHED, COUNTED: WATCHED}
LINES = {
    NO_POLICE: ("voice: believed_punishment 0",),
    CERTAIN: ("voice: believed_punishment 0.89974",),
    COUNTED: ("sanctions: crowd_risk 2.3, per_month 1", "voice: believed_punishment 0"),
}
RISKS = np.array([0, 0.1, 0.2, 0.4, 0.6, 0.89974])


def active(replicates: int, *lines: str) -> float:
    """How many of a hundred members in each replicate are active after one step."""
    days = Days(office(CROWD, *lines), replicates=replicates, launcher="cpu").step()
    return float(days.recorded("voice")[0].sum())


def law(risk: float) -> float:
    """The area above the line .18 H - P R = .1 in the unit square, by the midpoint rule."""
    excess = 0.18 * (np.arange(100_000) + 0.5) / 100_000 - 0.1
    held_back = np.minimum(excess / risk, 1.0) if risk else np.ones(excess.shape)
    return float(np.where(excess > 0, held_back, 0.0).mean())


def one_step(replicates: int) -> Outcome:
    """The three cases, and the share by risk."""
    agents = 100 * replicates
    got = {label: share(active(replicates, *LINES[label]), agents, EXPECTED[label]) for label in EXPECTED}
    shares = np.array([active(replicates, f"voice: believed_punishment {risk}") for risk in RISKS]) / agents
    laws = np.array([law(risk) for risk in RISKS])
    points = (RISKS, shares, np.sqrt(laws * (1 - laws) / agents))
    return Outcome(got, picture(("chance of arrest P", "share active"), points, (RISKS, laws)))


TARGETS = (
    Target(
        name="one-step-of-civil-violence",
        paper="Epstein 2002, Modeling civil violence: an agent-based computational approach",
        level="L1",
        says="H, R ~ U(0, 1), legitimacy .82, threshold .1: the share active in one step, without and with police.",
        expected={label: Number(value) for label, value in EXPECTED.items()},
        run=one_step,
        small=400,
        full=10_000,
    ),
)
