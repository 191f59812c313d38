"""What a person is told who has nearly found the right name."""

from __future__ import annotations

from pathlib import Path

import pytest

from exitban.errors import ScenarioError, did_you_mean
from tests.scenario.files import office, problems, scenario, the_problem


def test_of_many_names_the_closest_are_told() -> None:
    names = [f"name-{letter}" for letter in "abcdefghijklm"]
    assert did_you_mean("zzz", names).startswith(" The closest of 13 names: name-")
    assert did_you_mean("name-aa", names) == " Did you mean 'name-a'?"
    assert did_you_mean("zzz", names[:2]) == " Allowed: name-a, name-b."
    assert did_you_mean("zzz", []) == ""


@pytest.mark.parametrize(
    ("more", "near"),
    [
        ("choice: {structure: ¦voice-cover}\n", "voice-covert"),
        ("members: {grievance_form: ¦unifrm}\n", "uniform"),
        ("choice: {structure: {choice: [plain, ¦exit-cover], assumption: none}}\n", "exit-covert"),
    ],
)
def test_a_misspelt_name_that_stands_for_a_number(more: str, near: str, tmp_path: Path) -> None:
    assert the_problem(tmp_path, office(more=more)).message.endswith(f"Did you mean '{near}'?")


def test_a_misspelt_name_on_the_command_line(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="Did you mean 'voice-covert'"):
        scenario(tmp_path, overrides=("choice.structure=voice",))


def test_a_number_without_a_unit_names_none(tmp_path: Path) -> None:
    message = the_problem(tmp_path, office(more="choice: {dissimilarity: ¦0}\n")).message
    assert message.startswith("found 0; allowed: 0.01 to 1 (lambda")


@pytest.mark.parametrize("name", ["exits", "exits_voluntary", "exits_involuntary", "trapped"])
def test_an_answer_can_speak_of_sums(name: str, tmp_path: Path) -> None:
    assert not problems(tmp_path, office(more=f"headline: {name}\n"))


def test_the_wrong_one_of_a_bare_list_is_marked(tmp_path: Path) -> None:
    text = office("posts: {roots: 1, spans: [3]}", "posts: {roots: 4}\n    at_start: {threshold: [1, 2, ¦x, 4]}")
    found = the_problem(tmp_path, text)
    assert found.key == "institutions.office.at_start.threshold[2]"
    assert found.message == "found 'x'; allowed: a number."


def test_an_end_before_the_start_has_no_echoes(tmp_path: Path) -> None:
    text = office("months: 12", "end: ¦2023-01-01").replace("strength: 0.8", "opens: 2024-02-01")
    dated = "events: [{name: e, date: 2024-03-01, raises: stress, size: 1}]\nstored_exits: {lifted_at: 2024-04-01}\n"
    assert the_problem(tmp_path, text + dated).key == "time.end"


def test_null_takes_back_a_date_of_a_policy_and_nothing_else(tmp_path: Path) -> None:
    text = office("strength: 0.8", "opens: 2024-02-01")
    assert scenario(tmp_path, text, ("policies.ban.opens=null",)).policies["ban"].opens is None
    for path in ("observed", "title", "ban.prior_blocked"):
        with pytest.raises(ScenarioError, match="found null, which is no value; only opens, closes, tightens"):
            scenario(tmp_path, text, (f"{path}=null",))
