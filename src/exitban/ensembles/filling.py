"""The loop that fills an ensemble: chunks go out to workers, whole parts come to lie on disk.

A task whose worker dies is put under suspicion: it runs alone, so that the next death can be laid at its door; then it
is halved until one cell is left, and a cell that has seen three deaths is given up. Its row says so, all others stand.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pyarrow.compute as pc

from exitban.ensembles.design import Floats
from exitban.ensembles.folder import Folder
from exitban.ensembles.layers import Chunk
from exitban.ensembles.recipe import Prepared
from exitban.ensembles.simulating import OUTCOMES, Tables, Task, failed, joined
from exitban.ensembles.workers import Workers

MOST_DEATHS: Final = 3
SECONDS_UNTIL_A_LOOK: Final = 5.0
GIVEN_UP: Final = f"given up: its worker died {MOST_DEATHS} times or more"

Heard = Callable[["Count"], None]


@dataclass(frozen=True)
class Piece:
    """A chunk or a part of one, and how many workers died of it when it ran alone."""

    chunk: Chunk
    task: Task
    deaths: int = 0


@dataclass
class Count:
    """How far it is: cells of this session, in all, done, failed; seconds by a clock that never goes backwards.

    ``before``: cells that lay there already; they belong to no session.
    """

    cells: int
    done: int = 0
    failed: int = 0
    before: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def rate(self) -> float:
        """Cells done in a second."""
        return self.done / max(time.monotonic() - self.began, 1e-9)

    @property
    def there(self) -> str:
        """How many of all cells are there, of this session and of those before it."""
        return f"{self.before + self.done:,} of {self.before + self.cells:,} runs"

    @property
    def share(self) -> float:
        """The share of the session that is done."""
        return self.done / self.cells if self.cells else 1.0


def task_of(chunk: Chunk, points: Mapping[str, Floats]) -> Task:
    """The cells of a chunk with their numbers."""
    rows = chunk.points()
    return Task(chunk.policy, rows, chunk.replicates(), {path: values[rows] for path, values in points.items()})


class Filling:
    """One session at an ensemble."""

    def __init__(self, folder: Folder, world: Prepared, workers: Workers, count: Count, heard: Heard) -> None:
        self.folder, self.world, self.workers, self.count, self.heard = folder, world, workers, count, heard
        self.running: dict[Future[Tables], Piece] = {}
        self.suspects: deque[Piece] = deque()
        self.alone = False
        self.made: dict[str, list[Tables]] = {}
        self.marked: set[Chunk] = set()

    def fill(self, chunks: Iterable[Chunk], points: Mapping[str, Floats]) -> None:
        """Do all chunks. Raises `OSError` where a part cannot be written; all parts before it are there.

        At Ctrl-C what runs is finished and kept, and `KeyboardInterrupt` goes on; at a second one it is dropped.
        """
        waiting = self._pieces(chunks, points)
        try:
            while self._begin(waiting):
                self._settle_some()
        except KeyboardInterrupt:
            for future in list(self.running):
                future.cancel()
            while self.running:
                self._settle_some()
            raise
        finally:
            # Whoever comes here alive was not killed by a chunk.
            for chunk in self.marked:
                self.folder.unmark(chunk)

    def _pieces(self, chunks: Iterable[Chunk], points: Mapping[str, Floats]) -> Iterator[Piece]:
        """Chunks as pieces, made when they are wanted; those that were under way at two deaths come to the suspects."""
        for chunk in chunks:
            piece = Piece(chunk, task_of(chunk, points))
            if self._begun(chunk) >= 2:
                self.suspects.append(piece)
            else:
                yield piece

    def _begun(self, chunk: Chunk) -> int:
        """How often a session has begun with the chunk and never come back."""
        mark = self.folder.begun(chunk)
        return mark.stat().st_size if mark.exists() else 0

    def _begin(self, waiting: Iterator[Piece]) -> bool:
        """Keep the workers busy; False when nothing is left. Suspects run one at a time, with nobody beside."""
        while not self.suspects and len(self.running) < 2 * self.workers.count:
            piece = next(waiting, None)
            if piece is None:
                break
            self._submit(piece, alone=False)
        if self.suspects and not self.running:
            self._submit(self.suspects.popleft(), alone=True)
        return bool(self.running)

    def _submit(self, piece: Piece, *, alone: bool) -> None:
        self.alone = alone
        if not alone:
            self.marked.add(piece.chunk)
            self.folder.mark(piece.chunk)
        self.running[self._future(piece.task, alone)] = piece

    def _future(self, task: Task, alone: bool) -> Future[Tables]:
        """Begin a task. A worker that has died at rest has broken the pool, and nobody is to blame for it."""
        while True:
            try:
                return self.workers.submit(task, alone=alone)
            except self.workers.died:
                self.workers.renew()

    def _unmark(self, chunk: Chunk) -> None:
        self.folder.unmark(chunk)
        self.marked.discard(chunk)

    def _settle_some(self) -> None:
        """Take in what is done; a pool that has broken gives back all that it held."""
        broken = False
        self.alone = self.alone or len(self.running) == 1
        done = wait(self.running, timeout=SECONDS_UNTIL_A_LOOK, return_when=FIRST_COMPLETED).done
        if not done:
            self.workers.look()
        for future in done:
            piece = self.running.pop(future)
            if future.cancelled():
                self._unmark(piece.chunk)
                self.suspects.append(piece)  # nobody comes back to it when the session is being stopped
                continue
            try:
                tables = future.result()
            except self.workers.died:
                broken = True
                self._died(piece)
            else:
                self._take(piece, tables)
        if broken and not self.running:
            self.workers.renew()

    def _died(self, piece: Piece) -> None:
        """A worker died with this piece, or with another one beside it; only a death alone counts."""
        deaths = piece.deaths + self.workers.deaths
        if not self.alone and self.workers.deaths == 1:
            self.suspects.append(piece)
        elif len(piece.task) > 1:
            halves = [replace(piece, task=half, deaths=deaths) for half in piece.task.halves()]
            self.suspects.extendleft(reversed(halves))
        elif deaths >= MOST_DEATHS:
            self._take(piece, failed(self.world, piece.task, GIVEN_UP))
        else:
            self.suspects.appendleft(replace(piece, deaths=deaths))

    def _take(self, piece: Piece, tables: Tables) -> None:
        """Keep the rows of a piece; a chunk of which all rows are there is written."""
        held = self.made.setdefault(piece.chunk.name, [])
        held.append(tables)
        if sum(one[OUTCOMES].num_rows for one in held) < piece.chunk.cells:
            return
        whole = joined(self.made.pop(piece.chunk.name))
        self.folder.store(piece.chunk, whole)
        self._unmark(piece.chunk)
        self.count.done += piece.chunk.cells
        self.count.failed += int(pc.sum(pc.is_valid(whole[OUTCOMES]["error"])).as_py() or 0)
        self.heard(self.count)


def total(chunks: Iterable[Chunk]) -> int:
    """Cells of some chunks."""
    return int(np.sum([chunk.cells for chunk in chunks], dtype=np.int64))
