"""Epstein 2002, Modeling civil violence: who is active in one step, given the risk of arrest.

Grievance is H (1 - L) with hardship H ~ U(0, 1) and legitimacy L = .82; net risk is R P with risk aversion R ~ U(0, 1)
and P = 1 - exp(-k C / A), k = 2.3. Active: grievance - net risk > .1. In the engine: voice with k_V = 1 - L, c_V = .1,
h = H, x = R, without luck. The published bursts need a rounding that the paper does not print, and are not tested.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.office import Days, office, z_of_share

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
REPLICATES = 400
AGENTS = 100 * REPLICATES


def active(*more: str) -> int:
    """How many of 40,000 are active after one step."""
    days = Days(office(CROWD, *more), replicates=REPLICATES, launcher="cpu").step()
    return int(days.recorded("voice")[0].sum())


@pytest.mark.parametrize(("risk", "share"), [(0, 0.44444), (0.89974, 0.01976)])
def test_active_share_with_a_given_risk(risk: float, share: float) -> None:
    """(.18 - .1) / .18 without police; the area above the line .18 H - .89974 R = .1 with one officer to one agent."""
    assert abs(z_of_share(active(f"voice: believed_punishment {risk}"), AGENTS, share)) < 4


def test_one_officer_and_nobody_active_yet() -> None:
    """k = 2.3, Q = 1 a month, A = 1: P = 1 - exp(-2.3) = .89974. What voice states itself does not count."""
    found = active("sanctions: crowd_risk 2.3, per_month 1", "voice: believed_punishment 0")
    assert abs(z_of_share(found, AGENTS, 0.01976)) < 4


def test_in_the_next_step_there_is_safety_in_numbers() -> None:
    """Everybody looks at how many were active: 1 - exp(-2.3 * .5 / A), one by one."""
    days = Days(office(CROWD, "sanctions: crowd_risk 2.3, per_month 0.5"), replicates=REPLICATES, launcher="cpu").step()
    before = days["speaking"].sum(axis=0)
    assert len(np.unique(before)) > 3
    hardship, aversion = (days[name].astype(float) for name in ("grievance", "vulnerability"))
    margin = 0.18 * hardship - aversion * (1 - np.exp(-2.3 * 0.5 / np.maximum(before, 1))) - 0.1
    days.step()
    clear = np.abs(margin) > 1e-5
    assert clear.mean() > 0.999
    assert (days["speaking"] == (margin > 0))[clear].all()
    assert days["speaking"].sum() > 1.4 * before.sum()
