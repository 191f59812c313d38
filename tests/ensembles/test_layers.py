"""Rectangles of runs, and how they are cut."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from exitban.ensembles.layers import Layer, chunk_named, missing

Cells = set[tuple[str, int, int]]


def cells_of(layers: list[Layer]) -> list[tuple[str, int, int]]:
    return [
        (chunk.policy, point, replicate)
        for layer in layers
        for chunk in layer.chunks()
        for point, replicate in zip(chunk.points().tolist(), chunk.replicates().tolist(), strict=True)
    ]


def test_small_points_share_a_chunk() -> None:
    """Three points of two replicates in chunks of four: no lane is wasted but at the end."""
    chunks = list(Layer(1, ("ban",), (0, 3), (0, 2), 4).chunks())
    assert [chunk.cells for chunk in chunks] == [4, 2]
    assert chunks[0].points().tolist() == [0, 0, 1, 1]
    assert chunks[0].replicates().tolist() == [0, 1, 0, 1]
    assert chunks[1].points().tolist() == [2, 2]


def test_a_name_is_all_that_there_is_to_know() -> None:
    layers = [Layer(1, ("none", "the-ban"), (0, 3), (0, 5), 4), Layer(2, ("none",), (3, 4), (0, 5), 4)]
    for layer in layers:
        for chunk in layer.chunks():
            assert chunk_named(layers, chunk.name) == chunk
    for name in ("part-001-none-0000004", "part-001-ban-0000000", "part-003-none-0000000", "notes", "part-1-none-0"):
        assert chunk_named(layers, name) is None


@given(
    st.lists(st.tuples(st.sampled_from(["a", "ab", "b"]), st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=4)
)
def test_whatever_is_asked_one_after_the_other_is_there_once(asked: list[tuple[str, int, int]]) -> None:
    """Points only grow, as an ensemble forgets none; replicates and policies may be asked in any order."""
    layers: list[Layer] = []
    wanted: Cells = set()
    points = 0
    for policies, some, replicates in asked:
        points = max(points, some)
        wanted |= {(policy, p, r) for policy in policies for p in range(points) for r in range(replicates)}
        layers += [replace(one, size=3) for one in missing(layers, list(policies), points, replicates)]
    found = cells_of(layers)
    assert len(found) == len(set(found)), "no run is made twice"
    assert set(found) == wanted
    assert [layer.number for layer in layers] == list(range(1, len(layers) + 1))


def test_names_sort_as_they_are_made() -> None:
    names = [chunk.name for chunk in Layer(1, ("none",), (0, 1000), (0, 1), 10).chunks()]
    assert names == sorted(names)
    assert len(np.unique(names)) == 100
