"""Wide vectors are asked for where processors are made for them, and for no other code of the process."""

from __future__ import annotations

import numba
import numpy as np
import pytest

from exitban.kernels import compiling
from exitban.kernels.known import OPTIONS
from exitban.kernels.vectors import WIDE


def moved(values: np.ndarray) -> None:
    for place in range(values.shape[0]):
        values[place] = values[place] * np.float32(0.1) + np.float32(0.3)


def written(pay: bool, monkeypatch: pytest.MonkeyPatch) -> str:
    """What LLVM is given of a step."""
    monkeypatch.setattr(compiling, "wide_vectors_pay", lambda: pay)
    step = numba.njit(pipeline_class=compiling.compiler_of([moved]), **OPTIONS)(moved)
    step(np.ones(40, np.float32))
    (text,) = step.inspect_llvm().values()
    return str(text)


def test_steps_ask_for_wide_vectors_where_they_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    assert WIDE in written(True, monkeypatch)
    assert WIDE not in written(False, monkeypatch)


def test_other_code_of_the_process_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert WIDE in written(True, monkeypatch)
    another = numba.njit(moved)
    another(np.ones(40, np.float32))
    assert WIDE not in "".join(another.inspect_llvm().values())


@pytest.mark.parametrize("pay", [True, False])
def test_the_width_changes_no_bit(pay: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A product and a sum, each rounded; lanes of every remainder, so that what is left over is worked out too."""
    monkeypatch.setattr(compiling, "wide_vectors_pay", lambda: pay)
    step = numba.njit(pipeline_class=compiling.compiler_of([moved]), **OPTIONS)(moved)
    for count in range(70):
        row = np.sqrt(np.arange(1, 1 + count, dtype=np.float32))
        expected = row * np.float32(0.1) + np.float32(0.3)
        step(row)
        assert row.tobytes() == expected.tobytes()
