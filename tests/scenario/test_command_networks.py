"""Posts from a network of command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenario.files import office, problems, scenario, the_problem

GRAPH = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed">
<node id="a"/><node id="b"/><node id="c"/><edge source="a" target="b"/><edge source="b" target="c"/>
</graph></graphml>
"""


def commanded(name: str, more: str = "") -> str:
    return office("{roots: 1, spans: [3]}", f"{{network: {name}{more}}}")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("n.csv", "superior,subordinate\na,b\nb,c\na,b\n"),
        ("n.csv", "since,subordinate,superior\n2020,b,a\n2021,c,b\n"),
        ("n.edges", "a b\nb c\n"),
        ("n.graphml", GRAPH),
    ],
)
def test_a_chain_of_command(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    whole = scenario(tmp_path, commanded(name)).organisation()
    assert whole.ids == ["office/a", "office/b", "office/c"]
    assert (whole.superior, whole.rank) == ([-1, 0, 1], [0, 1, 2])


def test_a_graph_without_directions_commands_nobody(tmp_path: Path) -> None:
    undirected = GRAPH.replace('edgedefault="directed"', 'edgedefault="undirected"')
    (found,) = problems(tmp_path, commanded("n.graphml"), n_graphml=undirected)
    assert found.message == ("an undirected graph; allowed: directed edges, each from a superior to a subordinate.")


def test_two_superiors(tmp_path: Path) -> None:
    whole = scenario(tmp_path, commanded("n.edges"), n_edges="a b\na c\nb d\nc d\n").organisation()
    above = {post: (whole.superior[i], whole.second_superior[i]) for i, post in enumerate(whole.ids)}
    assert [whole.ids[i] for i in above["office/d"]] == ["office/b", "office/c"]


def test_a_third_superior(tmp_path: Path) -> None:
    found = the_problem(tmp_path, commanded("n.edges"), n_edges="a b\na c\na d\nb e\nc e\n¦d e\n")
    assert found.message == "'e' has a third superior, 'd'; allowed: 2 at most."


def test_more_roots_than_declared(tmp_path: Path) -> None:
    found = the_problem(tmp_path, commanded("n.edges", ", roots: ¦1"), n_edges="a b\nc d\n")
    assert "n.edges has 2 posts without a superior (a, c), and 1 declared." in found.message


def test_a_circle(tmp_path: Path) -> None:
    found = problems(tmp_path, commanded("n.edges"), n_edges="a b\nb c\nc b\n")
    assert [(one.line, one.message) for one in found] == [(3, "the hierarchy goes in a circle: b -> c -> b.")]


def test_a_file_without_pairs(tmp_path: Path) -> None:
    found = the_problem(tmp_path, commanded("¦n.edges"), n_edges="# nobody\n")
    assert (found.key, found.message) == ("institutions.office.posts.network", "n.edges holds no rows.")


def test_other_columns(tmp_path: Path) -> None:
    found = the_problem(tmp_path, commanded("n.csv"), n_csv="¦from,to\na,b\n")
    assert found.message == "found the columns from, to; allowed: superior, subordinate."


def test_a_network_and_a_table(tmp_path: Path) -> None:
    text = commanded("¦n.edges", ", table: t.csv")
    found = the_problem(tmp_path, text, n_edges="a b\n", t_csv="post_id,reports_to\na,\n")
    assert found.message == "found table and network; allowed: one of them."
