"""An ensemble for other programs."""

from __future__ import annotations

import re
import subprocess
import sys
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


LIMITED = """
import resource
from exitban.cli.app import main
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))
main()
"""
"""The command where a file may have so many bytes: a disk that is full halfway, as tests may not mount a small one."""


@pytest.mark.parametrize("ending", [".zarr", ".nc", ".csv", ".parquet"])
def test_a_full_disk_is_told_in_a_sentence_and_nothing_is_left(runs: Runs, tmp_path: Path, ending: str) -> None:
    command = [sys.executable, "-c", LIMITED, "export", str(runs.folder.path), str(tmp_path / f"out{ending}")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert re.fullmatch(r".*out\.\w+ cannot be written: .*[Ff]ile too large\.?", done.stderr.strip().replace("\n", " "))
    assert list(tmp_path.iterdir()) == []
