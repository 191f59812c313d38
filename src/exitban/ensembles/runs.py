"""An ensemble that is read: as tables of Arrow or pandas, by SQL, as labelled arrays, as files of other kinds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.dataset as pads
from numpy.typing import NDArray

from exitban.ensembles.folder import Folder, opened
from exitban.ensembles.layers import Layer
from exitban.ensembles.recipe import Recipe
from exitban.ensembles.simulating import OUTCOMES
from exitban.errors import CallError, ResultError, as_given, did_you_mean
from exitban.paths import path_of
from exitban.plan import listed
from exitban.scenario import Scenario, read
from exitban.words import in_short

if TYPE_CHECKING:
    import pandas
    import xarray

SQL_NEEDS: Final = "SQL needs DuckDB: pip install 'exitban[sql]'. Without it, to_pandas() gives the same rows."


def open_runs(folder: str | Path) -> Runs:
    """Read an ensemble that `exitban sweep` fills, whether or not it is complete.

    Raises `ResultError` for a folder that holds none, one of another layout, or one with damaged parts.
    """
    return Runs(opened(folder))


@dataclass(frozen=True)
class Runs:
    """An ensemble on disk; nothing is read before it is asked for."""

    folder: Folder

    def __repr__(self) -> str:
        return in_short(
            self, str(self.folder.path), f"{self.runs:,} runs asked for", f"seed {self.folder.manifest['seed']}"
        )

    @cached_property
    def layers(self) -> list[Layer]:
        """What was asked for."""
        return self.folder.layers()

    @cached_property
    def points(self) -> dict[str, NDArray[np.float64]]:
        """The design: numbers of every point, (points,) by path."""
        return self.folder.points()

    @property
    def runs(self) -> int:
        """How many runs were asked for."""
        return sum(layer.cells * len(layer.policies) for layer in self.layers)

    @property
    def design(self) -> pandas.DataFrame:
        """The design as a table, a row for each point."""
        import pandas

        return pandas.DataFrame(self.points, index=pandas.RangeIndex(self._count, name="point"))

    @property
    def _count(self) -> int:
        return max(layer.points[1] for layer in self.layers)

    @property
    def scenario(self) -> Scenario:
        """The scenario, as it was read then. Mechanisms of its own are Python and are run.

        Raises `ResultError` where its files are not what they were.
        """
        stated = self.folder.manifest["scenario"]
        root = self.folder.path
        beside = {name: root / "files" / str(k) / Path(name).name for k, name in enumerate(sorted(stated["beside"]))}
        found = read(root / "scenario.yaml", stated["overrides"], beside)
        if found.hash != self.folder.identity["scenario"]:
            raise ResultError(
                f"{root / 'scenario.yaml'}, or a file that it names, is not what this ensemble was made from. "
                "Take it from a copy."
            )
        return found

    def dataset(self, kind: str = OUTCOMES) -> pads.Dataset:
        """The parts of a kind as one dataset of Arrow. Raises `CallError`, and `ResultError` for a damaged part."""
        if not isinstance(kind, str) or kind not in self.folder.kinds:
            kept = ", ".join(self.folder.kinds)
            raise CallError(
                f"{self.folder.path} keeps no '{kind}'; it has {kept}.{did_you_mean(str(kind), self.folder.kinds)}"
            )
        paths = [str(path) for _, path in self.folder.parts(kind, self.layers)]
        if not paths:
            raise ResultError(f"{self.folder.path} holds no runs yet. `exitban sweep` fills it.")
        for path in paths:
            wrong = self.folder.what_is_wrong(kind, Path(path), self.layers)
            if wrong:
                raise damaged_at(path, wrong)
        scan = pads.ParquetFragmentScanOptions(page_checksum_verification=True)
        return pads.dataset(paths, format=pads.ParquetFileFormat(default_fragment_scan_options=scan))

    def table(self, kind: str = OUTCOMES, columns: Sequence[str] | str | None = None, where: Any = None) -> pa.Table:
        """Rows of a kind; ``columns`` some of them, ``where`` an expression of `pyarrow.dataset`."""
        dataset, names = self.dataset(kind), listed("columns", columns or None)
        known = dataset.schema.names
        for name in names or ():
            if name not in known:
                raise CallError(f"{kind}: there is no column '{name}'.{did_you_mean(name, known)}")
        try:
            found = dataset.to_table(columns=None if columns is None else list(names or ()), filter=where)
        except (OSError, pa.ArrowException) as error:
            raise damaged_at(str(self.folder.path), str(error)) from error
        return found.replace_schema_metadata(None)

    def to_pandas(self, kind: str = OUTCOMES, columns: Sequence[str] | str | None = None) -> pandas.DataFrame:
        """Rows of a kind with the numbers of their design points beside them."""
        names = (
            None if columns is None else ["policy", "point", "replicate", *(listed("columns", columns or None) or ())]
        )
        rows = self.table(kind, names)
        frame: pandas.DataFrame = rows.to_pandas()
        places = frame["point"].to_numpy()
        for path, values in self.points.items():
            frame[path] = values[places]
        return frame

    @property
    def errors(self) -> pandas.DataFrame:
        """The runs that failed: policy, point, replicate, error."""
        rows = self.table(OUTCOMES, ["policy", "point", "replicate", "error"], pads.field("error").is_valid())
        frame: pandas.DataFrame = rows.to_pandas()
        return frame

    def sql(self, query: str) -> pandas.DataFrame:
        """The answer of DuckDB to a query; its tables are ``outcomes``, ``design``, and what was kept besides.

        ``select d."policies.ban.strength", avg(control_end) from outcomes join design d using (point) group by all``
        """
        try:
            import duckdb
        except ImportError as error:
            raise CallError(SQL_NEEDS) from error
        if not isinstance(query, str):
            raise CallError(f"sql: found {as_given(query)}; allowed: a query, as a text.")
        with duckdb.connect() as connection:
            points = {"point": np.arange(self._count), **self.points}
            connection.register("design", pa.table(points))
            for kind in self.folder.kinds:
                connection.register(kind, self.dataset(kind))
            try:
                frame: pandas.DataFrame = connection.execute(query).fetch_df()
            except duckdb.Error as error:
                raise CallError(f"sql: {error}") from error
            return frame

    def to_xarray(self, columns: Sequence[str] | str | None = None, *, unfold: bool = True) -> xarray.Dataset:
        """Outcomes, and series where they were kept, as labelled arrays.

        Dimensions: policy, the numbers of the design, replicate, time, institution. A design that is no full grid has
        the dimension ``point`` instead, with the numbers as its coordinates; so has one with ``unfold=False``. What is
        not there (yet) is NaN.
        """
        from exitban.ensembles.arrays import arrays

        return arrays(self, columns, unfold=unfold)

    def to_zarr(self, path: str | Path) -> Path:
        """Write the labelled arrays as a zarr store, which must not exist yet."""
        from exitban.ensembles.exporting import to_zarr

        return to_zarr(self, path_of("path", path))

    def to_netcdf(self, path: str | Path) -> Path:
        """Write the labelled arrays as a NetCDF 4 file, which must not exist yet."""
        from exitban.ensembles.exporting import to_netcdf

        return to_netcdf(self, path_of("path", path))

    def recipe(self) -> Recipe:
        """How its runs were made."""
        manifest: Mapping[str, Any] = self.folder.manifest
        return Recipe.of(self.scenario, manifest["seed"], tuple(manifest["keep"]), manifest["launcher"])


def damaged_at(path: str, what: str) -> ResultError:
    """What is told of a part that is none."""
    return ResultError(
        f"{path} is damaged: {what}. Start the same `exitban sweep` again: it puts the part aside and makes it anew."
    )
