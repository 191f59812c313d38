"""Rows of an ensemble as labelled arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from exitban.ensembles.outcomes import WHOLE
from exitban.ensembles.simulating import OUTCOMES
from exitban.errors import CallError, did_you_mean
from exitban.plan import listed

if TYPE_CHECKING:
    import xarray

    from exitban.ensembles.runs import Runs

LABELS = ("policy", "point", "replicate", "institution", "tick")
CELL = ("policy", "point", "replicate")


def arrays(runs: Runs, columns: Sequence[str] | str | None, *, unfold: bool) -> xarray.Dataset:
    """See `Runs.to_xarray`."""
    import xarray

    columns = listed("columns", columns)
    policies = list(dict.fromkeys(name for layer in runs.layers for name in layer.policies))
    axes = {
        "policy": policies,
        "point": np.arange(max(layer.points[1] for layer in runs.layers)),
        "replicate": np.arange(max(layer.replicates[1] for layer in runs.layers)),
    }
    variables = _outcomes(runs, axes, columns)
    time = runs.scenario.time
    if "series" in runs.folder.kinds:
        axes |= {"time": np.array([time.end_of_tick(t) for t in range(time.ticks)], "datetime64[ns]")}
        axes |= {"institution": sorted(runs.scenario.institutions)}
        variables |= _series(runs, axes, columns)
    _refuse_unknown(columns, variables)
    found = xarray.Dataset(variables, axes, {"scenario": runs.scenario.name, "seed": runs.folder.manifest["seed"]})
    if unfold and _is_grid(runs.points):
        return _unfolded(found, runs.points)
    return found.assign_coords({path: ("point", values) for path, values in runs.points.items()})


def _refuse_unknown(columns: Sequence[str] | None, variables: Mapping[str, Any]) -> None:
    for name in columns or ():
        if name not in variables:
            raise CallError(f"there is no column '{name}'.{did_you_mean(name, variables)}")


def _outcomes(runs: Runs, axes: Mapping[str, Any], columns: Sequence[str] | None) -> dict[str, Any]:
    schema = runs.dataset(OUTCOMES).schema
    names = [f.name for f in schema if pa.types.is_floating(f.type) and (columns is None or f.name in columns)]
    rows = runs.table(OUTCOMES, [*CELL, *names])
    where = _places(rows, axes)
    return {name: (CELL, _filled(rows[name], where, tuple(len(axes[dim]) for dim in CELL))) for name in names}


def _series(runs: Runs, axes: Mapping[str, Any], columns: Sequence[str] | None) -> dict[str, Any]:
    """Series of the whole by their names, those of institutions as ``institution_...``."""
    schema = runs.dataset("series").schema
    wanted = None if columns is None else {one.removeprefix("institution_") for one in columns}
    names = [f.name for f in schema if pa.types.is_floating(f.type) and (wanted is None or f.name in wanted)]
    rows = runs.table("series", [*LABELS, *names])
    whole = np.asarray(rows["institution"].to_pandas() == WHOLE)
    found: dict[str, Any] = {}
    for mask, prefix in ((whole, ""), (~whole, "institution_")):
        dims = (*CELL, "time", "institution") if prefix else (*CELL, "time")
        some = rows.filter(pa.array(mask))
        where = (*_places(some, axes), some["tick"].to_numpy())
        where = (*where, _index(some["institution"], axes["institution"])) if prefix else where
        shape = tuple(len(axes[dim]) for dim in dims)
        kept = [name for name in names if columns is None or prefix + name in columns]
        found |= {prefix + name: (dims, _filled(some[name], where, shape)) for name in kept}
    return found


def _places(rows: pa.Table, axes: Mapping[str, Any]) -> tuple[NDArray[np.int64], ...]:
    """Where each row belongs."""
    policy = _index(rows["policy"], axes["policy"])
    return policy, rows["point"].to_numpy().astype(np.int64), rows["replicate"].to_numpy().astype(np.int64)


def _index(column: pa.ChunkedArray, names: Sequence[str]) -> NDArray[np.int64]:
    """Words as their places among the names."""
    known = {name: k for k, name in enumerate(names)}
    encoded = column.unify_dictionaries().combine_chunks()
    encoded = encoded.chunk(0) if isinstance(encoded, pa.ChunkedArray) else encoded
    places: NDArray[np.int64] = np.array([known.get(name, -1) for name in encoded.dictionary.to_pylist()], np.int64)
    found: NDArray[np.int64] = places[encoded.indices.to_numpy()]
    return found


def _filled(column: pa.ChunkedArray, where: tuple[Any, ...], shape: tuple[int, ...]) -> NDArray[Any]:
    values = column.to_numpy()
    found = np.full(shape, np.nan, values.dtype)
    found[where] = values
    return found


def _is_grid(points: Mapping[str, NDArray[np.float64]]) -> bool:
    """Whether the points are every combination of their levels, each once."""
    levels = [sorted(set(values.tolist())) for values in points.values()]
    rows = set(zip(*(values.tolist() for values in points.values()), strict=True))
    size = len(next(iter(points.values()))) if points else 0
    return (
        bool(points)
        and size == len(rows) == int(np.prod([len(one) for one in levels]))
        and rows == set(product(*levels))
    )


def _unfolded(found: xarray.Dataset, points: Mapping[str, NDArray[np.float64]]) -> xarray.Dataset:
    """The dimension of points as one dimension for each number."""
    import pandas

    index = pandas.MultiIndex.from_arrays(list(points.values()), names=list(points))
    import xarray

    coordinates = xarray.Coordinates.from_pandas_multiindex(index, "point")
    unfolded = found.drop_vars("point").assign_coords(coordinates).unstack("point")
    return unfolded.transpose("policy", *points, "replicate", ...)
