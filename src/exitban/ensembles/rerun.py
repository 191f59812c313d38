"""Making a stored result again from what it says about itself, and comparing the bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from exitban.ensembles.disk import json_of, packed
from exitban.ensembles.filling import task_of
from exitban.ensembles.folder import FORMAT, MANIFEST, opened
from exitban.ensembles.layers import Chunk
from exitban.ensembles.recipe import Prepared, differences
from exitban.ensembles.runs import Runs
from exitban.ensembles.simulating import tolerant
from exitban.errors import ResultError
from exitban.estimate import Keep
from exitban.plan import at_least_one
from exitban.results import Result
from exitban.results.storage import load
from exitban.run import Progress, run

if TYPE_CHECKING:
    import xarray

MOST_TOLD = 8


@dataclass(frozen=True)
class Again:
    """What came of it: ``differing`` names what has other bytes now, ``versions`` what else has changed since."""

    what: str
    compared: int
    differing: tuple[str, ...]
    versions: str

    @property
    def agrees(self) -> bool:
        """Every byte is the same."""
        return not self.differing

    def words(self) -> str:
        """The finding in words."""
        if self.agrees:
            return f"{self.what}: made again, and all bytes agree ({self.compared} compared)."
        some = ", ".join(self.differing[:MOST_TOLD])
        more = f" and {len(self.differing) - MOST_TOLD} more" if len(self.differing) > MOST_TOLD else ""
        since = f" Since then: {self.versions}" if self.versions else " Versions are the same."
        return f"{self.what}: made again, and {len(self.differing)} of {self.compared} differ: {some}{more}.{since}"

    def to_json(self) -> dict[str, Any]:
        """The same as data."""
        differing = list(self.differing)
        found = {"what": self.what, "agrees": self.agrees, "compared": self.compared, "differing": differing}
        return {"schema": "exitban-rerun/1", **found}


def rerun(path: str | Path, *, chunks: int = 3, progress: Progress | None = None) -> Again:
    """Make a stored result, or some chunks of an ensemble, again. Raises `ResultError` for what is neither.

    ``chunks``: how many of an ensemble, at least one (else `CallError`).
    """
    path, chunks = Path(path), at_least_one("chunks", chunks)
    told = progress or (lambda share, what: None)
    if not (path / MANIFEST).is_file():
        raise ResultError(f"{path} holds neither a result nor an ensemble: {MANIFEST} is missing.")
    if json_of(path / MANIFEST).get("format") == FORMAT:
        return _ensemble(path, chunks, told)
    return _result(load(path), str(path), told)


def _result(stored: Result, what: str, told: Progress) -> Again:
    """Run it again, with the columns that it was given and no more records than it has."""
    made, data = stored.provenance, stored.data
    given = {path: data["draw"].sel(parameter=path).values for path in made.get("columns", {})}
    first, last = (int(data["replicate"].values[k]) for k in (0, -1))
    again = run(
        stored.scenario,
        replicates=range(first, last + 1),
        seed=made["seed"],
        policies=made["policies"],
        keep=kept(stored),
        records=made.get("records"),
        columns=given,
        progress=told,
    )
    names = [str(name) for name in data.variables]
    differing = tuple(name for name in names if not _same(data, again.data, name))
    then, now = (versions_of(one) for one in (made, again.provenance))
    return Again(what, len(names), differing, differences(then, now) if then != now else "")


def kept(stored: Result) -> Keep:
    """What was kept of institutions; an older result does not say it, but has it."""
    by_replicate = any(
        str(name).startswith("institution_") and "replicate" in one.dims for name, one in stored.data.data_vars.items()
    )
    usual: Keep = "everything" if by_replicate else "summary"
    said: Keep = stored.provenance.get("keep") or usual
    return said


def versions_of(made: Mapping[str, Any]) -> dict[str, str]:
    """Versions of all that a result hangs on, by its provenance; the first layout of luck was not written down."""
    luck = {"layout of luck": str(made.get("luck", 1))}
    return {**{name: str(version) for name, version in made["versions"].items()}, **luck}


def _same(then: xarray.Dataset, now: xarray.Dataset, name: str) -> bool:
    if name not in now.variables or then[name].shape != now[name].shape:
        return False
    a, b = (np.ascontiguousarray(one[name].values) for one in (then, now))
    return bool(np.array_equal(a, b)) if a.dtype.kind in "UO" else a.tobytes() == b.tobytes()


def _ensemble(path: Path, chunks: int, told: Progress) -> Again:
    """Some chunks, spread evenly over what is there."""
    folder = opened(path)
    runs = Runs(folder)
    there = [chunk for chunk, _ in folder.parts("outcomes", runs.layers)]
    if not there:
        raise ResultError(f"{path} holds no runs yet.")
    recipe = runs.recipe()
    world = Prepared(runs.scenario, recipe.seed, recipe.keep, recipe.launcher)
    chosen = _spread(there, chunks)
    differing: list[str] = []
    for number, chunk in enumerate(chosen):
        told(number / len(chosen), chunk.name)
        made = tolerant(world, task_of(chunk, runs.points))
        for kind in folder.kinds:
            part = folder.part(kind, chunk)
            if bytes(packed(made[kind], folder.facts(kind, chunk))) != part.read_bytes():
                differing.append(f"{kind}/{part.name}")
    told(1.0, "done")
    then, now = folder.identity, dict(recipe.identity)
    since = differences(then, now) if then != now else ""
    return Again(str(path), len(chosen) * len(folder.kinds), tuple(differing), since)


def _spread(there: Sequence[Chunk], count: int) -> list[Chunk]:
    places = np.unique(np.linspace(0, len(there) - 1, min(count, len(there))).round().astype(int))
    return [there[place] for place in places]
