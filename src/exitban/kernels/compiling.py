"""How the composed tick is compiled, and kept for the next start. Only this file knows of a compiler.

A module that is new here is compiled by two processes, each of which takes the longest step that is left: half as long
a wait, once. A compiler holds one lock per process, so threads would not help. The other process leaves what it has
compiled in the cache beside the module, where this one finds it; if it cannot (a user's mechanism that no other process
can import, a folder that cannot be written), this one compiles all.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
import tempfile
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from exitban.kernels.cache import COMPOSED, load, sign
from exitban.kernels.lines import Step
from exitban.kernels.vectors import wide_vectors_pay, widened, work_side_by_side

Signature = tuple[Any, ...]
Errand = tuple[str, str, str, dict[str, Signature]]
"""Name and path of a composed module, a folder for claims, and the steps to be compiled with their arguments' types."""

OTHER = (
    "import pickle, sys; from exitban.kernels.compiling import run_errand; run_errand(pickle.load(sys.stdin.buffer))"
)


def unclaimed(wanted: Mapping[str, Signature], claims: Path) -> Iterator[tuple[str, Signature]]:
    """The steps that nobody else has taken yet; each is claimed, by an empty file, when its turn comes."""
    for place, one in enumerate(wanted.items()):
        try:
            (claims / str(place)).touch(exist_ok=False)
        except FileExistsError:
            continue
        yield one


def length(step: Step) -> int:
    """How much there is to compile."""
    return sum(map(len, step.text()))


def signatures(steps: Sequence[Step], now: tuple[Any, ...], arrays: Mapping[str, Any]) -> dict[str, Signature]:
    """The types with which steps are called: the clock ``now``, then their arrays."""
    from numba import typeof

    given = {step.name: (*now, *(arrays[name] for name in step.arrays)) for step in steps}
    return {name: tuple(map(typeof, values)) for name, values in given.items()}


def compile_together(
    steps: Sequence[Step], now: tuple[Any, ...], arrays: Mapping[str, Any], functions: Mapping[str, Any], path: Path
) -> None:
    """Compile the steps of the module at ``path`` in two processes, the longest first."""
    wanted = signatures(sorted(steps, key=length, reverse=True), now, arrays)
    with (
        tempfile.TemporaryDirectory() as claims,
        subprocess.Popen(
            [sys.executable, "-c", OTHER],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        ) as helper,
    ):
        try:
            send(helper, (path.stem, str(path), claims, wanted))
            compile_all(unclaimed(wanted, Path(claims)), functions.__getitem__)
        except BaseException:
            helper.kill()
            raise
    compile_alone(steps, now, arrays, functions, path)


def compile_alone(
    steps: Sequence[Step], now: tuple[Any, ...], arrays: Mapping[str, Any], functions: Mapping[str, Any], path: Path
) -> None:
    """Compile some steps of the module at ``path``, or load what another process has compiled, and sign it as done."""
    compile_all(signatures(steps, now, arrays).items(), functions.__getitem__)
    sign(path).touch()


def send(helper: subprocess.Popen[bytes], errand: Errand) -> None:
    """Tell the other process what to do; one that has died already is left to rest."""
    if helper.stdin is not None:
        try:
            helper.stdin.write(pickle.dumps(errand))
            helper.stdin.close()
        except BrokenPipeError:
            return


def run_errand(errand: Errand) -> None:
    """What the other process does."""
    name, path, claims, wanted = errand
    module = load(name, Path(path))
    functions = compiled({step: getattr(module, step) for step in wanted})
    compile_all(unclaimed(wanted, Path(claims)), functions.__getitem__)


def compile_all(wanted: Iterable[tuple[str, Signature]], function: Callable[[str], Any]) -> None:
    """Compile some steps, or load them where that has been done."""
    with sparing_the_collector() as collect:
        for step, signature in wanted:
            compiler = function(step)
            before = sum(compiler.stats.cache_misses.values())
            compiler.compile(signature)
            if sum(compiler.stats.cache_misses.values()) > before:
                collect()


@contextmanager
def sparing_the_collector() -> Iterator[Callable[[], None]]:
    """Within this, Python's collector runs only when the function that it gives is called, each time over new things.

    By itself it would go through all that the compiler has made again and again: a sixth of the time. Called once for
    each step it keeps the memory where it was.
    """

    def collect() -> None:
        gc.collect()
        gc.freeze()

    collects = gc.isenabled()
    gc.disable()
    try:
        yield collect
    finally:
        gc.unfreeze()
        if collects:
            gc.enable()


def compiled(plain: Mapping[str, Callable[..., None]]) -> dict[str, Callable[..., None]]:
    """Compile steps; what they call becomes known to the compiler without being changed.

    Each step is compiled by itself: as one function they would take the compiler twice as long.
    """
    import numba

    work_side_by_side()
    apart = compiler_of(list(plain.values()))
    return {name: numba.njit(cache=True, pipeline_class=apart, **OPTIONS)(step) for name, step in plain.items()}


def compiler_of(steps: Sequence[Callable[..., None]]) -> type:
    """A compiler that may take for granted that no two arrays of a step overlap.

    Each is made by itself (`Engine.block`), and without this every loop would first compare the places of all its
    arrays, or not be turned into vector code at all. It is made only when there is something to compile: what the
    steps call is made known then, and not where machine code is kept from an earlier start.
    """
    from numba.core.compiler import Compiler

    class Apart(Compiler):
        def __init__(self, *given: Any) -> None:
            make_known(steps)
            super().__init__(*given)  # type: ignore[no-untyped-call]

        def define_pipelines(self) -> Any:
            self.state.flags.noalias = True
            pipelines = super().define_pipelines()  # type: ignore[no-untyped-call]
            return widened(pipelines) if wide_vectors_pay() else pipelines

    return Apart


def make_known(steps: Sequence[Callable[..., None]]) -> None:
    """Let the compiler find every function behind some steps; a function is made known once."""
    from numba.extending import register_jitable

    for function in {f: None for step in steps for f in functions_behind(step)}:
        if function not in REGISTERED:
            REGISTERED.add(function)
            register_jitable(**OPTIONS, forceinline=is_law(function))(function)


def is_law(function: types.FunctionType) -> bool:
    """Whether a function is a law or its arithmetic: written into the loops that call it, or these would not become
    vector code. What looks beyond one member has loops of its own and is called."""
    return not function.__module__.startswith(("exitban.kernels", COMPOSED))


OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
"""No exceptions for divisions, and no second entry into every function, for callers in C: nobody calls from there."""
REGISTERED: set[types.FunctionType] = set()


def functions_behind(plain: Callable[..., Any]) -> list[types.FunctionType]:
    """Every plain function that a function reaches through the names in its code."""
    found: dict[types.FunctionType, None] = {}
    waiting = [plain]
    while waiting:
        function = waiting.pop()
        for called in called_by(function):
            if called not in found and called is not plain:
                found.setdefault(called)
                waiting.append(called)
    return list(found)


def called_by(function: Callable[..., Any]) -> list[types.FunctionType]:
    """The plain functions that a function names, directly or as an attribute of a module."""
    scope = function.__globals__
    names = function.__code__.co_names
    modules = [scope[name] for name in names if isinstance(scope.get(name), types.ModuleType)]
    direct = [scope.get(name) for name in names]
    through = [getattr(module, name, None) for module in modules for name in names]
    return [f for f in direct + through if isinstance(f, types.FunctionType) and f.__module__ != "numpy"]
