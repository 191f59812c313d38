"""Parts of a page made by this process and a copy of it, from both ends, until they meet.

Pictures take most of the time of a report, and Python one core. A copy has all that they are made from, where another
process would have to be told. It is for a command, which has no threads at that time: what other threads hold would
stay held in a copy for ever. Nothing waits for the copy, so whatever becomes of it, the page is made.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

Part = TypeVar("Part")


def may_copy() -> bool:
    """Whether somebody would work beside this process, on a system whose libraries stand a copy."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


def made(tasks: Sequence[Callable[[], Part]], helped: bool) -> list[Part]:
    """What tasks give, in their order; where it is ``helped``, a copy of this process works from the end.

    What they give must pickle.
    """
    if not (helped and may_copy()):
        return [task() for task in tasks]
    with tempfile.TemporaryDirectory() as folder, copy_working(tasks, Path(folder)):
        return [_found(Path(folder) / str(place), task) for place, task in enumerate(tasks)]


def _found(file: Path, task: Callable[[], Part]) -> Part:
    """What the copy has left in a file, or the task done here."""
    return pickle.loads(file.read_bytes()) if file.exists() else task()


@contextmanager
def copy_working(tasks: Sequence[Callable[[], object]], folder: Path) -> Iterator[None]:
    """While this lasts, a copy does tasks from the last to the first and leaves each in a file named by its place."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads: those of the linear algebra stand a copy
        copy = os.fork()
    if copy == 0:
        _work_backwards(tasks, folder)
    try:
        yield
    finally:
        os.kill(copy, signal.SIGKILL)
        os.waitpid(copy, 0)


def _work_backwards(tasks: Sequence[Callable[[], object]], folder: Path) -> None:
    """The life of the copy. It ends here, whatever happens, without tidying up what belongs to the other."""
    with suppress(BaseException):
        for place in reversed(range(len(tasks))):
            half = folder / f"{place}.half"
            half.write_bytes(pickle.dumps(tasks[place]()))
            half.rename(folder / str(place))
    os._exit(0)
