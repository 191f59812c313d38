"""Epstein 2002, Modeling civil violence: one step, and the step after it member by member."""

from __future__ import annotations

import numpy as np
import pytest

from tests.office import Days, office
from verification.target import Target, missed
from verification.targets.epstein_2002 import CROWD, TARGETS


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_the_active_share_in_one_step(target: Target) -> None:
    assert missed(target) == []


def test_in_the_next_step_there_is_safety_in_numbers() -> None:
    """Everybody looks at how many were active: 1 - exp(-2.3 * .5 / A), one by one."""
    days = Days(office(CROWD, "sanctions: crowd_risk 2.3, per_month 0.5"), replicates=400, launcher="cpu").step()
    before = days["speaking"].sum(axis=0)
    assert len(np.unique(before)) > 3
    hardship, aversion = (days[name].astype(float) for name in ("grievance", "vulnerability"))
    margin = 0.18 * hardship - aversion * (1 - np.exp(-2.3 * 0.5 / np.maximum(before, 1))) - 0.1
    days.step()
    clear = np.abs(margin) > 1e-5
    assert clear.mean() > 0.999
    assert (days["speaking"] == (margin > 0))[clear].all()
    assert days["speaking"].sum() > 1.4 * before.sum()
