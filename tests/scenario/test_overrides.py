"""``--set``: any value of the file, and what cannot be set."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from exitban.errors import CallError, ScenarioError
from exitban.scenario import Quantity, Scenario, read
from exitban.scenario.distributions import Distribution
from tests.scenario.files import office, written

TEXT = office(
    "strength: 0.8",
    "strength: {beta: [2, 3], claims: [memo]}",
    """\
  other: {like: ban}
events:
  - {name: shock, date: 2024-03-01, raises: stress, size: {uniform: [0, 1]}}
evidence:
  claims:
    memo: {text: A memo, chain: [{title: Press}], reliability: C, credibility: 3}
""",
)


def changed(folder: Path, *options: str) -> Scenario:
    return read(written(folder, TEXT), options)


def refused(folder: Path, *options: str) -> list[str]:
    with pytest.raises(ScenarioError) as raised:
        changed(folder, *options)
    return str(raised.value).splitlines()


def test_a_prior_becomes_a_fixed_number_marked_so(tmp_path: Path) -> None:
    found = changed(tmp_path, "policies.ban.strength=0.9").quantity("ban", "strength", policy="ban")
    assert (found.value, found.is_fixed, found.claims) == (0.9, True, ())
    assert found.assumption == "set on the command line"


def test_values_may_be_given_by_path_and_a_single_option_by_itself(tmp_path: Path) -> None:
    by_path = read(written(tmp_path, TEXT), {"policies.ban.strength": 0.9, "policies.ban.opens": None})
    assert by_path.overrides == ("policies.ban.strength=0.9", "policies.ban.opens=null")
    assert by_path.quantity("ban", "strength", policy="ban").value == 0.9
    assert read(written(tmp_path, TEXT), "policies.ban.strength=0.9").overrides == ("policies.ban.strength=0.9",)


@pytest.mark.parametrize("overrides", [3, None, [3], [("policies.ban.strength", 0.9)]])
def test_options_that_are_no_texts_are_refused(tmp_path: Path, overrides: Any) -> None:
    with pytest.raises(CallError, match=r"overrides: found .*; allowed: texts such as"):
        read(written(tmp_path, TEXT), overrides)


def test_it_reaches_every_policy_that_is_like_the_other(tmp_path: Path) -> None:
    found = changed(tmp_path, "policies.ban.strength=0.9")
    assert found.quantity("ban", "strength", policy="other").value == 0.9
    found = changed(tmp_path, "policies.other.strength=0.9")
    assert found.quantity("ban", "strength", policy="other").value == 0.9
    assert not found.quantity("ban", "strength", policy="ban").is_fixed


def test_a_number_that_the_file_does_not_state(tmp_path: Path) -> None:
    found = changed(tmp_path, "refill.rate=0.01", "institutions.office.members.grievance_mean=-1")
    assert found.quantity("refill", "rate").value == 0.01
    assert found.quantity("members", "grievance_mean", "office").value == -1


def test_numbers_that_are_no_priors(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        "time.months=6",
        "time.start=2024-02-01",
        "institutions.office.posts.spans.0=7",
        "events.shock.size=2",
        "evidence.claims.memo.p_true=0.25",
        "policies.ban.form=formal",
    )
    assert (found.time.months, found.time.start) == (6, datetime.date(2024, 2, 1))
    assert len(found.organisation()) == 8
    assert found.events[0].size.value == 2
    assert found.evidence.claims["memo"].p_true == 0.25
    assert found.policies["other"].form == "formal"


def test_the_last_of_two_wins(tmp_path: Path) -> None:
    assert changed(tmp_path, "refill.rate=0.1", "refill.rate=0.2").quantity("refill", "rate").value == 0.2


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("policies.ban.strenght=1", "there is no 'strenght' in policies.ban. Did you mean 'strength'?"),
        ("policies.bam.strength=1", "there is no 'bam' in policies. Did you mean 'ban'? Allowed: ban, other."),
        ("refil.rate=1", "there is no 'refil'. Did you mean 'refill'?"),
        ("events.schock.size=1", "there is no 'schock' in events. Did you mean 'shock'? Allowed: shock."),
        ("institutions.office.posts.spans.5=1", "there is no '5' in institutions.office.posts.spans. Allowed: 0."),
        ("policies.ban=1", "this is a section; name one value in it."),
        ("policies.ban.strength=high", "found 'high'; allowed: a number."),
        ("policies.ban.strength=true", "found true; allowed: a number."),
        ("policies.ban.strength=1.5", "found 1.5; allowed: 0 to 1 (probability: an attempt is blocked)."),
        ("policies.ban.strength=.nan", "found nan, which is no number to calculate with; allowed: a number"),
        ("time.months=0", "found 0; allowed: 1 or more."),
        ("time.months.x=0", "there is no 'x' in time.months."),
        ("refill.rate", "found no value; write path=value, such as policies.ban.strength=0.9."),
        ("refill.rate=", "found no value; write path=value, such as policies.ban.strength=0.9."),
        ("=3", "found no value; write path=value, such as policies.ban.strength=0.9."),
        ("refill.rate=[", "found '[': not valid YAML: "),
        ("time.start=2024-13-01", "found '2024-13-01': month must be in 1..12."),
        ("time.start=2024-02-30", "day is out of range for month"),
        (".=1", "there is no ''."),
    ],
)
def test_what_cannot_be_set(option: str, message: str, tmp_path: Path) -> None:
    found = refused(tmp_path, option)
    assert len(found) == 1
    assert found[0].startswith(f"--set {option}: ")
    assert message in found[0]


def test_all_wrong_options_at_once(tmp_path: Path) -> None:
    assert len(refused(tmp_path, "a=1", "b=2", "policies.ban.strength=7")) == 3


@pytest.mark.parametrize("stated", ["{beta: [2, 3], claims: [memo]}", "0.5", "{value: 0.5, assumption: mine}"])
def test_a_part_of_a_number_may_be_set_however_the_file_states_it(stated: str, tmp_path: Path) -> None:
    text = TEXT.replace("{beta: [2, 3], claims: [memo]}", stated)

    def strength(*options: str) -> Quantity:
        found = [f"policies.ban.strength.{option}" for option in options]
        return read(written(tmp_path, text), found).quantity("ban", "strength", policy="ban")

    assert strength("uniform=[0, 1]").prior == Distribution("uniform", (0.0, 1.0), 0.0, 1.0)
    assert strength("value=0.3").prior.parameters == (0.3,)
    assert strength("uniform=[0, 1]", "value=0.3").prior.parameters == (0.3,)
    assert strength("assumption=guess").assumption == "guess"
    assert strength("claims=[memo]").claims == ("memo",)


def test_what_holds_if_a_claim_is_true_may_be_set_to_a_number(tmp_path: Path) -> None:
    text = TEXT.replace("claims: [memo]", "if_true: {memo: {beta: [3, 2]}}")
    found = read(written(tmp_path, text), "policies.ban.strength.if_true.memo=0.3")
    assert found.quantity("ban", "strength", policy="ban").if_true["memo"].parameters == (0.3,)


def test_a_state_of_the_first_members_that_is_a_bare_number(tmp_path: Path) -> None:
    text = office("[3]}", "[3]}\n    at_start: {threshold: 3}")
    found = read(written(tmp_path, text), "institutions.office.at_start.threshold.value=2")
    assert found.at_start[0].words == "threshold: 2 for all"


@pytest.mark.parametrize("old", ["time: {start: 2024-01-01, months: 12}", "title: An office"])
def test_an_option_within_what_is_no_section(old: str, tmp_path: Path) -> None:
    more = old.replace("time: {start: 2024-01-01, months: 12}", "time: 3")
    option = "time.months=3" if old.startswith("time") else "stress.noise=3"
    text = office(old, more, "" if old.startswith("time") else "stress: 3\n")
    with pytest.raises(ScenarioError, match="found 3; allowed: keys and values"):
        read(written(tmp_path, text), option)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("policies.NEW.like=[ban]", "found a list of 1. Did you mean 'ban'? Allowed: ban, other."),
        ("policies.NEW.like={}", "found nothing in it. Allowed: ban, other."),
        ("mechanisms=[nosuch.py]", "mechanisms are named in the file only: they say which keys and numbers there are"),
        ("mechanisms.0=nosuch.py", "mechanisms are named in the file only"),
        (f"compare.{'1' * 5000}=ban", "there is no '1111"),
    ],
)
def test_options_that_make_no_sense(option: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as raised:
        read(written(tmp_path, TEXT + "compare: [ban]\n"), option)
    (told,) = raised.value.problems
    assert told.message.startswith(message)
