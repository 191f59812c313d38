"""A long file is parsed once: the next start finds its tree in the user's cache folder.

Parsing a thousand lines of YAML takes longer than all checks of what they say, and most starts read a file that has not
changed. The folder holds one tree for each of the latest paths, marked with a hash of everything that it was made from.
Files with problems are not kept, and short ones are parsed as quickly as found.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Final

import platformdirs

from exitban.errors import Problem
from exitban.scenario.positions import Tree

LONG: Final = 20_000
"""Characters of a text that is worth keeping."""

MOST: Final = 20
"""Trees that are kept; the oldest go first."""

SOURCES: Final = tuple(Path(__file__).with_name(name) for name in ("yaml_tree.py", "positions.py"))
MARK: Final = 16
"""Bytes of the hash in front of a tree."""


def parsed(text: str, file: str) -> tuple[Tree, list[Problem]]:
    """The tree of a text and what is wrong with it as YAML, as `yaml_tree.parse` tells them."""
    made_from = _made_from(text, file) if len(text) >= LONG else b""
    kept = _kept(file, made_from) if made_from else None
    if kept is not None:
        return kept, []
    from exitban.scenario.yaml_tree import parse

    tree, problems = parse(text, file)
    if made_from and not problems:
        with suppress(OSError):  # a folder that cannot be written costs time and nothing else
            _keep(tree, made_from)
    return tree, problems


def folder() -> Path:
    """Where trees lie: $EXITBAN_CACHE, or the user's cache folder."""
    chosen = os.environ.get("EXITBAN_CACHE")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("exitban")) / "read"


def _place(file: str) -> Path:
    return folder() / f"{hashlib.blake2b(file.encode(), digest_size=10).hexdigest()}.tree"


def _made_from(text: str, file: str) -> bytes:
    parts = [text.encode(), file.encode(), metadata.version("ruamel.yaml").encode()]
    return b"\0".join([*parts, *(source.read_bytes() for source in SOURCES)])


def _mark(made_from: bytes, packed: bytes) -> bytes:
    return hashlib.blake2b(made_from + packed, digest_size=MARK).digest()


def _kept(file: str, made_from: bytes) -> Tree | None:
    """The tree that was kept, if it was made from the same; a damaged file does not bear its mark."""
    try:
        content = _place(file).read_bytes()
    except OSError:
        return None
    packed = content[MARK:]
    if content[:MARK] != _mark(made_from, packed):
        return None
    tree: Tree = pickle.loads(packed)
    return tree


def _keep(tree: Tree, made_from: bytes) -> None:
    """Write beside, then rename: nobody finds half of it."""
    packed, place = pickle.dumps(tree), _place(tree.file)
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_suffix(f".{os.getpid()}.tmp")
    beside.write_bytes(_mark(made_from, packed) + packed)
    beside.replace(place)
    for old in sorted(place.parent.glob("*.tree"), key=lambda one: -one.stat().st_mtime)[MOST:]:
        old.unlink(missing_ok=True)
