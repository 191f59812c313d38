"""Labelled arrays are read as a dataset is read, and become one."""

from __future__ import annotations

import numpy as np
import pytest
import xarray

from exitban.results.arrays import Arrays, Variable
from exitban.results.result import Result
from exitban.scenario import read


@pytest.fixture
def data() -> xarray.Dataset:
    """Two policies, three worlds, two dates; one world has no value at one of them."""
    values = np.arange(12.0, dtype=np.float32).reshape(2, 3, 2)
    values[1, 2, 0] = np.nan
    return xarray.Dataset(
        {"control": (("policy", "replicate", "time"), values, {"units": "share"})},
        {"policy": ["none", "ban"], "time": np.array(["2023-01-01", "2023-02-01"], "datetime64[ns]")},
        {"title": "two"},
    )


def test_arrays_and_dataset_hold_the_same(data: xarray.Dataset) -> None:
    held = Arrays.of(data)
    assert held.sizes == {"policy": 2, "replicate": 3, "time": 2}
    assert "control" in held and "stress" not in held
    assert list(held.data_vars) == ["control"] and set(held.coords) == {"policy", "time"}
    xarray.testing.assert_identical(held.dataset(), data)


def test_a_variable_is_cut_turned_and_averaged_as_xarray_does_it(data: xarray.Dataset) -> None:
    own, theirs = Arrays.of(data)["control"], data.variables["control"]
    for one, other in (
        (own.isel(policy=1), theirs.isel(policy=1)),
        (own.isel(policy=0, time=slice(1, None)), theirs.isel(policy=0, time=slice(1, None))),
        (own.transpose("time", "policy", "replicate"), theirs.transpose("time", "policy", "replicate")),
        (own.mean("replicate"), theirs.mean("replicate")),
    ):
        assert one.dims == other.dims
        assert np.array_equal(one.values, other.values, equal_nan=True)
        assert one.values.dtype == other.values.dtype


def test_the_mean_of_nothing_is_no_number_and_no_warning() -> None:
    nothing = Variable(("replicate", "time"), np.full((2, 1), np.nan), {})
    assert np.isnan(nothing.mean("replicate").values).all()


def test_what_somebody_has_changed_in_the_data_is_read(data: xarray.Dataset) -> None:
    result = Result(Arrays.of(data), read("command-tree"), {})
    assert result.arrays is result.held
    result.data["control"] = 2.0 * result.data["control"]
    assert float(result.arrays["control"].values[0, 0, 1]) == 2.0
