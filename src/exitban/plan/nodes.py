"""The luck of the nodes of a graph, addressed by their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exitban.errors import CallError
from exitban.scenario.luck import addresses_of


def addresses_of_nodes(nodes: Sequence[Any]) -> NDArray[np.uint32]:
    """The two halves of the hash of each node's name, (nodes, 2)."""
    return addresses_of_numbers(len(nodes)) if isinstance(nodes, range) else hashed(nodes)


@lru_cache(maxsize=1)
def addresses_of_numbers(nodes: int) -> NDArray[np.uint32]:
    """The same for the rows of a matrix, whose names are their numbers: kept for the next cascade on it."""
    return hashed(range(nodes))


def hashed(nodes: Sequence[Any]) -> NDArray[np.uint32]:
    """The hashes of names. Raises `CallError` for names that are written alike: they would share all luck."""
    names = [str(node) for node in nodes]
    twice = Counter(names).most_common(1)[0] if len(set(names)) < len(names) else None
    if twice:
        raise CallError(f"graph: two nodes are both written {twice[0]}, and luck is addressed by that; rename one.")
    return addresses_of(names).astype(np.uint32)
