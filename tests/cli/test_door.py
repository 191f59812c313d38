"""What the door does with errors, with Ctrl-C, and with a call that it does not understand."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from exitban.cli import app as door
from exitban.errors import CallError


def called(*words: str) -> Result:
    return CliRunner().invoke(door.app, list(words))


def raising(error: BaseException) -> Callable[..., None]:
    def stand_in(*_: object, **__: object) -> None:
        raise error

    return stand_in


def test_help_names_every_command() -> None:
    told = called("--help")
    assert told.exit_code == 0
    for command in ("run", "explain", "validate", "scenarios", "mechanisms", "report", "new"):
        assert command in told.stdout


@pytest.mark.parametrize("words", [["rnu"], ["run", "--replicates", "0"], ["run", "--bogus"], ["report"]])
def test_a_wrong_call_ends_with_2(words: list[str]) -> None:
    assert called(*words).exit_code == 2


def test_a_mistyped_command_is_offered_the_nearest() -> None:
    assert "Did you mean 'run'?" in called("rnu").stderr


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (CallError("no policy is called 'bna'."), 2, "no policy is called 'bna'."),
        (PermissionError(13, "Permission denied", "a.html"), 2, "a.html cannot be used: Permission denied"),
        (KeyboardInterrupt(), 130, "Stopped. Nothing half-written is left behind."),
    ],
)
def test_errors_become_words_and_a_status(
    error: BaseException, status: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exitban.cli.scenario_files.show", raising(error))
    ended = called("scenarios")
    assert ended.exit_code == status
    assert ended.stdout == ""
    assert ended.stderr.strip() == words


STOPPED_WHILE_LOADING = """
import sys
class Stop:
    def find_spec(self, name, *_):
        if name == "typer":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stop())
from exitban.cli import main
main()
"""


def test_ctrl_c_while_the_program_is_loaded_ends_as_quietly() -> None:
    done = subprocess.run([sys.executable, "-c", STOPPED_WHILE_LOADING], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.strip() == "Stopped. Nothing half-written is left behind."


def test_a_bug_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exitban.cli.scenario_files.show", raising(ZeroDivisionError()))
    assert isinstance(called("scenarios").exception, ZeroDivisionError)


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("mine")
    refused = called("new", str(mine))
    assert (refused.exit_code, mine.read_text()) == (2, "mine")
    assert "--force" in refused.stderr


def test_no_folder_is_made_for_the_home_of_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    refused = called("new", "~no_such_user_here/x.yaml")
    assert (refused.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "which is the folder of no user here" in refused.stderr


def test_the_version_is_told() -> None:
    assert called("--version").stdout.startswith("exitban 0.")
