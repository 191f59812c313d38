"""A result: labelled data, the scenario that gave them, and how they were made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exitban.results.arrays import Arrays
from exitban.scenario import Scenario
from exitban.scenario.counts import counted
from exitban.words import in_short

if TYPE_CHECKING:
    import pandas
    import xarray


@dataclass(frozen=True)
class Result:
    """What a run gives.

    ``held``: the numbers, as the run left them or as they were read. ``provenance``: versions, seed, hash of the
    scenario, command.
    """

    held: Arrays | xarray.Dataset
    scenario: Scenario
    provenance: dict[str, Any]

    def __repr__(self) -> str:
        return in_short(self, self.scenario.name, *in_brief(self.provenance))

    @cached_property
    def data(self) -> xarray.Dataset:
        """The numbers with the dimensions policy, replicate, time, institution and statistic as they apply.

        Units and long names stand in the attributes.
        """
        return self.held.dataset() if isinstance(self.held, Arrays) else self.held

    @property
    def arrays(self) -> Arrays:
        """The same for whoever only reads them; what somebody has changed in ``data`` is changed here."""
        untouched = isinstance(self.held, Arrays) and "data" not in vars(self)
        return self.held if untouched and isinstance(self.held, Arrays) else Arrays.of(self.data)

    def to_dataframe(self) -> pandas.DataFrame:
        """The series of the whole organisation as a table, one row per policy, replicate and time."""
        names = [name for name, array in self.data.items() if array.dims == ("policy", "replicate", "time")]
        return self.data[names].to_dataframe()

    def save(self, folder: str | Path) -> Path:
        """Store the result in a folder that must not exist yet. Raises `ResultError`."""
        from exitban.results.storage import save

        return save(self, folder)


def in_brief(provenance: Mapping[str, Any]) -> tuple[str, ...]:
    """How many worlds, on which luck, under which policies; what nobody says is left out."""
    worlds, seed, policies = (provenance.get(name) for name in ("replicates", "seed", "policies"))
    return (
        "" if worlds is None else counted(worlds, "replicate"),
        "" if seed is None else f"seed {seed}",
        f"policies {', '.join(policies)}" if policies else "",
    )
