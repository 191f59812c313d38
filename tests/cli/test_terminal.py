"""Progress for a log, and words about time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from exitban.cli import terminal
from exitban.cli.terminal import per_second, plain_lines, progress, progress_line, seconds


def a_clock(*moments: float) -> Iterator[float]:
    return iter(moments)


def test_a_log_gets_a_line_at_most_every_five_seconds() -> None:
    written: list[str] = []
    clock = a_clock(0, 0, 1, 4.9, 6, 7, 12)
    show = plain_lines(1000, written.append, lambda: next(clock))
    show(0.0, "preparing the rules")
    for done in (0.1, 0.2, 0.5, 0.6, 1.0):
        show(done, "simulating")
    assert written == [
        "preparing the rules ...",
        "simulating: 50%, 83 replicates/s, 6 s left",
        "simulating: 100%, 83 replicates/s, 0 s left",
    ]


def test_the_time_spent_on_preparing_is_no_measure_of_the_pace() -> None:
    written: list[str] = []
    clock = a_clock(0, 1, 31, 41)
    show = plain_lines(100, written.append, lambda: next(clock))
    for done in (0.0, 0.0, 0.5):
        show(done, "working")
    assert written[-1] == "working: 50%, 5 replicates/s, 10 s left"


@pytest.mark.parametrize("done", [0.0, float("nan"), -1.0])
def test_no_time_left_is_guessed_from_nothing(done: float) -> None:
    assert progress_line(done, "simulating", 10, 3.0) == "simulating ..."


def test_a_rate_needs_time_and_work() -> None:
    assert (per_second(0, 1), per_second(5, 0), per_second(5000, 2)) == ("", "", "2,500 replicates/s")


def test_times_are_said_in_seconds_then_minutes() -> None:
    assert (seconds(3.2), seconds(119), seconds(300)) == ("3 s", "119 s", "5 min")


def test_progress_keeps_off_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(10) as show:
        show(0.0, "preparing")
    assert capsys.readouterr() == ("", "preparing ...\n")


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(terminal.sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress(10) as show:
        show(0.5, "simulating")
    assert capsys.readouterr().out == ""
