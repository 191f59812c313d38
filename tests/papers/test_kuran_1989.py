"""Kuran 1989: sparks and prairie fires in a society of ten."""

from __future__ import annotations

import pytest

from verification.target import Target, missed
from verification.targets.kuran_1989 import TARGETS


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_kuran_1989(target: Target) -> None:
    assert missed(target) == []
