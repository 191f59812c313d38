"""Which composed tick a run takes: that of the whole shelf, or one without what is settled before the run.

Both give the same bits. The whole one is compiled once for all scenarios; the lean one is faster, and compiled for a
pattern of settled values.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from exitban.errors import CallError, did_you_mean
from exitban.kernels.launch import Engine, Launcher, Settled
from exitban.mechanism import Mechanism, Record
from exitban.plan import Plan, in_threshold_limit, same_for_all
from exitban.results.whole import series_of
from exitban.scenario.observables import STAFFING, parts_of

FILLED: Final = "filled"
"""The record from which staffing is made."""
WORTH_COMPILING: Final = 40.0
"""Seconds of simulation, one thread: a lean tick saves about a third of them, and takes a dozen to compile."""


@lru_cache(maxsize=8)
def engine_of(mechanisms: tuple[Mechanism, ...], launcher: Launcher, settled: Settled | None = None) -> Engine:
    """The engine of some mechanisms: its machine code is loaded once, however many runs follow."""
    return Engine(mechanisms, launcher, settled=settled)


def engine_for(
    plan: Plan, policies: Sequence[str], launcher: Launcher, records: Sequence[str] | None, work: float
) -> Engine:
    """The engine for a run of some policies; ``work``: the seconds that simulating is expected to take one thread.

    Whoever asks for some ``records`` only (None: all) always has a lean tick, which leaves the others out. Raises
    `CallError` for a record that no mechanism keeps.
    """
    whole = engine_of(plan.scenario.mechanisms, launcher)
    asked = None if records is None else needed(plan, records, whole.wiring.records)
    if asked is None and (launcher == "python" or is_cascade(plan, policies)):
        return whole
    lean = engine_of(plan.scenario.mechanisms, launcher, settled(plan, policies, asked))
    return lean if asked is not None or work > WORTH_COMPILING or lean.is_at_hand else whole


def is_cascade(plan: Plan, policies: Sequence[str]) -> bool:
    """Whether a run takes the way of threshold cascades, which knows the whole tick."""
    return any(in_threshold_limit(plan, plan.under(policy)) for policy in policies)


def settled(plan: Plan, policies: Sequence[str], records: Sequence[str] | None) -> Settled:
    """What is known before a run of some policies."""
    values = {name: value.item() for name, value in same_for_all(plan, policies).items()}
    stated = sorted({one.state for one in plan.scenario.at_start})
    return Settled(tuple(sorted(values.items())), tuple(stated), None if records is None else tuple(records))


def needed(plan: Plan, names: Sequence[str], known: Sequence[Record]) -> tuple[str, ...]:
    """Some records by name, and those on which they rest, in the order of the shelf.

    A mean needs what it is divided by, a series of reasons all reasons, what lies beside observed values what it is
    laid beside, and what is stored by a policy the exits.
    """
    rests_on = {series.name: record for record in known for series in series_of([record])}
    rests_on |= {record.name: record for record in known}
    observed = [part for one in plan.scenario.observed.values() for part in parts_of(one.quantity)]
    asked = [*names, *observed, *(["exits"] if plan.scenario.lifting else [])]
    found: set[str] = set()
    for name in (FILLED if name == STAFFING else name for name in asked):
        if name not in rests_on:
            raise CallError(f"records: nothing is recorded as '{name}'.{did_you_mean(name, rests_on)}")
        record = rests_on[name]
        found |= {record.name, record.kind.removeprefix("mean_of:")}
    return tuple(record.name for record in known if record.name in found)
