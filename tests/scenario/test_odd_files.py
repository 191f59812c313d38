"""Files and names that nobody would write on purpose: a sentence with the place, and never a traceback."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from exitban.scenario import check
from tests.scenario.files import office, problems, scenario, the_problem

LONG = "x" * 300
AT_START = office("spans: [3]}", "spans: [3]}\n    at_start: {threshold: {table: t.csv}}")


def test_a_table_of_first_members_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"post_id,threshold\n000,1\n\xe9,1\n")
    told = the_problem(tmp_path, AT_START)
    assert (Path(told.file).name, told.line) == ("t.csv", 3)
    assert told.message.startswith("not a text file in UTF-8")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("spans: [3]", f"table: ¦{LONG}.csv", "institutions.office.posts.table"),
        ("spans: [3]", f"network: ¦{LONG}.csv", "institutions.office.posts.network"),
        ("policies:", f"mechanisms: [¦{LONG}.py]\npolicies:", "mechanisms[0]"),
        ("spans: [3]}", f"spans: [3]}}\n    at_start: {{threshold: {{table: ¦{LONG}.csv}}}}", "threshold.table"),
    ],
)
def test_a_file_name_longer_than_any_system_takes(old: str, new: str, key: str, tmp_path: Path) -> None:
    told = the_problem(tmp_path, office(old, new))
    assert told.key.endswith(key) and "but there is no such file in" in told.message
    assert LONG not in told.message


@pytest.mark.parametrize("name", [LONG, f"{LONG}.yaml", f"folder/{LONG}"])
def test_a_scenario_with_such_a_name(name: str) -> None:
    (told,) = check(name)
    assert "Errno" not in told.message and told.message.startswith(("cannot be read: File name too long", "no such"))


def test_the_home_of_nobody() -> None:
    (told,) = check("~no_such_user_here/x.yaml")
    assert told.message == "found '~no_such_user_here', which is the folder of no user here; write the path out."


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_without_an_end() -> None:
    (told,) = check("/dev/zero")
    assert told.message.startswith("larger than 50 MB")


def test_a_rank_of_thousands_of_digits(tmp_path: Path) -> None:
    text = office("spans: [3]", "table: t.csv, rank: rank")
    told = the_problem(tmp_path, text, t_csv=f"post_id,reports_to,rank\nr,,¦{'1' * 5000}\n")
    assert told.message.startswith("found '1111") and told.message.endswith("0 for the top rank.")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (r'title: ¦"a\ud800b"', "title: "),
        (r'title: x\n¦"\udfff": 3'.replace("\\n", "\n"), ""),
        ("title: x\nquestion: " + r'¦"\ud800"', "question: "),
    ],
)
def test_half_a_character(text: str, place: str, tmp_path: Path) -> None:
    told = the_problem(tmp_path, office("title: An office", text))
    assert "with half of a pair of characters in it; allowed: whole characters." in told.message
    str(told).encode()
    assert told.key == place.removesuffix(": ")


@pytest.mark.parametrize("sign", ["\u202e", "\ufeff", "\x1a", "\u2028", "\x85", "\t", "\x0b"])
def test_invisible_characters_in_the_name_of_a_post(sign: str, tmp_path: Path) -> None:
    table = f'post_id,reports_to\nr,\n"a{sign}b",r\n'
    told = problems(tmp_path, office("spans: [3]", "table: t.csv"), t_csv=table)
    assert [one.line for one in told] == [3] and f"U+{ord(sign):04X}" in told[0].message
    told = problems(tmp_path, office("spans: [3]", "network: n.csv"), n_csv=f'superior,subordinate\nr,"a{sign}b"\n')
    assert [one.line for one in told] == [2] and f"U+{ord(sign):04X}" in told[0].message
    if sign != "\t":  # which separates, in a list
        told = problems(tmp_path, office("spans: [3]", "network: n.edges"), n_edges=f"r c\nr a{sign}b\n")
        assert [one.line for one in told] == [2] and f"U+{ord(sign):04X}" in told[0].message


@pytest.mark.parametrize("sign", ["\u2028", "\x85", "\x0b"])
def test_lines_of_a_list_are_those_of_an_editor(sign: str, tmp_path: Path) -> None:
    told = the_problem(
        tmp_path, office("spans: [3]", "network: n.edges"), n_edges=f"# one{sign}and the same\r\nr c\r\n¦r\r\n"
    )
    assert told.message.startswith("found one post")


def graphml(attribute: str, post: str = "a") -> str:
    return (
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
        f'<key id="d" for="node" attr.name="note"{attribute}/><graph edgedefault="directed">'
        f'<node id="r"><data key="d">x</data></node><node id="{post}"/><edge source="r" target="{post}"/>'
        "</graph></graphml>"
    )


def test_graphml_without_the_types_of_attributes_is_read_without_a_word(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = scenario(tmp_path, office("spans: [3]", "network: n.graphml"), n_graphml=graphml(""))
    assert len(found.organisation()) == 2
    told = the_problem(tmp_path, office("spans: [3]", "network: n.graphml"), n_graphml=graphml("", "a\u202eb"))
    assert "U+202E" in told.message
