"""Every command of the README is run, so that the first page never lies."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import xarray

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
BLOCK = re.compile(r"^```(?:console|sh)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(text: str) -> list[str]:
    """Lines of console blocks that a person types: those after a dollar sign."""
    lines = [line for block in BLOCK.findall(text) for line in block.splitlines()]
    return [line[2:].strip() for line in lines if line.startswith("$ ")]


def documented() -> list[str]:
    return commands(README.read_text(encoding="utf-8")) if README.exists() else []


def test_commands_are_found() -> None:
    console = "```console\n$ exitban run\nits output\n$ make test\n```\n"
    text = f"{console}```python\n$ no\n```\nWords.\n```sh\n$ exitban -h\n```\n"
    assert commands(text) == ["exitban run", "make test", "exitban -h"]


def test_the_readme_has_commands() -> None:
    if not README.exists():
        pytest.skip("there is no README.md")
    assert any(command.startswith("make run") for command in documented())
    assert any(command.startswith("exitban ") for command in documented())


@pytest.fixture(scope="module")
def one_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Commands share a folder, as they do for the reader: one saves what the next one reads."""
    return tmp_path_factory.mktemp("readme")


@pytest.mark.slow
@pytest.mark.xdist_group("readme")
@pytest.mark.parametrize("command", documented())
def test_a_command_of_the_readme_runs(command: str, one_folder: Path) -> None:
    if not command.startswith("exitban "):
        pytest.skip(f"`{command.split()[0]}` sets up a machine, and runs this test itself")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        shlex.split(command, comments=True),
        cwd=one_folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def python_blocks() -> list[str]:
    text = README.read_text(encoding="utf-8") if README.exists() else ""
    return re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.mark.slow
@pytest.mark.xdist_group("readme")
def test_what_the_readme_calls_a_kind_of_array_is_one() -> None:
    lines = "\n".join(python_blocks()).splitlines()
    said = {number: kind for number, line in enumerate(lines) if (kind := re.search(r"  # an (xarray\.\w+)", line))}
    assert said
    for number, kind in said.items():
        names: dict[str, object] = {"xarray": xarray}
        exec("\n".join(lines[:number]).replace("replicates=200", "replicates=2"), names)
        assert type(eval(lines[number], names)) is eval(kind[1], names), lines[number]


@pytest.mark.slow
@pytest.mark.xdist_group("readme")
def test_the_python_of_the_readme_runs(one_folder: Path) -> None:
    blocks = python_blocks()
    assert blocks
    done = subprocess.run([sys.executable, "-c", "\n".join(blocks)], cwd=one_folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (one_folder / "report.html").stat().st_size > 100_000
