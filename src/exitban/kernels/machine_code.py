"""Machine code: kept in files, loaded and called without the compiler, whose libraries take longer to load than that.

Only LLVM itself is loaded, which brings the code to where it can run. See `compiling` for how code is made.
"""

from __future__ import annotations

import ctypes
import hashlib
import pickle
from collections.abc import Callable, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from threading import Lock
from typing import Any, Final, NamedTuple

import llvmlite
from llvmlite import binding

from exitban.kernels.entries import TEXT_OF_THROUGH, THROUGH, entry_of

LETS_GO: Final = "NRT_MemInfo_call_dtor"
"""What the compiler calls for an array of its own making that nobody holds any more."""
NEVER: Final = "abort"
CHECK: Final = 16
"""Bytes of what tells whether a file is whole."""
LOADING: Final = Lock()


class MachineCode(NamedTuple):
    """A step as machine code: its symbol, the symbols that it may need from elsewhere, its own code, its entry's."""

    symbol: str
    needs: tuple[str, ...]
    step: bytes
    entry: bytes


@cache
def this_machine() -> str:
    """A hash of what machine code depends on beside its source: the processor, and who made it."""
    processor = (binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten())
    made_by = (metadata.version("numba"), llvmlite.__version__)
    return hashlib.blake2b(repr((processor, made_by)).encode(), digest_size=6).hexdigest()


def kept(path: Path) -> MachineCode | None:
    """The code in a file; None where there is none, or a damaged one: it would end the process when it is run."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    told, packed = content[:CHECK], content[CHECK:]
    return MachineCode(*pickle.loads(packed)) if told == check(packed) else None


def written(code: MachineCode) -> bytes:
    """Code as it is kept in a file, behind a check of it."""
    packed = pickle.dumps(tuple(code))
    return check(packed) + packed


def check(packed: bytes) -> bytes:
    """What tells whether any byte is another."""
    return hashlib.blake2b(packed, digest_size=CHECK).digest()


def code_of_entry(text: str) -> bytes:
    """The machine code of an entry in LLVM's language: it moves words, so nothing is gained by improving it."""
    module = binding.parse_assembly(text)
    module.verify()
    return bytes(processor(quality=0).emit_object(module))


def loaded(codes: Sequence[MachineCode]) -> list[int]:
    """Where the entries of some steps are, ready to be entered, from several threads at once."""
    with LOADING:
        engine = loader()
        for code in codes:
            provide(code.needs)
            engine.add_object_file(binding.ObjectFileRef.from_data(code.step))
            engine.add_object_file(binding.ObjectFileRef.from_data(code.entry))
        engine.finalize_object()
        return [engine.get_function_address(entry_of(code.symbol)) for code in codes]


@cache
def through() -> Callable[[int, int, int, int, int], int]:
    """What takes steps at one clock after the other (`entries.TEXT_OF_THROUGH`).

    Of it are given: where the places of entries stand, those of rows, how many they are, where the clocks stand, how
    many they are.
    """
    with LOADING:
        engine = loader()
        engine.add_object_file(binding.ObjectFileRef.from_data(code_of_entry(TEXT_OF_THROUGH)))
        engine.finalize_object()
        place, number = ctypes.c_void_p, ctypes.c_int64
        kind = ctypes.CFUNCTYPE(ctypes.c_int32, place, place, number, place, number)
        return kind(engine.get_function_address(THROUGH))


def provide(needs: Sequence[str]) -> None:
    """See that LLVM finds what machine code calls: it ends the process over a symbol that it does not find.

    Steps make no arrays, so that what would let go of one is never called. A user's own code may make some, or call
    what only the compiler's libraries have: then these are loaded.
    """
    missing = {name for name in needs if not binding.address_of_symbol(name)}
    if missing - {LETS_GO}:
        from numba.core.registry import cpu_target
        from numba.core.runtime.nrt import rtsys

        rtsys.initialize(cpu_target.target_context)
    elif missing:
        binding.add_symbol(LETS_GO, binding.address_of_symbol(NEVER))


def loader() -> Any:
    """What brings code to where it can run; it is never given back, so that no call can come too late."""
    engine = binding.create_mcjit_compiler(binding.parse_assembly(""), processor(quality=0))
    ENGINES.append(engine)
    return engine


def processor(quality: int) -> Any:
    """This processor, as LLVM knows it; ``quality``: 0 to 3, how much it thinks about code."""
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    return binding.Target.from_default_triple().create_target_machine(
        cpu=binding.get_host_cpu_name(),
        features=binding.get_host_cpu_features().flatten(),
        opt=quality,
        codemodel="jitdefault",
        jit=True,
    )


ENGINES: Final[list[Any]] = []
