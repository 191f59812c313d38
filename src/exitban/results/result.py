"""A result: labelled data, the scenario that gave them, and how they were made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exitban.scenario import Scenario

if TYPE_CHECKING:
    import pandas
    import xarray


@dataclass(frozen=True)
class Result:
    """What a run gives.

    ``data``: an `xarray.Dataset` with the dimensions policy, replicate, time, institution and statistic as they apply;
    units and long names stand in the attributes. ``provenance``: versions, seed, hash of the scenario, command.
    """

    data: xarray.Dataset
    scenario: Scenario
    provenance: dict[str, Any]

    def to_dataframe(self) -> pandas.DataFrame:
        """The series of the whole organisation as a table, one row per policy, replicate and time."""
        names = [name for name, array in self.data.items() if array.dims == ("policy", "replicate", "time")]
        return self.data[names].to_dataframe()

    def save(self, folder: str | Path) -> Path:
        """Store the result in a folder that must not exist yet. Raises `ResultError`."""
        from exitban.results.storage import save

        return save(self, Path(folder))
