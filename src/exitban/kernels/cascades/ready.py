"""The loops of a cascade for a launcher."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from exitban.kernels.cascades.push import by_chance, by_threshold
from exitban.kernels.compiling import compiled
from exitban.kernels.launch import OnProcessor

PLAIN: Mapping[str, Callable[..., Any]] = {"by_threshold": by_threshold, "by_chance": by_chance}


@lru_cache(maxsize=4)
def loop(name: str, launcher: OnProcessor) -> Callable[..., Any]:
    """One of the loops, as it stands or compiled; both give the same bits."""
    return PLAIN[name] if launcher == "python" else compiled(PLAIN[name])
