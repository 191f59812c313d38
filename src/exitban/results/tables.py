"""Labelled arrays as Parquet tables, and back without losing a bit.

Variables with the same dimensions share a table: a row per cell in the order of the array, a column per variable, and
the labels of the cell in front, so that any tool that reads Parquet can use it. Tables that begin with the policy have
one part file for each policy.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import xarray
from numpy.typing import NDArray

Facts = dict[str, Any]
SPLIT = "policy"


@dataclass(frozen=True)
class Table:
    """The variables with one tuple of dimensions; ``sizes`` are the lengths of those."""

    dims: tuple[str, ...]
    sizes: tuple[int, ...]
    variables: tuple[str, ...]

    @property
    def name(self) -> str:
        """The dimensions, as the name of a file."""
        return "-".join(self.dims) or "single"

    @property
    def parts(self) -> list[tuple[str, slice]]:
        """File names, and which entries of the first dimension they hold."""
        if self.dims[:1] != (SPLIT,) or len(self.dims) == 1:
            return [(f"{self.name}.parquet", slice(None))]
        return [(f"{self.name}.{number:04d}.parquet", slice(number, number + 1)) for number in range(self.sizes[0])]


def tables_of(data: xarray.Dataset) -> list[Table]:
    """The tables of a dataset, coordinates among them."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, array in data.variables.items():
        groups.setdefault(tuple(str(dim) for dim in array.dims), []).append(str(name))
    return [Table(dims, tuple(data.sizes[dim] for dim in dims), tuple(names)) for dims, names in groups.items()]


def written(data: xarray.Dataset, table: Table) -> Iterator[tuple[str, pa.Table]]:
    """(file name, content) of every part of a table."""
    for name, part in table.parts:
        chosen = {table.dims[0]: part} if table.dims else {}
        columns = labels(data, table.dims, chosen)
        columns |= {v: pa.array(data[v].isel(chosen).values.ravel(), from_pandas=False) for v in table.variables}
        yield name, pa.table(columns)


def labels(data: xarray.Dataset, dims: tuple[str, ...], chosen: Mapping[str, slice]) -> dict[str, pa.Array]:
    """For every row the labels of its cell."""
    axes = [np.arange(data.sizes[dim])[chosen.get(dim, slice(None))] for dim in dims]
    places = np.meshgrid(*axes, indexing="ij")
    return {dim: labelled(data[dim].values, place.ravel()) for dim, place in zip(dims, places, strict=True)}


def labelled(values: NDArray[Any], places: NDArray[np.int64]) -> pa.Array:
    """The values at some places; words are kept once."""
    if values.dtype.kind in "UO":
        return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), pa.array(values.tolist(), pa.string()))
    return pa.array(values[places])


def packed(part: pa.Table) -> Any:
    """One part as bytes, compressed."""
    sink = pa.BufferOutputStream()
    pq.write_table(part, sink, compression="zstd")
    return sink.getvalue()


def read(table: Table, folder: Path, kinds: Mapping[str, str]) -> dict[str, NDArray[Any]]:
    """The arrays of a table; ``kinds`` are their dtypes. Raises `ValueError` where the rows do not fit."""
    found = {name: np.empty(table.sizes, np.dtype(kinds[name])) for name in table.variables}
    for file, part in table.parts:
        stored = pq.read_table(folder / file, columns=list(table.variables))
        for name, whole in found.items():
            shape = whole[part].shape if table.dims else ()
            column = stored.column(name).to_numpy()
            if len(column) != math.prod(shape):
                raise ValueError(f"{file}: {len(column)} rows, where {math.prod(shape)} are needed")
            whole[part if table.dims else ()] = column.astype(whole.dtype).reshape(shape)
    return found
