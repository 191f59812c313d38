"""Words for numbers: honest at the edges."""

from __future__ import annotations

import datetime
import math

import pytest

from exitban.analysis.intervals import Interval, share
from exitban.analysis.wording import (
    calendar_date,
    chained,
    in_worlds,
    likelihood,
    listed,
    percent,
    points_text,
    signed,
    signed_range,
    without_symbol,
    worlds,
)


@pytest.mark.parametrize(
    ("number", "of", "said"),
    [
        (83, 100, "83 of 100"),
        (199, 200, "199 of 200"),
        (999, 1000, "more than 99 of 100"),
        (1000, 1000, "all 1,000"),
        (0, 1000, "none of 1,000"),
        (1, 1000, "fewer than 1 of 100"),
        (834, 1000, "83 of 100"),
        (3, 4, "3 of 4"),
        (1, 1, "1 of 1"),
    ],
)
def test_counts_of_worlds_never_round_to_all_or_none(number: int, of: int, said: str) -> None:
    assert worlds(number, of) == said


def test_one_world_is_no_worlds() -> None:
    assert [in_worlds(0, 1), in_worlds(1, 1, "matched world")] == ["none of 1 world", "the one matched world"]
    assert [in_worlds(0, 5), in_worlds(5, 5)] == ["none of 5 worlds", "all 5 worlds"]


def test_likelihoods_are_predicates() -> None:
    """What has almost no chance is not almost no chance, and no verb stands twice in a row."""
    never, seldom, often = "almost no chance (0 to 5 %)", "almost no chance to very unlikely (0 to 20 %)", "likely (x)"
    assert chained([often, often, never]) == ["is likely (x)", "likely (x)", f"has {never}"]
    assert chained([never, never, seldom]) == [
        f"has {never}",
        never,
        "almost no chance or is very unlikely (0 to 20 %)",
    ]
    assert chained([seldom, often, never, often])[1:] == ["likely (x)", f"has {never}", "is likely (x)"]


def test_a_share_is_never_said_to_be_0_or_100_percent_when_it_is_neither() -> None:
    assert percent(0.001) == "under 1"
    assert percent(0.9996) == "over 99"
    assert percent(0.9996, 1) == "over 99.9"
    assert (percent(0.0), percent(1.0)) == ("0", "100")
    assert percent(math.nan) == "unknown"


def test_words_of_likelihood_come_with_their_range() -> None:
    assert likelihood(Interval(0.7, 0.6, 0.75)) == "likely, 55 to 80 %"
    assert likelihood(Interval(0.5, 0.4, 0.6)) == "unlikely to likely, 20 to 80 %"
    assert likelihood(share(1000, 1000)) == "almost certain, 95 to 100 %"


def test_differences_carry_a_true_sign() -> None:
    assert signed(-6.42) == "\N{MINUS SIGN}6.4"
    assert signed(0.04) == "0.0"
    assert signed_range(Interval(0.2, 0.142, -0.01), "points", 100) == (
        "+20.0 points (95 % interval +14.2 to \N{MINUS SIGN}1.0)"
    )
    assert signed_range(Interval(-2.0, math.nan, math.nan), "months") == (
        "\N{MINUS SIGN}2.0 months (no interval: one world)"
    )
    assert points_text(0.0002) == "+0.02"


def test_an_interval_that_leaves_zero_is_not_told_as_zero() -> None:
    """Half a tenth rounds away; as many digits as the end next to zero needs, and none more where zero lies inside."""
    assert signed_range(Interval(-0.03, -0.051, -0.009), "events") == (
        "\N{MINUS SIGN}0.03 events (95 % interval \N{MINUS SIGN}0.05 to \N{MINUS SIGN}0.01)"
    )
    assert signed_range(Interval(0.0012, 0.0003, 0.002), "points", 100) == (
        "+0.12 points (95 % interval +0.03 to +0.20)"
    )
    assert signed_range(Interval(0.03, -0.01, 0.05), "events") == "0.0 events (95 % interval 0.0 to +0.1)"
    assert signed_range(Interval(1e-9, 1e-10, 2e-9), "events").startswith("0.000000 events")


def test_lists_and_dates_read_as_sentences() -> None:
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a"]) == "a"
    assert calendar_date(datetime.date(2023, 5, 15)) == "15 May 2023"


@pytest.mark.parametrize(
    ("meaning", "said"),
    [
        ("alpha: what is passed on", "what is passed on"),
        ("C*: the line", "the line"),
        ("Z^exit: added to the share seen leaving", "added to the share seen leaving"),
        ("0: nothing, 1: all", "0: nothing, 1: all"),
        ("how long it lasts", "how long it lasts"),
    ],
)
def test_a_number_is_told_without_the_symbol_of_its_equation(meaning: str, said: str) -> None:
    assert without_symbol(meaning) == said
