"""What the parts of mechanisms ask for, and what they give, by name."""

from __future__ import annotations

import linecache
import typing

import numpy as np

from exitban.errors import MechanismError
from exitban.mechanism import (
    Above,
    Law,
    Mean,
    Mechanism,
    MoveUp,
    NearCount,
    PolicySum,
    Record,
    Rule,
    Selection,
    Total,
    Watched,
    Weighted,
)

Part = Rule | NearCount | Above
Sum = Total | Mean | Weighted
AnyPart = Part | Sum | Selection | PolicySum | MoveUp | Watched
Kind = type[np.generic]


def parameters(law: Law) -> tuple[str, ...]:
    """The names of a law's arguments, in order."""
    return law.__code__.co_varnames[: law.__code__.co_argcount]


def fault_in(law: Law, message: str, line: int = 0) -> MechanismError:
    """An error about a law, at a line of its file or where it begins."""
    code = law.__code__
    return MechanismError(f"{law.__name__}: {message}", code.co_filename, line or code.co_firstlineno)


def arguments(rule: Rule) -> tuple[str, ...]:
    """What a rule asks for, by name: all arguments of its law that are not settled."""
    settled = dict(rule.literals)
    return tuple(name for name in parameters(rule.law) if name not in settled)


def reads(part: Part) -> tuple[str, ...]:
    """The names that must be there before a part can run; what it looks up in other posts is not among them."""
    if not isinstance(part, Rule):
        return ()
    guard = (part.when,) if part.when else ()
    return arguments(part) + guard


def gives(part: AnyPart) -> tuple[str, ...]:
    """The names that a part gives."""
    if isinstance(part, Rule):
        return part.names
    if isinstance(part, MoveUp):
        return (part.gives, part.left, part.origin)
    if isinstance(part, Watched):
        return (part.gives, part.told)
    return (part.gives, part.made) if isinstance(part, Selection) else (part.gives,)


def kinds_given(rule: Rule) -> tuple[Kind, ...]:
    """The kinds of what a rule gives, from its return annotation."""
    try:
        returned = typing.get_type_hints(rule.law).get("return")
    except Exception as error:  # whatever stands there as an annotation is run, and may raise anything
        raise fault_in(
            rule.law,
            f"its annotations cannot be used: {type(error).__name__}: {error}. "
            "Annotate every argument, and what it gives, as one of Real, Flag, Count, Code.",
        ) from error
    kinds = typing.get_args(returned) if typing.get_origin(returned) is tuple else (returned,)
    if len(kinds) != len(rule.names) or not all(isinstance(k, type) and issubclass(k, np.generic) for k in kinds):
        raise fault_in(
            rule.law,
            f"gives {', '.join(rule.names)} but is annotated to return {returned}. "
            "Annotate one of Real, Flag, Count, Code (or a tuple of them) per name.",
        )
    return kinds


def names_of(record: Record) -> list[str]:
    """The names of what is written down, and of the same for the whole."""
    whole = record.kind.removeprefix("own:") if record.kind.startswith("own:") else ""
    return [name for name in (record.of, whole) if name]


def inputs(part: AnyPart) -> set[str]:
    """The arrays that a part which looks beyond one member takes."""
    if isinstance(part, MoveUp):
        return {part.into, part.among}
    if isinstance(part, Selection):
        return {part.among, part.room, *([part.since] if part.since else [])}
    return set() if isinstance(part, Rule) else {part.of}


def guard(part: Part) -> str | None:
    """The flag under which a part runs."""
    return part.when if isinstance(part, Rule) else None


def place_of(name: str, mechanism: Mechanism) -> tuple[str, int]:
    """The file of a mechanism, and the line in it where a name is first written in quotes, as far as they are known."""
    for law in laws_of(mechanism):
        file = law.__code__.co_filename
        lines = linecache.getlines(file)
        found = (number for number, line in enumerate(lines, 1) if f'"{name}"' in line or f"'{name}'" in line)
        return file, next(found, 0)
    return "", 0


def laws_of(mechanism: Mechanism) -> list[Law]:
    """The laws of a mechanism's rules, and those by which its states arrive."""
    rules = [part.law for part in mechanism.parts if isinstance(part, Rule)]
    return rules + [state.arrival for state in mechanism.states if callable(state.arrival)]
