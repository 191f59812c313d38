"""The targets, a file per paper: every file that defines ``TARGETS``."""

from __future__ import annotations

import importlib
import pkgutil

from verification.target import Target


def every_target() -> dict[str, tuple[Target, ...]]:
    """Targets by the names of their files, in alphabetical order."""
    found = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        module = importlib.import_module(f"{__name__}.{name}")
        found[name.replace("_", "-")] = tuple(module.TARGETS)
    return found
