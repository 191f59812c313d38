"""From recorded arrays to labelled ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exitban.results.arrays import Arrays, Variable
from exitban.results.loss import lost_at
from exitban.results.observed import beside
from exitban.results.whole import Recorded
from exitban.scenario import Lifting, Scenario, shelf
from exitban.scenario.horizon import moment

STATISTICS = ("mean", "q05", "q25", "q50", "q75", "q95")
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
WHOLE = ("policy", "replicate", "time")
KINDS = {"flow": "count", "stock": "stock", "level": "index"}

Facts = tuple[tuple[str, ...], NDArray[Any], dict[str, str]]
"""Axes, values, and what a variable says of itself."""


@dataclass(frozen=True)
class Labels:
    """What the axes mean. ``grades``: (institution, rank) pairs.

    ``everything``: institutions are kept by replicate, not as statistics over them.
    """

    scenario: Scenario
    policies: Sequence[str]
    institutions: Sequence[str]
    grades: Sequence[tuple[str, int]]
    replicates: range
    everything: bool = False


def statistics(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """(..., replicates) -> (statistics, ...): mean and quantiles over the replicates that have a value.

    NaN where none has one. Quantiles lie between the two nearest of the sorted values, in proportion.
    """
    ordered = np.sort(values, axis=-1)  # what is not a number comes last
    if not np.isnan(ordered[..., -1]).any():
        return statistics_of_all(ordered)
    count = values.shape[-1] - np.isnan(values).sum(axis=-1)
    mean = np.where(count > 0, np.nansum(ordered, axis=-1, dtype=np.float64) / np.maximum(count, 1), np.nan)
    return np.stack([mean, *(quantile_of(ordered, count, share) for share in QUANTILES)]).astype(np.float32)


def statistics_of_all(ordered: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same of sorted values where every replicate has one, which is usual: their places are the same everywhere."""
    last = ordered.shape[-1] - 1
    found = [ordered.sum(axis=-1, dtype=np.float64) / (last + 1)]
    for share in QUANTILES:
        below = int(share * last)
        low, high = (ordered[..., at].astype(np.float64) for at in (below, min(below + 1, last)))
        found.append(low + (high - low) * (share * last - below))
    return np.stack(found).astype(np.float32)


def quantile_of(ordered: NDArray[np.float32], count: NDArray[np.int64], share: float) -> NDArray[np.float64]:
    """One quantile of the first ``count`` of sorted values, (...); of none the first, which is no number."""
    place = share * np.maximum(count - 1, 0)
    below = place.astype(np.int64)
    above = np.minimum(below + 1, np.maximum(count - 1, 0))
    low, high = (np.take_along_axis(ordered, at[..., None], -1)[..., 0].astype(np.float64) for at in (below, above))
    return np.asarray(low + (high - low) * (place - below))


def own_records(scenario: Scenario) -> dict[str, str]:
    """The records of mechanisms that are not on the shelf, with the mechanism that keeps each."""
    others = [one for one in scenario.mechanisms if one not in shelf()]
    return {record.name: mechanism.name for mechanism in others for record in mechanism.records}


def attributes(unit: str, title: str, kind: str) -> dict[str, str]:
    """What a variable says about itself."""
    short = "share" if unit == "share" else KINDS.get(kind, "index")
    return {"units": unit, "long_name": title, "kind": short}


