"""How the composed tick is compiled, and kept for the next start: where that has been done, no compiler is loaded.

A module that is new here is compiled by two processes, each of which takes the longest step that is left: half as long
a wait, once. A compiler holds one lock per process, so threads would not help. The other process leaves what it has
compiled in the cache beside the module, where this one finds it; if it cannot (a user's mechanism that no other process
can import, a folder that cannot be written), this one compiles all.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import numpy as np
from llvmlite import binding

from exitban.kernels.cache import load, sign, write_beside
from exitban.kernels.entries import ArrayKind, entry
from exitban.kernels.known import OPTIONS, make_known
from exitban.kernels.machine_code import MachineCode, code_of_entry, kept, loaded, this_machine, written
from exitban.kernels.steps import Functions, Wanted
from exitban.kernels.vectors import wide_vectors_pay, widened, work_side_by_side

Errand = tuple[str, str, str, list[Wanted]]
"""Name and path of a composed module, a folder for claims, and the steps to be compiled."""

OTHER = (
    "import pickle, sys; from exitban.kernels.compiling import run_errand; run_errand(pickle.load(sys.stdin.buffer))"
)
UNWRAPPED: Final[dict[str, Any]] = {"no_cpython_wrapper": True}
"""Python calls a step through its entry, and not in the compiler's way."""
MATHS: Final = re.compile(r"llvm\.(?P<name>\w+)\.(v\d+)?f(?P<bits>32|64)")
"""What LLVM may turn into a call of a library for arithmetic."""


def file_of(one: Wanted, module: Path) -> Path:
    """Where the machine code of a step is kept, beside its module."""
    digest = hashlib.blake2b(repr((one, this_machine())).encode(), digest_size=8).hexdigest()
    return module.with_name(f"{module.stem}.{digest}.code")


def signature(kinds: Sequence[ArrayKind]) -> tuple[Any, ...]:
    """The types of a step's arguments: the clock's, then those of its arrays."""
    from numba import from_dtype
    from numba.core import types as of

    clock = (of.uint64, of.int32, of.float32, of.boolean, of.float32, of.uint64)
    arrays = [
        of.Array(from_dtype(np.dtype(one.kind)), one.axes, one.layout, readonly=not one.writable) for one in kinds
    ]
    return (*clock, *arrays)


def entries(wanted: Sequence[Wanted], functions: Functions, module: Path) -> list[int]:
    """Where the entries of some steps are: loaded, where their machine code is kept, else compiled and kept."""
    codes = [kept(file_of(one, module)) for one in wanted]
    missing = [one for one, code in zip(wanted, codes, strict=True) if code is None]
    made = compile_all(missing, functions, module) if missing else {}
    return loaded([code or made[one] for one, code in zip(wanted, codes, strict=True)])


def unclaimed(wanted: Sequence[Wanted], claims: Path) -> Iterator[Wanted]:
    """The steps that nobody else has taken yet; each is claimed, by an empty file, when its turn comes."""
    for place, one in enumerate(wanted):
        try:
            (claims / str(place)).touch(exist_ok=False)
        except FileExistsError:
            continue
        yield one


def not_kept(wanted: Sequence[Wanted], module: Path) -> list[Wanted]:
    """The steps that nobody has compiled."""
    return [one for one in wanted if kept(file_of(one, module)) is None]


def compile_together(wanted: Sequence[Wanted], functions: Functions, module: Path) -> None:
    """Compile what nobody has compiled in two processes, in the order given, and sign the module as done."""
    if missing := not_kept(wanted, module):
        share(missing, functions, module)
    compile_alone(wanted, functions, module)


def compile_alone(wanted: Sequence[Wanted], functions: Functions, module: Path) -> None:
    """Compile what nobody has compiled, and sign the module as done."""
    if missing := not_kept(wanted, module):
        compile_all(missing, functions, module)
    with suppress(OSError):
        sign(module).touch()


def share(wanted: Sequence[Wanted], functions: Functions, module: Path) -> None:
    """Compile steps in two processes."""
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
            send(helper, (module.stem, str(module), claims, [*wanted]))
            compile_all(unclaimed(wanted, Path(claims)), functions, module)
        except BaseException:
            helper.kill()
            raise


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
    functions = {one.step: getattr(module, one.step) for one in wanted}
    compile_all(unclaimed(wanted, Path(claims)), functions, Path(path))


def compile_all(wanted: Iterable[Wanted], functions: Functions, module: Path) -> dict[Wanted, MachineCode]:
    """Compile some steps, and keep their machine code; where it cannot be written, the next start compiles again."""
    work_side_by_side()
    apart = compiler_of(list(functions.values()))
    made: dict[Wanted, MachineCode] = {}
    with sparing_the_collector() as collect:
        for one in wanted:
            made[one] = machine_code(functions[one.step], signature(one.kinds), apart)
            with suppress(OSError):
                write_beside(file_of(one, module), written(made[one]))
            collect()
    return made


def machine_code(function: Callable[..., None], types: tuple[Any, ...], apart: type) -> MachineCode:
    """A step, compiled by itself: as one function all of them would take the compiler twice as long."""
    import numba

    compiler = numba.njit(pipeline_class=apart, **OPTIONS, **UNWRAPPED)(function)
    compiler.compile(types)
    made = compiler.overloads[types]
    symbol, library = made.fndesc.llvm_func_name, made.library
    declared = str(library.get_function(symbol).global_value_type)
    _, _, (code, _) = library.serialize_using_object_code()
    return MachineCode(symbol, tuple(needs(library.get_llvm_str())), code, code_of_entry(entry(symbol, declared)))


def needs(text: str) -> Iterator[str]:
    """What a module in LLVM's language may call or look at without having it."""
    module = binding.parse_assembly(text)
    for one in (*module.functions, *module.global_variables):
        maths = MATHS.fullmatch(one.name)
        if maths:
            yield maths["name"] + ("f" if maths["bits"] == "32" else "")
        elif one.is_declaration and not one.name.startswith("llvm."):
            yield str(one.name)


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


def compiled(plain: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that is no step of a tick, as steps are compiled; the compiler keeps it in its own way."""
    import numba

    work_side_by_side()
    return numba.njit(cache=True, pipeline_class=compiler_of([plain]), **OPTIONS)(plain)  # type: ignore[no-any-return]


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
