"""Laws asked with values that are not known yet: what a law gives whatever these turn out to be.

A law is run as it stands. Where it has to decide on something that is not known, it is run again for the other
answer, and so on for every decision; what it gives in any of these runs is what it can give. Arithmetic knows what
holds for all finite numbers: nothing times anything is nothing, false and anything is false.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np

Values = frozenset[object] | None
"""All that something can be; None: anything."""
NUMBERS: Final = (bool, int, float, np.generic)
"""What a law may give."""
MOST_RUNS: Final = 64
"""A law with more ways through it counts as not known."""


class UndecidedError(Exception):
    """Something has to be a number or a decision, and is not known."""


class Decisions:
    """The answers given so far in a run of a law, those still to be tried, and the arguments that any run has used."""

    def __init__(self) -> None:
        self.given: list[bool] = []
        self.waiting: list[list[bool]] = [[]]
        self.planned: list[bool] = []
        self.used: set[str] = set()

    def begin(self) -> None:
        """Start the next run."""
        self.planned = self.waiting.pop()
        self.given = []

    def one_of(self, values: Sequence[object], name: str) -> object:
        """One of the few values of an argument, and the others in later runs."""
        self.used |= {name} if len(values) > 1 else set()
        for value in values[:-1]:
            if self.next():
                return value
        return values[-1]

    def next(self) -> bool:
        """Answer a question; where nothing is planned, no, and yes in a later run."""
        if len(self.given) < len(self.planned):
            answer = self.planned[len(self.given)]
        else:
            answer = False
            self.waiting.append([*self.given, True])
        self.given.append(answer)
        return answer


class Unknown:
    """A finite value of which nothing is known; ``names`` are the arguments from which it is made.

    Only what decides something, or is given in the end, counts as used.
    """

    def __init__(self, decisions: Decisions, *names: str) -> None:
        self.decisions = decisions
        self.names = frozenset(names)

    def __bool__(self) -> bool:
        self.decisions.used |= self.names
        return self.decisions.next()

    def other(self, *others: object) -> Unknown:
        """A value that is made from this one, and from others."""
        made = (one.names for one in others if isinstance(one, Unknown))
        return Unknown(self.decisions, *self.names.union(*made))

    def times(self, factor: object) -> object:
        """A product: nothing of a known nothing."""
        return np.float32(0.0) if not isinstance(factor, Unknown) and factor == 0 else self.other(factor)

    def both(self, flag: object) -> object:
        """Both hold: not if one is known not to."""
        return np.bool_(False) if is_flag(flag) and not flag else self.other(flag)

    def either(self, flag: object) -> object:
        """One of both holds: surely if one is known to."""
        return np.bool_(True) if is_flag(flag) and flag else self.other(flag)

    def number(self) -> Any:
        """Asked for as a number of Python's or NumPy's."""
        raise UndecidedError

    __mul__ = __rmul__ = times
    __and__ = __rand__ = both
    __or__ = __ror__ = either
    __add__ = __radd__ = __sub__ = __rsub__ = __truediv__ = __rtruediv__ = __mod__ = __rmod__ = other
    __lshift__ = __rlshift__ = __rshift__ = __rrshift__ = other
    __lt__ = __le__ = __gt__ = __ge__ = other
    __eq__ = __ne__ = other  # type: ignore[assignment]
    __hash__ = None  # type: ignore[assignment]
    __array_ufunc__ = None  # NumPy's own numbers leave arithmetic with it to it

    def __neg__(self) -> Unknown:
        return self.other()

    __invert__ = __neg__
    __float__ = __int__ = __index__ = number


class Luck(Unknown):
    """A draw strictly between 0 and 1."""

    def below(self, bound: object) -> object:
        """Whether it is less: surely so than 1, surely not than 0."""
        if isinstance(bound, Unknown) or 0 < bound < 1:  # type: ignore[operator]
            return self.other(bound)
        return np.bool_(bound >= 1)  # type: ignore[operator]

    __lt__ = __le__ = below  # type: ignore[assignment]


def is_flag(value: object) -> bool:
    """A known value that is true or false."""
    return isinstance(value, bool | np.bool_)


def lenient(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that gives an unknown value when one of those that it is asked with is unknown."""

    def asked(*values: object) -> object:
        made = [value.other(*values) for value in values if isinstance(value, Unknown)]
        return made[0] if made else function(*values)

    return asked


class LenientNumPy:
    """NumPy, whose kinds and functions are lenient."""

    def __getattr__(self, name: str) -> Any:
        found = getattr(np, name)
        return lenient(found) if callable(found) else found


NUMPY: Final = LenientNumPy()
ARITHMETIC: Final = "exitban.maths."
"""Where functions stand that are not looked into: they want numbers."""


@lru_cache(maxsize=1024)
def open_to_unknown(law: Callable[..., Any]) -> Callable[..., Any]:
    """A law that can be asked with values that are not known, and so can all that it calls."""
    return opened(law, frozenset())


def opened(law: Callable[..., Any], above: frozenset[object]) -> Callable[..., Any]:
    """The same for a law that is called by those ``above``, which need not be opened again."""
    if not isinstance(law, types.FunctionType) or law in above:
        return law
    scope = dict(law.__globals__)
    for name in law.__code__.co_names:
        if name in scope:
            scope[name] = opened_name(scope[name], above | {law})
    return types.FunctionType(law.__code__, scope, law.__name__, law.__defaults__, law.__closure__)


def opened_name(value: Any, above: frozenset[object]) -> Any:
    """What a law names: NumPy, arithmetic, other laws."""
    if value is np:
        return NUMPY
    if isinstance(value, types.ModuleType) and value.__name__.startswith(ARITHMETIC):
        return types.SimpleNamespace(**{k: lenient(v) if callable(v) else v for k, v in vars(value).items()})
    if isinstance(value, types.FunctionType) and value.__module__.startswith(ARITHMETIC):
        return lenient(value)
    return opened(value, above)


Asked = Callable[[Decisions, str], object]
"""What makes an argument, known or not, by its name."""


@dataclass(frozen=True)
class Outcome:
    """All that a law can give, for each name; None is anything. ``used``: the unknown arguments that matter."""

    values: tuple[Values, ...]
    used: frozenset[str]


def outcome(law: Callable[..., Any], asked: Mapping[str, Asked], given: int) -> Outcome:
    """What a law can give, and what it looks at for that, whatever the unknown turns out to be."""
    decisions = Decisions()
    anything = Outcome((None,) * given, frozenset(asked))
    found: list[tuple[object, ...]] = []
    willing = open_to_unknown(law)
    while decisions.waiting:
        if len(found) == MOST_RUNS:
            return anything
        decisions.begin()
        try:
            values = willing(*(make(decisions, name) for name, make in asked.items()))
        except Exception:  # what a law cannot be asked about is told by the compiler, with its line
            return anything
        found.append(values if isinstance(values, tuple) else (values,))
        if len(found[-1]) != given or not all(isinstance(one, (Unknown, *NUMBERS)) for one in found[-1]):
            return anything
    given_on = [one.names for values in found for one in values if isinstance(one, Unknown)]
    used = frozenset(decisions.used).union(*given_on)
    return Outcome(tuple(possible(column) for column in zip(*found, strict=True)), used)


def possible(values: Sequence[object]) -> Values:
    """The values of all runs, if they are known."""
    return None if any(isinstance(value, Unknown) for value in values) else frozenset(values)
