"""What known cases identify: the rate of the evidence's page, exactly, and the ridge."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest

from exitban.analysis.identified import identified, rate_of
from exitban.analysis.reading import is_over
from exitban.scenario import read


def test_two_governors_are_the_rate_that_the_evidence_states() -> None:
    """2 known blocked attempts over 85 governors: .0016 per governor-month, exact 95 % interval .0002 to .0058.

    The evidence counts 14.7 months from the invasion to the report, the calendar of the scenario 14.63.
    """
    scenario = read("resignation-ban-2023")
    assert scenario.report is not None
    found = identified(2, 85, scenario.time.start, scenario.report.date)
    assert found is not None
    assert found.months == pytest.approx(14.63, abs=0.005)
    assert [round(end, 4) for end in (found.blocked.value, found.blocked.low, found.blocked.high)] == [
        0.0016,
        0.0002,
        0.0058,
    ]


def test_one_case_identifies_a_rate_and_none_does_not() -> None:
    """1 among 10 posts in 5 months: .02, and Garwood's .0253 to 5.572 of it."""
    start, end = datetime.date(2024, 1, 1), datetime.date(2024, 6, 1)
    assert identified(0, 10, start, end) is None
    assert identified(1, 0, start, end) is None
    assert identified(1, 10, end, start) is None
    found = identified(1, 10, start, end)
    assert found is not None
    assert (found.blocked.value, found.months) == (pytest.approx(0.02), 5.0)
    assert (found.blocked.low, found.blocked.high) == (
        pytest.approx(5.06e-4, rel=1e-2),
        pytest.approx(0.1114, rel=1e-3),
    )


def test_half_as_strict_a_ban_needs_twice_as_many_who_ask() -> None:
    found = identified(2, 85, datetime.date(2022, 2, 24), datetime.date(2023, 5, 15))
    assert found is not None
    assert found.attempts(1.0) == found.blocked
    assert found.attempts(0.5).high == pytest.approx(2 * found.blocked.high)


def test_the_interval_of_a_count_by_garwoods_table() -> None:
    """Exact limits of a Poisson mean for counts of 0, 1 and 10 (Garwood 1936)."""
    for count, low, high in ((0, 0.0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.39)):
        found = rate_of(count, 1.0)
        assert (found.low, found.high) == (pytest.approx(low, abs=5e-4), pytest.approx(high, abs=5e-3))


def test_a_moment_and_a_day_lie_on_one_calendar() -> None:
    start, end = datetime.datetime(2022, 2, 24), datetime.date(2023, 5, 15)
    found = identified(2, 85, start, end)
    assert found == identified(2, 85, start.date(), end)
    closed = SimpleNamespace(policies={"ban": SimpleNamespace(closes=datetime.date(2022, 3, 1))})
    assert is_over(closed, "ban", datetime.datetime(2022, 3, 1, 12))
    assert not is_over(closed, "ban", datetime.datetime(2022, 2, 28, 12))


def test_no_case_identifies_nothing() -> None:
    day = datetime.date(2022, 2, 24)
    assert identified(0, 85, day, datetime.date(2023, 5, 15)) is None
    assert identified(2, 0, day, datetime.date(2023, 5, 15)) is None
    assert identified(2, 85, day, day) is None
