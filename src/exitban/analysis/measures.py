"""What an answer speaks of, as one number per world and tick: control, or what the scenario names instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exitban.analysis.intervals import Floats
from exitban.analysis.wording import count_text, percent, signed
from exitban.scenario import Scenario
from exitban.scenario.observables import FLOW, STOCK, TITLES, observables, parts_of
from exitban.words import REASON_TITLES

CONTROL = "control"


@dataclass(frozen=True)
class Measure:
    """One quantity over time; ``parts``: the recorded series that it adds up.

    ``adds_up``: events, counted from the start. ``posts`` over 0: told as a share of so many posts. ``of_shares``:
    values are shares and are said in percent; otherwise they are numbers of posts.
    """

    name: str
    title: str
    parts: tuple[str, ...]
    adds_up: bool
    posts: int
    of_shares: bool

    @property
    def is_control(self) -> bool:
        """Whether it can be lost."""
        return self.name == CONTROL

    def of(self, series: Mapping[str, NDArray[np.floating]]) -> Floats:
        """(replicates, ticks) of the measure from its parts of the same shape."""
        found: Floats = np.sum([np.asarray(series[part], np.float64) for part in self.parts], axis=0)
        if self.adds_up:
            found = found.cumsum(axis=-1)
        return found / self.posts if self.posts else found

    def said(self, value: float) -> str:
        """A value with its unit: "77 %", "12 posts"."""
        return f"{percent(value)} %" if self.of_shares else f"{count_text(value)} posts"

    def said_range(self, low: float, high: float) -> str:
        """Two values with their unit: "39 to 92 %"."""
        if self.of_shares:
            return f"{percent(low)} to {percent(high)} %"
        return f"{count_text(low)} to {count_text(high)} posts"

    def said_change(self, value: float) -> str:
        """A difference with its sign and unit: "+3.0 points"."""
        return f"{signed(100.0 * value)} points" if self.of_shares else f"{signed(value)} posts"


def measure_of(scenario: Scenario) -> Measure:
    """The first result that the scenario asks its answer to speak of; control unless it names one."""
    name = next(iter(scenario.headline), CONTROL)
    kind = observables(scenario.mechanisms)[name]
    share = kind == STOCK or (kind == FLOW and _once(scenario, name))
    return Measure(
        name=name,
        title=_title(scenario, name),
        parts=parts_of(name),
        adds_up=kind == FLOW,
        posts=len(scenario.organisation()) if share else 0,
        of_shares=kind != FLOW or share,
    )


def _once(scenario: Scenario, name: str) -> bool:
    """Whether it can happen once only in each post: a post that is never filled again is left once."""
    rates = [scenario.quantity("refill", "rate", institution=one) for one in scenario.institutions]
    return name.startswith("exits") and all(rate.is_fixed and rate.value == 0.0 for rate in rates)


def _title(scenario: Scenario, name: str) -> str:
    told = {record.name: record.title for one in scenario.mechanisms for record in one.records}
    known = TITLES.get(name) or REASON_TITLES.get(name.removeprefix("exits_")) or told.get(name, name)
    return "control" if name == CONTROL else known
