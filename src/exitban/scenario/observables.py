"""Which simulated quantities an observed series can be laid beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from exitban.mechanism import Mechanism
from exitban.words import REASONS, VOLUNTARY

STAFFING: Final = "staffing"
FLOW, STOCK, OTHER = "flow", "stock", "other"

_ALL: Final = tuple(f"exits_{reason}" for reason in REASONS[1:])
_CHOSEN: Final = tuple(f"exits_{reason}" for reason in VOLUNTARY)
SUMS: Final[Mapping[str, tuple[str, ...]]] = {
    "exits": _ALL,
    "exits_voluntary": _CHOSEN,
    "exits_involuntary": tuple(name for name in _ALL if name not in _CHOSEN),
}
"""Quantities that are the sum of others."""

TITLES: Final[Mapping[str, str]] = {
    "exits": "exits for any reason",
    "exits_voluntary": "exits by choice",
    "exits_involuntary": "exits by force or by nature",
}


def parts_of(quantity: str) -> tuple[str, ...]:
    """The recorded series that a quantity adds up."""
    return SUMS.get(quantity, (quantity,))


def observables(mechanisms: Sequence[Mechanism]) -> dict[str, str]:
    """Every quantity by name: ``flow`` (events), ``stock`` (members), or ``other`` (a share, a mean, an index)."""
    found = dict.fromkeys(SUMS, FLOW) | {STAFFING: OTHER}
    for record in (one for mechanism in mechanisms for one in mechanism.records):
        if record.kind == "by_reason":
            found |= {f"{record.name}_{reason}": FLOW for reason in REASONS[1:]}
        else:
            found[record.name] = record.kind if record.kind in (FLOW, STOCK) else OTHER
    return found
