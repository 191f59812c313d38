"""Erlang 1917: what a small capacity lets through, as the loss of a telephone exchange."""

from __future__ import annotations

import pytest

from verification.target import Target, missed
from verification.targets.erlang_1917 import TARGETS


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_loss(target: Target) -> None:
    assert missed(target) == []
