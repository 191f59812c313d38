"""The composed module on disk."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from exitban.kernels import cache, machine_code
from exitban.kernels.compiling import sparing_the_collector, unclaimed
from exitban.kernels.steps import Wanted

TEXT = '"""Composed."""\n\nfrom exitban.mechanisms.effort import effort\n\nanswer = 42\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EXITBAN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_module_is_written_once(folder: Path) -> None:
    module, new = cache.composed_module(TEXT + "# once\n")
    again, new_again = cache.composed_module(TEXT + "# once\n")
    assert (module.answer, new, new_again) == (42, True, False)
    assert module is again
    assert [path.suffix for path in folder.iterdir() if path.is_file()] == [".py"]


def test_what_was_stopped_before_its_end_is_still_to_be_compiled(folder: Path) -> None:
    text = f"{TEXT}# stopped\n"
    module, _ = cache.composed_module(text)
    del sys.modules[module.__name__]
    assert not cache.is_kept(text) and cache.how_many_kept() == 0
    assert cache.composed_module(text)[1]
    cache.sign(Path(str(module.__file__))).touch()
    del sys.modules[module.__name__]
    assert cache.is_kept(text) and cache.how_many_kept() == 1
    assert not cache.composed_module(text)[1]


def test_another_processor_has_its_own_sign(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder may be shared by machines, of which one cannot run what was compiled for another."""
    text = f"{TEXT}# shared\n"
    module, _ = cache.composed_module(text)
    cache.sign(Path(str(module.__file__))).touch()
    del sys.modules[module.__name__]
    assert cache.is_kept(text)
    monkeypatch.setattr(machine_code, "this_machine", lambda: "another")
    assert not cache.is_kept(text)


def test_another_text_is_another_module(folder: Path) -> None:
    one, other = (cache.composed_module(f"{TEXT}# {n}\n")[0] for n in range(2))
    assert one is not other
    assert cache.fingerprint(TEXT) != cache.fingerprint(TEXT + "#")


def test_a_changed_law_is_another_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """Machine code of an old law must never meet a new one: the laws behind a text are part of its name."""
    behind = cache.sources_behind(TEXT)
    assert {path.name for path in behind} >= {"effort.py", "elementary.py"}
    before = cache.fingerprint(TEXT)
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + b"#" * (path.name == "elementary.py"))
    assert cache.fingerprint(TEXT) != before


@pytest.mark.parametrize(
    ("name", "source", "own"),
    [
        ("bribes", "/home-of-a-user/bribes.py", True),
        ("bribes_compiled", "/home-of-a-user/bribes.so", False),
        ("numpy.linalg", "/a-folder-on-the-path/numpy/linalg/__init__.py", False),
        ("exitban.kernels", "/a-folder-on-the-path/exitban/kernels/__init__.py", False),
        ("yaml", "/usr/lib/python3/site-packages/yaml/__init__.py", False),
    ],
)
def test_only_a_users_own_source_is_read(name: str, source: str, own: bool) -> None:
    """Libraries have versions of their own, wherever they lie, and nobody can read the text of a compiled one."""
    assert cache.is_a_users(name, source) is own


def test_a_folder_that_cannot_be_written_is_no_obstacle(folder: Path) -> None:
    folder.write_text("a file in the way", encoding="utf-8")
    other = cache.writable(folder)
    assert other != folder
    assert other.is_dir()


def test_what_stands_in_for_a_folder_is_gone_at_the_end(folder: Path, tmp_path: Path) -> None:
    folder.write_text("a file in the way", encoding="utf-8")
    places = tmp_path / "temporary"
    places.mkdir()
    asked = "from exitban.kernels import cache; print(all(cache.writable(cache.folder()).is_dir() for _ in range(2)))"
    told = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "TMPDIR": str(places)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "True\n"
    assert not list(places.iterdir())


def test_nobody_sees_half_a_file(tmp_path: Path) -> None:
    path = tmp_path / "composed.py"
    path.write_text("old", encoding="utf-8")
    cache.write_beside(path, b"new")
    assert path.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_no_step_is_compiled_twice_and_none_is_left(tmp_path: Path) -> None:
    """Two who take turns at claiming share the steps between them, the longest first."""
    wanted = [Wanted(name, ()) for name in ("long", "middle", "short")]
    one, other = unclaimed(wanted, tmp_path), unclaimed(wanted, tmp_path)
    assert [next(one), next(other), next(one)] == wanted
    assert list(one) == list(other) == []


def test_the_collector_is_left_as_it_was() -> None:
    assert gc.isenabled()
    with sparing_the_collector() as collect:
        assert not gc.isenabled()
        collect()
        assert gc.get_freeze_count() > 0
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
