"""A scenario that comes in through the page: checked like any other, naming no file, and of a limited size."""

from __future__ import annotations

from pathlib import Path

import pytest

from exitban.errors import CallError, ScenarioError
from exitban.explore.opened import opened
from exitban.explore.shelf import KEPT, Shelf, mark_of
from tests.explore.small import TEXT, studio


def test_a_good_file_comes_in_as_it_is_read_elsewhere() -> None:
    assert opened(TEXT.encode()).summary().startswith("office: 1 institution, 4 posts")


def test_what_is_wrong_is_told_with_its_line_and_no_path_of_this_machine() -> None:
    with pytest.raises(ScenarioError) as told:
        opened(TEXT.replace("form: informal", "form: informel").encode())
    assert str(told.value).startswith("scenario.yaml:10:11: policies.ban.form: found 'informel'")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("posts: {roots: 1, spans: [3]}", "posts: {table: /etc/passwd}", "names other files"),
        ("posts: {roots: 1, spans: [3]}", "posts: {network: ../secret.csv}", "names other files"),
        ("schema_version: 1", "schema_version: 1\nmechanisms: [/tmp/mine.py]", "names other files"),
        ("posts: {roots: 1, spans: [3]}", "posts: {roots: 10000000}", "10,000,000 posts; up to 20,000"),
        ("posts: {roots: 1, spans: [3]}", "posts: {roots: 1, spans: [99, 99, 99]}", "posts; up to 20,000"),
        ("months: 6, ticks_per_month: 1", "end: 2249-01-01, ticks_per_month: 160", "432,000 ticks; up to 2,000"),
        ("months: 6, ticks_per_month: 1", 'end: "2034-01-01T12:00", ticks_per_month: 31', "ticks; up to 2,000"),
        ("months: 6, ticks_per_month: 1", "months: 1200, ticks_per_month: 744", "ticks; up to 2,000"),
    ],
)
def test_what_reads_files_or_is_too_large_is_refused_before_it_is_laid_out(old: str, new: str, words: str) -> None:
    assert old in TEXT
    with pytest.raises(CallError, match=words):
        opened(TEXT.replace(old, new).encode())


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"a: [", b"- 1\n- 2", b"a: &a [*a]", b"posts: 3", b"x" * 200_000]
)
def test_whatever_is_sent_it_is_told_in_words(content: bytes) -> None:
    with pytest.raises((CallError, ScenarioError)):
        opened(content)


def test_the_last_few_stay_open_and_the_first_always(tmp_path: Path) -> None:
    shelf = Shelf(studio(tmp_path))
    marks = [shelf.open(TEXT.replace("title: An office", f"title: Office {n}").encode()) for n in range(KEPT + 1)]
    assert shelf.studio(marks[-1]).scenario.title == f"Office {KEPT}"
    with pytest.raises(CallError, match="Open its file again"):
        shelf.studio(marks[0])
    assert shelf.studio("") is shelf.studio(mark_of(shelf.first)) is shelf.first
