"""An ensemble for other programs."""

from __future__ import annotations

from pathlib import Path

import pandas
import pytest
import xarray

from exitban.ensembles import Runs, sweep
from exitban.ensembles.exporting import export
from exitban.errors import CallError, ResultError
from tests.ensembles.small import STRENGTH, design


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    home = tmp_path_factory.mktemp("export")
    return sweep(design(home, replicates=2, keep=("series",)), home / "runs")


@pytest.mark.parametrize("ending", [".zarr", ".nc"])
def test_labelled_arrays_come_back_as_they_were(runs: Runs, tmp_path: Path, ending: str) -> None:
    path = export(runs, tmp_path / f"out{ending}")
    back = xarray.open_zarr(path) if ending == ".zarr" else xarray.open_dataset(path, engine="h5netcdf")
    data = runs.to_xarray(unfold=False)
    assert back["control"].equals(data["control"])
    assert back["institution_filled"].equals(data["institution_filled"])
    assert back[STRENGTH].values.tolist() == [0.1, 0.5, 0.9]
    assert sorted(one.name for one in tmp_path.iterdir()) == [path.name], "nothing half-written is left behind"
    with pytest.raises(ResultError, match="there already"):
        export(runs, path)


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_tables_have_the_numbers_of_the_design_beside(runs: Runs, tmp_path: Path, ending: str) -> None:
    path = export(runs, tmp_path / f"out{ending}")
    back = pandas.read_csv(path) if ending == ".csv" else pandas.read_parquet(path)
    assert len(back) == 12
    assert set(back[STRENGTH]) == {0.1, 0.5, 0.9}


def test_other_endings_are_refused(runs: Runs, tmp_path: Path) -> None:
    with pytest.raises(CallError, match=r"found the ending '.xlsx'; allowed: .zarr, .nc, .csv, .parquet"):
        export(runs, tmp_path / "out.xlsx")
