"""Williamson 1967 and Downs 1967: what each rank passes on multiplies down the chain of command."""

from __future__ import annotations

import numpy as np
import pytest

from tests.office import Days, office
from verification.target import missed
from verification.targets.williamson_1967 import CHAIN, TARGETS


def test_six_ranks_down() -> None:
    assert missed(TARGETS[0]) == []


@pytest.mark.parametrize("kept", [1.0, 0.5, 0.0])
def test_control_loss_is_alpha_to_the_depth(kept: float) -> None:
    days = Days(office(CHAIN, f"control: kept {kept}")).step()
    assert days["reach"][:, 0] == pytest.approx(kept ** np.arange(7.0))


def test_control_is_measured_against_what_a_full_chain_would_pass_on() -> None:
    """The loss that the size of the organisation brings is no loss of control: C = 1 at full staffing.

    With the fourth post empty 1 + .9 + .81 = 2.71 of 5.217031 are left.
    """
    days = Days(office(CHAIN, "2 months")).step()
    assert days["control"] == 1
    assert days.let("0/0/0/0", filled=0).step()["control"] == pytest.approx(2.71 / 5.217031)
