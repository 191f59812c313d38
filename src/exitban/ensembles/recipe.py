"""What a worker needs, wherever it runs: the scenario with all its files, the seed, what is to be kept.

It travels as plain bytes. A scenario may bring mechanisms of its own, and those are Python files that only a path can
import; so a worker writes the files into a temporary folder of its own and reads them as anybody would.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import metadata
from pathlib import Path
from threading import Lock
from typing import Final

from exitban.errors import CallError
from exitban.kernels.cache import laws_of_the_package
from exitban.kernels.launch import Engine, OnProcessor
from exitban.plan import Plan, plan_for
from exitban.scenario import Scenario, read

PACKAGES: Final = ("exitban", "numpy", "numba", "pyarrow")
PREPARING: Final = Lock()


@dataclass(frozen=True)
class Recipe:
    """How to make any run of an ensemble. ``identity``: what all its parts have in common, told by name."""

    file: str
    text: str
    overrides: tuple[str, ...]
    beside: tuple[tuple[str, bytes], ...]
    seed: int
    keep: tuple[str, ...]
    launcher: OnProcessor
    identity: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, scenario: Scenario, seed: int, keep: tuple[str, ...], launcher: OnProcessor) -> Recipe:
        """The recipe of a scenario."""
        return cls(
            scenario.path.name,
            scenario.text,
            scenario.overrides,
            tuple(sorted(scenario._files.items())),
            seed,
            keep,
            launcher,
            tuple(identity(scenario, seed, keep).items()),
        )

    def scenario(self) -> Scenario:
        """The scenario, from files of its own."""
        with tempfile.TemporaryDirectory(prefix="exitban-") as folder:
            return read(*written(self, Path(folder)))


def written(recipe: Recipe, folder: Path) -> tuple[Path, tuple[str, ...], Mapping[str, Path]]:
    """Write the files of a scenario into a folder; what `read` wants to be told."""
    places: dict[str, Path] = {}
    for number, (name, content) in enumerate(recipe.beside):
        places[name] = folder / "files" / str(number) / Path(name).name
        places[name].parent.mkdir(parents=True)
        places[name].write_bytes(content)
    (folder / recipe.file).write_text(recipe.text, encoding="utf-8")
    return folder / recipe.file, recipe.overrides, places


def identity(scenario: Scenario, seed: int, keep: tuple[str, ...]) -> dict[str, str]:
    """What must be the same for all parts of an ensemble, by name: scenario, seed, laws, versions."""
    laws = laws_of(scenario)
    versions = {f"version of {name}": metadata.version(name) for name in PACKAGES}
    return {"scenario": scenario.hash, "seed": str(seed), "kept": ", ".join(keep), "laws": laws, **versions}


def laws_of(scenario: Scenario) -> str:
    """A hash of the composed tick and of the program's own laws; those of a user count with the scenario."""
    digest = hashlib.blake2b(Engine(scenario.mechanisms).composed.text.encode(), digest_size=10)
    for source in laws_of_the_package():
        digest.update(source.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Prepared:
    """A scenario laid out once, for all chunks that a process works on."""

    scenario: Scenario
    seed: int
    keep: tuple[str, ...]
    launcher: OnProcessor

    @cached_property
    def engine(self) -> Engine:
        """The composed tick."""
        return Engine(self.scenario.mechanisms, self.launcher)

    @cached_property
    def plan(self) -> Plan:
        """The organisation, and draws of one replicate."""
        return plan_for(self.scenario, self.seed, range(1))


@lru_cache(maxsize=4)
def _prepared(recipe: Recipe) -> Prepared:
    scenario = recipe.scenario()
    here = tuple(identity(scenario, recipe.seed, recipe.keep).items())
    if here != recipe.identity:
        raise CallError(f"This worker cannot take part: {differences(dict(recipe.identity), dict(here))}")
    return Prepared(scenario, recipe.seed, recipe.keep, recipe.launcher)


def prepared(recipe: Recipe) -> Prepared:
    """The scenario of a recipe, laid out once in each process. Raises `CallError` where other versions are at work."""
    with PREPARING:
        return _prepared(recipe)


def differences(there: Mapping[str, str], here: Mapping[str, str]) -> str:
    """What differs between two identities, in words."""
    told = [
        f"{name} is {here.get(name, 'unknown')} here and {there.get(name, 'unknown')} there"
        for name in {**there, **here}
        if there.get(name) != here.get(name)
    ]
    return "; ".join(told) + "."
