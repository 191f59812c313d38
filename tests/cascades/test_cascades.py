"""Cascades on graphs: closed forms, a naive reference, and luck that belongs to an edge."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse, stats

import exitban
from exitban.errors import CallError
from exitban.kernels.cascades.push import AHEAD
from exitban.maths.luck import address_of, share
from exitban.maths.philox import philox


def graphs(draw: st.DrawFn) -> nx.DiGraph:
    nodes = draw(st.integers(1, 9))
    ends = st.integers(0, nodes - 1)
    graph = nx.DiGraph()
    graph.add_nodes_from(draw(st.permutations(range(nodes))))
    graph.add_edges_from(draw(st.lists(st.tuples(ends, ends), max_size=25)))
    return graph


def steps_by_threshold(graph: nx.DiGraph, first: set[int], share: float) -> dict[int, int]:
    """Step by step, everybody asked in every step: the definition."""
    when, step = dict.fromkeys(first, 0), 0
    while True:
        step += 1
        new = [
            node
            for node in graph
            if node not in when
            and (seen := [one for one in graph.predecessors(node) if one != node])
            and sum(one in when for one in seen) >= max(share * len(seen) - 1e-9, 1e-9)
        ]
        if not new:
            return when
        when |= dict.fromkeys(new, step)


@given(st.composite(graphs)(), st.floats(0.01, 1), st.data())
@pytest.mark.parametrize("launcher", ["python", "cpu"])
def test_thresholds_by_the_definition(launcher: Any, graph: nx.DiGraph, share: float, data: st.DataObject) -> None:
    first = data.draw(st.sets(st.sampled_from(list(graph))))
    expected = steps_by_threshold(graph, first, share)
    found = exitban.cascades(graph, first, threshold=share, replicates=1, when=True, launcher=launcher)
    assert found.when is not None
    assert {node: step for node, step in zip(graph, found.when[0].tolist(), strict=True) if step >= 0} == expected
    assert found.reached.tolist() == [len(expected)]
    assert found.steps.tolist() == [max(expected.values(), default=0)]


@given(st.composite(graphs)(), st.floats(0, 1), st.integers(0, 2**32 - 1))
def test_python_and_compiled_give_the_same_bits(graph: nx.DiGraph, chance: float, seed: int) -> None:
    asked: dict[str, Any] = {"chance": chance, "replicates": 3, "seed": seed, "when": True}
    one = exitban.cascades(graph, 1, launcher="python", **asked)
    other = exitban.cascades(graph, 1, launcher="cpu", **asked)
    assert one.when is not None and other.when is not None
    assert one.when.tobytes() == other.when.tobytes()


def steps_by_chance(graph: nx.Graph, first: list[int], seed: int, replicate: int) -> list[int]:
    """Step by step with the luck of each edge by its address, and the chance that the edge bears: the definition."""
    address = [[np.uint64(half) for half in address_of(str(node))] for node in graph]
    when = [0 if node in first else -1 for node in graph]
    begun, step = first, 0
    while begun:
        step += 1
        for one in begun:
            for other in graph[one]:
                (low, high), (other_low, other_high) = address[one], address[other]
                words = philox(low, high, other_low, other_high, np.uint64(seed), np.uint64(replicate))
                if when[other] < 0 and share(words[0]) < np.float32(graph[one][other]["chance"]):
                    when[other] = step
        begun = [node for node in graph if when[node] == step]
    return when


def test_many_are_looked_up_and_tried_together() -> None:
    """More members begin at once than rows are looked up together, and more edges are tried than fit one draw."""
    graph = nx.gnm_random_graph(3_000, 15_000, seed=5)
    nx.set_edge_attributes(graph, {edge: 0.1 + 0.2 * (sum(edge) % 2) for edge in graph.edges}, "chance")
    first = list(range(100))
    found = exitban.cascades(graph, first, chance="chance", replicates=2, seed=9, when=True)
    assert found.when is not None and np.bincount(found.when[0] + 1).max() > 2 * AHEAD
    assert found.when.tolist() == [steps_by_chance(graph, first, 9, replicate) for replicate in range(2)]
    by_threshold = exitban.cascades(graph, first, threshold=0.2, replicates=1, when=True)
    expected = steps_by_threshold(graph.to_directed(), set(first), 0.2)
    assert by_threshold.when is not None
    assert by_threshold.when[0].tolist() == [expected.get(node, -1) for node in graph]


def test_the_names_of_rows_are_kept_for_their_number_only() -> None:
    """A matrix and a graph of the same names have the same luck, also after a larger matrix."""
    graph = nx.gnm_random_graph(60, 200, seed=3)
    asked: dict[str, Any] = {"chance": 0.4, "replicates": 5, "seed": 2}
    for nodes in (60, 90, 60):
        wider = nx.compose(nx.empty_graph(nodes), graph)
        matrix = nx.to_scipy_sparse_array(wider, nodelist=range(nodes), format="csr")
        assert exitban.cascades(matrix, 3, **asked).reached.tolist() == (
            exitban.cascades(wider, 3, **asked).reached.tolist()
        )


def test_a_chain_breaks_geometrically() -> None:
    """P(the cascade reaches k more) = p^k (1 - p), and p^n for the whole chain."""
    worlds, p = 20_000, 0.6
    found = exitban.cascades(nx.path_graph(30, create_using=nx.DiGraph), [0], chance=p, replicates=worlds)
    counts = np.bincount(np.minimum(found.reached - 1, 10), minlength=11)
    expected = worlds * np.append(p ** np.arange(10) * (1 - p), p**10)
    assert stats.chisquare(counts, expected).pvalue > 1e-4
    assert (found.steps == found.reached - 1).all()


def test_a_tree_is_a_branching_process() -> None:
    """Every node of a binary tree of depth 8 has two children, each reached with p: the mean is the sum of (2 p)^d."""
    worlds, p = 4000, 0.5
    tree = nx.balanced_tree(2, 8, create_using=nx.DiGraph)
    found = exitban.cascades(tree, [0], chance=p, replicates=worlds).reached
    assert abs(found.mean() - 9) < 4 * found.std() / np.sqrt(worlds)
    dies = 0.0
    for _ in range(8):
        dies = (1 - p + p * dies) ** 2  # extinct before generation 8
    alive = np.mean(exitban.cascades(tree, [0], chance=p, replicates=worlds, seed=2).steps == 8)
    assert abs(alive - (1 - dies)) < 4 * np.sqrt(dies * (1 - dies) / worlds)


def test_a_ring_of_four_is_percolation() -> None:
    """The opposite corner is reached by either of two ways of two edges: 1 - (1 - p^2)^2."""
    worlds, p = 20_000, 0.4
    found = exitban.cascades(nx.cycle_graph(4), [0], chance=p, replicates=worlds, when=True).when
    assert found is not None
    exact = 1 - (1 - p * p) ** 2
    assert abs(np.mean(found[:, 2] >= 0) - exact) < 4 * np.sqrt(exact * (1 - exact) / worlds)


def test_certain_links_reach_the_component_and_impossible_ones_nobody() -> None:
    two = nx.disjoint_union(nx.cycle_graph(5), nx.path_graph(4))
    assert exitban.cascades(two, [0], chance=1, replicates=2).reached.tolist() == [5, 5]
    assert exitban.cascades(two, [0, 6], chance=0, replicates=2).reached.tolist() == [2, 2]


def test_more_neighbours_than_a_byte_counts() -> None:
    star = nx.star_graph(70_000)
    leaves = list(range(1, 70_001))
    assert exitban.cascades(star, leaves[:-1], threshold=1.0, replicates=1).reached.tolist() == [69_999]
    assert exitban.cascades(star, leaves, threshold=1.0, replicates=1).reached.tolist() == [70_001]
    for begun, reached in ((255, 255), (256, 70_001)):
        found = exitban.cascades(star, leaves[:begun], threshold=256 / 70_000, replicates=1)
        assert found.reached.tolist() == [reached]


def test_a_node_elsewhere_and_another_order_move_no_luck() -> None:
    graph = nx.gnp_random_graph(40, 0.1, seed=3)
    other = nx.Graph()
    other.add_nodes_from(["stranger", *reversed(list(graph))])
    other.add_edges_from([("stranger", "friend"), *reversed(list(graph.edges))])
    one = exitban.cascades(graph, [0], chance=0.3, replicates=50, when=True)
    two = exitban.cascades(other, [0], chance=0.3, replicates=50, when=True)
    assert one.when is not None and two.when is not None
    assert (one.when == two.when[:, [list(two.nodes).index(node) for node in graph]]).all()
    assert len(set(one.reached.tolist())) > 3


def test_more_replicates_change_no_earlier_one() -> None:
    graph = nx.gnp_random_graph(30, 0.15, seed=1)
    few = exitban.cascades(graph, 2, chance=0.3, replicates=5).reached
    assert exitban.cascades(graph, 2, chance=0.3, replicates=20).reached[:5].tolist() == few.tolist()


def test_who_begins_is_drawn_evenly() -> None:
    found = exitban.cascades(nx.empty_graph(5), 2, chance=0, replicates=5000, when=True).when
    assert found is not None
    assert ((found == 0).sum(axis=1) == 2).all()
    assert np.abs((found == 0).mean(axis=0) - 0.4).max() < 4 * np.sqrt(0.4 * 0.6 / 5000)


def test_a_matrix_and_a_graph_are_the_same_and_edges_may_have_chances_of_their_own() -> None:
    graph = nx.path_graph(4)
    nx.set_edge_attributes(graph, {(0, 1): 1.0, (1, 2): 1.0, (2, 3): 0.0}, "heard")
    assert exitban.cascades(graph, [0], chance="heard", replicates=3).reached.tolist() == [3, 3, 3]
    matrix = nx.to_scipy_sparse_array(graph, weight="heard")
    assert exitban.cascades(matrix, [0], chance="weight", replicates=3).reached.tolist() == [3, 3, 3]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, "either a threshold or a chance"),
        ({"threshold": 0.1, "chance": 0.1}, "either a threshold or a chance"),
        ({"threshold": 0.0}, "above 0"),
        ({"chance": 1.5}, "0 to 1"),
        ({"chance": 0.1, "replicates": 0}, "at least 1"),
        ({"chance": 0.1, "seed": -1}, "whole number"),
        ({"chance": "heard"}, "not every edge"),
        ({"chance": np.array([0.5, 0.5])}, "found ndarray"),
        ({"chance": np.float32(2)}, "chance: 2 was given; 0 to 1"),
        ({"chance": np.float32(-1)}, "chance: -1 was given"),
        ({"chance": np.float32("nan")}, "chance: nan was given"),
        ({"chance": np.float64("nan")}, "chance: nan was given"),
        ({"chance": np.int64(2)}, "chance: 2 was given"),
        ({"chance": 10**400}, "chance: inf was given"),
        ({"threshold": 10**400}, "threshold: inf was given"),
        ({"threshold": "a"}, "threshold: 'a' was given; a share above 0"),
        ({"threshold": np.float32("nan")}, "threshold: nan was given"),
        ({"chance": 0.1, "replicates": 1.5}, "replicates: found 1.5"),
        ({"chance": 0.1, "replicates": "3"}, "replicates: found '3'"),
        ({"chance": 0.1, "replicates": None}, "replicates: found None"),
        ({"chance": 0.1, "seed": 1.5}, "seed: 1.5 was given; a whole number"),
        ({"chance": 0.1, "seed": "a"}, "seed: 'a' was given; a whole number"),
        ({"chance": 0.1, "launcher": "gpu"}, "launcher: found 'gpu'.*Allowed: cpu, python"),
        ({"chance": 0.1, "launcher": np.array(["cpu", "x"])}, "launcher: found array.*Allowed: cpu, python"),
        ({"threshold": 0.1, "launcher": "cuda"}, "launcher: found 'cuda'.*Allowed: cpu, python"),
    ],
)
def test_what_cannot_be_run_is_refused(asked: dict[str, Any], told: str) -> None:
    with pytest.raises(CallError, match=told):
        exitban.cascades(nx.path_graph(3), [0], **asked)


def test_nodes_that_are_written_alike_would_share_their_luck_and_are_refused() -> None:
    graph = nx.Graph([(1, "1"), ("1", 2)])
    for asked in ({"first": [1], "chance": 0.5}, {"first": 1, "threshold": 0.5}):
        with pytest.raises(CallError, match="two nodes are both written 1, and luck is addressed by that"):
            exitban.cascades(graph, launcher="python", **asked)
    assert exitban.cascades(graph, [1], threshold=0.5, launcher="python").reached[0] == 3, "nothing is drawn here"


@pytest.mark.parametrize(
    ("first", "told"),
    [("12", "found '12', which is no node"), (None, "found None"), (2.0, "found 2.0"), ([[0]], r"no node \[0\]")],
)
def test_first_nodes_that_cannot_be_are_refused(first: Any, told: str) -> None:
    with pytest.raises(CallError, match=f"first: .*{told}"):
        exitban.cascades(nx.relabel_nodes(nx.path_graph(3), str), first, chance=0.1)


def test_a_node_by_itself_is_that_node() -> None:
    """Node 12 begins, not nodes 1 and 2; a corner of a grid, whose name is a pair, likewise."""
    named = nx.relabel_nodes(nx.empty_graph(13), str)
    assert exitban.cascades(named, "12", chance=0, replicates=1, when=True).when.argmax() == 12  # type: ignore[union-attr]
    assert exitban.cascades(named, np.array("12"), chance=0, replicates=1).reached.tolist() == [1]
    found = exitban.cascades(nx.grid_2d_graph(2, 2), (1, 1), chance=0, replicates=1, when=True).when
    assert found is not None and found.tolist() == [[-1, -1, -1, 0]]


def test_numbers_of_numpy_and_ranges_of_replicates_are_taken() -> None:
    graph = nx.gnp_random_graph(30, 0.15, seed=1)
    assert exitban.cascades(graph, [0], chance=np.int64(1), replicates=np.int64(2)).reached.shape == (2,)
    many = exitban.cascades(graph, 2, chance=np.float64(0.3), replicates=20, seed=np.int64(3)).reached
    assert exitban.cascades(graph, 2, chance=0.3, replicates=range(5, 20), seed=3).reached.tolist() == (
        many[5:].tolist()
    )


def test_chances_of_edges_that_cannot_be_told_are_refused() -> None:
    parallel = nx.MultiGraph([(0, 1, {"p": 0.3}), (1, 0, {"p": 0.3})])
    with pytest.raises(CallError, match="parallel edges"):
        exitban.cascades(parallel, [0], chance="p")
    single = nx.MultiDiGraph([(0, 1, {"p": 1.0}), (1, 0, {"p": 0.0})])
    assert exitban.cascades(single, [0], chance="p", replicates=1).reached.tolist() == [2]
    with pytest.raises(CallError, match="the 'p' of the edge from 0 to 1 is 'often'; a number"):
        exitban.cascades(nx.Graph([(0, 1, {"p": "often"})]), [0], chance="p")


def test_strangers_too_many_and_other_graphs_are_refused() -> None:
    with pytest.raises(CallError, match="no node 7"):
        exitban.cascades(nx.path_graph(3), [7], chance=0.1)
    with pytest.raises(CallError, match="the graph has 3"):
        exitban.cascades(nx.path_graph(3), 4, chance=0.1)
    with pytest.raises(CallError, match="found list"):
        exitban.cascades([[0, 1]], [0], chance=0.1)
    with pytest.raises(CallError, match="outside 0 to 1"):
        exitban.cascades(sparse.csr_array([[0, 2.0], [0, 0]]), [0], chance="weight")
