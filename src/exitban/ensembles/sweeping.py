"""`sweep`: a design goes in, an ensemble on disk comes out; started again, it goes on where it stopped."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from exitban.ensembles import disk, sessions
from exitban.ensembles.design import Checked, Design, Floats, checked
from exitban.ensembles.design_file import read_design
from exitban.ensembles.filling import Count, Filling, total
from exitban.ensembles.folder import Folder, create
from exitban.ensembles.layers import Chunk, Layer, missing
from exitban.ensembles.recipe import Prepared, Recipe, differences, written
from exitban.ensembles.runs import Runs
from exitban.ensembles.tidying import Say, tidy
from exitban.ensembles.workers import known_engine, workers_for
from exitban.errors import CallError, ResultError, as_given
from exitban.estimate import LANES, SECONDS_PER_MEMBER_TICK, estimate, refuse_too_large
from exitban.paths import path_of
from exitban.plan import listener
from exitban.run import Progress

SECONDS_OF_A_CHUNK: Final = 2.0
SECONDS_PER_TICK: Final = 5e-6
"""A tick of a run costs this much however few posts there are."""
MOST_IN_A_CHUNK: Final = 64_000_000
"""Bytes of rows that a chunk may hold."""
BYTES_OF_A_ROW: Final = 400
MOST_TOLD: Final = 12


@dataclass(frozen=True)
class Shard:
    """Every ``of``-th chunk, from the ``number``-th on."""

    number: int = 1
    of: int = 1

    def mine(self, chunks: Iterator[Chunk]) -> Iterator[Chunk]:
        """The chunks of this shard."""
        return (chunk for place, chunk in enumerate(chunks) if place % self.of == self.number - 1)

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


def shard_from(text: str) -> Shard:
    """From 2/8. Raises `CallError`."""
    found = re.fullmatch(r"(\d+)/(\d+)", text) if isinstance(text, str) else None
    shard = Shard(int(found[1]), int(found[2])) if found else Shard(0)
    if not 1 <= shard.number <= shard.of:
        raise CallError(f"shard: found {as_given(text)}; allowed: i/n with i from 1 to n, such as 2/8.")
    return shard


def sweep(
    design: Design | Checked | str | Path,
    out: str | Path,
    *,
    engine: str = "threads",
    shard: str = "1/1",
    progress: Progress | None = None,
    say: Say | None = None,
) -> Runs:
    """Fill an ensemble, or go on with one; what is there already is left as it is.

    ``design``: a `Design`, or the path of a design file. ``engine``: threads:4, processes:4, local:4 (a Dask cluster
    made here), or the address of a Dask scheduler; ``shard`` 2/8: only this part of the work, for job arrays. None of
    that changes a number. ``progress`` is told the share of this session that is done; ``say`` gets remarks.

    Raises `CallError` and `ScenarioError` for a design that cannot be; `ResultError` where the folder holds something
    else, where its scenario or versions are others, or where it cannot be written. Whatever happens, all parts on disk
    are whole, and the same call goes on from there.
    """
    own = shard_from(shard)
    known_engine(engine)
    told, remark = listener("progress", progress), listener("say", say)
    asked = design if isinstance(design, Checked) else _read(design)
    world = Prepared(asked.scenario, asked.seed, asked.keep, asked.launcher)
    recipe = Recipe.of(asked.scenario, asked.seed, asked.keep, asked.launcher)
    folder = place(asked, recipe, path_of("out", out))
    with ExitStack() as held:
        for name, alone in ((f"shard-{own.number}-of-{own.of}", True), ("everything", own.of == 1)):
            if not held.enter_context(disk.held(folder.path / "sessions" / f"{name}.lock", alone=alone)):
                raise ResultError(
                    f"{folder.path}: another process is filling it. Wait for it (exitban status {folder.path}), or "
                    "let several share the work with --shard 1/2 and --shard 2/2."
                )
        tidy(folder, folder.layers(), remark, alone=own.of == 1)
        _fill(folder, world, recipe, (engine, own), told)
    return Runs(folder)


def _read(design: Design | str | Path) -> Checked:
    return checked(design) if isinstance(design, Design) else read_design(design)


def place(asked: Checked, recipe: Recipe, out: Path) -> Folder:
    """The folder with all layers that are asked for. Raises `ResultError` where it holds something else."""
    layer = Layer(1, asked.policies, (0, asked.count), (0, asked.replicates), chunk_size(asked))
    folder = create(
        out, manifest(asked, recipe), layer, asked.points, lambda beside: written(recipe_as_file(recipe), beside)
    )
    refuse_to_mix(folder, asked, recipe)
    for _ in range(100):
        points, count = new_points(folder, asked)
        more = missing(folder.layers(), asked.policies, count, asked.replicates)
        if not more:
            return folder
        _add(folder, more, points, chunk_size(asked))
    raise ResultError(f"{out}: others add to it all the time; try again when they are done.")


def recipe_as_file(recipe: Recipe) -> Recipe:
    """The recipe with its file called scenario.yaml."""
    return replace(recipe, file="scenario.yaml")


def _add(folder: Folder, more: list[Layer], points: Mapping[str, Floats], size: int) -> None:
    """Add one layer; the rest is asked for again. New points come with the last layer, which reaches furthest."""
    layers = folder.layers()
    known = max(layer.points[1] for layer in layers)
    old = [one for one in more if one.points[1] <= known]
    if old:
        folder.add(replace(old[0], number=len(layers) + 1, size=size), {})
        return
    one = more[0]
    folder.add(replace(one, number=len(layers) + 1, points=(known, one.points[1]), size=size), points)


def new_points(folder: Folder, asked: Checked) -> tuple[dict[str, Floats], int]:
    """The points of the design that are not there yet, and how many there are then. Raises `ResultError`.

    Points are the same when all their numbers are, to the last bit; the order of a design means nothing.
    """
    there = folder.points()
    if set(there) != set(asked.points):
        told = ", ".join(sorted(set(there) ^ set(asked.points)))
        raise ResultError(f"{folder.path} varies other numbers than the design: {told}. Choose another folder.")
    if not there:
        return {}, 1
    paths = sorted(there)
    known = {row.tobytes() for row in np.stack([there[path] for path in paths], axis=1)}
    rows = np.stack([asked.points[path] for path in paths], axis=1)
    fresh = [k for k, row in enumerate(rows) if row.tobytes() not in known]
    unique = list({rows[k].tobytes(): k for k in reversed(fresh)}.values())[::-1]
    return {path: asked.points[path][unique] for path in paths}, len(there[paths[0]]) + len(unique)


def refuse_to_mix(folder: Folder, asked: Checked, recipe: Recipe) -> None:
    """Parts of another scenario, seed or version do not belong together. Raises `ResultError`, saying what differs."""
    there, here = folder.identity, dict(recipe.identity)
    if there == here:
        return
    told = [differences(there, here)]
    if there["scenario"] != here["scenario"]:
        told += what_changed(folder, asked)
    raise ResultError(
        "\n".join([f"{folder.path} was made otherwise, and nothing is mixed: {told[0]}", *told[1:]])
        + "\nChoose another folder, or go back to what it was made with."
    )


def what_changed(folder: Folder, asked: Checked) -> list[str]:
    """The first differences between two scenarios: numbers in effect and what was set, else lines of the file."""
    then, now = folder.manifest["numbers"], numbers_of(asked)
    numbers = [
        f"  {path}: {then.get(path, 'nothing')} there, {now.get(path, 'nothing')} here"
        for path in sorted({**then, **now})
        if then.get(path) != now.get(path)
    ]
    before, after = folder.manifest["scenario"]["overrides"], asked.scenario.overrides
    numbers += [f"  set {one} there, not here" for one in before if one not in after]
    numbers += [f"  set {one} here, not there" for one in after if one not in before]
    old = (folder.path / "scenario.yaml").read_text(encoding="utf-8").splitlines()
    lines = difflib.unified_diff(old, asked.scenario.text.splitlines(), "there", "here", lineterm="", n=0)
    found = numbers or [f"  {line}" for line in lines]
    more = [f"  and {len(found) - MOST_TOLD} more"] if len(found) > MOST_TOLD else []
    return found[:MOST_TOLD] + more


def numbers_of(asked: Checked) -> dict[str, str]:
    """Every number in effect, in words."""
    return {path: one.prior.words() for path, one in sorted(asked.scenario.quantities.items())}


def manifest(asked: Checked, recipe: Recipe) -> dict[str, object]:
    """What an ensemble says about itself."""
    scenario = asked.scenario
    return {
        "identity": dict(recipe.identity),
        "scenario": {
            "name": scenario.name,
            "title": scenario.title,
            "overrides": list(scenario.overrides),
            "beside": [name for name, _ in recipe.beside],
        },
        "seed": asked.seed,
        "keep": list(asked.keep),
        "launcher": asked.launcher,
        "numbers": numbers_of(asked),
        "command": sessions.command(),
        "machine": sessions.machine(),
        "made": sessions.moment(),
    }


def chunk_size(asked: Checked) -> int:
    """Cells in a chunk: about two seconds of work, full lanes, and no more rows than fit."""
    if asked.chunk is not None:
        return asked.chunk
    scenario = asked.scenario
    seconds = scenario.time.ticks * (len(scenario.organisation()) * SECONDS_PER_MEMBER_TICK + SECONDS_PER_TICK)
    series = BYTES_OF_A_ROW * scenario.time.ticks * (len(scenario.institutions) + 1) if asked.keep else 0
    cells = min(SECONDS_OF_A_CHUNK / seconds, MOST_IN_A_CHUNK / (BYTES_OF_A_ROW + series))
    return max(1, int(cells // LANES)) * LANES


def _fill(folder: Folder, world: Prepared, recipe: Recipe, how: tuple[str, Shard], told: Progress) -> None:
    """Do what is not done."""
    engine, own = how
    refuse_too_large(estimate(world.scenario, LANES, None, None))
    done = folder.done()
    mine = list(own.mine(c for layer in folder.layers() for c in layer.chunks()))
    todo = [chunk for chunk in mine if chunk.name not in done]
    count = Count(total(todo), before=total(mine) - total(todo))
    session = sessions.begin(folder, str(own))
    if not todo:
        return
    told(0.0, "preparing")
    workers = workers_for(engine, recipe, world)
    told(0.0, "filling")

    def heard(now: Count) -> None:
        session.tell(now, "filling")
        failures = f", {now.failed} failed" if now.failed else ""
        told(now.share, f"{now.there} at {now.rate:,.0f} runs/s{failures}{', this session' if now.before else ''}")

    how_it_ended = "stopped"
    try:
        session.tell(count, "filling", now=True)
        Filling(folder, world, workers, count, heard).fill(todo, folder.points())
        how_it_ended = "done"
    except OSError as error:
        raise ResultError(
            f"{folder.path} cannot be written: {error.strerror or error}. {count.there} are there and "
            "whole. Make room, then give the same command again."
        ) from error
    finally:
        session.tell(count, how_it_ended, now=True)
        workers.close()
