"""Finding mechanisms: those on the shelf, and a user's own files."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import pkgutil
import re
import sys
import tokenize
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import ModuleType

import exitban.mechanisms
from exitban.mechanism import Mechanism, NumberFacts
from exitban.scenario.own_form import faults_of_form
from exitban.scenario.own_laws import Fault


@cache
def shelf() -> tuple[Mechanism, ...]:
    """The shipped mechanisms in alphabetical order: every file that defines ``MECHANISM``."""
    names = sorted(module.name for module in pkgutil.iter_modules(exitban.mechanisms.__path__))
    modules = (importlib.import_module(f"{exitban.mechanisms.__name__}.{name}") for name in names)
    return tuple(module.MECHANISM for module in modules if hasattr(module, "MECHANISM"))


class UnfitMechanismError(Exception):
    """A user's file cannot be used; the message says why, ``line`` where (0 for the file as a whole).

    ``more``: what else is wrong with it.
    """

    def __init__(self, message: str, line: int = 0, column: int = 1, more: Sequence[Fault] = ()) -> None:
        super().__init__(message)
        self.faults = [Fault(line, column if line else 0, message), *more]


def mechanism_from(path: Path) -> Mechanism:
    """The mechanism that a user's file defines. Raises `UnfitMechanismError`."""
    found = getattr(_executed(path), "MECHANISM", None)
    if not isinstance(found, Mechanism):
        raise UnfitMechanismError(
            "the file defines no MECHANISM = Mechanism(...); see the files in exitban/mechanisms."
        )
    if isinstance(found.name, str) and not found.name.isidentifier():
        raise UnfitMechanismError(f"the name of the mechanism, {found.name!r}, must be a Python identifier.")
    wrong = faults_of_form(found, text_of_code(path))
    if wrong:
        first = wrong[0]
        raise UnfitMechanismError(first.message, first.line, first.column, wrong[1:])
    try:
        facts = found.facts()
    except (KeyError, TypeError) as error:
        raise UnfitMechanismError("every number must be declared by exitban.mechanism.number(...).") from error
    if not all(isinstance(one, NumberFacts) for one in facts.values()):
        raise UnfitMechanismError("every number must be declared by exitban.mechanism.number(...).")
    return found


def text_of_code(path: Path) -> str:
    """The text of a Python file that has been run, in the encoding that it states."""
    with tokenize.open(path) as file:
        return file.read()


def _executed(path: Path) -> ModuleType:
    """The module of a file; whatever running it raises becomes a plain sentence with its line.

    Its name holds a hash of the text: two files of one name, or a file before and after a change, are two modules, and
    a scenario that was read keeps the rules that it was read with.
    """
    stem = re.sub(r"\W", "_", path.stem)
    name = f"exitban_mechanism_{stem}_{hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest()}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise UnfitMechanismError("not a Python file: its name must end in .py.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up while the file runs
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise _unfit(error, spec.origin) from error
    return module


def _unfit(error: BaseException, file: str | None) -> UnfitMechanismError:
    """What running a file raised; a mistake in the writing of a file that it imports is one of running it."""
    if isinstance(error, SyntaxError) and error.filename in (None, file):
        return UnfitMechanismError(f"not valid Python: {error.msg}.", error.lineno or 0)
    return UnfitMechanismError(f"running it raised {type(error).__name__}: {error}", _line(error, file))


def _line(error: BaseException, file: str | None) -> int:
    """The last line of the user's own file on the way to the error. ``file`` is as the importer calls it: in full."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
