"""The pictures as tables, worked by hand: four worlds, two policies, four months."""

from __future__ import annotations

import re

import pytest

from exitban.analysis import Summary, summarise
from exitban.report.numbers import lasting, lines
from tests.analysis.synthetic import by_hand


@pytest.fixture(scope="module")
def summary() -> Summary:
    return summarise(by_hand())


def rows(table: str) -> list[list[str]]:
    """The cells of the body, without tags."""
    body = table.partition("<tbody>")[2].replace("&nbsp;", " ")
    return [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in body.split("</tr>")[:-1]]


def test_how_long_control_lasts_is_told_at_the_end_of_each_date_with_those_at_risk_until_then(summary: Summary) -> None:
    """Lost at 2 and 4 months without a ban, at 1 and 3 under it: in month 4 three and two worlds are still at risk."""
    last = rows(lasting(summary))[-1]
    assert [cell.split(" %")[0] for cell in last[1:]] == ["50", "50"]
    assert [cell.rsplit(", ")[-1] for cell in last[1:]] == ["3", "2"]


def test_the_threshold_curve_is_told_at_every_tenth(summary: Summary) -> None:
    """The lowest control is .2, .4, .6 and .8 without a ban, and .2, .3, .6 and .6 under it."""
    told = [[cell.split(" %")[0] for cell in row] for row in rows(lines(summary))]
    assert [row[0] for row in told] == [str(tenth) for tenth in range(10, 100, 10)]
    assert told[4][1:] == ["50", "50"]
    assert told[6][1:] == ["75", "100"]
    assert told[8][1:] == ["100", "100"]
