"""The package as others get it: built, installed somewhere else, and run where there is no source tree."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CARRIED = {".css", ".csv", ".html", ".js", ".json", ".py", ".typed", ".yaml", ".yml"}

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


def ran(*command: str | Path, where: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([str(part) for part in command], cwd=where, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and the wheel that was built from that archive."""
    folder = tmp_path_factory.mktemp("built")
    ran(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, where=folder)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command in a fresh environment, which borrows everything but exitban from this one."""
    home = tmp_path_factory.mktemp("home") / "venv"
    venv.create(home, with_pip=False)
    binaries = home / ("Scripts" if sys.platform == "win32" else "bin")
    wheel = next(built.glob("*.whl"))
    pip = (sys.executable, "-m", "pip", "--python", binaries / "python")
    ran(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, where=built)
    # A folder named in a .pth file is searched, but its own .pth files are not read: so the
    # editable exitban of this environment stays out of sight.
    packages = next(home.rglob("site-packages"))
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return binaries / "exitban"


def belongings() -> set[str]:
    source = ROOT / "src"
    return {
        path.relative_to(source).as_posix()
        for path in (source / "exitban").rglob("*")
        if path.suffix in CARRIED and "__pycache__" not in path.parts
    }


def test_the_wheel_carries_the_code_and_its_data(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        assert belongings() <= set(wheel.namelist())


def test_the_wheel_carries_the_page_of_the_explorer(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        page = wheel.read("exitban/web/static/index.html").decode()
        asked = re.findall(r'(?:src|href)="\./(assets/[^"]+)"', page)
        assert len(asked) >= 2, "a script and a style"
        assert {f"exitban/web/static/{name}" for name in asked} <= set(wheel.namelist())


def test_the_source_archive_carries_the_tests_and_the_licence(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.split("/", 1)[-1] for name in archive.getnames()}
    assert {f"src/{name}" for name in belongings()} <= names
    assert {"LICENSE", "Makefile", "pyproject.toml", "tests/house/test_wheel.py"} <= names


def test_the_wheel_runs_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    done = ran(installed, "run", "--replicates", "4", "--json", where=tmp_path)
    assert json.loads(done.stdout)
    assert list(tmp_path.iterdir()) == []


def test_the_installed_code_is_the_one_that_runs(installed: Path, tmp_path: Path) -> None:
    ask = "import exitban.cli; print(exitban.cli.__file__)"
    told = ran(installed.with_name("python"), "-c", ask, where=tmp_path)
    assert ROOT not in Path(told.stdout.strip()).parents
