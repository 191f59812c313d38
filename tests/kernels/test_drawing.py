"""Luck drawn for many replicates side by side is the luck of each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitban.kernels.drawing import draw, draw_both
from exitban.kernels.pairs import Address, in_pairs
from exitban.maths.luck import share, words

ADDRESS: Address = (np.uint64(3), np.uint64(1415), np.uint64(92653), np.uint64(5), np.uint64(8))


def paired(replicates: list[int]) -> tuple[int, np.ndarray]:
    numbers = np.zeros(len(replicates), np.uint32)
    return in_pairs(np.array(replicates, np.uint64), numbers), numbers


@pytest.mark.parametrize(
    ("replicates", "pairs", "numbers"),
    [
        ([0, 1, 2, 3], 2, [0, 1, 0, 0]),
        ([4, 5, 6], 1, [2, 0, 6]),
        ([7, 8, 9], 0, [7, 8, 9]),
        ([2, 3, 2, 3, 2, 4], 2, [1, 1, 0, 0, 2, 4]),
        ([9], 0, [9]),
        ([2**32 - 2, 2**32 - 1], 1, [2**31 - 1, 0]),
    ],
)
def test_pairs_are_even_and_the_next_one(replicates: list[int], pairs: int, numbers: list[int]) -> None:
    found, filled = paired(replicates)
    assert found == pairs
    assert filled.tolist() == numbers


runs = st.builds(lambda first, count: [*range(first, first + count)], st.integers(0, 40), st.integers(1, 9))


@given(st.lists(runs, min_size=1, max_size=4).map(lambda found: [one for run in found for one in run]))
def test_side_by_side_everybody_has_the_luck_of_the_replicate(replicates: list[int]) -> None:
    pairs, numbers = paired(replicates)
    first, second, one = (np.zeros(len(replicates), np.float32) for _ in range(3))
    draw_both(ADDRESS, numbers, pairs, first, second)
    alone = [[share(word) for word in words(*ADDRESS, np.uint64(r))] for r in replicates]
    assert np.column_stack([first, second]).tolist() == [[float(u) for u in both] for both in alone]
    for place in (0, 1):
        draw(ADDRESS, place, numbers, pairs, one)
        assert one.tolist() == [float(both[place]) for both in alone]
