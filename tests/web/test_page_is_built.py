"""The built page in the package is what its sources give, byte for byte. Only this needs Node."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from exitban.web.app import static_files

WEB = Path(__file__).parents[2] / "web"


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_page_is_there_and_loads_nothing_from_elsewhere() -> None:
    page = (static_files() / "index.html").read_text(encoding="utf-8")
    assert "<script>" not in page and "style=" not in page and "://" not in page
    assert sum(len(content) for content in files_in(static_files()).values()) < 500_000


def test_the_list_of_packages_names_no_registry() -> None:
    locked = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, one in locked["packages"].items() if "resolved" in one] == []


@pytest.mark.xdist_group("browser")
def test_a_rebuild_gives_the_same_bytes(page_sources: Path, tmp_path: Path) -> None:
    subprocess.run(["npx", "tsc", "--noEmit"], cwd=page_sources, check=True)
    subprocess.run(["npx", "vite", "build", "--outDir", tmp_path], cwd=page_sources, capture_output=True, check=True)
    assert files_in(tmp_path) == files_in(static_files())
