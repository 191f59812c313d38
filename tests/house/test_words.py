"""What must not stand in any file of the repository, and what must."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FORBIDDEN = {
    "py" + "pi.org": "name no package registry: people bring their own",
    "python" + "hosted.org": "name no package registry: people bring their own",
    "registry." + "npmjs.org": "name no package registry: people bring their own",
    "deb." + "debian.org": "name no package registry: people bring their own",
    "/" + "work/": "a path of somebody's machine",
    "/" + "home/": "a path of somebody's machine",
}


def files_of_the_repository() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout: there is no list of files to look through")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_says_what_it_must_not() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {word!r}: {why}"
        for path in files_of_the_repository()
        for word, why in FORBIDDEN.items()
        if word.encode() in path.read_bytes()
    ]
    assert found == []


def test_the_vision_fits_three_lines() -> None:
    assert len((ROOT / "VISION.md").read_text(encoding="utf-8").splitlines()) == 3


def test_version_licence_and_citation_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    assert f"version: {project['version']}" in citation
    assert f"license: {project['license']}" in citation
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "the exitban authors" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_readme_travels_with_the_package() -> None:
    if not (ROOT / "README.md").exists():
        pytest.skip("there is no README.md")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project.get("readme") == "README.md"
