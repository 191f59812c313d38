"""What is worked out once, whoever asks at the same time."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from exitban.kernels.cache import composed_module
from exitban.kernels.once import once

THREADS = 4


class Office:
    """Counts how often its tick is worked out."""

    def __init__(self) -> None:
        self.asked = 0

    @once
    def tick(self) -> object:
        """Takes a moment, in which the others come."""
        self.asked += 1
        time.sleep(0.05)
        return object()


def test_a_value_is_worked_out_once_however_many_ask_for_it() -> None:
    office, together = Office(), Barrier(THREADS)

    def ask(_: int) -> object:
        together.wait()
        return office.tick

    with ThreadPoolExecutor(THREADS) as pool:
        found = set(pool.map(ask, range(THREADS)))
    assert len(found) == office.asked == 1
    assert isinstance(Office.tick, once)


SLOW = '''"""A module whose text takes a moment."""
import time
time.sleep(0.1)
def stage_arrival():
    return 1
'''


def test_nobody_meets_a_composed_module_that_is_half_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXITBAN_CACHE", str(tmp_path))
    together = Barrier(THREADS)

    def ask(_: int) -> int:
        together.wait()
        found: int = composed_module(SLOW)[0].stage_arrival()
        return found

    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(ask, range(THREADS))) == [1] * THREADS
