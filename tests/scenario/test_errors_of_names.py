"""Names that nobody bears, and circles of names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenario.files import office, problems, the_problem

CLAIM = """\
evidence:
  claims:
    memo: {text: A memo, chain: [{title: Press}], reliability: C, credibility: 3}
"""


@pytest.mark.parametrize(
    ("text", "key", "message"),
    [
        (
            office("[office]", "[¦ofice]"),
            "policies.ban.scope.institutions[0]",
            "no institution is called 'ofice'. Did you mean 'office'? Allowed: office.",
        ),
        (
            office("[3]}", "[3]}\n    answers_to: ¦offices"),
            "institutions.office.answers_to",
            "no institution is called 'offices'. Did you mean 'office'? Allowed: office.",
        ),
        (
            office(more="  other: {like: ¦bam}\n"),
            "policies.other.like",
            "no policy is called 'bam'. Did you mean 'ban'? Allowed: ban, other.",
        ),
        (
            office("strength: 0.8", "together_with: [¦decree]"),
            "policies.ban.together_with[0]",
            "no policy is called 'decree'. Allowed: ban.",
        ),
        (
            office(more="compare: [none, ¦bann]\n"),
            "compare[1]",
            "no policy is called 'bann'. Did you mean 'ban'? Allowed: ban, none.",
        ),
        (
            office("0.8", "{value: 0.8, claims: [¦mem]}", CLAIM),
            "policies.ban.strength.claims[0]",
            "no claim is called 'mem'. Did you mean 'memo'? Allowed: memo.",
        ),
        (
            office("0.8", "{value: 0.8, if_true: {rumour: ¦0.9}}", CLAIM),
            "policies.ban.strength.if_true.rumour",
            "no claim is called 'rumour'. Allowed: memo.",
        ),
        (
            office("0.8", "{value: 0.8, if_true: {memo: 0.9}}", CLAIM.replace("3}", "3, moves_nothing: ¦It is idle.}")),
            "evidence.claims.memo.moves_nothing",
            "but policies.ban.strength has a distribution for it in if_true. Take one of the two out.",
        ),
        (
            office(more=CLAIM.replace("3}", "3, contradicts: [¦memos]}")),
            "evidence.claims.memo.contradicts[0]",
            "no claim is called 'memos'. Did you mean 'memo'? Allowed: memo.",
        ),
        (
            office(more="events: [{name: e, date: 2024-02-01, raises: stress, size: 1, institutions: [¦x]}]\n"),
            "events.e.institutions[0]",
            "no institution is called 'x'. Allowed: office.",
        ),
        (
            office("months: 12", "months: 12, report_date: 2024-06-01", "report: {institution: ¦x}\n"),
            "report.institution",
            "no institution is called 'x'. Allowed: office.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 50 else "",
)
def test_a_dangling_name(text: str, key: str, message: str, tmp_path: Path) -> None:
    found = the_problem(tmp_path, text)
    assert (found.key, found.message) == (key, message)


def test_a_name_that_stands_twice(tmp_path: Path) -> None:
    assert the_problem(tmp_path, office("[office]", "[office, ¦office]")).message == "'office' stands here twice."


def test_a_circle_of_policies_that_are_like_each_other(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office(more="  a: {like: ¦b}\n  b: {like: c}\n  c: {like: a}\n"))
    assert (found.key, found.message) == ("policies.a.like", "goes in a circle: a -> b -> c -> a.")


def test_a_policy_that_is_like_itself(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office(more="  a: {like: ¦a}\n"))
    assert found.message == "goes in a circle: a -> a."


def test_a_circle_of_institutions_that_answer_to_each_other(tmp_path: Path) -> None:
    text = office("[3]}", "[3]}\n    answers_to: ¦b\n  b: {posts: {roots: 1}, answers_to: office}")
    found = the_problem(tmp_path, text)
    assert (found.key, found.message) == ("institutions.office.answers_to", "goes in a circle: office -> b -> office.")


def test_none_is_taken(tmp_path: Path) -> None:
    text = office(more="  ¦none: {form: formal, scope: {institutions: [office]}}\n")
    assert the_problem(tmp_path, text).message == "'none' is always there and forbids nothing. Choose another name."


def test_a_policy_together_with_itself(tmp_path: Path) -> None:
    text = office("strength: 0.8", "together_with: [¦ban]")
    assert the_problem(tmp_path, text).message == "'ban' cannot name itself here."


def test_two_events_of_one_name(tmp_path: Path) -> None:
    event = "{name: e, date: 2024-02-01, raises: stress, size: 1}"
    text = office(more=f"events:\n  - {event}\n  - {event.replace('name: e', 'name: ¦e')}\n")
    assert the_problem(tmp_path, text).message == "another event is called 'e' already."


def test_a_policy_needs_form_and_scope_unless_it_is_like_another(tmp_path: Path) -> None:
    found = problems(tmp_path, office("form: informal\n    scope: {institutions: [office]}", "title: Ban"))
    assert [one.message.split(":")[0] for one in found] == [
        "the key 'form' is missing",
        "the key 'scope' is missing",
    ]
    assert problems(tmp_path, office(more="  other: {like: ban}\n")) == []


def test_a_wrong_name_gives_no_echo(tmp_path: Path) -> None:
    """What depends on a wrong value is not complained about, too."""
    found = problems(tmp_path, office("office:\n", "5:\n    posts: x\n  office:\n"))
    assert [one.key for one in found] == ["institutions.5.posts"]


def test_a_headline_names_a_result(tmp_path: Path) -> None:
    """One that is a share, or counts posts: of stress or of months there is no share."""
    assert "Did you mean 'voice'?" in the_problem(tmp_path, office(more="headline: ¦voise\n")).message
    assert the_problem(tmp_path, office(more="headline: [voice, ¦stress]\n")).key == "headline[1]"
