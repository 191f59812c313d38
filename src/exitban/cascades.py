"""Cascades on a graph, by threshold or by chance: two classics beside the simulator, to the end and at their own cost.

Watts 2002: a node acts for good once a share of those whom it sees does, rounded up and at least one. Independent
cascades (Goldenberg, Libai & Muller 2001; Kempe, Kleinberg & Tardos 2003): who begins has one chance with each
neighbour. Work is done only where something happens.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from numbers import Integral, Number, Real
from typing import Any, Final, get_args

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from exitban.errors import CallError
from exitban.kernels.cascades.ready import loop
from exitban.kernels.launch import OnProcessor
from exitban.maths.luck import address_of
from exitban.maths.philox import philox
from exitban.plan import Replicates, numbered, one_of, seeded
from exitban.plan.nodes import addresses_of_nodes

SLACK: Final = 1e-9
"""A share of a whole number is rounded up to the next one, but not for the last bit of a product."""
FIRST: Final = np.uint64(address_of("cascades.first")[0])
"""The purpose of the draws of who begins."""
WEIGHT: Final = "weight"
TOGETHER: Final = 1024
"""So many edges are tried at once: they stay in the first-level cache."""


@dataclass(frozen=True, eq=False)
class Cascades:
    """What came of it.

    ``nodes``: in the order of the graph. ``reached`` (replicates,): how many act at the end, with those who began.
    ``steps`` (replicates,): after how many steps the last one began to. ``when`` (replicates, nodes): the step in which
    each began, 0 for the first, -1 for never; None unless it was asked for.
    """

    nodes: Sequence[Any]
    reached: NDArray[np.int64]
    steps: NDArray[np.int64]
    when: NDArray[np.int32] | None

    @property
    def shares(self) -> NDArray[np.float64]:
        """``reached`` as a share of all nodes, (replicates,)."""
        return self.reached / max(len(self.nodes), 1)


@dataclass(frozen=True, eq=False)
class Links:
    """Whom each node reaches, by rows, each pair once and nobody themselves, with a weight for each link."""

    nodes: Sequence[Any]
    start: NDArray[np.int64]
    listener: NDArray[np.int32]
    weight: NDArray[np.float64]

    @property
    def seen(self) -> NDArray[np.int64]:
        """How many reach each node, (nodes,)."""
        return np.bincount(self.listener, minlength=len(self.nodes))


def cascades(  # noqa: PLR0913 - the one call with everything that a person may choose
    graph: Any,
    first: int | Hashable | Iterable[Any],
    *,
    threshold: float | None = None,
    chance: float | str | None = None,
    replicates: Replicates = 100,
    seed: int = 1,
    when: bool = False,
    launcher: OnProcessor = "cpu",
) -> Cascades:
    """Let cascades run on a graph until nothing more happens.

    ``graph``: of NetworkX, or a square matrix of scipy.sparse whose entry (i, j) is a link by which i reaches j; ends
    of an undirected edge reach each other. ``first``: the node or nodes that act from the beginning, or how many are
    drawn anew in each replicate. ``threshold``: the share in (0, 1] of those who reach a node that must act first. Or
    ``chance``: that of every link, in [0, 1], or the name of the attribute that holds it ("weight": the entries of a
    matrix). ``replicates``: how many, or a range of their numbers. ``when`` keeps the step of every node.

    Luck is addressed by seed, replicate and the names of nodes, so another node elsewhere or another order changes no
    cascade. Without luck (``threshold`` and given nodes) all replicates are alike. Raises `CallError`.
    """
    check(threshold, chance, launcher)
    which, seed = numbered(replicates), seeded(seed)
    links = links_of(graph, chance if isinstance(chance, str) else None)
    begin = beginners(links, first, seed)
    if threshold is not None:
        run = threshold_runs(links, float(threshold), launcher)
    else:
        run = chance_runs(links, links.weight if isinstance(chance, str) else chance, seed, launcher)
    found = [of_replicate(links, begin(one), one, run, when) for one in which]
    reached, steps, each = zip(*found, strict=True)
    return Cascades(links.nodes, np.array(reached), np.array(steps), np.array(each) if when else None)


Run = Callable[[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64], int], int]
"""Fills queue and ends from those who begin, for a replicate, and gives the last step."""


def of_replicate(
    links: Links, begin: NDArray[np.int32], replicate: int, run: Run, when: bool
) -> tuple[int, int, NDArray[np.int32] | None]:
    """(reached, steps, when) of one replicate."""
    nodes = len(links.nodes)
    queue, ends = np.empty(nodes, np.int32), np.zeros(nodes + 2, np.int64)
    queue[: len(begin)], ends[0] = begin, len(begin)
    last = run(begin, queue, ends, replicate)
    reached = int(ends[last])
    if not when:
        return reached, last, None
    steps = np.full(nodes, -1, np.int32)
    steps[queue[:reached]] = np.repeat(np.arange(last + 1), np.diff(ends[: last + 1], prepend=0))
    return reached, last, steps


def threshold_runs(links: Links, threshold: float, launcher: OnProcessor) -> Run:
    """Cascades by threshold."""
    needed = np.maximum(np.ceil(threshold * links.seen - SLACK), 1.0).astype(np.int32)
    by_threshold = loop("by_threshold", launcher)

    def run(begin: NDArray[np.int32], queue: NDArray[np.int32], ends: NDArray[np.int64], replicate: int) -> int:
        missing = needed.copy()
        missing[begin] = 0
        return int(by_threshold(links.start, links.listener, missing, queue, ends))

    return run


def chance_runs(links: Links, chance: Any, seed: int, launcher: OnProcessor) -> Run:
    """Cascades by chance."""
    address = addresses_of_nodes(links.nodes)
    each = np.atleast_1d(np.asarray(chance, np.float32))
    by_chance = loop("by_chance", launcher)
    through, reached = np.empty(TOGETHER, np.int64), np.empty(TOGETHER, np.int32)
    asked = (through, reached, np.empty((4, TOGETHER), np.uint32), np.empty(TOGETHER, np.float32))

    def run(begin: NDArray[np.int32], queue: NDArray[np.int32], ends: NDArray[np.int64], replicate: int) -> int:
        active = np.zeros(len(links.nodes), np.bool_)
        active[begin] = True
        key = (np.uint64(seed), np.uint64(replicate))
        return int(by_chance((links.start, links.listener, each), address, asked, active, queue, ends, key))

    return run


def beginners(links: Links, first: Any, seed: int) -> Callable[[int], NDArray[np.int32]]:
    """Who begins in a replicate: the nodes that are named, or those with the smallest addressed words."""
    nodes = len(links.nodes)
    first = first.tolist() if isinstance(first, np.ndarray) else first
    if isinstance(first, Integral):
        if not 0 <= int(first) <= nodes:
            raise CallError(f"first: {first} nodes were asked for; the graph has {nodes}.")
        low, high = addresses_of_nodes(links.nodes).astype(np.uint64).T
        return lambda replicate: drawn(low, high, int(first), seed, replicate)
    places = np.array(sorted(named(links.nodes, first)), np.int32)
    return lambda replicate: places


def named(nodes: Sequence[Any], first: Any) -> Iterable[int]:
    """The places of the nodes that are named; what is a node of the graph itself is that one. Raises `CallError`."""
    if not isinstance(first, Number) and (alone := places_of(nodes, [first])):
        return alone.values()
    if isinstance(first, str | bytes) or not isinstance(first, Iterable):
        raise CallError(
            f"first: found {first!r}, which is no node of the graph; allowed: how many nodes, a node, a list of nodes."
        )
    names = list(first)
    places = places_of(nodes, names)
    strangers = [name for name in names if not (is_hashable(name) and name in places)]
    if strangers:
        raise CallError(f"first: the graph has no node {strangers[0]!r}.")
    return places.values()


def places_of(nodes: Sequence[Any], names: Sequence[Any]) -> dict[Any, int]:
    """Where those nodes stand that are among the names."""
    sought = {name for name in names if is_hashable(name)}
    return {node: place for place, node in enumerate(nodes) if node in sought} if sought else {}


def is_hashable(name: Any) -> bool:
    """Whether something can be a node: a tuple that holds a list cannot."""
    try:
        hash(name)
    except TypeError:
        return False
    return True


def drawn(low: Any, high: Any, count: int, seed: int, replicate: int) -> NDArray[np.int32]:
    """So many nodes, each as likely as any other."""
    words: Any = philox(low, high, FIRST, np.uint64(0), np.uint64(seed), np.uint64(replicate))
    chosen = np.argpartition(words[0], count)[:count] if count < len(words[0]) else np.arange(count)
    return np.sort(chosen).astype(np.int32)


def links_of(graph: Any, attribute: str | None) -> Links:
    """The links of a graph; ``attribute`` holds their chances. Raises `CallError`."""
    nodes: Sequence[Any]
    if isinstance(graph, nx.Graph):
        nodes = list(graph)
        if attribute:
            check_attribute(graph, attribute)
        matrix = nx.to_scipy_sparse_array(graph, weight=attribute, format="csr") if nodes else sparse.csr_array((0, 0))
    elif is_square(graph):
        if attribute not in (None, WEIGHT):
            raise CallError(f"chance: '{attribute}' was given; the entries of a matrix are called '{WEIGHT}'.")
        nodes, matrix = range(graph.shape[0]), graph
    else:
        raise CallError(
            f"graph: found {type(graph).__name__}; a graph of NetworkX or a square sparse matrix is needed."
        )
    return cleaned(nodes, matrix, attribute is not None)


def check_attribute(graph: Any, attribute: str) -> None:
    """Refuse edges whose chances cannot be told. Raises `CallError`."""
    chances = nx.get_edge_attributes(graph, attribute)
    if len(chances) < graph.number_of_edges():
        raise CallError(f"chance: not every edge of the graph has an attribute '{attribute}'.")
    if len({edge[:2] for edge in chances}) < len(chances):
        raise CallError(
            f"chance: the graph has parallel edges, each with a '{attribute}' of its own; join them to one edge, with "
            "chance 1 - (1 - p) (1 - q) for two."
        )
    for (one, other, *_), value in chances.items():
        if not isinstance(value, Real):
            raise CallError(
                f"chance: the '{attribute}' of the edge from {one!r} to {other!r} is {value!r}; a number is needed."
            )


def is_square(graph: Any) -> bool:
    """A square matrix of scipy.sparse."""
    return bool(sparse.issparse(graph)) and len(set(graph.shape)) == 1


def cleaned(nodes: Sequence[Any], matrix: Any, weighted: bool) -> Links:
    """Links without self-loops; weights are chances. Raises `CallError`."""
    rows = sparse.csr_array(matrix)
    if not rows.has_canonical_format:
        rows = rows.copy()
        rows.sum_duplicates()
    sender = np.repeat(np.arange(len(nodes)), np.diff(rows.indptr))
    other = rows.indices != sender
    if not other.all():
        kept: Any = (rows.data[other], (sender[other], rows.indices[other]))
        rows = sparse.csr_array(kept, shape=(len(nodes),) * 2)
    weight = np.asarray(rows.data, np.float64)
    if weighted and not ((weight >= 0) & (weight <= 1)).all():
        raise CallError("chance: a chance of a link lies outside 0 to 1.")
    return Links(nodes, rows.indptr.astype(np.int64), rows.indices.astype(np.int32), weight)


def check(threshold: Any, chance: Any, launcher: Any) -> None:
    """Refuse what cannot be run. Raises `CallError`."""
    if (threshold is None) == (chance is None):
        raise CallError("cascades: give either a threshold or a chance.")
    if threshold is not None and not (isinstance(threshold, Real) and 0 < exact(threshold) <= 1):
        raise CallError(f"threshold: {told(threshold)} was given; a share above 0, at most 1, is allowed.")
    if chance is not None and not isinstance(chance, str | Real):
        raise CallError(f"chance: found {type(chance).__name__}; a number or the name of an attribute is needed.")
    if isinstance(chance, Real) and not 0 <= exact(chance) <= 1:
        raise CallError(f"chance: {told(chance)} was given; 0 to 1 is allowed.")
    one_of("launcher", launcher, get_args(OnProcessor))


def exact(value: Any) -> float:
    """A number as Python's own; one that is too large for that is endless."""
    try:
        return float(value)
    except OverflowError:
        return float("inf")


def told(value: Any) -> str:
    """A number, or what was given in its place."""
    return f"{exact(value):g}" if isinstance(value, Real) else repr(value)
