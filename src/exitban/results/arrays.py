"""Labelled arrays as a run leaves them: what the analysis reads of a dataset, without the time that xarray takes.

They are read with the same words as an `xarray.Dataset`, so that whoever reads one reads the other.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import xarray


@dataclass(frozen=True)
class Variable:
    """An array with the names of its axes and what it says of itself."""

    dims: tuple[str, ...]
    values: NDArray[Any]
    attrs: Mapping[str, Any]

    def isel(self, **places: int | slice) -> Variable:
        """One place, or a stretch, along some axes; an axis of which one place is taken is gone."""
        index = tuple(places.get(dim, slice(None)) for dim in self.dims)
        left = (dim for dim in self.dims if isinstance(places.get(dim, slice(None)), slice))
        return Variable(tuple(left), self.values[index], self.attrs)

    def transpose(self, *dims: str) -> Variable:
        """The axes in another order."""
        return Variable(dims, self.values.transpose([self.dims.index(dim) for dim in dims]), self.attrs)

    def mean(self, dim: str) -> Variable:
        """The mean along an axis over what is a number; NaN where nothing is."""
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Mean of empty slice", RuntimeWarning)
            found = np.nanmean(self.values, axis=self.dims.index(dim))
        return Variable(tuple(one for one in self.dims if one != dim), np.asarray(found), self.attrs)


@dataclass(frozen=True)
class Arrays:
    """Variables by name, the coordinates of their axes, and what the whole says of itself."""

    data_vars: Mapping[str, Variable]
    coords: Mapping[str, Variable]
    attrs: Mapping[str, Any]

    @classmethod
    def of(cls, data: xarray.Dataset) -> Arrays:
        """The same numbers, read off a dataset."""
        found = {
            str(name): Variable(tuple(map(str, one.dims)), one.values, one.attrs)
            for name, one in data.variables.items()
        }
        inside = {str(name): found[str(name)] for name in data.data_vars}
        return cls(inside, {name: one for name, one in found.items() if name not in inside}, data.attrs)

    @cached_property
    def variables(self) -> dict[str, Variable]:
        """All variables, those of the axes among them."""
        return {**self.data_vars, **self.coords}

    @cached_property
    def sizes(self) -> dict[str, int]:
        """The length of every axis."""
        found = self.variables.values()
        return {dim: size for one in found for dim, size in zip(one.dims, one.values.shape, strict=True)}

    def __contains__(self, name: str) -> bool:
        return name in self.variables

    def __getitem__(self, name: str) -> Variable:
        return self.variables[name]

    def dataset(self) -> xarray.Dataset:
        """The same numbers as a dataset; none is copied."""
        import xarray

        inside, along = (
            {name: (one.dims, one.values, dict(one.attrs)) for name, one in group.items()}
            for group in (self.data_vars, self.coords)
        )
        return xarray.Dataset(inside, along, dict(self.attrs))
