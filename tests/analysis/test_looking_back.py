"""What came after beside what was simulated: counts worked by hand, and words that say hit or miss."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import jsonschema
import numpy as np
import pytest

from exitban.analysis import summarise
from exitban.analysis.looking_back import LookingBack, _beside
from exitban.analysis.looking_back_words import amount, paragraphs, series_sentence, tail_of
from exitban.schemas import schema
from tests.analysis.synthetic import FakeResult, by_hand, plausible, seen


def with_series(values: list[tuple[float, float | None, float]], simulated: Any, **more: Any) -> LookingBack:
    """One observed series beside four worlds of four monthly ticks, under the ban."""
    result: FakeResult = by_hand()
    result.scenario.observed = {"leavers": seen(["none", "ban"], "leavers", values, **more)}
    worlds = np.asarray(simulated, dtype=np.float32)
    result.data["simulated_leavers"] = (("policy", "replicate", "time"), np.stack([worlds * 0, worlds]))
    (found,) = summarise(result).observed
    return found


LEFT = [[1, 2, 3, 4], [2, 4, 6, 8], [0, 0, 0, 0], [10, 20, 30, 40]]
"""Added up, by world and month."""


def told(back: LookingBack) -> Any:
    assert back.told is not None
    return back.told.values


def test_a_flow_is_counted_until_the_date() -> None:
    (one,) = told(with_series([(2.0, None, 4.0)], LEFT))
    assert one.spread[2] == pytest.approx(3.0), "the median of 2, 4, 0 and 20"
    assert (one.at_least.value, one.at_most.value) == (0.5, 0.75)
    assert (one.inside, one.near, one.worlds) == (True, True, 4)


def test_between_the_ends_of_two_ticks_it_runs_straight() -> None:
    (one,) = told(with_series([(0.5, None, 0.5)], LEFT))
    assert one.spread[2] == pytest.approx(0.75), "half of the first month: .5, 1, 0 and 5"


def test_a_flow_can_be_counted_from_a_later_date_and_told_per_year() -> None:
    (one,) = told(with_series([(4.0, 2.0, 24.0)], LEFT, unit="posts per year", per_year=True))
    assert one.spread[2] == pytest.approx(18.0), "2, 4, 0 and 20 in two months: 12, 24, 0 and 120 a year"
    assert one.at_least.value == 0.5


def test_a_stock_is_what_it_is_at_the_date_or_its_mean() -> None:
    now, mean = told(with_series([(2.0, None, 1.0), (4.0, 2.0, 1.0)], LEFT, kind="stock"))
    assert now.spread[2] == pytest.approx(3.0)
    assert mean.spread[2] == pytest.approx((3.5 + 7.0) / 2), "means of the third and fourth month"


def test_a_share_of_the_whole_leaves_out_worlds_without_a_whole() -> None:
    nan = np.nan
    simulated = [[nan, nan, 0.5, 0.5], [nan, 0.1, 0.2, 0.2], [nan] * 4, [0.0] * 4]
    (one,) = told(with_series([(4.0, None, 0.0)], simulated, unit="share of the whole"))
    assert (one.worlds, one.at_most.value, one.spread[2]) == (3, pytest.approx(1 / 3), pytest.approx(0.2))


@pytest.mark.parametrize(
    ("observed", "inside", "near", "words"),
    [
        (4.0, True, True, "Plausible: it lies within the middle 90 % of worlds. "),
        (7.0, True, False, "Plausible: it lies within the middle 90 % of worlds, but more than a factor of 2 from the"),
        (50.0, False, False, "The model misses: the value lies above the middle 90 % of worlds. "),
    ],
)
def test_hit_and_miss(observed: float, inside: bool, near: bool, words: str) -> None:
    back = with_series([(2.0, None, observed)], LEFT)
    (one,) = told(back)
    assert (one.inside, one.near) == (inside, near)
    assert series_sentence(back).startswith(words)


def test_a_miss_in_part_says_on_which_side() -> None:
    back = with_series([(1.0, None, 50.0), (2.0, None, 2.0), (4.0, None, 2.0)], [[1, 2, 3, 4]] * 4)
    assert series_sentence(back) == (
        "The model misses in part: of 3 values 1 above and 1 below the middle 90 % of worlds, 2 of 3 within a factor "
        "of 2 of the median world. On 26 June 2022: 2 posts observed, 4 in the median world (90 % of worlds 4 to 4); "
        "2 or fewer in none of 4 worlds. Within a factor of 2 of every value of the series at once: none of 4 worlds."
    )


def test_values_that_lie_among_the_worlds_one_by_one_can_be_missed_together() -> None:
    crossing = [[0, 0, 0, 8], [8, 8, 8, 8], [0, 0, 0, 8], [8, 8, 8, 8]]
    back = with_series([(3.0, None, 0.0), (4.0, 3.0, 8.0)], crossing)
    assert (told(back)[0].inside, told(back)[1].inside) == (True, True)
    assert back.told is not None and back.told.at_once.tolist() == [True, False, True, False]
    other = with_series([(3.0, None, 8.0), (4.0, 3.0, 8.0)], crossing)
    assert other.told is not None and not other.told.at_once.any()
    assert series_sentence(other).startswith("Plausible value by value, missed as a whole: all of 2 values lie")


def test_a_wide_band_is_called_wide() -> None:
    assert series_sentence(with_series([(2.0, None, 4.0)], LEFT)).endswith(
        "The band is wide, so that lying in it says little."
    )


def test_a_policy_that_was_not_run_is_said_to_be_missing() -> None:
    back = with_series([(2.0, None, 4.0)], LEFT, policy="decree")
    assert back.told is None
    assert "was in force and was not run" in series_sentence(back)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (62.0, "posts", "62 posts"),
        (1.0, "posts", "1 post"),
        (12204.0, "people", "12,204 people"),
        (0.345, "share of posts", "34 % of posts"),
        (0.12, "share of posts per year", "12 % of posts per year"),
        (5.5, "posts per year", "5.5 posts per year"),
        (0.0, "share of the whole", "0 % of the whole"),
        (0.25, "as simulated", "0.25"),
    ],
)
def test_amounts_in_words(value: float, unit: str, words: str) -> None:
    assert amount(value, unit) == words


def test_the_answer_tells_it_after_the_contrasts_and_before_the_caution() -> None:
    summary = summarise(plausible(60))
    parts = summary.answer().split("\n\n")
    assert parts[-5].startswith("What came after; no number was read off it: ")
    assert parts[-5:-1] == paragraphs(summary.observed)
    assert parts[-2].startswith("All series together. Within a factor of 2 of everything that was observed at once: ")


def test_nothing_is_said_where_nothing_was_observed() -> None:
    summary = summarise(by_hand())
    assert (summary.observed, "came after" in summary.answer()) == ((), False)
    assert summary.to_json()["observed"] == []


def test_the_document_holds_it_and_is_valid() -> None:
    document = summarise(plausible(60)).to_json()
    jsonschema.validate(document, schema("summary"))
    first = document["observed"][0]
    assert (first["name"], first["in_force"], first["unit"]) == ("leavers", "closed", "posts")
    assert [one["policy"] for one in first["beside"]] == ["none", "ban", "closed"]
    assert first["contrary"] == [{"text": "Nobody else saw it.", "claims": ["denial"]}]
    value = first["beside"][0]["values"][0]
    assert value["at_least"]["value"] + value["at_most"]["value"] >= 1.0


@pytest.mark.parametrize("observed", [0.1, 0.3, 1e6 + 0.1, 0.0])
def test_a_value_that_every_world_has_lies_inside(observed: float) -> None:
    """Worlds are rounded to single precision, in which .1 is a little more than .1."""
    found = _beside(SimpleNamespace(value=observed, date=None, since=None), np.full(7, observed))
    assert (found.at_least.value, found.at_most.value, found.inside) == (1, 1, True)
    other = _beside(SimpleNamespace(value=observed + 1, date=None, since=None), np.full(7, observed))
    assert other.inside == (observed > 1e5), "a millionth is a difference, and less is not"


def test_a_value_at_the_median_is_told_by_the_worlds_that_reach_it() -> None:
    """3, 3, 3 and 20 have left: three or more in all of them, three or fewer in three."""
    back = with_series([(1.0, None, 3.0)], [[3] * 4, [3] * 4, [3] * 4, [20] * 4])
    (one,) = told(back)
    assert (one.at_least.value, one.at_most.value) == (1.0, 0.75)
    assert one.beyond == one.at_least
    assert "or more in" in tail_of(one, back.unit)
