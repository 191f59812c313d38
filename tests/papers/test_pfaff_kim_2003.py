"""Pfaff & Kim 2003, Exit-voice dynamics in collective action: exits are a signal, and a loss."""

from __future__ import annotations

import pytest

from verification.target import Target, missed
from verification.targets.pfaff_kim_2003 import TARGETS, speaking


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_the_inverted_u(target: Target) -> None:
    assert missed(target) == []


def test_a_little_exit_raises_voice_and_much_exit_lowers_it() -> None:
    none, some, half, most = (speaking(e, 60).mean() for e in (0, 0.3, 0.6, 0.95))
    assert none < some < half
    assert most < some
