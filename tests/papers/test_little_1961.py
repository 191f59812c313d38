"""Little 1961: trapped stock = inflow x mean time trapped."""

from __future__ import annotations

import pytest

from verification.target import Target, missed
from verification.targets.little_1961 import TARGETS


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_littles_law(target: Target) -> None:
    assert missed(target) == []
