"""What an ensemble costs beside its simulation, what memory it takes, how fast it is read, what splitting gains.

python benchmarks/ensembles.py cost       the share of the store and the engine, in chunks of a second or more
python benchmarks/ensembles.py memory     the peak of a process that fills 1,000 and 1,000,000 rows
python benchmarks/ensembles.py reading    a million rows as table, pandas, xarray and SQL
python benchmarks/ensembles.py splitting  variance per CPU second, beside plain sampling
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from exitban.ensembles import Design, Runs, open_runs, rare_loss, sweep
from exitban.ensembles.design import checked
from exitban.ensembles.filling import task_of
from exitban.ensembles.folder import Folder
from exitban.ensembles.layers import Layer
from exitban.ensembles.recipe import Prepared, Recipe
from exitban.ensembles.simulating import Tables, tolerant
from exitban.ensembles.sweeping import place
from exitban.estimate import peak_memory
from exitban.plan import plan_of_cells
from exitban.run import Work

STRENGTH = "policies.ban.strength"


def cost() -> None:
    """CPU seconds of a sweep over those of the same blocks simulated and thrown away."""
    design = Design("resignation-ban-2023", {STRENGTH: [0.2, 0.5, 0.8]}, ("ban",), replicates=32)
    asked = checked(design)
    world = Prepared(asked.scenario, 1, (), "cpu")
    tolerant(world, task_of(next(Layer(1, ("ban",), (0, 1), (0, 1), 1).chunks()), asked.points))
    chunk = next(Layer(1, ("ban",), (0, 3), (0, 32), 96).chunks())
    task = task_of(chunk, asked.points)

    def plain() -> None:
        plan = plan_of_cells(world.plan, task.replicates, task.columns)
        work = Work(plan, world.engine, ("ban",), 1)
        given = plan.under("ban")
        for lanes in work.blocks():
            work.one_block(given, lanes, work.ended("ban"))

    with tempfile.TemporaryDirectory() as home:
        folder = place(asked, Recipe.of(asked.scenario, 1, (), "cpu"), Path(home) / "chunk")
        alone = cpu(plain)
        chunked = cpu(lambda: folder.store(chunk, tolerant(world, task)))
        whole = cpu(lambda: sweep(asked, Path(home) / "runs", engine="threads:1"))
    print(f"{len(task)} runs of {asked.scenario.name}, CPU seconds: {alone:.2f} simulated alone")
    print(f"  {chunked:.2f} as a chunk that is stored: {chunked / alone - 1:.1%} more")
    print(f"  {whole:.2f} as a whole sweep, with its start: {whole / alone - 1:.1%} more")


def cpu(task: Callable[[], object]) -> float:
    """CPU seconds of a task."""
    before = time.process_time()
    task()
    return time.process_time() - before


def memory() -> None:
    """Each size in a process of its own. The runs are those of one chunk, stored again and again."""
    for rows in (1_000, 1_000_000):
        subprocess.run([sys.executable, __file__, "store", str(rows)], check=True)


def store(rows: int, home: Path | None = None) -> None:
    """Fill an ensemble of so many rows as the loop does, chunk by chunk, and say what it took at its peak."""
    with tempfile.TemporaryDirectory() as temporary:
        folder, layer, tables = prepared(rows, Path(home or temporary))
        for chunk in layer.chunks():
            folder.store(chunk, {kind: table.slice(0, chunk.cells) for kind, table in tables.items()})
        print(f"{rows:>9,} rows: {peak_memory() / 1e6:.0f} MB at the peak")


def prepared(rows: int, home: Path) -> tuple[Folder, Layer, Tables]:
    """An empty ensemble of so many rows, and the tables of one of its chunks."""
    size = 4096
    asked = checked(
        Design("command-tree", {"hazards.killed": np.linspace(0, 0.1, rows // 100)}, replicates=100, chunk=size)
    )
    folder = place(asked, Recipe.of(asked.scenario, 1, (), "cpu"), home / "runs")
    layer = folder.layers()[0]
    chunk = next(Layer(1, layer.policies, (0, 10), (0, 100), size).chunks())
    some = tolerant(Prepared(asked.scenario, 1, (), "cpu"), task_of(chunk, asked.points))
    return folder, layer, {kind: one.take(np.arange(size) % len(one)) for kind, one in some.items()}


def reading() -> None:
    """A million rows in all their columns."""
    with tempfile.TemporaryDirectory() as home:
        store(1_000_000, Path(home))
        runs = open_runs(Path(home) / "runs")
        ways: dict[str, Callable[[Runs], object]] = {
            "outcomes as an Arrow table": lambda r: r.table(),
            "three columns as pandas": lambda r: r.to_pandas(columns=["control_end", "lost_at", "exits_killed_total"]),
            "an average by SQL": lambda r: r.sql("select policy, avg(control_end) from outcomes group by policy"),
        }
        for name, way in ways.items():
            way(runs)
            before = time.perf_counter()
            way(runs)
            print(f"{name}: {time.perf_counter() - before:.2f} s")


def splitting() -> None:
    """A single tree, where one vacancy at the top loses control at once: the case in which splitting gains nothing."""
    from exitban.scenario import read

    scenario = read("command-tree", ("time.months=6", "hazards.killed=0.02", "control.threshold=0.12"))
    print(rare_loss(scenario, effort=64, repeats=8, seed=1).words())


if __name__ == "__main__":
    what, *more = sys.argv[1:] or ["cost"]
    tasks: dict[str, Callable[[], None]] = {
        "cost": cost,
        "memory": memory,
        "reading": reading,
        "splitting": splitting,
        "store": lambda: store(int(more[0])),
    }
    tasks[what]()
