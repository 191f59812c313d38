"""What came after, checked and frozen: drawn beside a simulation, never used to set one.

A flow is counted from ``since`` (the start unless said) until the date; told per year, it is that count over the years
between. A stock is what it is at the date, or its mean from ``since`` to the date. Between the ends of two ticks the
simulated quantity runs in a straight line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from exitban.scenario.horizon import Date, Time, months_between, position
from exitban.scenario.observables import FLOW, OTHER
from exitban.scenario.observed_form import ObservedEntry
from exitban.scenario.quantities import NO_POLICY

PER_YEAR: Final = " per year"
AS_SIMULATED: Final = "as simulated"
OF_THE_WHOLE: Final = "share of the whole"
"""Of all that were counted in the organisation, so many were counted here."""


@dataclass(frozen=True)
class ObservedValue:
    """A value with its date; ``month`` and ``since_month`` count from the start of the simulation."""

    date: Date
    since: Date | None
    value: float
    month: float
    since_month: float | None


@dataclass(frozen=True)
class Where:
    """A source of observed values."""

    title: str
    address: str
    date: str


@dataclass(frozen=True)
class Against:
    """What speaks against the reading, and the claims that say so."""

    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Observed:
    """A series of observed values and the simulated quantity that it is laid beside.

    ``kind``: flow, stock or other. ``unit`` is that of the values, ``counted_in`` the same without "per year".
    ``policy`` was in force. ``institutions``: where it was counted; ``everywhere`` says that it was so in all.
    """

    name: str
    title: str
    quantity: str
    kind: str
    unit: str
    policy: str
    institutions: tuple[str, ...]
    everywhere: bool
    values: tuple[ObservedValue, ...]
    sources: tuple[Where, ...]
    uncertainty: str
    contrary: tuple[Against, ...]

    @property
    def per_year(self) -> bool:
        """Told as a rate."""
        return self.unit.endswith(PER_YEAR)

    @property
    def counted_in(self) -> str:
        """posts, people, share of posts, or as simulated."""
        return self.unit.removesuffix(PER_YEAR)


def observed_from(
    entries: Mapping[str, ObservedEntry], known: Mapping[str, str], everywhere: tuple[str, ...], time: Time
) -> dict[str, Observed]:
    """The series by name. ``known``: kinds of the simulated quantities by name."""
    return {name: _series(name, one, known[one.quantity], everywhere, time) for name, one in entries.items()}


def _series(name: str, entry: ObservedEntry, kind: str, everywhere: tuple[str, ...], time: Time) -> Observed:
    return Observed(
        name=name,
        title=entry.title,
        quantity=entry.quantity,
        kind=kind,
        unit=entry.unit,
        policy=entry.policy or NO_POLICY,
        institutions=entry.institutions or everywhere,
        everywhere=set(entry.institutions or everywhere) == set(everywhere),
        values=_values(entry, time),
        sources=tuple(Where(one.title, one.address or "", one.date or "") for one in entry.sources),
        uncertainty=entry.uncertainty.strip(),
        contrary=tuple(Against(one.text.strip(), one.claims) for one in entry.contrary),
    )


def _values(entry: ObservedEntry, time: Time) -> tuple[ObservedValue, ...]:
    """In the order of their dates."""
    return tuple(
        ObservedValue(
            one.date,
            one.since,
            one.value,
            float(months_between(time.start, one.date)),
            None if one.since is None else float(months_between(time.start, one.since)),
        )
        for one in sorted(entry.values, key=lambda value: position(value.date))
    )


def misfit(entry: ObservedEntry, kind: str) -> str:
    """Why a unit does not fit a quantity; nothing where it does."""
    if (kind == OTHER) != (entry.unit == AS_SIMULATED):
        countable = "it is a share, a mean or an index" if kind == OTHER else f"it is a {kind}, counted in posts"
        allowed = "'as simulated'" if kind == OTHER else "posts, people, share of posts or share of the whole"
        return f"found '{entry.unit}', which does not fit {entry.quantity}: {countable}; allowed: {allowed}."
    if entry.unit.endswith(PER_YEAR) and kind != FLOW:
        return f"found '{entry.unit}', but {entry.quantity} is a stock; only a flow can be told per year."
    if entry.unit == OF_THE_WHOLE and any(one.since is not None for one in entry.values):
        return "found 'share of the whole' with a since; it is counted from the start, so leave since out."
    return ""
