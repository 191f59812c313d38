"""An ensemble on disk.

```
runs/x/
  scenario.yaml  files/        the scenario as it was read, and the files that it names
  manifest.json                identity (scenario, seed, laws, versions), numbers in effect, command, machine, time
  design.parquet               the design points of the first layer; design-002.parquet of the next, and so on
  outcomes/part-*.parquet      a row for each run
  series/ events/              on request
  sessions/                    who has worked here: progress, for `exitban status`
  damaged/                     what was found torn among the parts, put aside
```

What is done is what lies on disk: there is no other record of it. A part is a function of its name.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from exitban.ensembles import disk
from exitban.ensembles.layers import Chunk, Layer, chunk_named
from exitban.ensembles.simulating import OUTCOMES, Tables
from exitban.errors import ResultError
from exitban.kernels.launch import OnProcessor
from exitban.paths import path_of
from exitban.results.manifests import Shape, are_texts, are_texts_by_name, is_text, is_whole, refuse_unfit

FORMAT: Final = "exitban ensemble"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
ENDING: Final = ".parquet"
SHAPE: Final[Shape] = {
    "identity": (are_texts_by_name, "a text by name"),
    "identity.scenario": (is_text, "a fingerprint"),
    "keep": (lambda found: are_texts(found) and set(found) <= {"series", "events"}, "a list of series, events"),
    "scenario.overrides": (are_texts, "a list of texts"),
    "scenario.beside": (are_texts, "a list of names"),
    "seed": (is_whole, "a whole number"),
    "launcher": (lambda found: found in get_args(OnProcessor), "cpu or python"),
    "numbers": (are_texts_by_name, "a text by name"),
}
"""What the rest of the program takes for granted of a manifest."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Folder:
    """The folder of an ensemble and what its manifest says."""

    path: Path
    manifest: Mapping[str, Any]

    @property
    def identity(self) -> dict[str, str]:
        """What all parts have in common."""
        return dict(self.manifest["identity"])

    @property
    def kinds(self) -> tuple[str, ...]:
        """Which tables there are; the outcomes are written last, and a chunk is done when they are there."""
        return (*self.manifest["keep"], OUTCOMES)

    def layers(self) -> list[Layer]:
        """All layers, as their design files state them."""
        return [_layer(path) for path in self.designs()]

    def designs(self) -> list[Path]:
        """The design files, in order."""
        return [self.path / "design.parquet", *sorted(self.path.glob("design-*.parquet"))]

    def points(self) -> dict[str, Floats]:
        """The numbers of all design points, (points,) by path."""
        whole = pa.concat_tables([disk.table_of(path) for path in self.designs()], promote_options="default")
        return {name: np.asarray(whole[name], np.float64) for name in whole.column_names if name != "point"}

    def add(self, layer: Layer, points: Mapping[str, Floats]) -> None:
        """Add a layer with its new points (none: all of its points are there). Somebody else may be quicker."""
        disk.write_new(self.path / f"design-{layer.number:03d}{ENDING}", design_file(layer, points))

    def part(self, kind: str, chunk: Chunk) -> Path:
        """Where a part lies."""
        return self.path / kind / f"{chunk.name}{ENDING}"

    def store(self, chunk: Chunk, tables: Tables) -> None:
        """Write the parts of a chunk; the outcomes come last and say that it is done."""
        for kind in self.kinds:
            path = self.part(kind, chunk)
            path.parent.mkdir(exist_ok=True)
            disk.write(path, disk.packed(tables[kind], self.facts(kind, chunk)))

    def facts(self, kind: str, chunk: Chunk) -> dict[str, Any]:
        """What a part says about itself."""
        return {"kind": kind, "chunk": chunk.name, "cells": chunk.cells, "identity": self.identity}

    def begun(self, chunk: Chunk) -> Path:
        """The mark of a chunk that is under way: a letter for every session that has begun with it."""
        return self.path / "sessions" / f"{chunk.name}.begun"

    def mark(self, chunk: Chunk) -> None:
        """Say that the chunk is under way."""
        with self.begun(chunk).open("a", encoding="ascii") as file:
            file.write("x")

    def unmark(self, chunk: Chunk) -> None:
        """Say that it is not."""
        self.begun(chunk).unlink(missing_ok=True)

    def done(self) -> set[str]:
        """The names of the chunks whose parts are all there."""
        return set.intersection(*(self._there(kind) for kind in self.kinds))

    def _there(self, kind: str) -> set[str]:
        return {path.stem for path in (self.path / kind).glob(f"part-*{ENDING}")}

    def parts(self, kind: str, layers: Sequence[Layer]) -> Iterator[tuple[Chunk, Path]]:
        """The parts of all chunks that are done, in the order of their names."""
        for name in sorted(self.done()):
            chunk = chunk_named(layers, name)
            if chunk is not None:
                yield chunk, self.part(kind, chunk)

    def what_is_wrong(self, kind: str, path: Path, layers: Sequence[Layer]) -> str:
        """Why a file among the parts is none; empty if it is one."""
        chunk = chunk_named(layers, path.stem)
        if chunk is None or path.suffix != ENDING:
            return "no part of this ensemble has such a name"
        try:
            facts, rows = disk.facts_of(path)
        except ValueError as error:
            return str(error)
        if facts != json.loads(json.dumps(self.facts(kind, chunk))):
            return "a part of another ensemble, or of another place"
        return "rows are missing" if kind == OUTCOMES and rows != chunk.cells else ""


