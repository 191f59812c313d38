"""What is written down at the end of every tick, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exitban.mechanism import Record
from exitban.words import REASONS


@dataclass(frozen=True)
class Tally:
    """One record, and its first row among all that are written down.

    ``reasons`` > 0: it takes as many rows, one per reason of exit. ``of_institution``: the value already belongs to
    an institution. ``of_world``: the name of the same thing for the whole, where that is not a sum or a mean.
    """

    name: str
    of: str
    position: int
    reasons: int = 0
    of_institution: bool = False
    of_world: str = ""


def tallies(records: Sequence[Record]) -> tuple[Tally, ...]:
    """The tallies of all records, in order."""
    found: list[Tally] = []
    position = 0
    for record in records:
        reasons = len(REASONS) - 1 if record.kind == "by_reason" else 0
        own = record.kind.startswith("own:")
        whole = record.kind.removeprefix("own:") if own else ""
        found.append(Tally(record.name, record.of, position, reasons, own or record.kind == "level", whole))
        position += max(reasons, 1)
    return tuple(found)


def rows(counted: Sequence[Tally]) -> list[str]:
    """The name of every row of the array of tallies."""
    names: list[str] = []
    for tally in counted:
        names += [f"{tally.name}_{reason}" for reason in REASONS[1:]] if tally.reasons else [tally.name]
    return names


def tally_array(tally: Tally) -> str:
    """The array in which a record is added up by grade: [grade, replicate], with a row per reason before that."""
    return f"{TALLY}{tally.name}"


TALLY = "tally_"
