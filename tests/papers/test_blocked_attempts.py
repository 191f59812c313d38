"""Attempts under a ban are thinned exits, as probabilities and as rates."""

from __future__ import annotations

import pytest

from verification.target import Target, missed
from verification.targets.blocked_attempts import TARGETS


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_blocked_attempts(target: Target) -> None:
    assert missed(target) == []
