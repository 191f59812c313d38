"""Where files go."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from exitban.cli.app import app
from exitban.cli.places import destination, refuse_existing, refuse_unwritable, write_whole
from exitban.errors import CallError


def test_a_report_goes_to_the_file_or_into_the_folder_that_was_named() -> None:
    assert destination(None, "small-office") == Path("exitban-report-small-office.html")
    assert destination(Path("a/b.html"), "small-office") == Path("a/b.html")
    assert destination(Path("a/b"), "small-office") == Path("a/b/report.html")


def test_a_place_that_can_be_made_passes(tmp_path: Path) -> None:
    refuse_unwritable(tmp_path / "not" / "yet" / "report.html", tmp_path / "kept")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_refused_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CallError, match="is a file, not a folder"):
        refuse_unwritable(tmp_path / "file" / "report.html")


def test_a_folder_in_the_way_is_refused_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(CallError, match="is a folder"):
        refuse_unwritable(tmp_path / "report.html")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no folder here in which nobody can make a file")
def test_a_folder_that_takes_no_files_is_refused_before_the_work() -> None:
    with pytest.raises(CallError, match="no file can be made in /proc"):
        refuse_unwritable(Path("/proc/report.html"))


def test_a_result_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    refuse_existing(None)
    refuse_existing(tmp_path / "kept")
    with pytest.raises(CallError, match="exists already"):
        refuse_existing(tmp_path)


def test_a_file_is_written_in_one_move(tmp_path: Path) -> None:
    write_whole(tmp_path / "new" / "file.yaml", "a: 1\n")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["file.yaml"]


@pytest.mark.parametrize("command", [["run", "--out"], ["run", "--save"], ["sweep", "x.yaml", "--out"]])
def test_the_folder_of_nobody_is_refused(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = CliRunner().invoke(app, [*command, "~nosuch/page.html"])
    assert found.exit_code == 2
    assert "found '~nosuch', which is the folder of no user here" in found.stderr
    assert list(tmp_path.iterdir()) == []
