"""The floor between results and doors: everything that a run says, as numbers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from exitban.analysis import over_time, reading
from exitban.analysis.bands import Bands, bands, equally_likely
from exitban.analysis.contrasts import Contrast, contrast, lost_contrast
from exitban.analysis.intervals import Floats, Interval, share
from exitban.analysis.over_time import EXITS, Series, Total
from exitban.analysis.prior_predictive import PriorPredictive, prior_check
from exitban.analysis.reading import Event, ResultLike
from exitban.analysis.survival import Survival, months_kept, survival
from exitban.analysis.thresholds import ThresholdCurve, threshold_curve

if TYPE_CHECKING:
    import xarray

CAUTION = (
    "A result of a model under stated assumptions, given these priors; it is no forecast and no probability "
    "that a real government falls."
)


@dataclass(frozen=True, eq=False)
class Against:
    """A policy against the first one, on matched worlds.

    `contrasts`: lost (share of worlds), months_kept (months), control_at_end (index). `control` is the spread of
    control minus the first policy's over time (T,), `outcomes` twenty equally likely differences at the end.
    """

    contrasts: tuple[Contrast, ...]
    control: Bands
    outcomes: Floats

    def __getitem__(self, measure: str) -> Contrast:
        return next(entry for entry in self.contrasts if entry.measure == measure)


@dataclass(frozen=True, eq=False)
class PolicySummary:
    """Everything about one policy. `lost` is the share of worlds in which control is lost, given the assumptions.

    `control` holds the spread between worlds over time (T,), `series` the means with intervals, `faces` the
    public face against the private wish as shares, `totals` the flows added up, `against` the comparison with the first policy (None for it).
    """

    name: str
    title: str
    lost: Interval
    survival: Survival
    thresholds: ThresholdCurve
    control: Bands
    series: tuple[Series, ...]
    faces: tuple[Series, ...]
    totals: tuple[Total, ...]
    against: Against | None

    @property
    def exits(self) -> tuple[Total, ...]:
        """Posts that fell vacant within the horizon, one entry per reason, in the order of the model."""
        return tuple(entry for entry in self.totals if entry.name in EXITS)

    def __getitem__(self, name: str) -> Series:
        return next(entry for entry in (*self.series, *self.faces) if entry.name == name)


@dataclass(frozen=True, eq=False)
class Summary:
    """What a run says. `policies[0]` is the base of all comparisons; `months` and `dates` are the ends of ticks.

    `control_threshold` is C*, median and the 5 and 95 % quantiles of its prior: a spread, no interval of a mean.
    """

    scenario: str
    title: str
    question: str
    start: datetime.date
    months: Floats
    dates: tuple[datetime.date, ...]
    replicates: int
    control_threshold: Interval
    policies: tuple[PolicySummary, ...]
    events: tuple[Event, ...]
    prior_predictive: PriorPredictive | None
    provenance: Mapping[str, Any]

    @property
    def horizon(self) -> float:
        """Months from the start to the end."""
        return float(self.months[-1])

    @property
    def base(self) -> PolicySummary:
        """The policy that all others are compared with."""
        return self.policies[0]

    def __getitem__(self, policy: str) -> PolicySummary:
        return next(entry for entry in self.policies if entry.name == policy)

    def to_json(self) -> dict[str, Any]:
        """The document of `exitban run --json`; its schema is `summary.schema.json` beside this file."""
        from exitban.analysis.document import document

        return document(self)

    def answer(self) -> str:
        """The short answer in words, every number with its uncertainty."""
        from exitban.analysis.answer import answer

        return answer(self)


def _against(data: xarray.Dataset, policy: str) -> Against | None:
    base = reading.policies(data)[0]
    if policy == base:
        return None
    before, after = (_control(data, name) for name in (base, policy))
    return Against(
        contrasts=(
            lost_contrast(*(~np.isnan(_lost_at(data, name)) for name in (base, policy))),
            contrast("months_kept", "months", _months_kept(data, base), _months_kept(data, policy)),
            contrast("control_at_end", "control index", before[:, -1], after[:, -1]),
        ),
        control=bands(after - before),
        outcomes=equally_likely((after - before)[:, -1]),
    )


def _lost_at(data: xarray.Dataset, policy: str) -> Floats:
    return reading.values(data, "lost_at", policy)


def _months_kept(data: xarray.Dataset, policy: str) -> Floats:
    horizon = reading.ticks(data) * reading.months_per_tick(data)
    return months_kept(_lost_at(data, policy), horizon)


def _control(data: xarray.Dataset, policy: str) -> Floats:
    return reading.values(data, "control", policy)


def _policy(data: xarray.Dataset, scenario: Any, name: str) -> PolicySummary:
    curve = survival(_lost_at(data, name), reading.months_per_tick(data), reading.ticks(data))
    return PolicySummary(
        name=name,
        title=reading.policy_title(scenario, name),
        lost=share(curve.lost, curve.lost + curve.censored),
        survival=curve,
        thresholds=threshold_curve(reading.values(data, "control_min", name)),
        control=bands(_control(data, name)),
        series=over_time.all_series(data, name),
        faces=over_time.face_shares(data, name),
        totals=over_time.totals(data, name),
        against=_against(data, name),
    )


def summarise(result: ResultLike) -> Summary:
    """Turn a result into everything that it says: shares, curves, contrasts, means, the prior-predictive check.

    `result` needs `.data` (dimensions policy, replicate, time), `.scenario` (titles, dates) and `.provenance`.
    Raises `exitban.errors.ResultError` when a variable is missing.
    """
    data, scenario = result.data, result.scenario
    line = np.atleast_1d(data["control_threshold"].values).astype(np.float64)
    return Summary(
        scenario=str(data.attrs.get("scenario", "")),
        title=str(getattr(scenario, "title", None) or data.attrs.get("title", "")),
        question=str(getattr(scenario, "question", None) or ""),
        start=reading.start(data),
        months=np.asarray(data["month"].values, dtype=np.float64),
        dates=reading.dates(data),
        replicates=int(data.sizes["replicate"]),
        control_threshold=Interval(*(float(q) for q in np.quantile(line, (0.5, 0.05, 0.95)))),
        policies=tuple(_policy(data, scenario, name) for name in reading.policies(data)),
        events=reading.events(scenario, reading.start(data), reading.dates(data)[-1]),
        prior_predictive=prior_check(data, scenario),
        provenance=dict(result.provenance),
    )
