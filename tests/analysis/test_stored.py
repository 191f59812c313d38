"""Stored exits, worked by hand: four worlds, two policies, three days."""

from __future__ import annotations

import datetime
import re
from types import SimpleNamespace

import numpy as np
import pytest

from exitban import plots
from exitban.analysis import Summary, summarise
from exitban.report import page
from tests.analysis.synthetic import FakeResult, by_hand, dataset, lifted, plausible

IF_LIFTED = [[[5, 6, 7]] * 4, [[9, 8, 7], [8, 8, 7], [7, 8, 7], [6, 8, 7]]]
IF_KEPT = [[[5, 6, 7]] * 4, [[1, 0, 7]] * 4]
"""Under no ban the branch is the world. Under the ban 8, 7, 6, 5 more on the first day, 8 on the second, then none."""


@pytest.fixture
def summary() -> Summary:
    result = by_hand()
    result.data = lifted(result.data, np.array(IF_LIFTED), np.array(IF_KEPT))
    return summarise(result)


def test_means_are_taken_over_matched_worlds(summary: Summary) -> None:
    first, second, third = summary["ban"].stored
    assert [one.stored.value for one in (first, second, third)] == [6.5, 8, 0]
    assert (first.if_lifted.value, first.if_kept.value) == (7.5, 1)
    assert (first.date, first.months) == (datetime.date(2022, 12, 31), 3)
    assert first.stored.high - 6.5 == pytest.approx(3.1824 * np.sqrt(5 / 3) / 2, rel=1e-4), "Student's t, 3 degrees"
    assert (first.spread.value, first.spread.low, first.spread.high) == pytest.approx((6.5, 5.15, 7.85)), "5 and 95 %"
    assert dict(first.institutions) == {"administration": 6.5, "governors": 0}


def test_where_nothing_is_forbidden_nothing_is_stored(summary: Summary) -> None:
    assert [one.stored.value for one in summary["none"].stored] == [0, 0, 0]


def test_the_answer_tells_the_day_of_the_report_in_a_sentence(summary: Summary) -> None:
    answer = summary.answer()
    assert "from 15 May 2023 on, so many more would choose to leave their posts within 3 months" in answer
    assert "8.0 under “The ban as reported” (95 % interval 8.0 to 8.0)." in answer
    assert "under “No ban” (95 % interval 0" not in answer


def test_the_document_holds_all_of_it(summary: Summary) -> None:
    found = summary.to_json()["policies"][1]["stored_exits"]
    assert [one["lifted_on"] for one in found] == ["2022-12-31", "2023-05-15", "2023-12-31"]
    assert found[0]["stored"]["value"] == 6.5
    assert found[0]["by_institution"] == {"administration": 6.5, "governors": 0}


def test_without_dates_nothing_is_said() -> None:
    result = by_hand()
    plain = summarise(result)
    assert plain["ban"].stored == ()
    assert "holds back" not in plain.answer()
    result.data = lifted(dataset(["none", "ban"], 4, 4), np.ones((2, 4, 3)), np.ones((2, 4, 3)))
    assert "holds back" not in summarise(result).answer(), "nobody is held back"


def test_a_plausible_fake_is_told_too() -> None:
    assert "“The ban as reported” (95 % interval" in summarise(plausible(40)).answer()


def beside(everything: bool, *names: str) -> FakeResult:
    """The ban with other policies beside it."""
    result = by_hand()
    result.data = lifted(result.data, np.array(IF_LIFTED), np.array(IF_KEPT))
    for name in names:
        result.scenario.policies[name] = SimpleNamespace(title=f"Decree {name}", opens=None)
    result.scenario.policies["ban"].together_with = names
    result.scenario.lifting = SimpleNamespace(everything=everything)
    return result


def test_what_stays_beside_the_policy_that_is_lifted_is_named_wherever_the_number_is_told() -> None:
    result = beside(False, "one")
    summary = summarise(result)
    clause = "if it alone is lifted and “Decree one” stays in force"
    assert f"8.0 under “The ban as reported” {clause} (95 % interval 8.0 to 8.0)." in summary.answer()
    assert "policy named; what stands beside it (“Decree one”) stays in force." in plots.raw_svg(
        plots.stored_exits(summary)
    )
    html = page(summary, result.scenario)
    (caption,) = re.findall(r"<figcaption>[^<]*would choose to leave.*?</figcaption>", html)
    assert clause in caption
    assert "Only the policy named is lifted: under The ban as reported “Decree one” stays in force." in html


def test_many_policies_beside_it_are_counted() -> None:
    assert "and the 3 policies beside it stay in force (95 %" in summarise(beside(False, "a", "b", "c")).answer()


def test_nothing_stays_where_everything_is_lifted() -> None:
    summary = summarise(beside(True, "one"))
    assert summary["ban"].stays == ()
    assert "stays in force" not in summary.answer() + plots.raw_svg(plots.stored_exits(summary))
