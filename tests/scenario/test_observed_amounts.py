"""How much can have been observed: the office has four posts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenario.files import office, problems, scenario, the_problem

SERIES = """\
observed:
  left:
    title: Counted
    quantity: QUANTITY
    unit: UNIT
    policy: ban
    values: [{date: 2024-07-01, value: VALUE}]
    sources: [{title: A newspaper}]
    uncertainty: Counted by hand.
    contrary: [Nobody else saw it.]
"""


def series(value: str, quantity: str = "exits_voluntary", unit: str = "posts") -> str:
    return office(more=SERIES.replace("VALUE", value).replace("QUANTITY", quantity).replace("UNIT", unit))


@pytest.mark.parametrize(
    ("value", "quantity", "unit", "told"),
    [
        ("\N{BROKEN BAR}-30", "exits_voluntary", "posts", "found -30; allowed: 0 or more."),
        ("\N{BROKEN BAR}5", "trapped", "posts", "found 5; allowed: 0 to 4, all posts where it was counted."),
        ("\N{BROKEN BAR}5", "trapped", "people", "found 5; allowed: 0 to 4, all people where it was counted."),
        ("\N{BROKEN BAR}19.35", "exits", "share of the whole", "found 19.35; allowed: 0 to 1, the whole."),
        ("\N{BROKEN BAR}1.5", "trapped", "share of posts", "found 1.5; allowed: 0 to 1, the whole."),
        ("\N{BROKEN BAR}-1", "exits", "posts per year", "found -1; allowed: 0 or more."),
        ("\N{BROKEN BAR}1.5", "staffing", "as simulated", "found 1.5; allowed: 0 to 1, the whole."),
    ],
)
def test_more_than_there_can_be(value: str, quantity: str, unit: str, told: str, tmp_path: Path) -> None:
    assert the_problem(tmp_path, series(value, quantity, unit)).message == told


@pytest.mark.parametrize(
    ("value", "quantity", "unit"),
    [
        ("0", "exits", "posts"),
        ("4", "trapped", "posts"),
        ("1", "trapped", "share of posts"),
        ("9", "exits", "posts per year"),
    ],
)
def test_as_much_as_there_can_be(value: str, quantity: str, unit: str, tmp_path: Path) -> None:
    assert not scenario(tmp_path, series(value, quantity, unit)).warnings


def test_more_exits_than_posts_are_remarked(tmp_path: Path) -> None:
    told = [one.message for one in scenario(tmp_path, series("620")).warnings]
    assert told == [
        "found 620, more than 4, all posts where it was counted: only with posts filled again, and left again."
    ]


def test_people_of_an_institution_whose_posts_stand_for_many(tmp_path: Path) -> None:
    text = series("41", "trapped", "people").replace("[3]}", "[3]}\n    people_per_post: 10")
    assert the_problem(tmp_path, text).message == "found 41; allowed: 0 to 40, all people where it was counted."
    assert not problems(tmp_path, text.replace("41", "40"))


def test_the_same_days_twice(tmp_path: Path) -> None:
    text = series("1").replace("value: 1}", "value: 1}, {date: \N{BROKEN BAR}2024-07-01, value: 2}")
    assert the_problem(tmp_path, text).message == "a value for 2024-07-01 stands here already; keep one of them."
    other = text.replace("{date: \N{BROKEN BAR}2024-07-01", "{since: 2024-06-01, date: 2024-07-01")
    assert not problems(tmp_path, other)
