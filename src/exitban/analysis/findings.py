"""What a run says, as numbers: the types that the document, the answer and the pictures read."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exitban.analysis.bands import Bands
from exitban.analysis.break_even import BreakEven
from exitban.analysis.contrasts import Contrast
from exitban.analysis.entries import entry_of
from exitban.analysis.headline import Headline
from exitban.analysis.intervals import Floats, Interval
from exitban.analysis.judgement import Judgement
from exitban.analysis.looking_back import LookingBack
from exitban.analysis.over_time import EXITS, Series, Total
from exitban.analysis.prior_predictive import PriorPredictive
from exitban.analysis.reading import Event
from exitban.analysis.stored import StoredExits
from exitban.analysis.survival import Survival
from exitban.analysis.thresholds import ThresholdCurve
from exitban.plan import PivotalGrade
from exitban.scenario.horizon import length_in_words

CAUTION = (
    "A result of a model under stated assumptions, given these priors; it is no forecast and no probability "
    "that a real government falls."
)


@dataclass(frozen=True, eq=False)
class Against:
    """A policy against the first one, on matched worlds.

    `contrasts`: lost (share of worlds), months_kept (months), control_at_end (index). `control` is the spread
    of control minus the first policy's over time (T,), `outcomes` twenty equally likely differences at the
    end.
    """

    contrasts: tuple[Contrast, ...]
    control: Bands
    outcomes: Floats

    def __getitem__(self, measure: str) -> Contrast:
        return entry_of("measure", measure, ((one.measure, one) for one in self.contrasts))


@dataclass(frozen=True)
class Addition:
    """What a policy adds to ``policy``, which is all that stands beside it, on matched worlds.

    ``contrasts``: lost (share of worlds), months_kept (months), control_at_end (index).
    """

    policy: str
    title: str
    contrasts: tuple[Contrast, ...]

    def __getitem__(self, measure: str) -> Contrast:
        return entry_of("measure", measure, ((one.measure, one) for one in self.contrasts))


@dataclass(frozen=True, eq=False)
class PolicySummary:
    """Everything about one policy; `lost`: share of worlds in which control is lost, given the assumptions.

    `control` holds the spread between worlds over time (T,), `series` the means with intervals, `faces` the
    public face against the private wish as shares, `totals` the flows added up, `against` the comparison with
    the first policy (None for it), `adds` what it adds to the policy beside it (None where that was not run), `stored`
    who would leave if the policy were lifted on certain days, `stays` the titles of what stands beside it and is not
    lifted with it, `break_even` the closed form beside the simulation, the whole first. `headlines`: what the scenario
    asks the answer to speak of instead of control.
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
    stored: tuple[StoredExits, ...]
    break_even: tuple[BreakEven, ...]
    headlines: tuple[Headline, ...] = ()
    stays: tuple[str, ...] = ()
    adds: Addition | None = None

    @property
    def exits(self) -> tuple[Total, ...]:
        """Posts that fell vacant within the horizon, one entry per reason, in the order of the model."""
        return tuple(entry for entry in self.totals if entry.name in EXITS)

    def __getitem__(self, name: str) -> Series:
        return entry_of("series", name, ((one.name, one) for one in (*self.series, *self.faces)))


@dataclass(frozen=True, eq=False)
class Findings:
    """What a run says. `policies[0]` is the base of all comparisons, `months` and `dates` are ends of ticks.

    `control_threshold` is C*, median and the 5 and 95 % quantiles of its prior: a spread, no interval of a
    mean. `pivotal`: what one empty post costs, by institution and rank. `institutions`: their titles by name.
    `kind`: what the scenario rests on (report, case, reference), or nothing. `judgement`: the weight of its claims,
    None where it has none. ``uncertain``: how many numbers each world draws anew, None where that is not known.
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
    observed: tuple[LookingBack, ...]
    prior_predictive: PriorPredictive | None
    pivotal: tuple[PivotalGrade, ...]
    institutions: dict[str, str]
    provenance: Mapping[str, Any]
    kind: str = ""
    judgement: Judgement | None = None
    uncertain: int | None = None

    @property
    def horizon(self) -> float:
        """Months from the start to the end."""
        return float(self.months[-1])

    @property
    def span(self) -> str:
        """The same in words: in months, or in hours or days where it is short."""
        return length_in_words(self.start, self.dates[-1], self.horizon)

    @property
    def base(self) -> PolicySummary:
        """The policy that all others are compared with."""
        return self.policies[0]

    def __contains__(self, policy: object) -> bool:
        return any(one.name == policy for one in self.policies)

    def __getitem__(self, policy: str) -> PolicySummary:
        return entry_of("policy", policy, ((one.name, one) for one in self.policies))
