"""Prentice et al. 1978: cause-specific hazards, whatever the tick."""

from __future__ import annotations

import pytest

from verification.target import Target, missed
from verification.targets.competing_risks import TARGETS


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_competing_risks(target: Target) -> None:
    assert missed(target) == []
