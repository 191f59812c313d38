"""What is kept of a run: one row of outcomes, on request its series, on request what happened when.

Outcomes: ``lost_at``, ``control_min``, of every flow its ``_total``, of everything else the value at the end (``_end``)
and its mean over time (``_mean``). Units are those of the series (`exitban.run`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from exitban.plan import Plan
from exitban.results.loss import lost_at
from exitban.results.observed import beside
from exitban.results.whole import Reals, Recorded

WHOLE = ""
"""The name under which the organisation as a whole stands beside its institutions."""


class Kept:
    """Reads columns off the records of some lanes."""

    def __init__(self, plan: Plan, recorded: Recorded, thresholds: tuple[Reals, Reals]) -> None:
        self.plan = plan
        self.recorded = recorded
        self.thresholds = thresholds

    def outcomes(self) -> dict[str, NDArray[np.floating]]:
        """(lanes,) by name."""
        found: dict[str, NDArray[np.floating]] = {**self._losses()}
        for one in self.recorded.series:
            found |= summary(one.name, one.kind, self.recorded.whole(one))
        found |= summary("staffing", "stock", self.recorded.staffing()[0])
        return {**found, **self._reported(), **self._lifted(), **self._observed()}

    def _losses(self) -> dict[str, NDArray[np.floating]]:
        control = self.recorded.own["control"]
        threshold, hold = (one.astype(np.float64) for one in self.thresholds)
        lost = lost_at(control, threshold, hold, self.plan.scenario.time.dt)
        return {"lost_at": lost, "control_min": control.min(axis=0)}

    def _reported(self) -> dict[str, NDArray[np.floating]]:
        """Blocked attempts made known until the report."""
        time = self.plan.scenario.time
        last = time.ticks if time.report_date is None else min(time.tick_of(time.report_date) + 1, time.ticks)
        known = self.recorded.row("known_blocked")[:last].sum(axis=0)
        return {f"known_blocked_by_report_{name}": known[k] for k, name in enumerate(self.plan.institutions)}

    def _lifted(self) -> dict[str, NDArray[np.floating]]:
        """Who leaves after each date if what is forbidden is lifted then, and if it is not."""
        asked = self.plan.scenario.lifting
        found: dict[str, NDArray[np.floating]] = {}
        for number, (window, date) in enumerate(zip(asked.windows, asked.dates, strict=True) if asked else ()):
            day = re.sub(r"\W", "_", date.isoformat())
            lifted, kept = self.recorded.lifted[number].sum(axis=0), self.recorded.kept(window).sum(axis=0)
            found |= {f"exits_if_lifted_{day}": lifted, f"stored_exits_{day}": lifted - kept}
        return found

    def _observed(self) -> dict[str, NDArray[np.floating]]:
        """What lies beside observed values, at the end."""
        scenario, institutions = self.plan.scenario, self.plan.institutions
        return {
            f"simulated_{name}_end": beside(one, self.recorded, institutions, scenario)[-1]
            for name, one in scenario.observed.items()
        }

    def series(self) -> Iterator[tuple[str, dict[str, Reals]]]:
        """For the whole and for every institution its series, (ticks, lanes) by name."""
        whole, within = self.recorded.staffing()
        every = self.recorded.series
        yield WHOLE, {**{one.name: self.recorded.whole(one) for one in every}, "staffing": whole}
        for k, name in enumerate(self.plan.institutions):
            here = {one.name: self.recorded.within(one)[:, k] for one in every if one.name not in self.recorded.own}
            yield name, {**here, "staffing": within[:, k]}

    def events(self) -> dict[str, pa.Array]:
        """What happened when and where: a row for each flow, tick, institution and lane that is not zero."""
        flows = [one for one in self.recorded.series if one.kind == "flow"]
        counts = np.stack([self.recorded.row(one.name) for one in flows])
        event, tick, institution, lane = np.nonzero(counts)
        order = np.lexsort((event, institution, tick, lane))
        event, tick, institution, lane = event[order], tick[order], institution[order], lane[order]
        return {
            "lane": pa.array(lane.astype(np.int64)),
            "tick": pa.array(tick.astype(np.int32)),
            "institution": words(institution, self.plan.institutions),
            "event": words(event, [one.name for one in flows]),
            "count": pa.array(counts[event, tick, institution, lane]),
        }


def summary(name: str, kind: str, values: Reals) -> dict[str, NDArray[np.floating]]:
    """The outcomes of one series, (ticks, lanes) to (lanes,) by name; a moment without a value counts for nothing."""
    if kind == "flow":
        return {f"{name}_total": values.sum(axis=0, dtype=np.float64).astype(np.float32)}
    total = values.sum(axis=0, dtype=np.float64)
    if np.isfinite(total).all():
        return {f"{name}_end": values[-1], f"{name}_mean": (total / len(values)).astype(np.float32)}
    known = np.isfinite(values)
    total = np.where(known, values, 0.0).sum(axis=0, dtype=np.float64)
    count = known.sum(axis=0)
    mean = np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0)
    return {f"{name}_end": values[-1], f"{name}_mean": mean.astype(np.float32)}


def words(places: NDArray[np.int64], names: Sequence[str]) -> pa.Array:
    """Names by their places, each kept once."""
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), pa.array(list(names), pa.string()))
