"""Streams that lack a letter, are full, closed, or left by their reader: the work is not lost with them."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from exitban.cli.app import app

EXITBAN = f'"{sys.executable}" -m exitban'
RUN = f"{EXITBAN} run kuran-1989 --replicates 12 --out page.html --save kept"

pytestmark = [
    pytest.mark.xdist_group("commands"),
    pytest.mark.skipif(sys.platform == "win32", reason="asks a shell of another kind"),
]


def shell(command: str, folder: Path, more: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """What a shell does in a folder, with a pipe that fails where a part of it does."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env={**os.environ, **(more or {})},
        capture_output=True,
        check=False,
    )


def is_all_there(folder: Path) -> bool:
    return (folder / "page.html").stat().st_size > 0 and (folder / "kept" / "manifest.json").is_file()


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "ascii"])
def test_letters_that_an_encoding_lacks_become_others(encoding: str, tmp_path: Path) -> None:
    done = shell(RUN.replace("kuran-1989", ""), tmp_path, {"PYTHONIOENCODING": encoding})
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr.decode("latin-1")
    assert is_all_there(tmp_path)


def test_quotes_and_signs_stay_readable(tmp_path: Path) -> None:
    words = r"'\u201cban\u201d \u2212934 % \u2192 \u4e2d \u2068\u010d\u2069'"
    program = f"from exitban.cli.streams import prepare; prepare(); print({words})"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "cp437"},
    )
    assert done.stdout.decode("cp437").strip() == '"ban" -934 % -> ? c'


@pytest.mark.parametrize("command", [f"{RUN} | head -n 1", f"{RUN} | true", f"{RUN} 2>&-", f"{RUN} >&-"])
def test_a_reader_who_leaves_costs_nothing(command: str, tmp_path: Path) -> None:
    done = shell(command, tmp_path)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr
    assert is_all_there(tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_words_to_people_that_find_no_room_cost_nothing(tmp_path: Path) -> None:
    done = shell(f"{RUN} 2>/dev/full", tmp_path)
    assert (done.returncode, b"Report: page.html" in done.stdout) == (0, True)
    assert is_all_there(tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_an_answer_that_finds_no_room_is_told_and_the_rest_is_kept(tmp_path: Path) -> None:
    done = shell(f"{RUN} >/dev/full", tmp_path)
    assert done.returncode == 2
    assert b"Standard output cannot be used: No space left on device" in done.stderr
    assert is_all_there(tmp_path)


def test_a_page_and_a_result_that_find_no_room_are_both_told_and_do_not_cost_the_answer(tmp_path: Path) -> None:
    """A limit on the size of files stands for a disk that is full."""
    done = shell(f"ulimit -f 16; {RUN}", tmp_path)
    assert done.returncode == 2
    assert b"the report cannot be written to page.html: File too large" in done.stderr
    assert b"kept cannot be written: File too large" in done.stderr
    assert done.stdout.strip()
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_cannot_be_written_does_not_cost_the_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(importlib.import_module("exitban.report"), "report", fails)
    page, kept = tmp_path / "page.html", tmp_path / "kept"
    words = ["run", "kuran-1989", "--replicates", "4", "--out", str(page), "--save", str(kept)]
    done = CliRunner().invoke(app, words, catch_exceptions=False)
    assert done.exit_code == 2
    assert f"{page} cannot be used: No space left on device" in done.stderr
    assert done.stdout.strip()
    assert (kept / "manifest.json").is_file()


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("new mine.yaml", "mine.yaml"),
        ("evidence --stix bundle.json", "bundle.json"),
        ("evidence --picture graph.svg", "graph.svg"),
    ],
)
def test_a_file_that_finds_no_room_is_named_and_leaves_nothing(command: str, name: str, tmp_path: Path) -> None:
    done = shell(f"ulimit -f 1; {EXITBAN} {command}", tmp_path)
    assert done.returncode == 2
    assert f"{name} cannot be used: File too large" in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []
