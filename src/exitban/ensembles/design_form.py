"""The form of a design file."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from exitban.scenario.numbers import Entry

Names = Annotated[tuple[str, ...], Field(strict=False, min_length=1)]
Whole = Annotated[int, Field(strict=True, ge=1)]


class HypercubeEntry(Entry):
    """A Latin hypercube."""

    points: Whole = Field(description="how many points")
    seed: int = Field(1, ge=0, description="seed of the points, not of the runs")
    numbers: dict[str, Any] = Field(min_length=1, description="by path: [lowest, highest], a distribution, or prior")


class SobolEntry(HypercubeEntry):
    """A scrambled Sobol sequence."""


class MorrisEntry(Entry):
    """Trajectories of Morris."""

    trajectories: Whole = Field(description="how many ways through the grid")
    levels: int = Field(4, ge=2, le=100, multiple_of=2, description="levels of each number, an even count")
    seed: int = Field(1, ge=0, description="seed of the points, not of the runs")
    numbers: dict[str, Any] = Field(min_length=1, description="by path: [lowest, highest], a distribution, or prior")


class DesignEntry(Entry):
    """A design file."""

    scenario: str = Field(description="a bundled scenario by its name, or a file beside the design")
    set: dict[str, Any] = Field({}, description="by path: values in place of what the scenario says")
    policies: Names | None = Field(None, description="policies to run; those that the scenario compares unless said")
    replicates: Whole = Field(100, description="runs of each point under each policy")
    seed: int = Field(1, ge=0, description="the same seed gives the same numbers")
    keep: tuple[Literal["series", "events"], ...] = Field((), strict=False, description="series, events")
    chunk: Whole | None = Field(None, description="runs in a chunk; about two seconds of work unless said")
    grid: dict[str, Any] | None = Field(None, min_length=1, description="by path: a list of levels")
    latin_hypercube: HypercubeEntry | None = Field(None, description="points that fill ranges evenly")
    sobol: SobolEntry | None = Field(None, description="points of a Sobol sequence")
    morris: MorrisEntry | None = Field(None, description="trajectories for elementary effects")
    table: str | None = Field(None, description="a CSV or Parquet file beside the design: a column for each path")


KINDS = ("grid", "latin_hypercube", "sobol", "morris", "table")
