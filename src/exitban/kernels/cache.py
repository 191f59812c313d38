"""The composed module on disk: written once, imported from the user's cache folder, compiled once.

Its name holds a hash of everything that it is made from, so a changed mechanism can never meet old machine code.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import tempfile
from pathlib import Path
from types import ModuleType

import platformdirs


def folder() -> Path:
    """Where composed modules lie: $EXITBAN_CACHE, or the user's cache folder."""
    chosen = os.environ.get("EXITBAN_CACHE")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("exitban")) / "composed"


def sources_behind(text: str) -> list[Path]:
    """The files of all modules that a composed text imports, and of those that these import from this package."""
    found: dict[str, Path] = {}
    waiting = [line.split()[1] for line in text.splitlines() if line.startswith("from ")]
    while waiting:
        name = waiting.pop()
        module = sys.modules.get(name) or importlib.import_module(name)
        source = getattr(module, "__file__", None)
        if name in found or source is None or not is_ours(name, source):
            continue
        found[name] = Path(source)
        waiting += [m for m in imported_from(module) if m.startswith("exitban")]
    return [found[name] for name in sorted(found)]


def is_ours(name: str, source: str) -> bool:
    """A module of this package or of a user, not of a library: those watch over their own versions."""
    return name.startswith("exitban") or "site-packages" not in source


def imported_from(module: ModuleType) -> set[str]:
    """The modules from which a module has taken functions."""
    return {getattr(value, "__module__", "") or "" for value in vars(module).values() if callable(value)}


def fingerprint(text: str) -> str:
    """A hash of a composed text and of the sources behind it."""
    digest = hashlib.blake2b(text.encode(), digest_size=10)
    for source in sources_behind(text):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def composed_module(text: str) -> tuple[ModuleType, bool]:
    """The module of a composed text, and whether it is new here."""
    name = f"exitban_composed_{fingerprint(text)}"
    if name in sys.modules:
        return sys.modules[name], False
    path = writable(folder()) / f"{name}.py"
    new = not path.exists()
    if new:
        write_beside(path, text)
    return load(name, path), new


def writable(wanted: Path) -> Path:
    """The folder, or a temporary one where it cannot be written."""
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wanted):
            return wanted
    except OSError:
        return Path(tempfile.mkdtemp(prefix="exitban-"))


def write_beside(path: Path, text: str) -> None:
    """Write a file so that nobody ever sees half of it."""
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def load(name: str, path: Path) -> ModuleType:
    """Import a file under a name."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot import {path}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
