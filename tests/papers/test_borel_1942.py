"""Borel 1942: quits that cause quits, and the sizes of their clusters."""

from __future__ import annotations

import pytest

from verification.target import Target, missed
from verification.targets.borel_1942 import TARGETS


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_branching(target: Target) -> None:
    assert missed(target) == []
