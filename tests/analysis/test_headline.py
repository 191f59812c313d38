"""Answers that speak of something else than control, worked by hand."""

from __future__ import annotations

import dataclasses
import re
from types import SimpleNamespace
from typing import Any

import jsonschema
import numpy as np
import pytest

from exitban import plots
from exitban.analysis import summarise
from exitban.report import page
from exitban.schemas import schema
from tests.analysis.synthetic import FakeResult, by_hand


def asked(*names: str, policies: tuple[str, ...] = ("none", "ban"), kind: str = "reference") -> FakeResult:
    """Four worlds of ten posts. At the end 0, 6, 6, 10 speak under none, 10 in each under ban."""
    result = by_hand()
    result.data["voice"].values[0, :, -1] = [0, 6, 6, 10]
    result.data["voice"].values[1, :, -1] = 10
    result.data["exits_open"].values[0] = [[1, 0, 1, 0], [0, 0, 0, 1], [1, 1, 1, 1], [0, 0, 0, 0]]
    own: dict[str, Any] = {"headline": names, "kind": kind}
    scenario = SimpleNamespace(**{**vars(result.scenario), **own, "report": None})
    return dataclasses.replace(result, data=result.data.sel(policy=list(policies)), scenario=scenario)


def test_a_stock_is_told_as_a_share_of_all_posts() -> None:
    """Mean .55, three of four over one half, there (.6 + .6 + 1) / 3 = 73.3 %."""
    (found,) = summarise(asked("voice", policies=("none",))).base.headlines
    assert (found.posts, found.end.value, found.over_half) == (10, pytest.approx(0.55), 3)
    assert found.there == pytest.approx(2.2 / 3)
    assert not found.alike
    assert found.spread.q50[-1] == pytest.approx(0.6)


def test_one_half_is_not_over_one_half() -> None:
    """0, 5, 6 and 10 of ten: two worlds are over one half."""
    result = asked("voice", policies=("none",))
    result.data["voice"].values[0, :, -1] = [0, 5, 6, 10]
    (found,) = summarise(result).base.headlines
    assert (found.over_half, found.there) == (2, pytest.approx(0.8))


def test_posts_are_counted_where_some_world_runs_empty() -> None:
    """Of nobody no number of posts can be told; there are ten all the same."""
    result = asked("voice", policies=("none",))
    for name in ("filled", "staffing", "voice"):
        result.data[name].values[0, 0, -1] = 0.0
    (found,) = summarise(result).base.headlines
    assert (found.posts, found.end.value) == (10, pytest.approx(0.55))


def test_events_are_added_up() -> None:
    """2, 1, 4 and 0 of ten have left by the end."""
    (found,) = summarise(asked("exits_open", policies=("none",))).base.headlines
    assert found.end.value == pytest.approx(7 / 40)
    assert found.title == "left, nothing forbade it"


def test_a_share_stays_what_it_is() -> None:
    (found,) = summarise(asked("staffing", policies=("none",))).base.headlines
    assert (found.posts, found.end.value, found.alike) == (0, 1, True)


def test_the_answer_in_words() -> None:
    answer = summarise(asked("voice", policies=("none",))).answer()
    assert answer.startswith("Voice, at the end: 55.0 % of 10 posts on average (95 % interval")
    assert "over one half in 3 of 4, and there 73.3 % on average." in answer
    assert "A reference model" in answer
    assert "control" not in answer


def test_worlds_that_are_all_alike_are_told_in_posts() -> None:
    assert "Voice, at the end: 10 of 10 posts in all 4 worlds." in summarise(asked("voice", policies=("ban",))).answer()


def test_policies_are_compared_on_the_same_luck() -> None:
    """Differences 1, .4, .4, 0: .45 on average."""
    summary = summarise(asked("voice"))
    assert summary.policies[0].headlines[0].against is None
    against = summary.policies[1].headlines[0].against
    assert against is not None
    assert (against.difference.value, against.helped, against.unchanged) == (pytest.approx(0.45), 3, 1)
    assert re.search(r"Under “The ban as reported”: Voice.*Compared on the same luck, \+45\.0 points", summary.answer())