class Gatherer:
    """Takes in one policy after the other, and keeps no more of each than is asked for."""

    def __init__(self, labels: Labels, columns: Mapping[str, NDArray[np.float32]]) -> None:
        self.labels = labels
        self.columns = columns
        self.whole: dict[str, list[NDArray[Any]]] = {}
        self.within: dict[str, list[NDArray[Any]]] = {}
        self.at_ranks: dict[str, list[NDArray[Any]]] = {}
        self.single: dict[str, list[NDArray[Any]]] = {}
        self.observed: dict[str, list[NDArray[Any]]] = {}
        self.facts: dict[str, dict[str, str]] = {}

    def take(self, recorded: Recorded) -> None:
        """Take in what was recorded under the next policy; nothing of it is kept but copies."""
        keepers = own_records(self.labels.scenario)
        for one in recorded.series:
            keeper = {"mechanism": keepers[one.name]} if one.name in keepers else {}
            facts = attributes(one.unit, one.title, one.kind) | keeper
            self.add(one.name, facts, recorded.whole(one), recorded.within(one))
            self.add_ranks(one.name, recorded.at_ranks(one))
        names = {one.name for one in recorded.series}
        if "filled" in names:
            self.add("staffing", attributes("share", "posts filled", "share"), *recorded.staffing())
        if "control" in names:
            self.take_losses(recorded.own["control"])
        if "known_blocked" in names:
            self.take_reported(recorded)
        self.take_observed(recorded)
        if self.labels.scenario.lifting is not None:
            self.take_lifted(recorded, self.labels.scenario.lifting)

    def add(self, name: str, facts: dict[str, str], whole: NDArray[Any], within: NDArray[Any]) -> None:
        """Take in one series: (ticks, replicates) and (ticks, institutions, replicates)."""
        self.facts[name] = facts
        self.whole.setdefault(name, []).append(np.array(whole.T, order="C"))
        kept = np.array(np.moveaxis(within, -1, 0)) if self.labels.everything else statistics(within)
        self.within.setdefault(name, []).append(kept)

    def add_ranks(self, name: str, values: NDArray[Any] | None) -> None:
        """Take in one series by grade, (ticks, grades), where it has one."""
        if values is not None:
            self.at_ranks.setdefault(name, []).append(values)

    def take_losses(self, control: NDArray[np.float32]) -> None:
        """When control is lost, and how low it falls."""
        threshold, hold = (self.columns[n].astype(np.float64) for n in ("control_threshold", "control_hold"))
        self.single.setdefault("lost_at", []).append(lost_at(control, threshold, hold, self.labels.scenario.time.dt))
        self.single.setdefault("control_min", []).append(control.min(axis=0))

    def take_reported(self, recorded: Recorded) -> None:
        """Members known to be blocked until the report, by institution."""
        time = self.labels.scenario.time
        last = time.ticks if time.report_date is None else min(time.tick_of(time.report_date) + 1, time.ticks)
        known = recorded.row("known_blocked")[:last].sum(axis=0)
        self.single.setdefault("known_blocked_by_report", []).append(known.T)

    def take_observed(self, recorded: Recorded) -> None:
        """What lies beside observed values: read off the records, which know nothing of them."""
        labels = self.labels
        for name, one in labels.scenario.observed.items():
            simulated = beside(one, recorded, labels.institutions, labels.scenario)
            self.observed.setdefault(f"simulated_{name}", []).append(np.array(simulated.T, order="C"))
            self.facts[f"simulated_{name}"] = attributes(one.counted_in, one.title, "stock")

    def take_lifted(self, recorded: Recorded, lifting: Lifting) -> None:
        """Who leaves after each date if what is forbidden is lifted then, and if it stays: (replicates, dates, ...)."""
        kept = np.stack([recorded.kept(window) for window in lifting.windows])
        for name, counted in (("exits_if_lifted", recorded.lifted), ("exits_if_kept", kept)):
            self.single.setdefault(name, []).append(counted.sum(axis=1).T)
        self.single.setdefault("institution_stored_exits", []).append(np.moveaxis(recorded.lifted - kept, -1, 0))

    def variables(self) -> dict[str, Facts]:
        """All variables of the dataset."""
        inside = ("policy", "replicate", "time", "institution")
        summed = ("policy", "statistic", "time", "institution")
        found: dict[str, Facts] = {}
        for name, parts in self.whole.items():
            found[name] = (WHOLE, np.stack(parts), self.facts[name])
            dims = inside if self.labels.everything else summed
            found[f"institution_{name}"] = (dims, np.stack(self.within[name]), self.facts[name])
        for name, parts in self.at_ranks.items():
            found[f"rank_{name}"] = (("policy", "time", "grade"), np.stack(parts), self.facts[name])
        found |= {name: (WHOLE, np.stack(parts), self.facts[name]) for name, parts in self.observed.items()}
        return {**found, **self.per_replicate(), **self.stored()}

    def stored(self) -> dict[str, Facts]:
        """What the policies hold back, at each date on which they are lifted in a copy; nothing if none is named."""
        asked = self.labels.scenario.lifting
        if asked is None:
            return {}
        dims = ("policy", "replicate", "branch")
        lifted, kept, within = (
            np.stack(self.single[name]) for name in ("exits_if_lifted", "exits_if_kept", "institution_stored_exits")
        )
        after = f"within {asked.months:g} months"
        told = attributes(
            "events", f"stored exits: further members who choose to leave {after} if it is lifted", "flow"
        )
        told["within_months"] = f"{asked.months:g}"
        return {
            "exits_if_lifted": (dims, lifted, attributes("events", f"who choose to leave {after} if lifted", "flow")),
            "exits_if_kept": (dims, kept, attributes("events", f"who choose to leave {after} if not lifted", "flow")),
            "stored_exits": (dims, lifted - kept, told),
            "institution_stored_exits": ((*dims, "institution"), within, told),
        }

    def per_replicate(self) -> dict[str, Facts]:
        """What has one value per replicate, as far as it has been recorded."""
        threshold = attributes("share", "control below this is loss of control", "share")
        found: dict[str, Facts] = {"control_threshold": (("replicate",), self.columns["control_threshold"], threshold)}
        for name, (dims, facts) in PER_REPLICATE.items():
            if name in self.single:
                found[name] = (dims, np.stack(self.single[name]), attributes(*facts))
        return found


