"""Tables that turn the credibility of a claim into a probability. Each is an assumption, so each has a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from exitban.scenario.types import GradesEntry

CREDIBILITIES: Final = (1, 2, 3, 4, 5)
"""Confirmed, probably true, possibly true, doubtful, improbable; 6, which cannot be judged, is in no table."""


@dataclass(frozen=True)
class GradeTable:
    """Probability by credibility, from 1 (confirmed) to 5 (improbable); ``version`` and ``source`` say which it is."""

    name: str
    version: str
    source: str
    probabilities: Mapping[int, float]

    @property
    def title(self) -> str:
        """Name and version."""
        return f"{self.name}, version {self.version}"


def _table(name: str, version: str, source: str, *probabilities: float) -> GradeTable:
    return GradeTable(name, version, source, dict(zip(CREDIBILITIES, probabilities, strict=True)))


STIX: Final = _table("stix-2.1", "1", "OASIS STIX 2.1, appendix A: Admiralty credibility", 0.90, 0.70, 0.50, 0.30, 0.10)
MISP: Final = _table("misp", "1", "MISP taxonomy admiralty-scale", 1.00, 0.75, 0.50, 0.25, 0.00)
ICD_203: Final = _table(
    "icd-203",
    "1",
    "middles of the ranges of ICD 203: almost certain, likely, even, unlikely, very unlikely",
    *(0.97, 0.675, 0.50, 0.325, 0.125),
)
TABLES: Final[Mapping[str, GradeTable]] = {one.name: one for one in (STIX, MISP, ICD_203)}
"""The shipped tables. A change of a number is a new version, and a file that names the old one is told so."""

OWN: Final = "own"


def table_from(entry: GradesEntry) -> GradeTable:
    """The table that a file names, or its own."""
    if entry.probabilities is None:
        return TABLES.get(entry.table, STIX)
    return _table(OWN, entry.version or "not said", "the scenario file", *entry.probabilities)


def complaint(entry: GradesEntry) -> str:
    """What is wrong with the table of a file; empty where nothing is."""
    if (entry.table == OWN) != (entry.probabilities is not None):
        return "`table: own` and `probabilities` go together: five of them, for credibility 1 to 5."
    if entry.probabilities is not None:
        falls = all(a >= b for a, b in zip(entry.probabilities, entry.probabilities[1:], strict=False))
        return "" if falls else "the probabilities must not rise from credibility 1 to 5."
    known = TABLES[entry.table].version
    if entry.version not in (None, known):
        return (
            f"found version '{entry.version}' of {entry.table}; this program has version {known}. Name that one, or "
            "write the old numbers as `table: own`."
        )
    return ""
