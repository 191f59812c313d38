"""`exitban structures`: a table for people, one document for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from exitban.cli.app import app
from tests.analysis.test_structures import written

pytestmark = pytest.mark.xdist_group("commands")


def called(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["structures", str(written(folder)), "--replicates", "4", *words])


def test_people_get_a_table(tmp_path: Path) -> None:
    done = called(tmp_path)
    assert done.exit_code == 0
    assert "exit-voice-covert 0.2" in done.stdout
    assert "\n7 runs" in f"\n{done.stderr}"


def test_a_single_world_is_told_without_an_interval(tmp_path: Path) -> None:
    words = " ".join(called(tmp_path, "--replicates", "1").stdout.split())
    assert "1 world of" in words and "(no interval)" in words
    assert "unknown" not in words


def test_programs_get_one_document(tmp_path: Path) -> None:
    done = called(tmp_path, "--json", "--seed", "3", "--set", "voice.cost=2")
    found = json.loads(done.stdout)
    assert found["schema"] == "exitban-structures/1"
    assert (found["seed"], found["replicates"], found["base"]) == (3, 4, "none")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--policy", "ban"], "policy: only ban is compared"),
        (["--policy", "ban", "--policy", "ban"], "policy: ban, ban names a policy twice"),
        (["--policy", "none", "--policy", "bann"], "has no policy 'bann'. Did you mean 'ban'?"),
        (["--set", "choice.deterministic=1"], "choice.deterministic: precision is infinite"),
        (["--set", "choice.forms=1"], "choice.forms: there is no 'forms' in choice."),
    ],
)
def test_what_cannot_be_compared_is_refused_before_anything_is_announced(
    tmp_path: Path, words: list[str], said: str
) -> None:
    done = called(tmp_path, *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "7 runs" not in done.stderr and "replicates" not in done.stderr
