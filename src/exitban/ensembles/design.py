"""What is asked of an ensemble: a scenario, design points, policies, replicates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exitban.errors import CallError, as_given
from exitban.kernels.launch import NOT_HERE, OnProcessor
from exitban.plan import at_least_one, listed, seeded
from exitban.plan.given import as_numbers, known_quantity, what_is_wrong
from exitban.run import check_call
from exitban.scenario import Scenario, read
from exitban.words import in_short

Floats = NDArray[np.float64]

KEEPS = ("series", "events")


@dataclass(frozen=True, eq=False)
class Design:
    """``points``: values of the design points by the path of the number, every column equally long.

    Without points there is one: the scenario as it is. ``policies`` None: those that the scenario compares.
    ``keep``: "series" and "events" beside the outcomes. ``chunk``: runs in a chunk, which is what is lost at most when
    a process dies; about two seconds of work unless said. ``launcher`` "python" runs the rules uncompiled.
    """

    scenario: Scenario | str | Path
    points: Mapping[str, ArrayLike] = field(default_factory=dict)
    policies: Sequence[str] | str | None = None
    replicates: int = 100
    seed: int = 1
    keep: Sequence[str] | str = ()
    chunk: int | None = None
    launcher: OnProcessor = "cpu"

    def __repr__(self) -> str:
        name = self.scenario.name if isinstance(self.scenario, Scenario) else str(self.scenario)
        counts = f"{self.replicates:,} replicates of each point", f"seed {self.seed}"
        return in_short(self, name, f"varies {', '.join(self.points) or 'nothing'}", *counts)


@dataclass(frozen=True, eq=False)
class Checked:
    """A design that can be run: everything is known and within its bounds."""

    scenario: Scenario
    points: dict[str, Floats]
    policies: tuple[str, ...]
    replicates: int
    seed: int
    keep: tuple[str, ...]
    chunk: int | None
    launcher: OnProcessor

    @property
    def count(self) -> int:
        """How many design points there are."""
        return len(next(iter(self.points.values()))) if self.points else 1


def checked(design: Design) -> Checked:
    """The design with its scenario read. Raises `CallError` with all that is wrong with it, `ScenarioError`."""
    scenario = design.scenario if isinstance(design.scenario, Scenario) else read(design.scenario)
    policies = listed("policies", design.policies) or scenario.compare
    replicates, seed = at_least_one("replicates", design.replicates), seeded(design.seed)
    check_call(scenario, replicates, seed, policies)
    kept = listed("keep", design.keep or None) or ()
    unknown = [kind for kind in kept if kind not in KEEPS]
    if unknown:
        raise CallError(f"keep: found {unknown[0]!r}; allowed: {', '.join(KEEPS)}.")
    if not isinstance(design.launcher, str) or design.launcher not in get_args(OnProcessor):
        raise CallError(NOT_HERE)
    points = checked_points(scenario, design.points)
    keep = tuple(kind for kind in KEEPS if kind in kept)
    chunk = None if design.chunk is None else at_least_one("chunk", design.chunk)
    return Checked(scenario, points, policies, replicates, seed, keep, chunk, design.launcher)


def checked_points(scenario: Scenario, points: Mapping[str, ArrayLike]) -> dict[str, Floats]:
    """Columns of numbers, sorted by path. Raises `CallError`."""
    if not isinstance(points, Mapping):
        raise CallError(
            f"points: found {as_given(points)}; allowed: values of the design points by the path of their number."
        )
    found: dict[str, Floats] = {}
    wrong: list[str] = []
    for path in sorted(points, key=str):
        try:
            quantity = known_quantity(scenario, path)
            column = as_numbers(quantity, points[path])
            told = what_is_wrong(quantity, column) if column.ndim == 1 else "found no list of values."
        except CallError as error:
            told = str(error)
        if told:
            wrong.append(f"design: {path}: {told}")
        else:
            found[path] = column
    lengths = {path: len(column) for path, column in found.items()}
    if len(set(lengths.values())) > 1:
        listed = ", ".join(f"{path} {length}" for path, length in lengths.items())
        wrong.append(f"design: found columns of different lengths ({listed}); give every point a value of each.")
    if 0 in lengths.values():
        wrong.append("design: found no points; give one or more, or leave the design out.")
    if wrong:
        raise CallError("\n".join(wrong))
    return found
