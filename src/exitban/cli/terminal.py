"""Words to people on standard error, and progress that suits whoever is reading."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

Progress = Callable[[float, str], None]
"""Called with the share of the work that is done, in [0, 1], and what is being done."""

SECONDS_BETWEEN_LINES = 5.0


def say(text: str) -> None:
    """Say it to the person, on standard error."""
    typer.echo(text, err=True)


def columns() -> int | None:
    """How wide the terminal is to which is printed, or as COLUMNS says; None where there is none."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said) > 0:
        return int(said)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or None
    except (OSError, ValueError):  # a file, a pipe, or no file at all
        return None


@contextmanager
def progress(replicates: int) -> Iterator[Progress]:
    """A live bar on a terminal, a plain line now and then anywhere else.

    ``replicates`` turns the share done into a rate that means something; 0 where what is being done tells its own.
    """
    if sys.stderr.isatty():
        with _bar(replicates) as show:
            yield show
    else:
        yield plain_lines(replicates, say, time.monotonic)


@contextmanager
def _bar(replicates: int) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True),
        TextColumn("left"),
    )
    started = time.monotonic()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("preparing", total=1.0, rate="")

        def show(done: float, doing: str) -> None:
            nonlocal started
            started = time.monotonic() if done <= 0 else started
            rate = per_second(done * replicates, time.monotonic() - started)
            bar.update(task, completed=done, description=doing, rate=rate)

        yield show


def plain_lines(replicates: int, write: Callable[[str], None], clock: Callable[[], float]) -> Progress:
    """Progress for a log: the first line, then at most one each five seconds."""
    started = clock()
    last_written = -SECONDS_BETWEEN_LINES + started

    def show(done: float, doing: str) -> None:
        nonlocal last_written, started
        now = clock()
        started = now if done <= 0 else started  # preparing says nothing about the pace of the work
        if now - last_written < SECONDS_BETWEEN_LINES:
            return
        last_written = now
        write(progress_line(done, doing, replicates, now - started))

    return show


def progress_line(done: float, doing: str, replicates: int, elapsed: float) -> str:
    """One line of progress; the time left is guessed only once there is something to guess it from."""
    if not 0 < done <= 1 or elapsed <= 0:
        return f"{doing} ..."
    left = f"{seconds(elapsed * (1 - done) / done)} left"
    return f"{doing}: {', '.join(filter(None, (f'{done:.0%}', per_second(done * replicates, elapsed), left)))}"


def per_second(replicates: float, elapsed: float) -> str:
    """The rate in words, empty before there is one."""
    return f"{replicates / elapsed:,.0f} replicates/s" if replicates > 0 and elapsed > 0 else ""


def seconds(count: float) -> str:
    """A length of time as a person says it."""
    return f"{count:.0f} s" if count < 120 else f"{count / 60:.0f} min"
