"""Where tasks are run: threads of this process, processes of this machine, or a Dask cluster. One way in for all.

Every one of them runs `exitban.ensembles.simulating.simulate`, so all give the same bytes.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import re
import signal
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Final, Protocol

from exitban.ensembles.recipe import Prepared, Recipe
from exitban.ensembles.simulating import Tables, Task, simulate, tolerant
from exitban.errors import CallError, as_given, did_you_mean

KINDS: Final = ("threads", "processes", "local")
START: Final = "spawn"
"""How processes are started: anew, as a copy of a process with threads may hold locks that nobody ever lets go of."""
HOW_TO_INSTALL: Final = "A cluster needs dask.distributed: pip install 'exitban[cluster]'."


class Workers(Protocol):
    """``died``: the errors that tell of a dead worker, ``deaths``: of how many deaths such an error tells."""

    deaths: int
    died: tuple[type[BaseException], ...]

    @property
    def count(self) -> int:
        """Tasks at the same time."""

    def submit(self, task: Task, *, alone: bool) -> Future[Tables]:
        """Begin a task; ``alone``: one that may take its worker down."""

    def look(self) -> None:
        """See whether a worker has died unnoticed; its tasks then come back as those of a dead one."""

    def renew(self) -> None:
        """Go on after a worker has died."""

    def close(self) -> None:
        """Let go of everything; what runs is waited for, what waits is dropped."""


class Threads:
    """Threads of this process. A task under suspicion goes to a process of its own."""

    deaths = 1
    died: tuple[type[BaseException], ...] = (BrokenExecutor,)

    def __init__(self, recipe: Recipe, world: Prepared, count: int) -> None:
        self.recipe, self.world, self.threads = recipe, world, count
        self.pool = ThreadPoolExecutor(count)
        self.careful: Processes | None = None

    @property
    def count(self) -> int:
        """Threads."""
        return self.threads

    def submit(self, task: Task, *, alone: bool) -> Future[Tables]:
        """In a thread, or in a process of its own."""
        if not alone:
            return self.pool.submit(tolerant, self.world, task)
        self.careful = self.careful or Processes(self.recipe, 1)
        return self.careful.submit(task, alone=True)

    def look(self) -> None:
        """Only a process can have died."""
        if self.careful is not None:
            self.careful.look()

    def renew(self) -> None:
        """The same."""
        if self.careful is not None:
            self.careful.renew()

    def close(self) -> None:
        """Threads cannot be stopped; those that run end with their task."""
        self.pool.shutdown(wait=True, cancel_futures=True)
        if self.careful is not None:
            self.careful.close()


class Processes:
    """Processes of this machine."""

    deaths = 1
    died: tuple[type[BaseException], ...] = (BrokenExecutor,)

    def __init__(self, recipe: Recipe, count: int) -> None:
        self.recipe, self.processes = recipe, count
        self.pool = self._pool()

    @property
    def count(self) -> int:
        """Processes."""
        return self.processes

    def _pool(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context(START)
        return ProcessPoolExecutor(self.processes, mp_context=context, initializer=leave_interrupts_to_the_parent)

    def submit(self, task: Task, *, alone: bool) -> Future[Tables]:
        """In any of the processes; the caller sees to it that one is alone."""
        return self.pool.submit(simulate, self.recipe, task)

    def look(self) -> None:
        """A pool looks after its processes when it is given work, and may not know the youngest until then."""
        with suppress(BrokenExecutor):
            self.pool.submit(os.getpid)

    def renew(self) -> None:
        """A pool that has lost a process takes no more work."""
        self.pool.shutdown(wait=True, cancel_futures=True)
        self.pool = self._pool()

    def close(self) -> None:
        """End the processes."""
        self.pool.shutdown(wait=True, cancel_futures=True)


def leave_interrupts_to_the_parent() -> None:
    """Ctrl-C reaches every process of a terminal; the parent decides what becomes of the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def dask_setup(worker: Any) -> None:
    """What a Dask worker made here does first; Dask looks for a function of this name."""
    leave_interrupts_to_the_parent()


class Cluster:
    """A Dask cluster, by the address of its scheduler or made here. Dask moves work away from workers that die.

    A task whose workers have died again and again comes back as `KilledWorker`.
    """

    def __init__(self, recipe: Recipe, address: str, made_here: int = 0) -> None:
        try:
            import dask
            import distributed
        except ImportError as error:
            raise CallError(HOW_TO_INSTALL) from error
        dask_distributed: Any = distributed  # it comes without types
        self.recipe = recipe
        self.died: tuple[type[BaseException], ...] = (dask_distributed.KilledWorker,)
        # A cluster of others tries a task four times (unless its owner says otherwise), one made here once.
        self.deaths = 1 if made_here else 3
        self.cluster: Any = None
        if made_here:
            dask.config.set({"distributed.scheduler.allowed-failures": 0})
            how: dict[str, Any] = {"dashboard_address": None, "preload": [__name__], "silence_logs": logging.ERROR}
            self.cluster = dask_distributed.LocalCluster(n_workers=made_here, threads_per_worker=1, **how)
        try:
            self.client: Any = dask_distributed.Client(self.cluster or address, timeout="10s")
        except (OSError, ValueError, TimeoutError) as error:
            raise CallError(f"scheduler: {address} does not answer: {error}. Is `dask scheduler` running?") from error
        self.pool: Executor = self.client.get_executor(pure=False)

    @property
    def count(self) -> int:
        """Threads of all workers; workers may come and go."""
        threads: list[int] = list(self.client.nthreads().values())
        return max(1, sum(threads))

    def submit(self, task: Task, *, alone: bool) -> Future[Tables]:
        """Wherever there is room."""
        return self.pool.submit(simulate, self.recipe, task)

    def look(self) -> None:
        """The scheduler sees to that."""

    def renew(self) -> None:
        """And to that."""

    def close(self) -> None:
        """Leave a cluster of others running, end one's own."""
        with suppress(Exception):
            self.client.close()
        if self.cluster is not None:
            self.cluster.close()


def known_engine(engine: str) -> tuple[str, int]:
    """The kind of an engine and how many workers it has; the address of a scheduler is a kind of its own.

    Raises `CallError` for what is none.
    """
    if not isinstance(engine, str):
        raise CallError(f"engine: found {as_given(engine)}; allowed: threads:4, processes:4, local:4, tcp://HOST:8786.")
    if "://" in engine:
        return engine, 0
    found = re.fullmatch(r"(\w+)(?::(\d+))?", engine)
    if found is None or found[1] not in KINDS or found[2] == "0":
        hint = did_you_mean(engine.partition(":")[0], KINDS)
        raise CallError(f"engine: found {engine!r}; allowed: threads:4, processes:4, local:4, tcp://HOST:8786.{hint}")
    return found[1], int(found[2] or os.cpu_count() or 1)


def workers_for(engine: str, recipe: Recipe, world: Prepared) -> Workers:
    """``engine``: threads:4, processes:4, local:4 (a Dask cluster made here), or the address of a Dask scheduler.

    Without a count there is one for each core. Raises `CallError` for anything else.
    """
    kind, count = known_engine(engine)
    if kind == "threads":
        return Threads(recipe, world, count)
    if kind == "processes":
        return Processes(recipe, count)
    return Cluster(recipe, "", made_here=count) if kind == "local" else Cluster(recipe, engine)
