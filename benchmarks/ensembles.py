"""What an ensemble costs beside its simulation, what memory it takes, how fast it is read.

python benchmarks/ensembles.py cost       the share of the store and the engine, in chunks of a second or more
python benchmarks/ensembles.py memory     the peak of a process that fills 1,000 and 1,000,000 rows
python benchmarks/ensembles.py reading    a million rows as table, pandas, xarray and SQL
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa

from exitban.ensembles import Design, Runs, open_runs, sweep
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
TURNS = 9


def cost() -> None:
    """CPU seconds of a sweep over those of the same runs simulated and thrown away; in turns, as machines are busy."""
    design = Design("resignation-ban-2023", {STRENGTH: [0.2, 0.5, 0.8]}, ("ban",), replicates=32)
    asked = checked(design)
    world = Prepared(asked.scenario, 1, (), "cpu")
    chunk = next(Layer(1, ("ban",), (0, 3), (0, 32), 96).chunks())
    task = task_of(chunk, asked.points)

    def plain() -> None:
        plan = plan_of_cells(world.plan, task.replicates, task.columns)
        work = Work(plan, world.engine, ("ban",), 1)
        given = plan.under("ban")
        for lanes in work.blocks():
            work.one_block(given, lanes, work.ended("ban"))

    plain()
    with tempfile.TemporaryDirectory() as home:
        folder = place(asked, Recipe.of(asked.scenario, 1, (), "cpu"), Path(home) / "chunk")
        ways: dict[str, Callable[[int], object]] = {
            "simulated alone": lambda turn: plain(),
            "as a chunk that is stored": lambda turn: folder.store(chunk, tolerant(world, task)),
            "as a whole sweep, with its start": lambda turn: sweep(asked, f"{home}/runs{turn}", engine="threads:1"),
        }
        took: dict[str, list[float]] = {name: [] for name in ways}
        for turn in range(TURNS):
            for name, way in ways.items():
                took[name].append(cpu(partial(way, turn)))
    alone = np.array(took.pop("simulated alone"))
    print(
        f"{len(task)} runs of {asked.scenario.name}, {TURNS} turns: {np.median(alone):.2f} CPU seconds simulated alone"
    )
    for name, seconds in took.items():
        more = np.array(seconds) / alone - 1
        print(f"  {name}: {np.median(more):.1%} more (from {more.min():.1%} to {more.max():.1%})")


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
    return folder, layer, {kind: unlike(one.take(np.arange(size) % len(one))) for kind, one in some.items()}


def unlike(table: pa.Table) -> pa.Table:
    """The same with numbers that are all different, as those of a real ensemble are: else it packs too well."""
    luck = np.random.default_rng(1)
    for number, field in enumerate(table.schema):
        if pa.types.is_floating(field.type):
            values = table[field.name].to_numpy() + luck.random(len(table))
            table = table.set_column(number, field, pa.array(values.astype(field.type.to_pandas_dtype())))
    return table


def reading() -> None:
    """A million rows, in all their columns or in some."""
    some = ["control_end", "lost_at", "exits_killed_total"]
    with tempfile.TemporaryDirectory() as home:
        store(1_000_000, Path(home))
        runs = open_runs(Path(home) / "runs")
        size = sum(part.stat().st_size for part in runs.folder.path.rglob("*.parquet"))
        columns = len(runs.dataset().schema.names)
        print(f"{runs.runs:,} rows of {columns} columns, {size / 1e6:.0f} MB on disk; the best of {TURNS}")
        ways: dict[str, Callable[[Runs], object]] = {
            "all columns as an Arrow table": lambda r: r.table(),
            "three columns as pandas": lambda r: r.to_pandas(columns=some),
            "three columns as xarray": lambda r: r.to_xarray(some),
            "an average by SQL": lambda r: r.sql("select policy, avg(control_end) from outcomes group by policy"),
        }
        for name, way in ways.items():
            took = np.array([timed(partial(way, runs)) for _ in range(TURNS)])
            print(f"{name}: {took[:, 0].min():.2f} s ({np.median(took[:, 1]):.2f} CPU s)")


def timed(task: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and by the processor."""
    before = time.perf_counter()
    processor = cpu(task)
    return time.perf_counter() - before, processor


if __name__ == "__main__":
    what, *more = sys.argv[1:] or ["cost"]
    tasks: dict[str, Callable[[], None]] = {
        "cost": cost,
        "memory": memory,
        "reading": reading,
        "store": lambda: store(int(more[0])),
    }
    tasks[what]()
