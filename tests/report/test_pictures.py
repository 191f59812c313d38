"""What the pictures of the report say, and which of them are left out."""

from __future__ import annotations

import datetime
import re
from types import SimpleNamespace

import pytest

from exitban.analysis import Summary, summarise
from exitban.report import page
from exitban.report.pictures import PICTURES, makers
from tests.analysis.synthetic import FakeResult, by_hand, dataset, plausible, scenario

FACES = ("quiet_content", "quiet_wants_out", "open_content", "open_wants_out")


def nobody_may_leave() -> FakeResult:
    """Nobody stands in a post that can be left, and none falls vacant."""
    data = dataset(["none"], replicates=3, ticks=4)
    data["quiet_content"].values[:] = 0
    return FakeResult(data, scenario(["none"]), {"seed": 1, "command": "exitban run"})


def says(name: str, summary: Summary) -> str:
    return next(picture for picture in PICTURES if picture.name == name).says(summary)


def test_where_nobody_may_leave_no_empty_picture_is_drawn_and_no_share_is_unknown() -> None:
    found = nobody_may_leave()
    names = [make().name for make in makers(summarise(found))]
    assert "control_over_time" in names
    assert not {"public_face_private_wish", "exits_by_reason"} & set(names)
    text = page(summarise(found), found.scenario)
    assert "unknown&nbsp;%" not in text and "unknown %" not in text
    assert '>Want out, and it is known, of the same</th><td class="number">\N{EN DASH}</td>' in text


def test_where_all_are_gone_under_one_policy_the_other_is_drawn_as_it_is() -> None:
    found = by_hand()
    for name in FACES:
        found.data[name].values[0, :, -1] = 0
    told = says("public_face_private_wish", summarise(found))
    assert "under “No ban” nobody is left to want out; under “The ban as reported” 50 % want out" in told


def test_a_sum_of_few_exits_has_the_digit_of_the_table() -> None:
    """Of four worlds, in the last tick, two lose one post and one loses half of one: 2.5 / 4."""
    data = dataset(["none"], replicates=4, ticks=2)
    data["exits_open"].values[0, :, -1] = [1.0, 1.0, 0.5, 0.0]
    assert "all reasons together: 0.6 under" in says("exits_by_reason", summarise(FakeResult(data, scenario(["none"]))))


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (4 * [0.5], "lost in no more worlds than these"),
        (4 * [0.62000000477], "lost in no more worlds than these"),
        ([0.4, 0.5, 0.5, 0.7], "differs from world to world"),
    ],
)
def test_worlds_under_the_line_are_compared_with_those_that_lose_control(lines: list[float], words: str) -> None:
    found = by_hand()
    found.data["control_threshold"].values[:] = lines
    told = says("threshold_curve", summarise(found))
    assert re.search(r"control falls under (50|62) % at some time: \d+ % under “No ban”", told)
    assert words in told


def test_nothing_is_compared_where_the_line_lies_between_two_whole_percents() -> None:
    found = by_hand()
    found.data["control_threshold"].values[:] = 0.504
    told = says("threshold_curve", summarise(found))
    assert told == (
        "Share of worlds in which control falls under 50 % at some time: 50 % under “No ban”, 50 % under “The ban as "
        "reported”."
    )


def test_events_are_listed_once_and_pointed_to_after_that() -> None:
    found = plausible(12)
    found.scenario.events = [
        SimpleNamespace(date=datetime.date(2022, 11, 11), title="retreat"),
        SimpleNamespace(date=datetime.date(2022, 12, 24), title="a quiet eve"),
    ]
    text = page(summarise(found), found.scenario)
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", text, re.DOTALL)
    marked = [caption for caption in captions if "Thin vertical lines" in caption]
    assert len(marked) == 4
    assert ["24 December 2022, a quiet eve" in caption for caption in marked] == [True, False, False, False]
    link = 'which are listed under <a href="#control_over_time">“How does control develop?”</a>.'
    assert [link in caption for caption in marked] == [False, True, True, True]


@pytest.mark.parametrize(("highest", "explained"), [(1.0, False), (1.004, False), (1.03, True)])
def test_control_over_100_percent_is_explained_where_it_is_seen(highest: float, explained: bool) -> None:
    data = dataset(["none"], replicates=3, ticks=4)
    data["control"].values[0, :, 1] = highest
    told = says("control_over_time", summarise(FakeResult(data, scenario(["none"]))))
    assert ("More than 100 % is reached where posts are held by abler members" in told) == explained
