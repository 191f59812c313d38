"""Compiling for a graphics card, its memory, and starting kernels there. Only this file knows how that is done."""

from __future__ import annotations

import types
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from threading import RLock
from typing import Any, Final

import numpy as np
from numba import config, cuda

from exitban.errors import CallError, ExitbanError
from exitban.kernels.cuda.otherwise import OTHERWISE
from exitban.kernels.known import functions_behind

config.CUDA_LOW_OCCUPANCY_WARNINGS = 0  # type: ignore[attr-defined]
SIMULATED: Final = bool(config.ENABLE_CUDASIM)  # type: ignore[attr-defined]
"""Whether a card is only acted out by plain Python, for tests."""
THREADS: Final = 8 if SIMULATED else 128
"""Threads in a block of the card. Acted out, each is a thread of Python's, also those that find nothing to do."""
FREE: Final = 0.8
"""How much of the card's free memory a run may take."""

OPTIONS: Final[dict[str, Any]] = {} if SIMULATED else {"cache": True, "lto": False, "max_registers": 128}
"""Compiled code is kept; it is not compiled once more where kernels are linked, which would part ways with other
launchers in the last bit (`at_work`). With more registers a card holds too few threads at a time."""
WORTH_A_GRAPH: Final = 4
"""Fewer ticks are started kernel by kernel: writing them down takes about as long as one of them."""

DeviceArray = Any
KNOWN: set[types.FunctionType] = set()
TURN: Final = RLock()


def refuse_if_there_is_none() -> None:
    """Raise `CallError` where there is no card, or nothing that compiles for it, with what is missing."""
    if SIMULATED:
        return
    allowed = "Allowed without: cpu, python."
    if not find_spec("numba_cuda"):
        raise CallError(f"launcher: 'cuda' needs numba-cuda: pip install \"exitban[cuda]\". {allowed}")
    if not cuda.is_available():
        raise CallError(f"launcher: 'cuda' needs an NVIDIA graphics card and its driver; none was found. {allowed}")
    try:
        import_module("numba.cuda.cudaimpl")
    except (AttributeError, ImportError) as error:
        found = f"numba-cuda {version('numba-cuda')} does not work beside numpy {np.__version__}: {error}"
        together = 'Install them together: pip install "exitban[cuda]"'
        raise CallError(f"launcher: {found}. {together}. {allowed}") from error


def compiled(plain: Mapping[str, Callable[..., None]]) -> dict[str, Any]:
    """Kernels, to be compiled when first started; what they call becomes known to the compiler."""
    if not SIMULATED:
        for function in {f: None for kernel in plain.values() for f in functions_behind(kernel)}:
            make_known(function)
    return {name: cuda.jit(kernel, **OPTIONS) for name, kernel in plain.items()}


def make_known(function: types.FunctionType) -> None:
    """Let the compiler find a function, or what stands for it on a card; it is made known once."""
    from numba.cuda.extending import overload

    if function in KNOWN or function.__module__.startswith("numba."):
        return
    KNOWN.add(function)
    meant = OTHERWISE.get(function, function)

    def found(*given: Any) -> Callable[..., Any]:
        return meant

    overload(function, strict=False)(found)


@contextmanager
def at_work() -> Iterator[None]:
    """Within this, one thread at a time lets the card work, and what goes wrong there is told as `ExitbanError`.

    Products and sums are compiled as two operations, each rounded, as on a processor. A card would make one of both,
    and part ways with other launchers in the last bit.
    """
    if SIMULATED:
        yield
        return
    from numba.cuda.cudadrv import nvvm
    from numba.cuda.cudadrv.driver import CudaAPIError, LinkerError

    with TURN:
        plain = nvvm.compile_ir
        nvvm.compile_ir = partial(plain, fma=False)
        try:
            yield
        except (CudaAPIError, LinkerError) as error:
            raise ExitbanError(f"the graphics card answered: {error}") from error
        finally:
            nvvm.compile_ir = plain


