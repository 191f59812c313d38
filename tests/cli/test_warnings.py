"""What does not forbid a run is said on standard error, once, by every command that reads a scenario."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import exitban.cli
from exitban.cli.app import app
from exitban.cli.reading import MOST_SAID
from tests.scenario.files import office, written
from tests.scenario.test_evidence import claim

pytestmark = pytest.mark.xdist_group("commands")


def called(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


def graded(folder: Path, *grades: str) -> str:
    """An office with a claim of each grade; A5 and B1 are remarked."""
    claims = "".join(claim(f"c{number}", grade) for number, grade in enumerate(grades))
    return str(written(folder, office(more=f"evidence:\n  grades: {{table: misp}}\n  claims:\n{claims}")))


def said(done: Result) -> list[str]:
    return [line for line in done.stderr.splitlines() if line.startswith("warning: ")]


@pytest.mark.parametrize(
    "command", [["validate"], ["explain"], ["evidence"], ["structures", "--replicates", "2"], ["compare"], ["replay"]]
)
def test_a_warning_is_said_once_with_its_line(command: list[str], tmp_path: Path) -> None:
    few = ["--replicates", "2"] if command == ["compare"] else []
    done = called(*command, graded(tmp_path, "A5"), *few)
    (line,) = said(done)
    assert line.startswith(f"warning: {tmp_path / 'scenario.yaml'}:16:") and "the two grades disagree" in line
    assert "disagree" not in done.stdout


def test_many_are_counted(tmp_path: Path) -> None:
    lines = said(called("validate", graded(tmp_path, *["A5"] * (MOST_SAID + 3))))
    assert len(lines) == MOST_SAID + 1
    assert lines[-1] == "warning: and 3 more; `exitban validate --json` lists all."


def test_the_document_lists_them(tmp_path: Path) -> None:
    found = json.loads(called("validate", graded(tmp_path, "A5", "B1"), "--json").stdout)
    assert (found["valid"], found["problems"]) == (True, [])
    assert [(one["line"], one["key"]) for one in found["warnings"]] == [
        (16, "evidence.claims.c0"),
        (17, "evidence.claims.c1"),
    ]


def test_a_sweep_says_those_of_its_scenario(tmp_path: Path) -> None:
    graded(tmp_path, "A5")
    (tmp_path / "design.yaml").write_text("scenario: scenario.yaml\nreplicates: 1\n", encoding="utf-8")
    assert len(said(called("sweep", str(tmp_path / "design.yaml"), "--out", str(tmp_path / "runs")))) == 1


def test_no_command_reads_in_silence() -> None:
    """Each takes `read` from where warnings are said."""
    for path in Path(exitban.cli.__file__).parent.glob("*.py"):
        silent = "from exitban.scenario import read\n" in path.read_text(encoding="utf-8")
        assert not silent, f"{path.name} reads a scenario and says no warning"


def test_problems_that_are_not_told_one_by_one_are_counted(tmp_path: Path) -> None:
    rows = "post_id,reports_to\na,\n" + "".join(f"b{row},nobody\n" for row in range(30))
    table = office("{roots: 1, spans: [3]}", "{table: posts.csv}")
    path = str(written(tmp_path, table, posts_csv=rows))
    lines = called("validate", path).stderr.splitlines()
    assert lines[-2:] == [f"{tmp_path / 'posts.csv'}: and 10 more problems in this file.", "30 problems"]
    found = json.loads(called("validate", path, "--json").stdout)
    assert (len(found["problems"]), found["warnings"]) == (21, [])
    assert set(found["problems"][-1]) == {"file", "line", "column", "key", "message"}
