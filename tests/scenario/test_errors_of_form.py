"""What is wrong with the form of a file: each error with its place, what was found, what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from exitban.errors import ScenarioError
from exitban.scenario import check, read
from tests.scenario.files import OFFICE, office, problems, the_problem, written

A_DATE = "allowed: a date such as 2022-02-24, with a time of day where it matters: 2022-02-24T18:00"


def test_the_office_is_valid(tmp_path: Path) -> None:
    assert problems(tmp_path, OFFICE) == []


@pytest.mark.parametrize("raw", ['"a \\u202Eplan"', "'a \u202eplan'", "a \u2067plan"])
def test_a_character_that_turns_the_text_around_it_is_refused(tmp_path: Path, raw: str) -> None:
    found = the_problem(tmp_path, office("title: An office", f"title: ¦{raw}"))
    assert found.key == "title"
    assert "invisible character U+20" in found.message


def test_a_title_is_no_page(tmp_path: Path) -> None:
    assert problems(tmp_path, office("title: An office", f"title: {'a' * 200}")) == []
    found = the_problem(tmp_path, office("title: An office", f"title: ¦{'a' * 201}"))
    assert found.message.endswith("allowed: at most 200 characters.")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("https://example.org/office.yaml", "addresses are not read, since they may change. Download it first"),
        ("-", "standard input is not read"),
    ],
)
def test_what_is_no_file_is_told_as_it_was_typed(source: str, words: str) -> None:
    (found,) = check(source)
    assert str(found).startswith(f"{source}: {words}")


def test_an_unknown_key_gets_the_nearest_name(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office("title: An office", "title: An office\n¦questoin: Why?"))
    assert found.key == "questoin"
    assert found.message == "unknown key. Did you mean 'question'?"


def test_an_unknown_number_gets_the_nearest_name(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office(more="refill: {¦rat: 0.1}\n"))
    assert found.key == "refill.rat"
    assert found.message.startswith("unknown key. Did you mean 'rate'? Allowed: aversion, from_below, rate, ")


def test_a_number_of_a_policy_in_another_place_is_sent_home(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office(more="ban: {¦strength: 0.1}\n"))
    assert found.message == "unknown key. It belongs to a policy: policies.<name>.strength."


def test_a_number_of_all_in_a_policy_is_sent_home(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office("    strength: 0.8", "    ¦prior_blocked: 2"))
    assert found.message == "unknown key. It belongs to the section of all: ban.prior_blocked."


def test_a_number_of_the_world_in_an_institution_is_sent_home(tmp_path: Path) -> None:
    text = office("[3]}", "[3]}\n    exposure: {whole: 0.5}")
    assert "exposure" in problems(tmp_path, text)[0].key
    text = office("[3]}", "[3]}\n    stress: {¦damage: 0.5}")
    assert the_problem(tmp_path, text).message == "unknown key. It belongs to the section of all: stress.damage."


def test_a_duplicate_key_names_the_first_line(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office("strength: 0.8", "strength: 0.8\n    ¦strength: 0.9"))
    assert found.key == "policies.ban.strength"
    assert found.message == "duplicate key: it stands in line 12 already. Keep one of the two."


def test_a_missing_key_says_what_it_is_for(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office("time: {start: 2024-01-01, months: 12}", "¦time: {months: 12}"))
    assert (found.key, found.message) == ("time", "the key 'start' is missing: the first day, or moment.")


def test_an_empty_value_is_not_taken_for_nothing(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office("title: An office", "title: ¦~"))
    assert found.key == "title"
    assert found.message.startswith("found nothing.")


@pytest.mark.parametrize(
    ("old", "new", "key", "message"),
    [
        ("An office", "¦12", "title", "found 12; allowed: text. Put it in quotes."),
        ("An office", "¦true", "title", "found true; allowed: text. Put it in quotes."),
        ("An office", "¦[a, b]", "title", "found a list of 2; allowed: text."),
        ("months: 12", "months: ¦1.5", "time.months", "found 1.5; allowed: a whole number."),
        ("months: 12", "months: ¦'12'", "time.months", "found '12'; allowed: a whole number."),
        ("months: 12", "months: ¦0", "time.months", "found 0; allowed: 1 or more."),
        ("2024-01-01", "¦2024-01", "time.start", f"found '2024-01'; {A_DATE}."),
        ("2024-01-01", "¦20240101", "time.start", f"found 20240101; {A_DATE}."),
        ("2024-01-01", "¦2024-01-01T25:00", "time.start", f"found '2024-01-01T25:00'; {A_DATE}."),
        (
            "2024-01-01",
            "¦2024-01-01T18:00Z",
            "time.start",
            f"found '2024-01-01T18:00Z'; {A_DATE}, told by one clock in the whole file, without a zone.",
        ),
        ("[3]", "¦3", "institutions.office.posts.spans", "found 3; allowed: a list: [one, another]."),
        ("[3]", "[3, ¦x]", "institutions.office.posts.spans[1]", "found 'x'; allowed: a whole number."),
        ("[3]", "[¦0]", "institutions.office.posts.spans[0]", "found 0; allowed: 1 or more."),
        ("{roots: 1, spans: [3]}", "¦5", "institutions.office.posts", "found 5; allowed: keys and values."),
        (
            "strength: 0.8",
            "strength: ¦high",
            "policies.ban.strength",
            "found 'high'; allowed: a number, or one distribution such as {uniform: [0, 1]}.",
        ),
        (
            "strength: 0.8",
            "strength: ¦[0.1, 0.2]",
            "policies.ban.strength",
            "found a list of 2; allowed: a number, or one distribution such as {uniform: [0, 1]}.",
        ),
        (
            "strength: 0.8",
            "strength: ¦true",
            "policies.ban.strength",
            "found true; allowed: a number, or one distribution such as {uniform: [0, 1]}.",
        ),
    ],
)
def test_a_wrong_type(old: str, new: str, key: str, message: str, tmp_path: Path) -> None:
    found = the_problem(tmp_path, office(old, new))
    assert (found.key, found.message) == (key, message)


@pytest.mark.parametrize("written_as", [".nan", ".inf", "-.inf", "1e999"])
def test_what_is_no_number_to_calculate_with(written_as: str, tmp_path: Path) -> None:
    found = the_problem(tmp_path, office("strength: 0.8", f"strength: ¦{written_as}"))
    assert found.key == "policies.ban.strength"
    assert "which is no number to calculate with; allowed: a number" in found.message


def test_nan_within_a_distribution(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office("strength: 0.8", "strength: {uniform: [0, ¦.nan]}"))
    assert found.key == "policies.ban.strength.uniform[1]"
    assert found.message.endswith("allowed: a finite number.")


def test_a_wrong_choice_gets_the_nearest_one(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office("form: informal", "form: ¦infromal"))
    assert found.message == "found 'infromal'; allowed: 'formal' or 'informal'. Did you mean 'informal'?"


def test_another_version_of_the_format(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office("schema_version: 1", "schema_version: ¦2"))
    assert found.message == "found 2; allowed: 1."


def test_a_day_that_is_in_no_calendar(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office("2024-01-01", "¦2024-02-30"))
    assert found.message.startswith("found '2024-02-30': day ")


def test_a_name_that_cannot_stand_in_a_path(tmp_path: Path) -> None:
    text = office("  office:", "  ¦the.office:").replace("[office]", "[the.office]")
    assert "a name of letters, digits, - and _" in the_problem(tmp_path, text).message


def test_no_stays_text(tmp_path: Path) -> None:
    text = office("  office:\n", "  NO:\n").replace("[office]", "[NO]").replace("An office", "NO")
    written(tmp_path, text)
    found = read(tmp_path / "scenario.yaml")
    assert list(found.institutions) == ["NO"]
    assert found.title == "NO"


def test_merge_keys_are_refused(tmp_path: Path) -> None:
    text = office("  ban:\n", "  ban: &ban\n", more="  other:\n    ¦<<: *ban\n    like: ban\n")
    assert "merge keys (<<) are not part of YAML 1.2" in the_problem(tmp_path, text).message


def test_a_file_that_goes_in_a_circle(tmp_path: Path) -> None:
    assert "without end" in the_problem(tmp_path, "a: &a [*a]\n").message


def test_a_list_where_a_key_stands(tmp_path: Path) -> None:
    assert "where the name of a key stands" in the_problem(tmp_path, office(more="¦[a, b]: 1\n")).message


@pytest.mark.parametrize(
    "text",
    ["title: [1, 2\nname: x\n", "a: b: c\n", "\t- x\n", "title: 'open\n", "a: 1\n---\nb: 2\n", "x: *nobody\n", "}"],
)
def test_what_is_no_yaml(text: str, tmp_path: Path) -> None:
    found = the_problem(tmp_path, text)
    assert found.line > 0
    assert found.message.startswith("not valid YAML: ")


@pytest.mark.parametrize("text", ["", "\n\n", "# a comment\n"])
def test_an_empty_file(text: str, tmp_path: Path) -> None:
    assert "the file is empty. `exitban new` writes one" in the_problem(tmp_path, text).message


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n", "12\n"])
def test_a_file_without_keys(text: str, tmp_path: Path) -> None:
    assert "allowed: keys and values" in the_problem(tmp_path, text).message


def test_a_file_with_no_key_but_an_empty_mapping(tmp_path: Path) -> None:
    assert problems(tmp_path, "{}\n")


def test_an_empty_section_is_told_as_empty(tmp_path: Path) -> None:
    empty = "schema_version: 1\nname: x\ntitle: X\ntime: {start: 2024-01-01}\ninstitutions: {}\n"
    (found,) = (one for one in problems(tmp_path, empty) if one.key == "institutions")
    assert (found.line, found.message) == (5, "found nothing in it; allowed: 1 or more entries.")


def test_binary_junk(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_bytes(bytes(range(256)))
    assert "not a text file in UTF-8" in check(path)[0].message
    path.write_bytes(b"name: x\ntitle: a\x00b\n")
    (found,) = check(path)
    assert (found.line, found.column) == (2, 9)
    assert found.message == "found the character #x0000; allowed: text without control characters."


def test_a_folder(tmp_path: Path) -> None:
    assert "this is a folder" in check(tmp_path)[0].message


@pytest.mark.parametrize("source", ["", "  "])
def test_no_name(source: str) -> None:
    with pytest.raises(ScenarioError, match="found no name; allowed: a path"):
        read(source)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "no such file" in check(tmp_path / "nowhere.yaml")[0].message


def test_a_bundled_name_that_is_not_there() -> None:
    assert "no bundled scenario of this name" in check("resignation-bann-2023")[0].message


def test_all_errors_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = office("months: 12", "months: -1").replace("[3]", "[a]").replace("[office]", "[ofice]") + "tilte: x\n"
    with pytest.raises(ScenarioError) as raised:
        read(written(tmp_path, text))
    keys = [problem.key for problem in raised.value.problems]
    assert keys == [
        "time.months",
        "institutions.office.posts.spans[0]",
        "policies.ban.scope.institutions[0]",
        "tilte",
    ]
    assert str(raised.value).splitlines()[0].startswith(f"{tmp_path}/scenario.yaml:4:35: time.months: ")
