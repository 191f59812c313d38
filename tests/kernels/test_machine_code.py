"""Machine code that is kept, loaded and entered without the compiler does what the same lines of Python do."""

from __future__ import annotations

import math
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from exitban.errors import MechanismError
from exitban.kernels import compiling, machine_code
from exitban.kernels.cache import sign
from exitban.kernels.clock import Clock
from exitban.kernels.entries import ArrayKind, entry, kind_of, words_of
from exitban.kernels.lines import Step
from exitban.kernels.steps import CompiledSteps, PlainSteps, wanted

ROOT = Path(__file__).parents[2]
NOW = Clock(2**64 - 1, 5, 0.25, True, 2**63 + 7)
"""Every argument at its widest: an address before the start, a seed beyond what a signed word holds."""


def step(name: str, arrays: str, *lines: str) -> Step:
    return Step(name, tuple(arrays.split(", ")), f"The step {name}.", lines)


TELLS = step(
    "tells",
    "words, amounts",
    "words[0], words[1], words[2] = address, seed, tick",
    "amounts[0, 0], amounts[0, 1], amounts[1, 0] = month, dt, np.float32(first)",
)
DOUBLES = step(
    "doubles",
    "flags, counts",
    "for i in range(len(counts)):",
    "    for r in range(counts.shape[1]):",
    "        counts[i, r] *= 1 + flags[i, r]",
)
ALLOCATES = step("allocates", "counts", "counts[0] = np.full(tick + counts[0], tick).sum()")
ASKS = step("asks_a_library", "amounts", "for i in range(3):", "    amounts[i] = math.lgamma(amounts[i]) + 1.5**tick")
RAISES = step("raises", "count", "if count[0] > tick:", "    raise ValueError")
EACH = (TELLS, DOUBLES, ALLOCATES, ASKS, RAISES)


def functions() -> dict[str, Callable[..., None]]:
    """All steps, as a composed module has them."""
    scope: dict[str, Any] = {"np": np, "math": math}
    exec("\n".join(line for one in EACH for line in one.text()), scope)
    return {one.name: scope[one.name] for one in EACH}


FUNCTIONS = functions()


def both(folder: Path, one: Step, given: Sequence[np.ndarray]) -> list[list[np.ndarray]]:
    """What a step makes of copies of some arrays: as plain Python, and as machine code."""
    steps = (PlainSteps(FUNCTIONS), CompiledSteps(FUNCTIONS, folder / "own.py"))
    copies = [{name: array.copy(order="K") for name, array in zip(one.arrays, given, strict=True)} for _ in steps]
    for way, arrays in zip(steps, copies, strict=True):
        way.ready([one], arrays)([NOW])
    return [list(arrays.values()) for arrays in copies]


def same(folder: Path, one: Step, *given: np.ndarray) -> None:
    plain, compiled = both(folder, one, given)
    assert [each.tobytes() for each in plain] == [each.tobytes() for each in compiled]
    assert [each.tobytes() for each in plain] != [each.tobytes() for each in given]


def test_every_argument_of_the_clock_arrives(tmp_path: Path) -> None:
    same(tmp_path, TELLS, WORDS, AMOUNTS)


WORDS, AMOUNTS = np.zeros(3, np.uint64), np.zeros((2, 2), np.float32)
COUNTS = np.arange(12, dtype=np.int32).reshape(3, 4)
FLAGS = COUNTS % 3 == 1


def read_only(array: np.ndarray) -> np.ndarray:
    array = array.copy()
    array.flags.writeable = False
    return array