@dataclass(frozen=True)
class Launch:
    """A kernel with the rows, (first, one after the last), and the arrays for which it is started."""

    kernel: Any
    rows: tuple[int, int]
    replicates: int
    arrays: tuple[DeviceArray, ...]

    def __call__(self, stream: Any = 0) -> None:
        """Start it, with a thread for each row and replicate."""
        threads = (self.rows[1] - self.rows[0]) * self.replicates
        if threads > 0:
            self.kernel[-(-threads // THREADS), THREADS, stream](*self.rows, *self.arrays)


class Ticks:
    """Launches of kernels, one after the other, to be repeated.

    On a real card they are written down once, as a graph, so that it need not wait for Python in between.
    """

    def __init__(self, launches: Sequence[Launch]) -> None:
        self.launches = launches

    def go(self, times: int) -> None:
        """Take them all so many times."""
        if SIMULATED or (times < WORTH_A_GRAPH and "graph" not in vars(self)):
            for _ in range(times):
                for launch in self.launches:
                    launch()
            return
        from cuda.bindings import driver

        for _ in range(times):
            checked(driver.cuGraphLaunch(self.graph, int(self.stream.handle)))
        self.stream.synchronize()

    @cached_property
    def stream(self) -> Any:
        """Where the launches of a graph wait for each other."""
        return cuda.stream()

    @cached_property
    def graph(self) -> Any:
        """The launches as a graph, ready to be started."""
        from cuda.bindings import driver

        handle = int(self.stream.handle)
        checked(driver.cuStreamBeginCapture(handle, driver.CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL))
        try:
            for launch in self.launches:
                launch(self.stream)
        finally:
            ended = driver.cuStreamEndCapture(handle)
        graph = checked(ended)
        ready = checked(driver.cuGraphInstantiate(graph, 0))
        checked(driver.cuGraphDestroy(graph))
        weakref.finalize(self, driver.cuGraphExecDestroy, ready)
        return ready


def checked(answer: tuple[Any, ...]) -> Any:
    """What a call of the driver gives. Raises `ExitbanError` if it failed."""
    code, *given = answer
    if int(code) != 0:
        raise ExitbanError(f"the graphics card answered: {code.name}")
    return given[0] if given else None


def new(shape: tuple[int, ...], kind: type, value: Any) -> DeviceArray:
    """A new array on the card, filled with a value."""
    if SIMULATED or value != 0:
        return cuda.to_device(np.full(shape, value, kind))
    made = cuda.device_array(shape, kind)
    fill(made, 0)
    return made


def fill(array: DeviceArray, byte: int) -> None:
    """Set all bytes of an array on the card."""
    if SIMULATED:
        array.copy_to_device(np.full(array.nbytes, byte, np.uint8).view(array.dtype).reshape(array.shape))
        return
    from numba.cuda.cudadrv.driver import device_memset

    device_memset(array, byte, array.nbytes)


def on_card(array: np.ndarray[Any, Any]) -> DeviceArray:
    """A copy of an array on the card."""
    return cuda.to_device(np.ascontiguousarray(array))


def copy(array: DeviceArray) -> DeviceArray:
    """A copy on the card of an array on the card."""
    made = cuda.device_array(array.shape, array.dtype)
    if SIMULATED:
        made.copy_to_device(array)
        return made
    from numba.cuda.cudadrv.driver import device_to_device

    device_to_device(made, array, array.nbytes)
    return made


def free_bytes() -> int:
    """What a run may take of the card's memory."""
    if SIMULATED:
        return 2**30
    return int(cuda.current_context().get_memory_info().free * FREE)


def name() -> str:
    """What the card is called."""
    if SIMULATED:
        return "a card acted out by Python"
    told = cuda.get_current_device().name
    return told.decode() if isinstance(told, bytes) else str(told)