PAIR = ("policy", "replicate")
PER_REPLICATE = {
    "lost_at": (PAIR, ("months", "time until control is lost; NaN: not within the horizon", "index")),
    "control_min": (PAIR, ("share", "lowest control", "share")),
    "known_blocked_by_report": (
        (*PAIR, "institution"),
        ("members", "members known to be blocked until the report", "flow"),
    ),
}
"""The axes of what has one value per replicate, and what it says about itself."""


def labelled(
    gathered: Gatherer, drawn: Mapping[str, NDArray[np.float64]], truths: Mapping[str, NDArray[np.bool_]]
) -> Arrays:
    """All that was recorded, with its labels; ``drawn`` by path and ``truths`` by claim are (replicates,)."""
    labels = gathered.labels
    size = len(labels.replicates)
    variables = gathered.variables()
    variables["draw"] = (
        ("parameter", "replicate"),
        matrix(drawn, size, np.float64),
        {"long_name": "value drawn"},
    )
    variables["claim_true"] = (
        ("claim", "replicate"),
        matrix(truths, size, np.bool_),
        {"long_name": "claim is true"},
    )
    found = {name: Variable(*facts) for name, facts in variables.items()}
    return Arrays(found, coordinates(labels, drawn, truths), about(labels.scenario))


def matrix(columns: Mapping[str, NDArray[Any]], size: int, kind: type) -> NDArray[Any]:
    """Columns stacked, (names, replicates), even when there are none."""
    return np.array([columns[name] for name in columns], dtype=kind).reshape(len(columns), size)


def coordinates(labels: Labels, drawn: Mapping[str, Any], truths: Mapping[str, Any]) -> dict[str, Variable]:
    """The labels of all axes."""
    time, lifting = labels.scenario.time, labels.scenario.lifting
    ends = np.array([time.end_of_tick(tick) for tick in range(time.ticks)], "datetime64[ns]")
    dates = {"branch": np.array([moment(date) for date in lifting.dates], "datetime64[ns]")} if lifting else {}
    along: dict[str, NDArray[Any]] = {
        **dates,
        "policy": named(labels.policies),
        "replicate": np.arange(labels.replicates.start, labels.replicates.stop),
        "time": ends,
        "institution": named(labels.institutions),
        "statistic": named(STATISTICS),
        "grade": named([f"{institution}/{rank}" for institution, rank in labels.grades]),
        "parameter": named(list(drawn)),
        "claim": named(list(truths)),
    }
    return {
        **{name: Variable((name,), values, {}) for name, values in along.items()},
        "month": Variable(("time",), (np.arange(time.ticks) + 1) * time.dt, {"units": "months"}),
        "grade_institution": Variable(("grade",), named([institution for institution, _ in labels.grades]), {}),
        "grade_rank": Variable(("grade",), np.array([rank for _, rank in labels.grades], np.int64), {}),
    }


def named(names: Sequence[str]) -> NDArray[np.str_]:
    """Names as an array, even when there are none."""
    return np.array(names, dtype=np.str_)


def about(scenario: Scenario) -> dict[str, Any]:
    """What the dataset says about itself."""
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "start": scenario.time.start.isoformat(),
        "dt_months": scenario.time.dt,
        "control_threshold_note": "shares of simulated worlds given the assumptions; no forecast",
    }
