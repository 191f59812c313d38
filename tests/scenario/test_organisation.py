"""Generated trees, and how institutions hang together."""

from __future__ import annotations

from pathlib import Path

from tests.scenario.files import office, scenario


def test_a_tree_from_spans(tmp_path: Path) -> None:
    whole = scenario(tmp_path, office("spans: [3]", "spans: [2, 1]")).organisation()
    assert whole.ids == ["office/0", "office/0/0", "office/0/1", "office/0/0/0", "office/0/1/0"]
    assert whole.superior == [-1, 0, 0, 1, 2]
    assert whole.rank == [0, 1, 1, 2, 2]
    assert len(whole) == 5


def test_several_roots(tmp_path: Path) -> None:
    whole = scenario(tmp_path, office("{roots: 1, spans: [3]}", "{roots: 3}")).organisation()
    assert whole.ids == ["office/0", "office/1", "office/2"]
    assert whole.superior == [-1, -1, -1]


def test_roots_answer_to_the_first_root_of_another_institution(tmp_path: Path) -> None:
    text = office("[3]}", "[2]}\n    answers_to: palace\n  palace: {posts: {roots: 2}}")
    whole = scenario(tmp_path, text).organisation()
    above = whole.superior[whole.ids.index("office/0")]
    assert whole.ids[above] == "palace/0"
    assert whole.rank[whole.ids.index("office/0")] == 0


def test_a_chain_of_institutions(tmp_path: Path) -> None:
    more = "\n  a: {posts: {roots: 1}, answers_to: b}\n  b: {posts: {roots: 1}, answers_to: office}"
    whole = scenario(tmp_path, office("[3]}", "[3]}" + more)).organisation()
    up = {post: whole.ids[above] for post, above in zip(whole.ids, whole.superior, strict=True) if above >= 0}
    assert (up["a/0"], up["b/0"]) == ("b/0", "office/0")


def test_another_institution_changes_no_id(tmp_path: Path) -> None:
    alone = scenario(tmp_path, office()).organisation()
    more = scenario(tmp_path, office("institutions:\n", "institutions:\n  new: {posts: {roots: 4}}\n")).organisation()
    assert set(alone.ids) < set(more.ids)
