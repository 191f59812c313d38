"""Gleeson & Cahalane 2007: seeds move the upper edge of the window."""

from __future__ import annotations

import pytest

from verification.target import Target, missed
from verification.targets.gleeson_cahalane_2007 import TARGETS


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_gleeson_cahalane_2007(target: Target) -> None:
    assert missed(target) == []
