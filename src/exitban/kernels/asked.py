"""Whether what records and sums are made of is there, and belongs to whom it must: told before anything is composed."""

from __future__ import annotations

import dataclasses
import linecache
from typing import Any

import numpy as np

from exitban.errors import MechanismError, did_you_mean
from exitban.kernels.parts import inputs, place_of
from exitban.kernels.wiring import Wiring
from exitban.mechanism import Mechanism, Record, Rule
from exitban.scenario.own_places import Places
from exitban.words import REASONS


def refuse_unknown_sums(wiring: Wiring) -> None:
    """Raise `MechanismError` for the first part or record that is made of something that nobody gives."""
    known = {*wiring.names, *wiring.numbers}
    for mechanism in wiring.mechanisms:
        for part in mechanism.parts:
            for name in () if isinstance(part, Rule) else sorted(inputs(part) - known):
                told = f"{type(part).__name__} {part.gives!r}: nothing is called {name!r}.{did_you_mean(name, known)}"
                raise MechanismError(told, *_place(mechanism, part, name))
        for record in mechanism.records:
            _refuse_unfit(record, mechanism, wiring)


def _refuse_unfit(record: Record, mechanism: Mechanism, wiring: Wiring) -> None:
    """Raise `MechanismError` for a record of something that nobody gives, or that belongs to somebody else."""
    for name, level in _wanted(record).items():
        given = wiring.names.get(name)
        if given is None or level not in ("", given.level):
            near = [one for one, known in wiring.names.items() if level in ("", known.level)]
            whose = f"{'an' if level == 'institution' else 'the'} {level} has nothing" if level else "nothing is"
            told = f"record {record.name!r}: {whose} called {name!r}.{did_you_mean(name, near)}"
            raise MechanismError(told, *_place(mechanism, record, name))
    if record.kind == "by_reason" and wiring.names[record.of].kind is not np.int8:
        told = f"record {record.name!r}: {record.of!r} is no Code, which says for which reason a post was left"
        raise MechanismError(f"{told} ({', '.join(REASONS[1:])}).", *_place(mechanism, record, record.of))


def _place(mechanism: Mechanism, one: Any, name: str) -> tuple[str, int]:
    """The file of a mechanism, and the line in it where a part or a record asks for a name."""
    file, line = place_of(name, mechanism)
    linecache.checkcache(file)
    fields = [each.name for each in dataclasses.fields(one)]
    field = next((each for each in fields if name in str(getattr(one, each)).split(":")), fields[0])
    text = "".join(linecache.getlines(file))
    return file, Places(text).of_field(one, field, fields.index(field))[0] or line


def _wanted(record: Record) -> dict[str, str]:
    """The names that a record is made of, and to whom each must belong; nothing where that makes no difference."""
    if record.kind.startswith("own:"):
        return {record.of: "institution", record.kind.removeprefix("own:"): "world"}
    return {record.of: {"level": "institution", "by_reason": "member"}.get(record.kind, "")}
