"""The names and kinds of the records of a user's own mechanisms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exitban.errors import did_you_mean
from exitban.mechanism import Mechanism, Record
from exitban.scenario.complaints import shown
from exitban.scenario.own_laws import Fault
from exitban.scenario.own_places import Places

SUMMED = ("flow", "stock")
"""Kinds of records by which a mean can be divided."""
KINDS = (*SUMMED, "level", "by_reason")
MEAN, OWN = "mean_of:", "own:"


def faults_of_records(mechanism: Mechanism, everybody: Sequence[Mechanism], text: str) -> Iterator[Fault]:
    """What is wrong with them, each with its place in the ``text`` of the file. ``everybody``: all mechanisms."""
    bases = [one.name for each in everybody for one in each.records if one.kind in SUMMED]
    places, names = Places(text), [one.name for one in mechanism.records]
    for record in mechanism.records:
        for field, told in (("name", _of_name(record.name, names)), ("kind", _of_kind(record.kind, bases))):
            if told:
                yield Fault(*_place(places, record, field), f"Record {record.name!r}: {field}: {told}")


def _place(places: Places, record: Record, field: str) -> tuple[int, int]:
    return places.of_field(record, field, list(Record.__dataclass_fields__).index(field))


def _of_name(name: str, names: Sequence[str]) -> str:
    if not name.isidentifier():
        return f"found {shown(name)}; allowed: a name that Python knows, of letters, digits and _."
    return "two records have this name; allowed: each once." if names.count(name) > 1 else ""


def _of_kind(kind: str, bases: Sequence[str]) -> str:
    if kind in KINDS or (kind.startswith(OWN) and kind != OWN):
        return ""
    if kind.startswith(MEAN):
        base = kind.removeprefix(MEAN)
        wish = "no record that counts something (a flow or a stock) is called"
        return "" if base in bases else f"{wish} {base!r}.{did_you_mean(base, bases)}"
    allowed = f"{', '.join(KINDS)}, {MEAN}RECORD, {OWN}VALUE"
    near = did_you_mean(kind, [*KINDS, MEAN, OWN]).partition(" Allowed:")[0]
    return f"found {shown(kind)}; allowed: {allowed}.{near}"