@pytest.mark.parametrize(
    ("flags", "counts"),
    [
        (FLAGS, COUNTS),
        (np.asfortranarray(FLAGS), COUNTS),
        (FLAGS, np.arange(24, dtype=np.int32).reshape(3, 8)[:, ::2]),
        (read_only(FLAGS), COUNTS.astype(np.int64)),
        (FLAGS[:0], COUNTS[:0]),
    ],
    ids=["rows", "columns", "with gaps", "read only, other integers", "nobody"],
)
def test_arrays_of_every_kind_arrive(flags: np.ndarray, counts: np.ndarray, tmp_path: Path) -> None:
    """Each kind is compiled by itself: machine code knows nothing of an array but where it is."""
    arrays = {"flags": flags, "counts": counts.copy() if counts.base is None else counts}
    before = counts.copy()
    steps = CompiledSteps(FUNCTIONS, tmp_path / "own.py")
    steps.ready([DOUBLES], arrays)([NOW])
    np.testing.assert_array_equal(arrays["counts"], np.where(flags, 2 * before, before))
    assert list(steps.entries) == wanted([DOUBLES], arrays)


def test_what_a_library_has_is_found(tmp_path: Path) -> None:
    given = np.array([0.5, 1.5, 7.25])
    (plain,), (compiled,) = both(tmp_path, ASKS, [given])
    np.testing.assert_allclose(plain, compiled, rtol=1e-12)  # each has its own way to a logarithm of a factorial
    assert (plain != given).all()


def test_a_step_that_makes_arrays_lets_go_of_them(tmp_path: Path) -> None:
    """Shipped steps make none; a user's own code may, and then the compiler's libraries count who holds them."""
    same(tmp_path, ALLOCATES, np.array([3]))


ANEW = """
import pickle, sys
from pathlib import Path
from exitban.kernels import compiling
from exitban.kernels.cache import sign
from exitban.kernels.steps import CompiledSteps
from tests.kernels.test_machine_code import NOW
compiling.compile_all = None
path, step, arrays = pickle.load(sys.stdin.buffer)
CompiledSteps({}, path).ready([step], arrays)([NOW])
sys.stdout.buffer.write(pickle.dumps((list(arrays.values()), "numba" in sys.modules)))
"""


@pytest.mark.parametrize(
    ("one", "given", "needs"),
    [(DOUBLES, (FLAGS, COUNTS), False), (ALLOCATES, (np.array([3]),), True), (ASKS, (np.array([0.5, 1, 7]),), False)],
)
def test_another_process_finds_what_the_code_needs(
    one: Step, given: tuple[np.ndarray, ...], needs: bool, tmp_path: Path
) -> None:
    """It would end over a symbol that is not there: the compiler's libraries are loaded where only they have it."""
    _, here = both(tmp_path, one, given)
    errand = pickle.dumps((tmp_path / "own.py", one, dict(zip(one.arrays, given, strict=True))))
    done = subprocess.run([sys.executable, "-c", ANEW], input=errand, capture_output=True, check=True, cwd=ROOT)
    there, loads_compiler = pickle.loads(done.stdout)
    assert [each.tobytes() for each in there] == [each.tobytes() for each in here]
    assert loads_compiler is needs


def test_an_error_within_a_step_is_told_and_nothing_comes_after_it(tmp_path: Path) -> None:
    """At tick 5 three are not too many; six are."""
    counts = {"flags": np.array([[True]]), "counts": np.array([[3]])}
    counts["count"] = counts["counts"][0]
    steps = [RAISES, DOUBLES]
    ready = CompiledSteps(FUNCTIONS, tmp_path / "own.py").ready(steps, counts)
    ready([NOW])
    assert counts["counts"].tolist() == [[6]]
    with pytest.raises(MechanismError, match=r"The step raises\. A law .* --launcher python"):
        ready([NOW, NOW])
    assert counts["counts"].tolist() == [[6]]


