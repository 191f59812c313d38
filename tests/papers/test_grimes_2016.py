"""Grimes 2016, On the viability of conspiratorial beliefs: the form only, many secrets do not keep."""

from __future__ import annotations

import pytest

from verification.target import Target, missed
from verification.targets.grimes_2016 import TARGETS


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_secrets_do_not_keep(target: Target) -> None:
    assert missed(target) == []
