"""Names of dated events above the axes: whole where there is room, and as many of them as can be."""

from __future__ import annotations

from exitban.plots.time_axis import FEW_LETTERS, LETTER, ROWS, _in_rows

PAGE = 620.0
LONG = "Two commanders are killed in one weekend; the side deal leaks"


def test_a_long_name_is_written_whole_where_the_page_is_wide_enough() -> None:
    assert len(LONG) > FEW_LETTERS
    assert _in_rows([50.0], [LONG], PAGE) == [(LONG, 0)]


def test_a_name_ends_at_the_edge_of_the_page() -> None:
    room = 50
    ((written, row),) = _in_rows([PAGE - (room + 0.5) * LETTER], [LONG], PAGE)
    assert (len(written), written[-1], row) == (room, "…", 0)


def test_names_are_cut_where_a_whole_one_would_leave_another_without_a_row() -> None:
    after = 50.0 + LETTER * (FEW_LETTERS + 3)
    places = [50.0] * ROWS + [after]
    named = _in_rows(places, [LONG] * ROWS + ["The report"], PAGE)
    assert [row for _, row in named] == [0, 1, 2, 0]
    assert all(len(text) == FEW_LETTERS for text, _ in named[:ROWS])


def test_what_finds_no_row_is_not_written() -> None:
    named = _in_rows([50.0] * (ROWS + 1), ["A decree"] * (ROWS + 1), PAGE)
    assert [row for _, row in named] == [*range(ROWS), None]
