"""An ensemble as a zarr store or a NetCDF file, for programs that read those.

Both are made in memory, where the data are already: a library that runs into a full disk halfway may hold on to the
file (HDF5 takes the whole process down with it at its end) or go on writing after it has said so (zarr).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exitban.ensembles import disk
from exitban.errors import CallError, ResultError

if TYPE_CHECKING:
    from exitban.ensembles.runs import Runs


def to_zarr(runs: Runs, path: Path) -> Path:
    """Write a zarr store. Raises `CallError` where zarr is missing, `ResultError` where the path is taken."""
    _needs("zarr", "zarr")
    made: dict[str, Any] = {}
    runs.to_xarray(unfold=False).to_zarr(made, mode="w", consolidated=True, zarr_format=2)
    return _beside(path, lambda place: _folder(place, made))


def to_netcdf(runs: Runs, path: Path) -> Path:
    """Write a NetCDF 4 file. Raises `CallError` where h5netcdf is missing, `ResultError` where the path is taken."""
    _needs("h5netcdf", "netcdf")
    _needs("h5py", "netcdf")
    made = runs.to_xarray(unfold=False).to_netcdf(None, engine="h5netcdf")
    return _beside(path, lambda place: place.write_bytes(made))


def export(runs: Runs, path: Path) -> Path:
    """Write whatever the ending of the path asks for: .zarr, .nc, .csv or .parquet. Raises `CallError` for others."""
    ways = {".zarr": to_zarr, ".nc": to_netcdf, ".csv": to_table, ".parquet": to_table}
    if path.suffix not in ways:
        raise CallError(f"{path}: found the ending {path.suffix!r}; allowed: {', '.join(ways)}.")
    return ways[path.suffix](runs, path)


def to_table(runs: Runs, path: Path) -> Path:
    """Write outcomes beside the numbers of their design points as one CSV or Parquet file."""
    frame = runs.to_pandas()
    write = frame.to_csv if path.suffix == ".csv" else frame.to_parquet
    return _beside(path, lambda place: write(place, index=False))


def _folder(place: Path, files: Mapping[str, Any]) -> None:
    """Write files by their names within a folder: bytes, or what zarr keeps them in."""
    for name, content in files.items():
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.to_bytes())


def _needs(package: str, extra: str) -> None:
    try:
        __import__(package)
    except ImportError as error:
        raise CallError(f"This needs {package}: pip install 'exitban[{extra}]'.") from error


def _beside(path: Path, write: Callable[[Path], object]) -> Path:
    """Write beside the path, then rename, so that nobody finds half of it."""
    if path.exists():
        raise ResultError(f"{path} is there already. Choose another name; nothing is overwritten.")
    beside = disk.beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(beside)
        beside.rename(path)
    except OSError as error:
        raise ResultError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        if beside.is_dir():
            shutil.rmtree(beside, ignore_errors=True)
        else:
            beside.unlink(missing_ok=True)
    return path
