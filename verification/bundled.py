"""The bundled reference models as worlds that can be looked at."""

from __future__ import annotations

from exitban.scenario import read
from tests.office import Days


def world(name: str, *changes: str, replicates: int = 1, seed: int = 1) -> Days:
    """A bundled scenario with some of its values changed, as `exitban run NAME --set ...` would."""
    return Days(read(name, changes), replicates=replicates, seed=seed, launcher="cpu")


def who_speak(name: str, *changes: str) -> int:
    """How many speak out in the end, where nothing is left to chance."""
    return int(world(name, *changes).to_the_end()["speaking"].sum())
