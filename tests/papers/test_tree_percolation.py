"""Percolation on a tree of posts, and what the loss of one of them costs."""

from __future__ import annotations

import pytest

from verification.target import Target, missed
from verification.targets.tree_percolation import TARGETS


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_tree_percolation(target: Target) -> None:
    assert missed(target) == []
