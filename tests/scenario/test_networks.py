"""Who watches whom: relations of command, and networks from files."""

from __future__ import annotations

from pathlib import Path

import pytest

from exitban.scenario import Organisation
from tests.scenario.files import office, problems, scenario, the_problem


def watching(watch: str) -> str:
    return office("policies:", f"watch: {watch}\npolicies:").replace("[3]", "[2]")


def pairs(whole: Organisation) -> set[tuple[str, str]]:
    short = [post.removeprefix("office/") for post in whole.ids]
    return {(short[a], short[b]) for a, b in whole.watches.tolist()}


SUPERIOR = {("0/0", "0"), ("0/1", "0")}
SUBORDINATES = {("0", "0/0"), ("0", "0/1")}
PEERS = {("0/0", "0/1"), ("0/1", "0/0")}


@pytest.mark.parametrize(
    ("watch", "seen"),
    [
        ("{superior: true, subordinates: true, peers: true}", SUPERIOR | SUBORDINATES | PEERS),
        ("{peers: false}", SUPERIOR | SUBORDINATES),
        ("{superior: true, subordinates: false, peers: false}", SUPERIOR),
        ("{superior: false, subordinates: false}", PEERS),
        ("{superior: false, subordinates: false, peers: false}", set()),
    ],
)
def test_relations_of_command(watch: str, seen: set[tuple[str, str]], tmp_path: Path) -> None:
    assert pairs(scenario(tmp_path, watching(watch)).organisation()) == seen


def test_everybody_watches_all_three_unless_said(tmp_path: Path) -> None:
    whole = scenario(tmp_path, office("[3]", "[2]")).organisation()
    assert pairs(whole) == SUPERIOR | SUBORDINATES | PEERS


def test_roots_of_one_institution_are_peers_and_those_of_two_are_not(tmp_path: Path) -> None:
    text = office("{roots: 1, spans: [3]}", "{roots: 2}\n  other:\n    posts: {roots: 1}")
    assert pairs(scenario(tmp_path, text).organisation()) == {("0", "1"), ("1", "0")}


def test_a_second_superior_is_watched_too(tmp_path: Path) -> None:
    text = watching("{peers: false}").replace("{roots: 1, spans: [2]}", "{table: t.csv, second_superior: also}")
    whole = scenario(tmp_path, text, t_csv="post_id,reports_to,also\na,,\nb,a,\nc,a,b\n").organisation()
    assert ("c", "b") in pairs(whole)
    assert ("b", "c") in pairs(whole)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("n.csv", "watcher,watched\noffice/0,office/0/0\noffice/0/1,office/0\n"),
        ("n.csv", "weight,watched,watcher\n1,0/0,0\n2,0,0/1\n"),
        ("n.csv", "0,0/0\n0/1,0\n"),
        ("n.edges", "# who watches whom\noffice/0 office/0/0\n0/1, 0  # and back\n"),
        ("n.txt", "0 0/0 {}\n0/1 0 {}\n"),
    ],
)
def test_a_network_from_a_file(name: str, content: str, tmp_path: Path) -> None:
    text = watching(f"{{network: {name}}}")
    (tmp_path / name).write_text(content)
    assert pairs(scenario(tmp_path, text).organisation()) == {("0", "0/0"), ("0/1", "0")}


GRAPH = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d0" for="node" attr.name="label" attr.type="string"/>
<graph edgedefault="{direction}">
<node id="0"/><node id="n1"><data key="d0">office/0/0</data></node><edge source="0" target="n1"/>
</graph></graphml>
"""


def test_a_network_from_graphml(tmp_path: Path) -> None:
    text = watching("{network: n.graphml}")
    whole = scenario(tmp_path, text, n_graphml=GRAPH.format(direction="directed")).organisation()
    assert pairs(whole) == {("0", "0/0")}
    whole = scenario(tmp_path, text, n_graphml=GRAPH.format(direction="undirected")).organisation()
    assert pairs(whole) == {("0", "0/0"), ("0/0", "0")}


def test_a_network_beside_relations_of_command(tmp_path: Path) -> None:
    text = watching("{network: n.csv, superior: true}")
    assert pairs(scenario(tmp_path, text, n_csv="0,0/0\n").organisation()) == SUPERIOR | {("0", "0/0")}


def test_duplicate_pairs_are_merged(tmp_path: Path) -> None:
    text = watching("{network: n.csv}")
    assert len(scenario(tmp_path, text, n_csv="0,0/0\noffice/0,office/0/0\n0,0/0\n").organisation().watches) == 1


def test_nobody_watches_themselves(tmp_path: Path) -> None:
    found = the_problem(tmp_path, watching("{network: n.csv}"), n_csv="watcher,watched\n0,0/0\n¦0,0\n")
    assert Path(found.file).name == "n.csv"
    assert found.message == "'0' watches itself. Remove the line."


def test_a_post_that_is_not_there(tmp_path: Path) -> None:
    found = the_problem(tmp_path, watching("{network: n.csv}"), n_csv="watcher,watched\n0,0/0\n¦office/0,office/0/7\n")
    assert found.message.startswith("no post is called 'office/0/7'. Did you mean 'office/0/")


def test_an_id_that_two_institutions_have_needs_the_institution(tmp_path: Path) -> None:
    text = watching("{network: n.csv}").replace("spans: [2]}", "spans: [2]}\n  other: {posts: {roots: 1}}")
    found = problems(tmp_path, text, n_csv="watcher,watched\n0,0/0\n")
    assert "no post is called '0'" in found[0].message
    assert problems(tmp_path, text, n_csv="watcher,watched\nother/0,0/0\n") == []


def test_columns_that_are_not_those_of_a_network(tmp_path: Path) -> None:
    found = the_problem(tmp_path, watching("{network: n.csv}"), n_csv="¦from,to\n0,0/0\n")
    assert found.message == "found the columns from, to; allowed: watcher, watched."


def test_a_line_with_one_post(tmp_path: Path) -> None:
    assert the_problem(tmp_path, watching("{network: n.edges}"), n_edges="0 0/0\n¦0\n").message.startswith(
        "found one post"
    )
    assert the_problem(tmp_path, watching("{network: n.csv}"), n_csv="watcher,watched\n0,0/0\n¦0\n").message.startswith(
        "1 cell; allowed: 2"
    )


def test_what_is_no_graphml(tmp_path: Path) -> None:
    assert "not a GraphML file" in problems(tmp_path, watching("{network: n.graphml}"), n_graphml="<a>")[0].message
    assert "not a GraphML file" in problems(tmp_path, watching("{network: n.graphml}"), n_graphml="")[0].message


def test_another_kind_of_file(tmp_path: Path) -> None:
    found = the_problem(tmp_path, watching("{network: ¦n.gexf}"))
    assert found.message == "found 'n.gexf'; allowed: a file that ends in .csv, .graphml, .edges, .edgelist, .txt."


def test_a_missing_network(tmp_path: Path) -> None:
    assert "there is no such file" in the_problem(tmp_path, watching("{network: ¦n.csv}")).message
