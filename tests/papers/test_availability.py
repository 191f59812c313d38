"""Availability with repair: of a post, and of a chain of posts."""

from __future__ import annotations

import pytest

from verification.target import Target, missed
from verification.targets.availability import TARGETS


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_availability(target: Target) -> None:
    assert missed(target) == []