def test_steps_are_taken_one_after_the_other_at_one_time_after_the_other(tmp_path: Path) -> None:
    """What a step leaves the next one finds, and each is told what time it is."""
    clocks = [Clock(tick, tick, 0.25, False, 7) for tick in range(3, 9)]
    given = {"flags": np.array([[True, False]]), "counts": np.array([[1, 1]]), "words": WORDS, "amounts": AMOUNTS}
    steps = (PlainSteps(FUNCTIONS), CompiledSteps(FUNCTIONS, tmp_path / "own.py"))
    copies = [{name: array.copy() for name, array in given.items()} for _ in steps]
    for way, arrays in zip(steps, copies, strict=True):
        way.ready([DOUBLES, TELLS], arrays)(clocks)
    plain, compiled = copies
    assert {name: one.tobytes() for name, one in plain.items()} == {n: one.tobytes() for n, one in compiled.items()}
    assert compiled["counts"].tolist() == [[2**6, 1]]
    assert compiled["words"].tolist() == [8, 7, 8]
    assert compiled["amounts"][0].tolist() == [2.0, 0.25]


def test_what_is_kept_is_not_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    same(tmp_path, DOUBLES, FLAGS, COUNTS)
    monkeypatch.setattr(compiling, "machine_code", lambda *given: pytest.fail("compiled again"))
    same(tmp_path, DOUBLES, FLAGS, COUNTS)


@pytest.mark.parametrize("compile_them", [compiling.compile_alone, compiling.compile_together])
def test_a_module_is_signed_once_all_its_steps_are_kept(
    compile_them: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked once more it compiles nothing, and starts no other process."""
    module = tmp_path / "own.py"
    asked = wanted([DOUBLES, TELLS], {"flags": FLAGS, "counts": COUNTS, "words": WORDS, "amounts": AMOUNTS})
    compile_them(asked, FUNCTIONS, module)
    assert sign(module).exists()
    assert len([*tmp_path.glob("*.code")]) == 2
    for name in ("machine_code", "share"):
        monkeypatch.setattr(compiling, name, lambda *given: pytest.fail("compiled again"))
    compile_them(asked, FUNCTIONS, module)


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: whole[:-1],
        lambda whole: whole[:900] + b"?" + whole[901:],
        lambda whole: whole * 2,
    ],
    ids=["empty", "cut short", "another byte", "twice"],
)
def test_a_damaged_file_is_compiled_anew(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    same(tmp_path, DOUBLES, FLAGS, COUNTS)
    (file,) = tmp_path.glob("*.code")
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert machine_code.kept(file) is None
    same(tmp_path, DOUBLES, FLAGS, COUNTS)
    assert len(file.read_bytes()) == len(whole)


def test_where_nothing_can_be_written_it_runs_all_the_same(tmp_path: Path) -> None:
    same(tmp_path / "no such folder", DOUBLES, FLAGS, COUNTS)


def test_an_array_is_told_by_its_kind_and_its_place() -> None:
    gaps = np.zeros((4, 6), np.float32)[::2, ::3]
    assert kind_of(gaps) == ArrayKind("<f4", 2, "A", True)
    assert kind_of(np.zeros((2, 3), np.bool_, order="F")) == ArrayKind("|b1", 2, "F", True)
    assert kind_of(read_only(COUNTS)) == ArrayKind("<i4", 2, "C", False)
    assert words_of(gaps) == (0, 0, 4, 4, gaps.ctypes.data, 2, 2, 48, 12)


def test_a_step_that_would_write_into_what_is_read_only_is_not_compiled(tmp_path: Path) -> None:
    """What is given to a block is shared with others."""
    from numba.core.errors import NumbaError  # here: another process that takes this module must find no compiler

    steps = CompiledSteps(FUNCTIONS, tmp_path / "own.py")
    with pytest.raises(NumbaError, match="Cannot modify readonly array"):
        steps.ready([DOUBLES], {"flags": FLAGS, "counts": read_only(COUNTS)})


def test_only_a_step_has_an_entry() -> None:
    with pytest.raises(ValueError, match="no step has the type double"):
        entry("mean", "double (ptr, i64)")


LATER = """
import sys
from exitban import run
run("command-tree", replicates=2, threads=1)
print("numba" in sys.modules)
"""


def test_a_later_start_loads_no_compiler() -> None:
    """The first of two starts may have to compile; the second finds all that it needs."""
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", LATER], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