def design_file(layer: Layer, points: Mapping[str, Floats]) -> Any:
    """The bytes of a design file: new points as rows, and the layer itself in its metadata."""
    count = len(next(iter(points.values()), [])) if points else 0
    first = layer.points[1] - count
    table = pa.table({"point": pa.array(np.arange(first, first + count), pa.int64()), **points})
    facts = {
        "layer": layer.number,
        "policies": layer.policies,
        "points": layer.points,
        "replicates": layer.replicates,
        "chunk": layer.size,
    }
    return disk.packed(table, facts)


def _layer(path: Path) -> Layer:
    try:
        facts, _ = disk.facts_of(path)
        (low, high), (first, last) = facts["points"], facts["replicates"]
        return Layer(facts["layer"], tuple(facts["policies"]), (low, high), (first, last), facts["chunk"])
    except (ValueError, KeyError, TypeError) as error:
        raise ResultError(f"{path} is damaged: {error}. Take it from a copy.") from error


def opened(path: str | Path) -> Folder:
    """The folder of an ensemble. Raises `ResultError` for one that holds none, or one of a newer program.

    Raises `CallError` for what is no path.
    """
    path = path_of("folder", path)
    if not path.is_dir():
        raise ResultError(f"{path}: there is no such folder. An ensemble is what `exitban sweep DESIGN --out` fills.")
    if not (path / MANIFEST).is_file():
        raise ResultError(f"{path} holds no ensemble: {MANIFEST} is missing.")
    manifest = disk.json_of(path / MANIFEST)
    if manifest.get("format") != FORMAT:
        told = " It is a stored result: read it with exitban.load." if "result" in str(manifest.get("format")) else ""
        raise ResultError(f"{path} holds no ensemble of exitban: its {MANIFEST} names another format.{told}")
    version = manifest.get("version")
    if not isinstance(version, int) or not 1 <= version <= VERSION:
        raise ResultError(
            f"{path} was written in layout {version!r}, and this exitban reads layouts up to {VERSION}. "
            "Read it with the exitban that wrote it."
        )
    refuse_unfit(path / MANIFEST, manifest, SHAPE)
    return Folder(path, manifest)


def create(path: Path, manifest: Mapping[str, Any], layer: Layer, points: Mapping[str, Floats], files: Any) -> Folder:
    """A new ensemble: all that is known beforehand, in one move. ``files`` writes the scenario into a folder.

    Raises `ResultError` where the folder holds something else or cannot be written; where somebody else was quicker,
    theirs is opened.
    """
    if path.is_dir() and any(path.iterdir()):
        if (path / MANIFEST).exists():
            return opened(path)
        raise ResultError(f"{path} is there already and holds no ensemble. Choose another folder.")
    beside = disk.beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.mkdir()
        files(beside)
        for kind in (*manifest["keep"], OUTCOMES, "sessions"):
            (beside / kind).mkdir()
        disk.write(beside / "design.parquet", design_file(replace(layer, number=1), points))
        content = {"format": FORMAT, "version": VERSION, **manifest}
        disk.write(beside / MANIFEST, json.dumps(content, indent=1).encode())
        try:
            beside.rename(path)
        except OSError:
            if not (path / MANIFEST).exists():
                raise
        disk.flush(path.parent)
    except OSError as error:
        raise ResultError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return opened(path)
