"""Granovetter 1978: thresholds 0 to 99, normal thresholds, sampled ones."""

from __future__ import annotations

import pytest

from verification.target import Target, missed
from verification.targets.granovetter_1978 import TARGETS


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_granovetter_1978(target: Target) -> None:
    assert missed(target) == []
