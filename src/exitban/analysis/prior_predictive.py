"""Do the priors give what was reported? Asked before any headline."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exitban.analysis import reading
from exitban.analysis.identified import Identified, identified
from exitban.analysis.intervals import Interval, share

KNOWN = "known_blocked_by_report"


@dataclass(frozen=True)
class PriorPredictive:
    """The share of prior draws that give at least so many members known to be blocked in an institution by a date.

    `policy` is the one under which the report was written; `number` the draws that reach `at_least`, out of
    `draws`; `share` with Wilson's 95 % interval; `seen` how many draws give 0, 1, 2 ... of them. `identified`: what
    such cases tell at all; `adjusted`: what the scenario says of numbers that were set by looking at this share.
    """

    institution: str
    by: datetime.date
    policy: str
    at_least: int
    number: int
    draws: int
    share: Interval
    seen: Mapping[int, int]
    identified: Identified | None = None
    adjusted: str = ""


def _counts(known: ArrayLike) -> NDArray[np.int64]:
    return np.rint(np.asarray(known, dtype=np.float64)).astype(np.int64)


def reach_at_least(known: ArrayLike, at_least: int) -> tuple[int, Interval]:
    """How many draws (replicates,) reach the count, and their share with its interval.

    A replicate draws every prior anew, so one replicate is one draw of the prior and of luck.
    """
    counts = _counts(known)
    number = int((counts >= at_least).sum())
    return number, share(number, int(counts.size))


def tally(known: ArrayLike) -> dict[int, int]:
    """Number of draws by count, ascending; counts that no draw gives are left out."""
    kinds, numbers = np.unique(_counts(known), return_counts=True)
    return {int(kind): int(number) for kind, number in zip(kinds, numbers, strict=True)}


def prior_check(data: reading.Data, scenario: Any) -> PriorPredictive | None:
    """The check that the scenario asks for.

    None where it names no report to check against, or where the policy of the report was not run.
    """
    asked = reading.reported(scenario, data)
    if asked is None or KNOWN not in data or asked.policy not in reading.policies(data):
        return None
    place = reading.labels(data, "institution").index(asked.institution)
    known = reading.under(data, KNOWN, asked.policy).isel(institution=place).values
    number, reached = reach_at_least(known, asked.at_least)
    return PriorPredictive(
        institution=asked.institution.replace("-", " "),
        by=asked.by,
        policy=asked.policy,
        at_least=asked.at_least,
        number=number,
        draws=int(known.size),
        share=reached,
        seen=tally(known),
        identified=identified(asked.at_least, _posts(scenario, asked.institution), reading.start(data), asked.by),
        adjusted=str(getattr(scenario.report, "adjusted", "")),
    )


def _posts(scenario: Any, institution: str) -> int:
    """Of one institution; none where the organisation is not known."""
    return int(scenario.organisation().institution.count(institution)) if hasattr(scenario, "organisation") else 0
