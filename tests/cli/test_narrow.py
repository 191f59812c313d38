"""What is printed on a narrow terminal: the same words in shorter lines; and nothing else where there is room."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from exitban.cli.app import app
from exitban.page import cut, fitted, narrow, within
from tests.scenario.files import office, written

pytestmark = pytest.mark.xdist_group("commands")

FAST = ["--replicates", "4"]
COMMANDS = [
    ["run", *FAST, "--again", "0"],
    ["compare", *FAST, "--decompose"],
    ["explain"],
    ["weigh", "--replicates", "60", "--again", "0"],
    ["evidence"],
    ["robustness", *FAST],
    ["sensitivity", "--trajectories", "2", "--factors", "0"],
    ["structures", *FAST],
    ["mechanisms"],
    ["replay"],
]
EVIDENCE = """evidence:
  claims:
    an-official-told-a-newspaper: {text: Leaving is forbidden., chain: [{title: A newspaper of the capital}],
                                   reliability: C, credibility: 2}
    a-colleague-told-another-newspaper: {text: Leaving is allowed., chain: [{title: Another}], reliability: C,
                                         credibility: 3}
"""


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """An office with two claims that move the strength of the ban."""
    moved = "{uniform: [0.4, 0.6], if_true: {an-official-told-a-newspaper: 0.9, a-colleague-told-another-newspaper: 0}}"
    return written(tmp_path, office("0.8", moved, EVIDENCE))


def printed(scenario: Path, words: list[str], columns: str | None) -> str:
    name, *options = words
    source = [] if name == "mechanisms" else [str(scenario)]
    page = ["--out", str(scenario.with_name("page.html"))] if name == "run" else []
    done = CliRunner().invoke(app, [name, *source, *options, *page], env={"COLUMNS": columns})
    assert done.exit_code == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_lines_are_as_short_as_a_narrow_terminal(scenario: Path, words: list[str]) -> None:
    """Only a word can be longer: a path, an address. Nothing is lost: all digits are there."""
    wide = printed(scenario, words, None)
    assert printed(scenario, words, "120") == wide
    for columns in (60, 80):
        found = printed(scenario, words, str(columns))
        long = [line for line in found.splitlines() if len(line) > columns]
        assert all(len(line.split()) == 1 or line.startswith("Report: ") for line in long), long
        assert "\N{HORIZONTAL ELLIPSIS}" not in found
        letters = [char for char in wide if char.isdigit()]
        assert sorted(letters) == sorted(char for char in found if char.isdigit())


def test_a_line_is_cut_where_cells_end_and_else_between_words() -> None:
    assert cut("  a name      1.0 (0.5 to 1.5)      a word", 36) == ["  a name  1.0 (0.5 to 1.5)  a word"]
    assert cut("  a name      1.0 (0.5 to 1.5)      a word", 32) == ["  a name      1.0 (0.5 to 1.5)", "    a word"]
    assert cut("  a name      1.0 (0.5 to 1.5)", 12) == ["  a name", "    1.0 (0.5", "    to 1.5)"]
    assert cut("  institutions.office", 10) == ["  institutions.office"]


def test_a_page_is_narrow_only_where_somebody_said_so() -> None:
    long = "word " * 50
    assert (within(100), fitted(long)) == (100, long)
    try:
        narrow(60)
        assert (within(100), within(50)) == (60, 50)
        assert max(map(len, fitted(long).split("\n"))) <= 60
        narrow(3)
        assert within(100) == 40
    finally:
        narrow(None)
    assert within(100) == 100
