"""Settings that can do nothing are remarked, and only those."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenario.files import office, problems, scenario, the_problem


def remarks(folder: Path, more: str = "", top: str = "") -> list[str]:
    text = office("strength: 0.8", f"strength: 0.8\n    {more}", top)
    return [f"{one.key}: {one.message}" for one in scenario(folder, text).warnings]


def test_a_trigger_that_never_opens(tmp_path: Path) -> None:
    found = remarks(tmp_path, "reaction: {opens_below_control: 0.5, closes_below_control: 0.7}")
    assert found == [
        "policies.ban.reaction.opens_below_control: has no effect: wherever opens_below_control calls for opening, "
        "closes_below_control calls for closing."
    ]


def test_attempts_that_close_before_they_open(tmp_path: Path) -> None:
    assert remarks(tmp_path, "reaction: {opens_above_attempts: 0.5, closes_above_attempts: 0.5}")
    assert not remarks(tmp_path, "reaction: {opens_above_attempts: 0.5, closes_above_attempts: 0.6}")


@pytest.mark.parametrize(
    "stated",
    [
        "opens_below_control: 0.7, closes_below_control: 0.5",
        "opens_below_control: 0.5, closes_above_control: 0.7",
        "opens_below_control: {uniform: [0.4, 0.8]}, closes_below_control: 0.7",
        "opens_below_control: 0.5, closes_below_control: 0.5, opens_above_attempts: 0.1",
        "closes_below_control: 0.7",
    ],
)
def test_a_trigger_that_can_open(stated: str, tmp_path: Path) -> None:
    assert not remarks(tmp_path, f"reaction: {{{stated}}}")


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ("tightens: 2024-06-01", "tightens"),
        ("tightens: 2024-06-01\n    reaction: {tightened_strength: 0.8}", "tightens"),
        ("reaction: {tightens_below_control: 0.5}", "reaction.tightens_below_control"),
        ("reaction: {tightened_strength: 0.9}", "reaction.tightened_strength"),
    ],
)
def test_a_tightening_that_changes_nothing(more: str, key: str, tmp_path: Path) -> None:
    (found,) = remarks(tmp_path, more)
    assert found.startswith(f"policies.ban.{key}: has no effect: ")


@pytest.mark.parametrize("when", ["tightens: 2024-06-01", "reaction: {tightens_below_control: 0.5}"])
def test_a_tightening_that_does_something(when: str, tmp_path: Path) -> None:
    both = "tightens: 2024-06-01\n    reaction: {tightened_strength: 0.9}"
    more = both if when.startswith("tightens") else "reaction: {tightens_below_control: 0.5, tightened_strength: 0.9}"
    assert not remarks(tmp_path, more)


def test_a_remark_is_not_repeated_by_a_policy_that_is_like(tmp_path: Path) -> None:
    assert len(remarks(tmp_path, "tightens: 2024-06-01", "  other: {like: ban}\n")) == 1


def test_a_day_before_the_policy_opens(tmp_path: Path) -> None:
    asked = "stored_exits: {lifted_at: [2024-03-01, 2024-06-01], months: 1}\n"
    (found,) = remarks(tmp_path, "opens: 2024-05-01", asked)
    assert found == "stored_exits.lifted_at[0]: nothing is lifted under 'ban' on 2024-03-01: it opens on 2024-05-01."
    assert not remarks(tmp_path, "", asked), "it is there from the start"


def test_a_day_on_which_only_what_stands_beside_is_in_force(tmp_path: Path) -> None:
    more = "opens: 2024-05-01\n    together_with: [decree]"
    decree = "  decree: {form: formal, scope: {institutions: [office]}, strength: 1}\n"
    asked = "stored_exits: {lifted_at: 2024-03-01, months: 1, lifts: LIFTS}\n"
    assert not remarks(tmp_path, more, decree + asked.replace("LIFTS", "everything"))
    assert len(remarks(tmp_path, more, decree + asked.replace("LIFTS", "policy"))) == 1


def beside(count: int) -> str:
    names = [f"p{index}" for index in range(count)]
    others = "".join(f"  {name}: {{like: ban, together_with: []}}\n" for name in names)
    return office("strength: 0.8", f"strength: 0.8\n    together_with: \N{BROKEN BAR}[{', '.join(names)}]", others)


def test_no_more_policies_beside_each_other_than_there_are_bits(tmp_path: Path) -> None:
    assert the_problem(tmp_path, beside(30)).message == "found 30; allowed: at most 29 beside another."
    assert not problems(tmp_path, beside(29))


@pytest.mark.parametrize(("option", "key"), [("control.hold=60", "hold"), ("control.threshold=0", "threshold")])
def test_control_that_cannot_be_lost(option: str, key: str, tmp_path: Path) -> None:
    (found,) = scenario(tmp_path, overrides=(option,)).warnings
    assert str(found).startswith(f"--set {option}: control.{key}: control cannot be lost: ")


def test_control_that_can_just_be_lost(tmp_path: Path) -> None:
    """Below at the end of the first tick, and still below when the last one ends."""
    quarter = office("months: 12", "months: 12, ticks_per_month: 4")
    assert not scenario(tmp_path, quarter, ("control.hold=11.75",)).warnings
    assert scenario(tmp_path, quarter, ("control.hold=11.8",)).warnings
    uncertain = office(more="control: {hold: {uniform: [1, 60]}, threshold: {uniform: [0, 0.5]}}\n")
    assert not scenario(tmp_path, uncertain).warnings, "in some worlds it can"


def test_where_control_is_not_asked_about_nothing_is_said_of_its_loss(tmp_path: Path) -> None:
    assert not scenario(tmp_path, office(more="headline: voice\n"), ("control.threshold=0",)).warnings


OWN = office("spans: [3]}", "spans: [3]}\n    refill: {rate: 0.3}\n  shop: {posts: {roots: 1, spans: [2]}}")


def test_an_option_that_an_institution_does_not_hear(tmp_path: Path) -> None:
    (found,) = scenario(tmp_path, OWN, ("refill.rate=0",)).warnings
    assert str(found) == "--set refill.rate=0: refill.rate: office states its own, which this does not change."


def test_an_option_that_everybody_hears(tmp_path: Path) -> None:
    assert not scenario(tmp_path, OWN, ("refill.rate=0", "institutions.office.refill.rate=0")).warnings
    assert not scenario(tmp_path, OWN, ("hazards.killed=0.1",)).warnings
    assert not scenario(tmp_path, OWN + "refill: {rate: 0.1}\n").warnings, "the file knows what it states"
