"""What the compiler must know before it compiles: the functions that a step calls, and how they are meant."""

from __future__ import annotations

import types
from collections.abc import Callable, Sequence
from typing import Any, Final

from exitban.kernels.cache import COMPOSED


def make_known(steps: Sequence[Callable[..., None]]) -> None:
    """Let the compiler find every function behind some steps; a function is made known once."""
    from numba.extending import register_jitable

    for function in {f: None for step in steps for f in functions_behind(step)}:
        if function not in REGISTERED:
            REGISTERED.add(function)
            register_jitable(**OPTIONS, forceinline=is_law(function))(function)


def is_law(function: types.FunctionType) -> bool:
    """Whether a function is a law or its arithmetic: written into the loops that call it, or these would not become
    vector code. What looks beyond one member has loops of its own and is called, but for the drawing of luck."""
    module = function.__module__
    return module == DRAWING or not module.startswith(("exitban.kernels", COMPOSED))


DRAWING: Final = "exitban.kernels.drawing"
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
