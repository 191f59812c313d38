"""Parts made by a process and its copy: in order, the same, and made whatever becomes of the copy."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from exitban.analysis import summarise
from exitban.report import page, together
from exitban.run import run

HERE = os.getpid()
pytestmark = pytest.mark.skipif(not together.may_copy(), reason="no system, or no second core, for a copy")


def name(place: int) -> str:
    return f"part {place}"


def who_works() -> int:
    return os.getpid()


def once(file: Path) -> int:
    """Wait for a file; longer than anything takes, so that a test that cannot pass ends."""
    for _ in range(6000):
        if file.exists():
            return os.getpid()
        time.sleep(0.01)
    raise TimeoutError(file)


def leave(file: Path) -> int:
    file.touch()
    return os.getpid()


def test_parts_come_in_their_order() -> None:
    tasks = [partial(name, place) for place in range(40)]
    assert together.made(tasks, True) == together.made(tasks, False) == [f"part {place}" for place in range(40)]
    assert together.made([], True) == []


def test_the_copy_begins_at_the_end(tmp_path: Path) -> None:
    """The first part waits for what only the copy can have done by then: the last two parts, which are its own."""
    tasks: list[Callable[[], int]] = [partial(once, tmp_path / "left"), partial(leave, tmp_path / "left"), who_works]
    first, _, last = together.made(tasks, True)
    assert first == os.getpid() != last


def in_the_copy(fate: Callable[[], object]) -> int:
    """Something happens to the copy, and to nobody else."""
    if os.getpid() != HERE:
        fate()
    return os.getpid()


def fail() -> None:
    raise SystemExit("no copy can do this")


@pytest.mark.parametrize("fate", [fail, partial(os._exit, 3), partial(time.sleep, 600), partial(os.abort)])
def test_nobody_waits_for_the_copy(fate: Callable[[], object]) -> None:
    tasks = [partial(in_the_copy, fate) for _ in range(3)]
    assert together.made(tasks, True) == [HERE] * 3


def test_what_does_not_pickle_is_made_here() -> None:
    assert together.made([lambda: lambda: 7], True)[0]() == 7


def test_an_error_is_raised_and_the_copy_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would go on for twenty seconds; what ends it is a signal, and nothing of it is left."""
    wait, ended = os.waitpid, list[tuple[int, int]]()

    def noted(copy: int, how: int) -> tuple[int, int]:
        ended.append(wait(copy, how))
        return ended[-1]

    def wrong() -> None:
        raise ValueError("a part cannot be made")

    monkeypatch.setattr(os, "waitpid", noted)
    with pytest.raises(ValueError, match="a part cannot be made"):
        together.made([wrong, partial(in_the_copy, partial(time.sleep, 20))], True)
    ((copy, status),) = ended
    assert os.WIFSIGNALED(status)
    with pytest.raises(ChildProcessError):
        wait(copy, os.WNOHANG)


def test_without_help_there_is_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("a copy"))
    assert together.made([who_works], False) == [os.getpid()]


def test_a_page_that_was_helped_has_the_same_bytes() -> None:
    result = run("resignation-ban-2023", replicates=20, threads=1, seed=3)
    summary = summarise(result)
    assert page(summary, result.scenario, helped=True) == page(summary, result.scenario)
