"""The floor between results and doors: everything that a run says, as numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from exitban.analysis import over_time, reading
from exitban.analysis.answer import answer
from exitban.analysis.bands import bands, equally_likely
from exitban.analysis.break_even import break_even
from exitban.analysis.contrasts import Contrast, contrast, lost_contrast
from exitban.analysis.document import document
from exitban.analysis.findings import Addition, Against, Findings, PolicySummary
from exitban.analysis.further import NOTHING, Further
from exitban.analysis.headline import headlines
from exitban.analysis.intervals import Floats, Interval, share
from exitban.analysis.judgement import judgement
from exitban.analysis.looking_back import looking_back
from exitban.analysis.prior_predictive import prior_check
from exitban.analysis.reading import ResultLike
from exitban.analysis.stored import stored_exits
from exitban.analysis.survival import months_kept, survival
from exitban.analysis.thresholds import threshold_curve
from exitban.errors import CallError, as_given
from exitban.plan import pivotal_grades, pivotal_posts
from exitban.results.result import in_brief
from exitban.words import in_short


@dataclass(frozen=True, eq=False)
class Summary(Findings):
    """The findings of a run with the two forms in which they leave the program."""

    def __repr__(self) -> str:
        return in_short(self, self.scenario, *in_brief(self.provenance))

    def to_json(self) -> dict[str, Any]:
        """The document of `exitban run --json`; its schema is `summary` of `exitban.schemas`."""
        return document(self)

    def answer(self) -> str:
        """The short answer in words, every number with its uncertainty; an empty line between paragraphs."""
        return answer(self)


def _against(data: reading.Data, policy: str) -> Against | None:
    base = reading.policies(data)[0]
    if policy == base:
        return None
    before, after = (_control(data, name) for name in (base, policy))
    return Against(
        contrasts=_contrasts(data, base, policy),
        control=bands(after - before),
        outcomes=equally_likely((after - before)[:, -1]),
    )


def _contrasts(data: reading.Data, base: str, policy: str) -> tuple[Contrast, ...]:
    before, after = (_control(data, name) for name in (base, policy))
    return (
        lost_contrast(*(~np.isnan(_lost_at(data, name)) for name in (base, policy))),
        contrast("months_kept", "months", _months_kept(data, base), _months_kept(data, policy)),
        contrast("control_at_end", "control index", before[:, -1], after[:, -1]),
    )


def _addition(data: reading.Data, scenario: Any, policy: str) -> Addition | None:
    other = reading.beside(scenario, policy, reading.policies(data))
    if other is None:
        return None
    return Addition(other, reading.policy_title(scenario, other), _contrasts(data, other, policy))


def _lost_at(data: reading.Data, policy: str) -> Floats:
    return reading.values(data, "lost_at", policy)


def _months_kept(data: reading.Data, policy: str) -> Floats:
    horizon = reading.ticks(data) * reading.months_per_tick(data)
    return months_kept(_lost_at(data, policy), horizon)


def _control(data: reading.Data, policy: str) -> Floats:
    return reading.values(data, "control", policy)


def _policy(data: reading.Data, scenario: Any, name: str) -> PolicySummary:
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
        adds=_addition(data, scenario, name),
        headlines=headlines(data, scenario, name),
        stored=stored_exits(data, name),
        stays=reading.staying(scenario, name),
        break_even=break_even(data, scenario, name),
    )


def summarise(result: ResultLike, further: Further = NOTHING) -> Summary:
    """Turn a result into everything that it says: shares, curves, contrasts, means, the check of the priors.

    ``further``: other luck and other structures of choice, where they were run; they sharpen the judgement.
    `result` needs `.data` (dimensions policy, replicate, time), `.scenario` (titles, dates) and
    `.provenance`. Raises `exitban.errors.ResultError` when a variable is missing, `CallError` for what is
    no result.
    """
    data, scenario = reading.arrays(result), result.scenario
    if not isinstance(further, Further):
        raise CallError(f"further: found {as_given(further)}; allowed: an exitban.Further.")
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
        events=reading.events(scenario, reading.policies(data), (reading.start(data), reading.dates(data)[-1])),
        observed=looking_back(data, scenario),
        prior_predictive=prior_check(data, scenario),
        pivotal=pivotal_grades(pivotal_posts(scenario)) if hasattr(scenario, "organisation") else (),
        institutions={name: one.title for name, one in getattr(scenario, "institutions", {}).items()},
        provenance=dict(result.provenance),
        kind=str(getattr(scenario, "kind", "") or ""),
        judgement=judgement(result, further),
        uncertain=data.sizes.get("parameter"),
    )
