"""Tables of words: what is as wide as the page, what takes two lines, and what is stacked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitban.analysis.text_table import text_table
from exitban.page import ROOMY, narrow

HEADS = ("post", "share of those who left", "so")


@pytest.fixture(autouse=True)
def roomy() -> Iterator[None]:
    narrow(None)
    yield
    narrow(None)


def test_where_there_is_room_every_head_is_one_line() -> None:
    assert text_table(HEADS, [["governor", "7 %", "few"]], left=("so",)).splitlines() == [
        "post      share of those who left  so",
        "governor                      7 %  few",
    ]


def test_where_there_is_less_heads_and_first_cells_take_several_lines() -> None:
    narrow(45)
    table = text_table(HEADS, [["  a governor of a far and a cold region", "7 % (5 to 9 %)", "few"]])
    assert table.splitlines() == [
        "                       share of those",
        "post                         who left   so",
        "  a governor of a far  7 % (5 to 9 %)  few",
        "    and a cold region",
    ]


def test_the_column_of_words_that_is_longest_gives_way() -> None:
    narrow(66)
    table = text_table(
        HEADS, [["a governor", "7 % (5 to 9 %)", "told by his deputy and by a newspaper of the capital"]], ("so",)
    )
    assert table.splitlines() == [
        "            share of those",
        "post              who left  so",
        "a governor  7 % (5 to 9 %)  told by his deputy and by a newspaper",
        "                              of the capital",
    ]


def test_no_word_is_cut_in_two() -> None:
    narrow(50)
    told = text_table(HEADS, [["institutions.contract-servicemen.effort.decay", "7 % (5 to 9 %)", "few"]])
    assert told.splitlines()[0] == "institutions.contract-servicemen.effort.decay"


def test_where_there_is_none_each_row_is_stacked() -> None:
    narrow(40)
    told = text_table(HEADS, [["a governor of a far and a cold region", "7 % (5 to 9 %)", "few"]])
    assert told.splitlines() == ["a governor of a far and a cold region", *told.splitlines()[1:]]
    assert "share of those who left: 7 %" in " ".join(told.split())


CELL = st.text(st.sampled_from("abc  12"), min_size=1, max_size=40).map(str.strip).filter(bool)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=5), st.integers(40, ROOMY))
def test_nothing_is_lost_and_no_line_is_longer_than_the_page(rows: list[tuple[str, str, str]], columns: int) -> None:
    narrow(columns)
    table = text_table(HEADS, rows)
    assert all(len(line) <= columns for line in table.splitlines() if " " in line.strip())
    for row in rows:
        for cell in row:
            assert set(cell.split()) <= set(table.replace(";", " ").split())
