"""The built page in the package is what its sources give, byte for byte. Only this needs Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from exitban.web.app import static_files

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_page_is_there_and_loads_nothing_from_elsewhere() -> None:
    page = (static_files() / "index.html").read_text(encoding="utf-8")
    assert "<script>" not in page and "style=" not in page and "://" not in page
    assert sum(len(content) for content in files_in(static_files()).values()) < 500_000


def test_the_list_of_packages_names_no_registry() -> None:
    locked = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, one in locked["packages"].items() if "resolved" in one] == []


@pytest.mark.xdist_group("node")
def test_a_rebuild_gives_the_same_bytes(tmp_path: Path) -> None:
    if not (shutil.which("npm") and WEB.is_dir()):
        pytest.skip("npm is not installed: whether the built page is that of its sources cannot be checked here")
    copy = tmp_path / "web"
    shutil.copytree(WEB, copy, ignore=shutil.ignore_patterns("node_modules"))
    installed = subprocess.run(["npm", "ci", "--silent"], cwd=copy, capture_output=True, text=True, check=False)
    if installed.returncode:
        pytest.skip(f"npm ci failed, perhaps without a network: {installed.stderr[-300:]}")
    out = tmp_path / "built"
    subprocess.run(["npx", "vite", "build", "--outDir", out], cwd=copy, capture_output=True, text=True, check=True)
    assert files_in(out) == files_in(static_files())
