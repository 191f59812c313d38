"""The composed module on disk: written once, imported from the user's cache folder, compiled once.

Its name holds a hash of everything that it is made from, so a changed mechanism can never meet old machine code; that
it is compiled is said for each kind of processor.
"""

from __future__ import annotations

import ast
import atexit
import hashlib
import importlib.util
import os
import shutil
import sys
import sysconfig
import tempfile
from functools import cache
from pathlib import Path
from threading import RLock
from types import ModuleType
from typing import Final

import platformdirs

COMPOSED: Final = "exitban_composed_"
"""How the names of composed modules begin."""
FLOORS: Final = ("maths", "mechanisms", "kernels", "kernels/cuda")
LIBRARIES: Final = ("exitban", "numpy", "numba")
"""What every composed module imports from, wherever it is installed."""
LOADING: Final = RLock()


def folder() -> Path:
    """Where composed modules lie: $EXITBAN_CACHE, or the user's cache folder."""
    chosen = os.environ.get("EXITBAN_CACHE")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("exitban")) / "composed"


def sources_behind(text: str) -> list[Path]:
    """The files that a text is made from: all laws of this package, and of a user's modules those that it reaches.

    The package is taken whole, which costs a recompilation too many now and then and saves reading its imports at
    every start. Libraries have versions of their own and are left out. So is a file that is gone: the name of a user's
    mechanism holds a hash of its text.
    """
    found: dict[str, Path] = {}
    waiting = sorted(imported_by(text.partition("\ndef ")[0]))
    while waiting:
        name = waiting.pop()
        source = getattr(sys.modules.get(name), "__file__", None)
        if name in found or source is None or not is_a_users(name, source) or not Path(source).is_file():
            continue
        found[name] = Path(source)
        waiting += sorted(imported_by(found[name].read_text(encoding="utf-8")))
    return [*laws_of_the_package(), *(found[name] for name in sorted(found))]


def laws_of_the_package() -> list[Path]:
    """Every file of the floors from which a composed module imports."""
    package = Path(__file__).parents[1]
    return [path for floor in FLOORS for path in sorted((package / floor).glob("*.py"))]


def imported_by(text: str) -> set[str]:
    """The names of modules that a source imports, by whichever form of the statement."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def is_a_users(name: str, source: str) -> bool:
    """A module of a user, in Python: not of this package, nor of a library or of Python itself."""
    library = "site-packages" in source or source.startswith(of_python())
    return source.endswith(".py") and not (library or name.partition(".")[0] in LIBRARIES)


@cache
def of_python() -> str:
    """Where Python's own modules lie."""
    return sysconfig.get_path("stdlib")


def fingerprint(text: str) -> str:
    """A hash of a composed text and of the sources behind it."""
    digest = hashlib.blake2b(text.encode(), digest_size=10)
    for source in sources_behind(text):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def is_kept(text: str) -> bool:
    """Whether the module of a composed text lies in the cache, compiled to its end."""
    name = f"{COMPOSED}{fingerprint(text)}"
    return name in sys.modules or sign(folder() / f"{name}.py").exists()


def how_many_kept() -> int:
    """How many composed modules lie in the cache, compiled to their end."""
    return sum(1 for _ in folder().glob(sign(Path(f"{COMPOSED}*.py")).name))


def sign(path: Path) -> Path:
    """The empty file that says that all of a module is compiled: a start that is stopped leaves some of it undone."""
    from exitban.kernels.machine_code import this_machine

    return path.with_suffix(f".{this_machine()}.compiled")


def composed_module(text: str) -> tuple[ModuleType, bool]:
    """The module of a composed text, and whether there is something to compile in it."""
    name = f"{COMPOSED}{fingerprint(text)}"
    with LOADING:  # a module stands among the others before its text has been gone through
        if name in sys.modules:
            return sys.modules[name], False
        path = writable(folder()) / f"{name}.py"
        if not path.exists():
            write_beside(path, text.encode())
        return load(name, path), not sign(path).exists()


def writable(wanted: Path) -> Path:
    """The folder, or a temporary one where it cannot be written."""
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wanted):
            return wanted
    except OSError:
        return of_this_process(os.getpid())


@cache
def of_this_process(process: int) -> Path:
    """A temporary folder that is gone when this process ends; one that is forked from it has another."""
    made = tempfile.mkdtemp(prefix=f"exitban-{process}-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made)


def write_beside(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    beside.write_bytes(content)
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
