"""Organisations from tables, and what can be wrong with a table."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from exitban.errors import count_of
from exitban.scenario.tables import circle_in, depths
from tests.scenario.files import office, problems, scenario, the_problem

TREE = "post_id,reports_to,org\na,,x\nb,a,x\nc,a,x\nd,b,x\na,,y\n"
ONE = "{table: posts.csv, where: {org: x}}"


def table(posts: str = ONE) -> str:
    return office("{roots: 1, spans: [3]}", posts)


def test_a_table_is_a_tree(tmp_path: Path) -> None:
    whole = scenario(tmp_path, table(), posts_csv=TREE).organisation()
    assert whole.ids == ["office/a", "office/b", "office/c", "office/d"]
    assert whole.superior == [-1, 0, 0, 1]
    assert whole.rank == [0, 1, 1, 2]
    assert whole.second_superior == [-1, -1, -1, -1]


def test_the_order_of_rows_changes_no_id_and_no_command(tmp_path: Path) -> None:
    head, *rows = TREE.splitlines()
    turned = "\n".join([head, *reversed(rows)])
    whole = scenario(tmp_path, table(), posts_csv=turned).organisation()
    above = {post: whole.superior[place] for place, post in enumerate(whole.ids)}
    assert {post: whole.ids[up] if up >= 0 else None for post, up in above.items()} == {
        "office/a": None,
        "office/b": "office/a",
        "office/c": "office/a",
        "office/d": "office/b",
    }


def test_columns_can_have_other_names_and_signs(tmp_path: Path) -> None:
    posts = "{table: posts.csv, id: Unique ID, superior: Boss, rank: Grade, second_superior: Other}"
    rows = "Unique ID;Boss;Grade;Other\n1;;0;\n2;1;5;\n3;1;5;2\n"
    whole = scenario(tmp_path, table(posts), posts_csv=rows).organisation()
    assert whole.rank == [0, 5, 5]
    assert whole.second_superior == [-1, -1, 1]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("post_id,reports_to,org\na,,x\nb,a,x,¦d\n", "4 cells; allowed: 3, as in the first row."),
        ("post_id,reports_to,¦post_id\na,,x\n", "the column 'post_id' is named twice; allowed: each once."),
    ],
)
def test_cells_that_no_column_names_and_columns_that_are_named_twice(tmp_path: Path, rows: str, told: str) -> None:
    assert the_problem(tmp_path, table(), posts_csv=rows).message == told


def test_empty_cells_beyond_the_last_column_are_nothing(tmp_path: Path) -> None:
    whole = scenario(tmp_path, table(), posts_csv=TREE.replace("b,a,x", "b,a,x,,")).organisation()
    assert whole.superior == [-1, 0, 0, 1]


@pytest.mark.parametrize(("row", "found"), [("¦b,a", "2 cells"), ("¦b", "1 cell")])
def test_a_row_that_ends_before_the_last_column(tmp_path: Path, row: str, found: str) -> None:
    """Its cells are no empty ones: a superior that was left out would make a root."""
    told = f"{found}; allowed: 3, as in the first row. A cell without a value is left empty, with its separator."
    assert the_problem(tmp_path, table(), posts_csv=f"post_id,org,reports_to\na,x,\n{row}\n").message == told


def test_a_row_may_end_where_the_names_of_columns_end(tmp_path: Path) -> None:
    whole = scenario(tmp_path, table(), posts_csv="post_id,org,reports_to,,\na,x,\nb,x,a\n").organisation()
    assert whole.superior == [-1, 0]


def test_a_missing_table(tmp_path: Path) -> None:
    found = the_problem(tmp_path, table("{table: ¦post.csv}"))
    assert found.key == "institutions.office.posts.table"
    assert found.message == f"found 'post.csv', but there is no such file in {tmp_path}."


def test_a_folder_in_place_of_a_table(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").mkdir()
    assert "no such file" in the_problem(tmp_path, table("{table: ¦posts.csv}")).message


@pytest.mark.parametrize(
    ("posts", "key"),
    [
        ("{table: posts.csv, id: ¦post}", "id"),
        ("{table: posts.csv, superior: ¦report_to}", "superior"),
        ("{table: posts.csv, where: {ork: ¦x}}", "where.ork"),
        ("{table: posts.csv, rank: ¦grade}", "rank"),
    ],
)
def test_a_missing_column(posts: str, key: str, tmp_path: Path) -> None:
    found = the_problem(tmp_path, table(posts), posts_csv=TREE)
    assert found.key == f"institutions.office.posts.{key}"
    assert "posts.csv has no column '" in found.message
    assert "Allowed: org, post_id, reports_to." in found.message


def test_a_filter_that_leaves_nothing(tmp_path: Path) -> None:
    found = the_problem(tmp_path, table("{table: posts.csv, where: {org: ¦xx}}"), posts_csv=TREE)
    assert found.message == "no row has org = 'xx'. Did you mean 'x'? Allowed: x, y."


def test_a_table_without_rows(tmp_path: Path) -> None:
    assert "holds no rows" in the_problem(tmp_path, table("{table: ¦posts.csv}"), posts_csv="").message
    text = table("{table: ¦posts.csv}")
    assert "holds no posts" in the_problem(tmp_path, text, posts_csv="post_id,reports_to\n").message


def test_a_duplicate_post(tmp_path: Path) -> None:
    found = the_problem(tmp_path, table("{table: posts.csv}"), posts_csv="post_id,reports_to\na,\n¦a,\n")
    assert (Path(found.file).name, found.key) == ("posts.csv", "post_id")
    assert found.message.startswith("duplicate post 'a': it stands in line 2 already.")
    assert "choose one with `where`" in found.message


def test_a_superior_that_is_not_there(tmp_path: Path) -> None:
    rows = "post_id,reports_to\nboss,\nb,¦bos\n"
    found = the_problem(tmp_path, table("{table: posts.csv}"), posts_csv=rows)
    assert found.key == "reports_to"
    assert found.message == "no post is called 'bos'. Did you mean 'boss'? Leave the cell empty for a root."


def test_a_superior_that_the_filter_leaves_out(tmp_path: Path) -> None:
    rows = "post_id,reports_to,org\na,,x\nb,¦z,x\nz,,y\n"
    found = the_problem(tmp_path, table(), posts_csv=rows)
    assert found.message.startswith("no post is called 'z'. It is in the file, but left out by `where`.")


def test_a_post_without_id(tmp_path: Path) -> None:
    found = the_problem(tmp_path, table("{table: posts.csv}"), posts_csv="reports_to,post_id\n,a\na,¦\n")
    assert found.message == "the id of the post is missing."


def test_more_roots_than_declared(tmp_path: Path) -> None:
    rows = "post_id,reports_to\na,\nb,\nc,b\n"
    found = the_problem(tmp_path, table("{table: posts.csv, roots: ¦1}"), posts_csv=rows)
    assert found.key == "institutions.office.posts.roots"
    assert found.message == (
        "posts.csv has 2 posts without a superior (a, b), and 1 declared. Give them superiors, or write roots: 2."
    )
    assert problems(tmp_path, table("{table: posts.csv, roots: 2}"), posts_csv=rows) == []


def test_fewer_roots_than_declared(tmp_path: Path) -> None:
    rows = "post_id,reports_to\na,\nb,a\n"
    assert "1 posts without" in the_problem(tmp_path, table("{table: posts.csv, roots: ¦2}"), posts_csv=rows).message


def test_a_circle_in_the_hierarchy(tmp_path: Path) -> None:
    rows = "post_id,reports_to\na,\nb,¦d\nc,b\nd,c\n"
    found = the_problem(tmp_path, table("{table: posts.csv}"), posts_csv=rows)
    assert (found.key, found.message) == ("reports_to", "the hierarchy goes in a circle: b -> d -> c -> b.")


def test_a_hierarchy_without_any_root(tmp_path: Path) -> None:
    rows = "post_id,reports_to\na,¦b\nb,a\n"
    found = the_problem(tmp_path, table("{table: posts.csv}"), posts_csv=rows)
    assert found.message == "the hierarchy goes in a circle: a -> b -> a."


def test_a_post_that_is_its_own_superior(tmp_path: Path) -> None:
    rows = "post_id,reports_to\na,\nb,¦b\n"
    found = the_problem(tmp_path, table("{table: posts.csv}"), posts_csv=rows).message
    assert found.endswith("in a circle: b -> b. Leave the cell empty for a root.")


def test_a_circle_through_a_second_superior(tmp_path: Path) -> None:
    posts = "{table: posts.csv, second_superior: also}"
    rows = "post_id,reports_to,also\na,,\nb,a,c\nc,b,\n"
    found = problems(tmp_path, table(posts), posts_csv=rows)
    assert [one.message for one in found] == ["the hierarchy goes in a circle: b -> c -> b."]


def test_a_rank_that_is_none(tmp_path: Path) -> None:
    rows = "post_id,reports_to,grade\na,,¦SCS1\n"
    found = the_problem(tmp_path, table("{table: posts.csv, rank: grade}"), posts_csv=rows)
    assert found.message == "found 'SCS1'; allowed: a whole number, 0 for the top rank."


def test_many_problems_are_told_in_part(tmp_path: Path) -> None:
    rows = "post_id,reports_to\na,\n" + "".join(f"b{i},nobody\n" for i in range(100))
    found = problems(tmp_path, table("{table: posts.csv}"), posts_csv=rows)
    assert len(found) == 21
    assert found[-1].message == "and 80 more problems in this file."
    assert count_of(found) == 100


def test_a_table_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_bytes(b"post_id,reports_to\na,\xff\n")
    (found,) = problems(tmp_path, table())
    assert (found.line, found.message) == (2, "not a text file in UTF-8 (byte 22 of the file fits no character).")


def test_a_table_with_an_open_quote(tmp_path: Path) -> None:
    found = problems(tmp_path, table(), posts_csv='post_id,reports_to,org\n"a,,x\n')
    assert "not a CSV file" in found[0].message


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything can be read here")
def test_a_table_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").touch(mode=0)
    assert "cannot be read" in problems(tmp_path, table())[0].message


def test_circles_by_hand() -> None:
    assert circle_in([(-1,), (0,), (1,)]) == []
    assert circle_in([(2,), (0,), (1,)]) == [0, 2, 1]
    assert circle_in([(-1, -1), (0, 2), (0, -1)]) == []
    assert circle_in([(1,), (1,)]) == [1]


def test_depths_by_hand() -> None:
    assert depths([-1, 0, 1, 0, -1, 4]) == [0, 1, 2, 1, 0, 1]


def test_a_deep_chain_takes_no_recursion() -> None:
    chain = [-1, *range(20_000)]
    assert circle_in([(one,) for one in chain]) == []
    assert depths(chain)[-1] == 20_000
    assert depths(list(reversed([-1, *(20_000 - one for one in range(20_000))])))[0] >= 0
