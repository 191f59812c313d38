"""One task: simulate some cells, and give back their rows as tables. The same function runs under every engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from exitban.ensembles.outcomes import Kept
from exitban.ensembles.recipe import Prepared, Recipe, prepared
from exitban.estimate import MOST_LANES as LANES_OF_A_BLOCK
from exitban.estimate import SIDE_BY_SIDE, blocks
from exitban.kernels.bookkeeping import FINENESS
from exitban.plan import Plan, plan_of_cells
from exitban.results.whole import Recorded, series_of
from exitban.run import Work
from exitban.scenario.scenario import OPENING_TRIGGERS

OUTCOMES: Final = "outcomes"
MOST_RECORDED: Final = 64_000_000
"""Bytes of records that are held before they are condensed to rows."""

MOST_LANES: Final = 512
POSTS_OF_A_BLOCK: Final = 250
"""An organisation of this many posts fills the second-level cache with the lanes of a block, or half of them."""
ORDER: Final = ("point", "replicate", "tick", "institution", "event")
"""How rows are sorted, so that they never tell in how many pieces they were made."""

Tables = dict[str, pa.Table]
Floats = NDArray[np.float64]


class SimulationError(Exception):
    """Some cell of a block cannot be simulated."""


@dataclass(frozen=True)
class Task:
    """Some cells of one policy. ``points``, ``replicates`` and every one of ``columns`` are (cells,)."""

    policy: str
    points: NDArray[np.int64]
    replicates: NDArray[np.uint64]
    columns: Mapping[str, Floats]

    def __len__(self) -> int:
        return len(self.points)

    def some(self, cells: Any) -> Task:
        """Some of the cells, chosen by a slice or a mask."""
        columns = {path: values[cells] for path, values in self.columns.items()}
        return replace(self, points=self.points[cells], replicates=self.replicates[cells], columns=columns)

    def halves(self) -> tuple[Task, Task]:
        """The task in two."""
        middle = len(self) // 2
        return self.some(slice(0, middle)), self.some(slice(middle, None))


def simulate(recipe: Recipe, task: Task) -> Tables:
    """The rows of a task by kind. A cell that fails has its error in its row, and all others have their numbers.

    Raises `CallError` where this process has other versions than the one that asked.
    """
    return tolerant(prepared(recipe), task)


def tolerant(world: Prepared, task: Task) -> Tables:
    """The same for a scenario that is laid out."""
    try:
        return joined([_rows(world, part) for part in alike(world, task)])
    except SimulationError as error:
        if len(task) == 1:
            return failed(world, task, str(error))
        return joined([tolerant(world, half) for half in task.halves()])


def failed(world: Prepared, task: Task, error: str) -> Tables:
    """The rows of cells that cannot be had, with the reason; they have no series and no events."""
    missing = {name: np.full(len(task), np.nan, kind) for name, kind in outcome_kinds(world).items()}
    empty = {kind: schema.empty_table() for kind, schema in schemas(world).items() if kind != OUTCOMES}
    return {
        OUTCOMES: pa.table({**labels(task), "error": pa.array([error] * len(task), pa.string()), **missing}),
        **empty,
    }


def alike(world: Prepared, task: Task) -> list[Task]:
    """Cells whose policies wait for a trigger, and those whose policies are there from the start, apart.

    Whether a policy waits is one fact of a block (`Scenario.waits_for_a_trigger`), and must not depend on which design
    points happen to share it.
    """
    ends = {f"reaction.{name}": never for name, never in OPENING_TRIGGERS.items()}
    decided = [
        values != never for path, values in task.columns.items() for e, never in ends.items() if path.endswith(e)
    ]
    if not decided:
        return [task]
    patterns = np.stack(decided, axis=1)
    return [task.some((patterns == one).all(axis=1)) for one in np.unique(patterns, axis=0)]


def _rows(world: Prepared, task: Task) -> Tables:
    """Simulate a task in batches whose records fit in memory."""
    plan = plan_of_cells(world.plan, task.replicates, task.columns)
    work = Work(plan, world.engine, (task.policy,), 1)
    given, ended = plan.under(task.policy), work.ended(task.policy)
    thresholds = given["control_threshold"], given["control_hold"]
    parts = []
    for lanes, recorded in _batches(work, given, ended):
        kept = Kept(plan, recorded, (thresholds[0][lanes], thresholds[1][lanes]))
        parts.append(tables(world, kept, task.some(lanes)))
    return joined(parts)


def _batches(work: Work, given: Any, ended: list[int]) -> Iterator[tuple[slice, Recorded]]:
    """Records of many blocks together: condensing them costs by the call, not by the lane."""
    held: list[tuple[slice, Any]] = []
    for lanes in blocks_of(len(work.plan.replicates), len(work.plan.posts.ids)):
        try:
            arrays = work.one_block(given, lanes, ended)
        except Exception as error:  # whatever a rule may raise: others go on
            raise SimulationError(f"{type(error).__name__}: {error}") from error
        held.append((lanes, arrays))
        if sum(one["recorded"].nbytes for _, one in held) > MOST_RECORDED:
            yield _together(work, held)
            held = []
    if held:
        yield _together(work, held)


def blocks_of(cells: int, posts: int) -> list[slice]:
    """Blocks as `exitban.run` makes them, longer for a small organisation: a call costs the same, however few posts."""
    if posts >= POSTS_OF_A_BLOCK:
        return blocks(posts, cells, 1)
    most = min(MOST_LANES, LANES_OF_A_BLOCK * POSTS_OF_A_BLOCK // posts)
    lanes = -(-cells // (-(-cells // most) * SIDE_BY_SIDE)) * SIDE_BY_SIDE
    return [slice(first, min(first + lanes, cells)) for first in range(0, cells, lanes)]


def _together(work: Work, held: list[tuple[slice, Any]]) -> tuple[slice, Recorded]:
    whole = {name: np.concatenate([one[name] for _, one in held], axis=-1) for name in ("recorded", "recorded_world")}
    lifted = np.concatenate([one["lifted"] for _, one in held], axis=-1)
    grades = sum(one["recorded_of_grade"] for _, one in held) / FINENESS
    own = dict(zip(work.engine.world_rows, whole["recorded_world"], strict=True))
    series = series_of(work.engine.wiring.records)
    population = work.plan.shared["population"]
    recorded = Recorded(series, whole["recorded"], own, grades, population, lifted)
    return slice(held[0][0].start, held[-1][0].stop), recorded


def labels(task: Task) -> dict[str, pa.Array]:
    """Which cell a row belongs to."""
    return {
        "policy": pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(task), np.int32)), [task.policy]),
        "point": pa.array(task.points.astype(np.int32)),
        "replicate": pa.array(task.replicates.astype(np.uint32)),
    }


def tables(world: Prepared, kept: Kept, task: Task) -> Tables:
    """What is kept of some cells."""
    nothing = pa.nulls(len(task), pa.string())
    found = {OUTCOMES: pa.table({**labels(task), "error": nothing, **kept.outcomes()})}
    if "series" in world.keep:
        found["series"] = pa.concat_tables(
            [series_table(task, *one) for one in kept.series()], promote_options="default"
        )
    if "events" in world.keep:
        events = kept.events()
        lanes = events.pop("lane").to_numpy()
        found["events"] = pa.table({**labels(task.some(lanes)), **events})
    return found


def series_table(task: Task, institution: str, series: Mapping[str, NDArray[np.float32]]) -> pa.Table:
    """The series of the whole ("") or of an institution: a row for every cell and tick."""
    ticks = len(next(iter(series.values())))
    rows = np.repeat(np.arange(len(task)), ticks)
    place = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(rows), np.int32)), [institution])
    tick = pa.array(np.tile(np.arange(ticks, dtype=np.int32), len(task)))
    values = {name: np.ascontiguousarray(one.T).ravel() for name, one in series.items()}
    return pa.table({**labels(task.some(rows)), "institution": place, "tick": tick, **values})


def joined(parts: list[Tables]) -> Tables:
    """Rows of several tasks, in the order of their cells."""
    found = {}
    for kind in parts[0]:
        whole = pa.concat_tables([one[kind] for one in parts], promote_options="default").unify_dictionaries()
        whole = whole.combine_chunks()
        keys = [_key(whole[name]) for name in ORDER if name in whole.column_names]
        found[kind] = whole.take(pa.array(np.lexsort(keys[::-1])))
    return found


def _key(column: pa.ChunkedArray) -> NDArray[Any]:
    """What a column is sorted by: words by the order in which they are kept."""
    whole = column.combine_chunks()
    whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) and whole.num_chunks else whole
    found: NDArray[Any] = (whole.indices if pa.types.is_dictionary(column.type) else whole).to_numpy()
    return found


def outcome_kinds(world: Prepared) -> dict[str, Any]:
    """The outcomes by name, and their kinds of number."""
    return {
        field.name: field.type.to_pandas_dtype()
        for field in schemas(world)[OUTCOMES]
        if pa.types.is_floating(field.type)
    }


def schemas(world: Prepared) -> dict[str, pa.Schema]:
    """The columns of every kind of table: those of a run of one tick... of no cells."""
    plan: Plan = world.plan
    work = Work(plan, world.engine, ("none",), 1)
    ticks, institutions, grades = plan.scenario.time.ticks, len(plan.institutions), len(plan.posts.grades)
    shapes = {
        "recorded": (len(world.engine.rows), ticks, institutions, 1),
        "recorded_world": (len(world.engine.world_rows), ticks, 1),
        "recorded_of_grade": (len(world.engine.rows), ticks, grades),
        "lifted": (len(work.windows), institutions, 1),
    }
    nothing = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
    _, recorded = _together(work, [(slice(0, 1), nothing)])
    one = np.zeros(1, np.float32)
    task = Task("none", np.zeros(1, np.int64), np.zeros(1, np.uint64), {})
    return {kind: table.schema for kind, table in tables(world, Kept(plan, recorded, (one, one)), task).items()}
