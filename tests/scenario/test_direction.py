"""Names that are written from right to left."""

from __future__ import annotations

import pytest

from exitban.scenario.direction import isolated, marked_by_line, unmarked

HEBREW, ARABIC = "\u05d0\u05d9\u05e1\u05d5\u05e8 7", "\u062d\u0638\u0631"


@pytest.mark.parametrize("name", [HEBREW, ARABIC, f"ban ({ARABIC})"])
def test_they_are_set_apart(name: str) -> None:
    assert isolated(name) == f"\u2068{name}\u2069"
    assert unmarked(isolated(name)) == name


@pytest.mark.parametrize("name", ["", "A ban", "Übergang 7", "\u7981\u6b62", "Запрет", "−7 %"])
def test_others_stay_as_they_are(name: str) -> None:
    assert isolated(name) == name


def test_marks_do_not_reach_over_the_end_of_a_line() -> None:
    lines = [f"a \u2068{HEBREW}", HEBREW, f"{HEBREW}\u2069: 45 %", "end"]
    assert list(marked_by_line(lines)) == [
        f"a \u2068{HEBREW}\u2069",
        f"\u2068{HEBREW}\u2069",
        f"\u2068{HEBREW}\u2069: 45 %",
        "end",
    ]
