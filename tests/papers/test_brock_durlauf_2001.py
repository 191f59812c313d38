"""Brock & Durlauf 2001, Discrete choice with social interactions: two answers, folds, fluctuations."""

from __future__ import annotations

import pytest

from verification.target import Target, missed
from verification.targets.brock_durlauf_2001 import TARGETS


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_brock_durlauf_2001(target: Target) -> None:
    assert missed(target) == []
