"""How wide the vectors are in which the compiler works, and on how many it works at a time.

Neither changes a bit of what comes out: lanes are replicates, and no sum runs across them.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

NEW_ENOUGH: Final = "avx512vbmi2"
"""What processors can do that run at full speed on vectors of 512 bits. Older ones that know such vectors slow down."""
WIDE: Final = '"prefer-vector-width"="512"'
"""What a function says to LLVM, which by itself keeps to 256 bits on every Intel processor."""


@cache
def wide_vectors_pay() -> bool:
    """Whether this machine's processor works as fast on vectors of 512 bits as on shorter ones."""
    import llvmlite.binding

    return bool(llvmlite.binding.get_host_cpu_features().get(NEW_ENOUGH, False))


@cache
def work_side_by_side() -> None:
    """Let the compiler work on 16 replicates at a time, from here on; it may be told only once.

    Luck is a long chain of multiplications, each of which waits for the last: one chain of short vectors alone leaves
    the processor idle, so there are two. One of long vectors does as much, and blocks of 16 replicates come out even.
    """
    import llvmlite.binding

    at_a_time = 1 if wide_vectors_pay() else 2
    llvmlite.binding.set_option("exitban", f"-force-vector-interleave={at_a_time}")


def widened(pipelines: list[Any]) -> list[Any]:
    """Pipelines of the compiler, of which each writes functions that ask for the widest vectors.

    It is said by function, not of the processor: other code that this process compiles stays as it is, and so does the
    name under which that is kept on disk.
    """
    from numba.core.typed_passes import NativeLowering

    for one in pipelines:
        one.passes = [(wide_lowering() if step is NativeLowering else step, told) for step, told in one.passes]
        one.finalize()
    return pipelines


@cache
def wide_lowering() -> type:
    """The pass that writes a function down for LLVM, with what it says added."""
    from numba.core.compiler_machinery import register_pass
    from numba.core.lowering import Lower
    from numba.core.typed_passes import BaseNativeLowering

    class WideLower(Lower):
        def setup_function(self, fndesc: Any) -> None:
            super().setup_function(fndesc)  # type: ignore[no-untyped-call]
            set.add(self.function.attributes, WIDE)  # its own `add` knows attributes without a value alone

    @register_pass(mutates_CFG=True, analysis_only=False)  # type: ignore[no-untyped-call]
    class WideLowering(BaseNativeLowering):
        _name: Any = "wide_lowering"

        @property
        def lowering_class(self) -> type:
            return WideLower

    return WideLowering
