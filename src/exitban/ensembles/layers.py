"""What an ensemble consists of: layers of (policy, design point, replicate), cut into chunks once and for all.

A layer is a rectangle: some policies, a run of design points, a run of replicates. The first layer is what was asked
first; whatever is asked later lies in layers of its own, so that nothing that is there moves. A chunk is a run of cells
of one policy, point by point and replicate by replicate: many small design points share a chunk, whose lanes are full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

NAME: Final = re.compile(r"part-(\d{3})-(.+)-(\d{7})")


@dataclass(frozen=True)
class Chunk:
    """The unit of work and of storage: the cells from ``start`` to before ``stop`` of a policy in a layer."""

    layer: Layer
    policy: str
    number: int
    start: int
    stop: int

    @property
    def name(self) -> str:
        """The name of its parts, without the ending."""
        return f"part-{self.layer.number:03d}-{self.policy}-{self.number:07d}"

    @property
    def cells(self) -> int:
        """How many runs it holds."""
        return self.stop - self.start

    def points(self) -> NDArray[np.int64]:
        """The design point of every cell."""
        return self.layer.points[0] + self._cells() // self.layer.width

    def replicates(self) -> NDArray[np.uint64]:
        """The replicate of every cell."""
        return (self.layer.replicates[0] + self._cells() % self.layer.width).astype(np.uint64)

    def _cells(self) -> NDArray[np.int64]:
        return np.arange(self.start, self.stop, dtype=np.int64)


@dataclass(frozen=True)
class Layer:
    """A rectangle of runs; ``points`` and ``replicates`` from (included) to (excluded), ``size`` cells in a chunk."""

    number: int
    policies: tuple[str, ...]
    points: tuple[int, int]
    replicates: tuple[int, int]
    size: int

    @property
    def width(self) -> int:
        """Replicates of each point."""
        return self.replicates[1] - self.replicates[0]

    @property
    def cells(self) -> int:
        """Runs under each policy."""
        return self.width * (self.points[1] - self.points[0])

    def chunks(self) -> Iterator[Chunk]:
        """All chunks; the policies take turns, so that what is there can be compared from the start."""
        for number, start in enumerate(range(0, self.cells, self.size)):
            for policy in self.policies:
                yield Chunk(self, policy, number, start, min(start + self.size, self.cells))

    def named(self, name: str) -> Chunk | None:
        """The chunk whose parts have this name; None if it has none such."""
        found = NAME.fullmatch(name)
        if found is None or int(found[1]) != self.number or found[2] not in self.policies:
            return None
        number = int(found[3])
        start = number * self.size
        return Chunk(self, found[2], number, start, min(start + self.size, self.cells)) if start < self.cells else None


def chunk_named(layers: Sequence[Layer], name: str) -> Chunk | None:
    """The chunk of some layers whose parts have this name."""
    return next((chunk for layer in layers if (chunk := layer.named(name)) is not None), None)


def missing(layers: Sequence[Layer], policies: Sequence[str], points: int, replicates: int) -> list[Layer]:
    """The layers to add, so that every policy has every point from 0 with every replicate from 0; numbered on.

    ``size`` is not set yet (0).
    """
    asked: dict[tuple[tuple[int, int], tuple[int, int]], list[str]] = {}
    for policy in policies:
        for rectangle in _gaps(_covered(layers, policy, points), replicates):
            asked.setdefault(rectangle, []).append(policy)
    return [
        Layer(len(layers) + number, tuple(names), rows, columns, 0)
        for number, ((rows, columns), names) in enumerate(asked.items(), start=1)
    ]


def _covered(layers: Sequence[Layer], policy: str, points: int) -> NDArray[np.int64]:
    """Up to which replicate each point is there already."""
    covered = np.zeros(points, np.int64)
    for layer in layers:
        if policy in layer.policies:
            rows = covered[slice(*layer.points)]
            np.maximum(rows, layer.replicates[1], out=rows)
    return covered


def _gaps(covered: NDArray[np.int64], replicates: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """(points, replicates) that are not there, in runs of points with equally many."""
    edges = [0, *(np.flatnonzero(np.diff(covered)) + 1).tolist(), len(covered)]
    for start, stop in pairwise(edges):
        if stop > start and covered[start] < replicates:
            yield (start, stop), (int(covered[start]), replicates)