def test_without_a_headline_the_answer_is_about_control() -> None:
    summary = summarise(asked())
    assert summary.base.headlines == ()
    assert "Control is lost" in summary.answer()


def test_the_document_holds_it_and_keeps_to_its_schema() -> None:
    found = summarise(asked("voice", "exits_open")).to_json()
    jsonschema.validate(found, schema("summary"))
    assert [one["name"] for one in found["policies"][0]["headline"]] == ["voice", "exits_open"]
    assert found["kind"] == "reference"


@pytest.mark.parametrize("policies", [("none",), ("none", "ban")])
def test_it_can_be_drawn(policies: tuple[str, ...]) -> None:
    summary = summarise(asked("voice", "exits_open", policies=policies))
    drawn = plots.raw_svg(plots.headline_over_time(summary))
    assert drawn == plots.raw_svg(plots.headline_over_time(summary))
    labels = ("left, nothing forbade") if len(policies) == 1 else "The ban as"
    assert labels in drawn.replace("\n", " ")


def test_the_page_of_a_reference_model_leaves_out_what_is_switched_off() -> None:
    result = asked("voice", policies=("none",))
    html = page(summarise(result), result.scenario)
    assert 'id="headline_over_time"' in html
    assert 'id="survival"' not in html
    assert "Control is an index" not in html
    assert "curve over all levels" not in html and "Words of likelihood" not in html and "as a range" not in html
    other = asked("voice", policies=("none",), kind="case")
    whole = page(summarise(other), other.scenario)
    assert 'id="headline_over_time"' in whole
    assert 'id="survival"' in whole


def test_nothing_is_known_of_a_world_without_posts_over_one_half() -> None:
    result = asked("voice", policies=("none",))
    result.data["voice"].values[:] = 0
    (found,) = summarise(result).base.headlines
    assert np.isnan(found.there)
    assert summarise(result).to_json()["policies"][0]["headline"][0]["mean_of_those"] is None


def test_a_sum_of_reasons_is_added_up() -> None:
    """One more world of ten posts: what was open, and one who paid in the first world."""
    result = asked("exits_voluntary", policies=("none",))
    before = summarise(asked("exits_open", policies=("none",))).base.headlines[0].end.value
    for reason in ("unblocked", "health", "paid", "tolerated"):
        result.data[f"exits_{reason}"].values[:] = 0
    result.data["exits_paid"].values[0, 0, 1] = 1
    (found,) = summarise(result).base.headlines
    assert found.title == "exits by choice"
    assert (found.posts, found.end.value) == (10, pytest.approx(before + 1 / 40))


def test_exits_from_posts_that_are_filled_again_are_told_as_posts() -> None:
    """20 in each world of ten posts: no share; 2, 1, 4, 0 under the first, 0 under the other: -1.75 on average."""
    result = asked("exits_open")
    result.data["arrivals"].values[:] = 1.0
    result.data["exits_open"].attrs["units"] = "events per tick"
    summary = summarise(result)
    words = summary.answer()
    assert "left, nothing forbade it" in words.lower()
    assert "1.8 posts in all on average (95 % interval" in words
    assert "over one half" not in words and "\N{MINUS SIGN}1.8 posts (95 %" in words
    assert summary.base.headlines[0].end.low >= 0.0
    jsonschema.validate(summary.to_json(), schema("summary"))
    assert "1.5 posts" in plots.raw_svg(plots.headline_over_time(summary)).replace("\n", " ")


def test_a_sum_of_reasons_is_told_as_posts_where_posts_are_filled_again() -> None:
    result = asked("exits", policies=("none",))
    result.data["arrivals"].values[:] = 1.0
    assert summarise(result).base.headlines[0].unit == "posts"
