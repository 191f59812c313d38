"""A result on disk: Parquet tables, the scenario with all files that it names, and a manifest.

A folder is written beside its final name, flushed to the disk and renamed, so nobody ever finds half of one. The
manifest holds a fingerprint of every file, so that damage is told and never read as numbers.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import xarray

from exitban.errors import ResultError, ScenarioError
from exitban.paths import path_of
from exitban.results import tables
from exitban.results.manifests import (
    Shape,
    are_some_texts,
    are_texts_by_name,
    is_text,
    is_whole,
    or_nothing,
    refuse_unfit,
)
from exitban.results.result import Result
from exitban.scenario import Scenario
from exitban.scenario import read as read_scenario

FORMAT: Final = "exitban result"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
DATA: Final = "data"
SCENARIO: Final = "scenario"

SHAPE: Final[Shape] = {
    "files": (lambda found: are_texts_by_name(found) and bool(found), "a fingerprint for each file"),
    "provenance.seed": (is_whole, "a whole number"),
    "provenance.policies": (are_some_texts, "a list of names"),
    "provenance.replicates": (is_whole, "a whole number"),
    "provenance.versions": (are_texts_by_name, "a version for each program"),
    "provenance.versions.exitban": (is_text, "a version"),
    "provenance.started": (is_text, "a text"),
    "provenance.command": (is_text, "a text"),
    "provenance.columns": (or_nothing(are_texts_by_name), "a fingerprint for each column"),
    "provenance.records": (or_nothing(are_some_texts), "a list of names"),
    "provenance.keep": (or_nothing(is_text), "a text"),
    "provenance.luck": (or_nothing(is_whole), "a whole number"),
}
"""What the rest of the program takes for granted."""

Facts = dict[str, Any]


def save(result: Result, folder: str | Path) -> Path:
    """Store a result in a folder that must not exist yet.

    Raises `ResultError` where it exists or cannot be written, `CallError` for what is no path; then nothing is left
    behind.
    """
    folder = path_of("folder", folder)
    if folder.exists():
        raise ResultError(f"{folder} exists already. Choose another folder; a stored result is never overwritten.")
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside.mkdir()
        Writer(beside).write(result)
        beside.rename(folder)
        _flush(folder.parent)
    except OSError as error:
        raise ResultError(f"{folder} cannot be written: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return folder


def load(folder: str | Path) -> Result:
    """Read a stored result, wherever its folder lies now. Mechanisms of the scenario's own are Python and are run.

    Raises `ResultError` for a folder that holds no result, a damaged one, or one of a newer program, and `CallError`
    for what is no path.
    """
    folder = path_of("folder", folder)
    manifest = _manifest(folder)
    try:
        _check(folder, manifest["files"])
        data = _dataset(folder / DATA, manifest)
        scenario = _scenario(folder / SCENARIO, manifest["scenario"])
        return Result(data, scenario, manifest["provenance"])
    except ScenarioError as error:
        raise ResultError(f"{folder}: its scenario cannot be read any more:\n{error}") from error
    except (OSError, KeyError, TypeError, ValueError, pa.ArrowException) as error:
        raise _damaged(folder, str(error)) from error


class Writer:
    """Writes files into a folder, each flushed, and remembers their fingerprints."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fingerprints: dict[str, str] = {}

    def write(self, result: Result) -> None:
        """Everything; the manifest comes last."""
        found = tables.tables_of(result.data)
        for table in found:
            for name, part in tables.written(result.data, table):
                self.file(f"{DATA}/{name}", tables.packed(part))
        scenario = self.scenario(result.scenario)
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "provenance": result.provenance,
            **_description(result.data, found),
            "scenario": scenario,
            "files": dict(self.fingerprints),
        }
        self.file(MANIFEST, json.dumps(manifest, indent=1, default=_plain).encode())

    def scenario(self, scenario: Scenario) -> Facts:
        """The file as it was read, and every file that it names, whatever its path was."""
        self.file(f"{SCENARIO}/{scenario.path.name}", scenario.text.encode())
        places = {name: f"files/{number}/{Path(name).name}" for number, name in enumerate(sorted(scenario._files))}
        for name, place in places.items():
            self.file(f"{SCENARIO}/{place}", scenario._files[name])
        return {"file": scenario.path.name, "overrides": list(scenario.overrides), "beside": places}

    def file(self, name: str, content: Any) -> None:
        """One file, flushed to the disk with its folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _flush(path.parent)
        self.fingerprints[name] = _fingerprint(content)


def _description(data: xarray.Dataset, found: list[tables.Table]) -> Facts:
    """What the tables hold: dimensions, variables in their order, attributes."""
    return {
        "sizes": {str(dim): int(size) for dim, size in data.sizes.items()},
        "attrs": dict(data.attrs),
        "tables": [{"dims": one.dims, "variables": one.variables} for one in found],
        "variables": [
            {"name": name, "dtype": array.dtype.str, "attrs": dict(array.attrs), "coordinate": name in data.coords}
            for name, array in data.variables.items()
        ],
    }


def _dataset(folder: Path, manifest: Facts) -> xarray.Dataset:
    """The dataset that a manifest describes."""
    kinds = {one["name"]: one["dtype"] for one in manifest["variables"]}
    found: dict[str, tuple[tuple[str, ...], Any]] = {}
    for one in manifest["tables"]:
        sizes = tuple(manifest["sizes"][dim] for dim in one["dims"])
        table = tables.Table(tuple(one["dims"]), sizes, tuple(one["variables"]))
        found |= {name: (table.dims, array) for name, array in tables.read(table, folder, kinds).items()}
    variables = {one["name"]: (*found[one["name"]], one["attrs"]) for one in manifest["variables"]}
    coordinates = {one["name"] for one in manifest["variables"] if one["coordinate"]}
    return xarray.Dataset(
        {name: variable for name, variable in variables.items() if name not in coordinates},
        {name: variable for name, variable in variables.items() if name in coordinates},
        manifest["attrs"],
    )


def _scenario(folder: Path, stored: Facts) -> Scenario:
    """The scenario, with the files that it names where they lie now."""
    beside = {name: folder / place for name, place in stored["beside"].items()}
    return read_scenario(folder / stored["file"], stored["overrides"], beside)


def _manifest(folder: Path) -> Facts:
    """The manifest, when it is one that this program can read. Raises `ResultError`."""
    if not folder.is_dir():
        raise ResultError(f"{folder}: there is no such folder. A result is what `save` or `exitban run --save` wrote.")
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError as error:
        raise ResultError(f"{folder} holds no result: {MANIFEST} is missing.") from error
    except (OSError, ValueError) as error:
        raise _damaged(folder, f"{MANIFEST}: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ResultError(f"{folder} holds no result of exitban: its {MANIFEST} names another format.")
    _check_version(folder, manifest.get("version"))
    refuse_unfit(folder / MANIFEST, manifest, SHAPE)
    return manifest


def _check_version(folder: Path, version: object) -> None:
    if not isinstance(version, int) or version < 1:
        raise _damaged(folder, f"{MANIFEST}: found version {version!r}")
    if version > VERSION:
        raise ResultError(
            f"{folder} was written in format {version}, and this exitban reads up to format {VERSION}. "
            "Install a newer exitban to read it."
        )


def _check(folder: Path, fingerprints: Mapping[str, str]) -> None:
    """Every file is as it was written. Raises `ValueError`."""
    for name, fingerprint in fingerprints.items():
        if not (folder / name).is_file():
            raise ValueError(f"{name} is missing")
        if _fingerprint((folder / name).read_bytes()) != fingerprint:
            raise ValueError(f"{name} is not what was written")


def _damaged(folder: Path, what: str) -> ResultError:
    return ResultError(f"{folder} is damaged: {what}. Take it from a copy, or run the scenario again.")


def _fingerprint(content: Any) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _flush(folder: Path) -> None:
    """Make new names in a folder last; not every system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _plain(value: Any) -> Any:
    """Numbers of numpy as JSON knows them."""
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot be stored in {MANIFEST}")
