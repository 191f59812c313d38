"""Watts 2002: the cascade window, and cascades from one member."""

from __future__ import annotations

import pytest

from verification.target import Target, missed
from verification.targets.watts_2002 import TARGETS


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_watts_2002(target: Target) -> None:
    assert missed(target) == []
