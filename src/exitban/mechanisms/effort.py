"""The trapped obey, but give less (equation 10).

Trapped: e <- e - phi e dt; otherwise e <- e + r (1 - e) dt; both in the exact form over a tick, so that halving it
changes nothing. Obedience is kept and initiative lost: Rozenas, Talibova & Zhukov 2024. phi is free.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.elementary import ONE, ZERO, chance
from exitban.mechanism import POSITIVE, SHARE, Flag, Mechanism, Real, Record, Rule, State, number


@dataclass(frozen=True)
class Numbers:
    """How effort falls and returns."""

    decay: float = number(
        0.05,
        unit="1/month",
        between=POSITIVE,
        level="institution",
        meaning="phi: loss of effort while trapped",
    )
    recovery: float = number(
        0.1, unit="1/month", between=POSITIVE, level="institution", meaning="r: return of effort when free"
    )


def effort(effort: Real, trapped: Flag, effort_decay: Real, effort_recovery: Real, dt: Real) -> Real:
    """e after the tick."""
    goal = ZERO if trapped else ONE
    rate = effort_decay if trapped else effort_recovery
    return effort + (goal - effort) * chance(rate, dt)


def effort_now(filled: Flag, effort: Real) -> Real:
    """e of who is in post; 0 for a vacant post."""
    return effort if filled else ZERO


MECHANISM = Mechanism(
    name="effort",
    law=__doc__,
    numbers=Numbers,
    states=(State("effort", np.float32, arrival=1.0, between=SHARE, at_start=True),),
    parts=(Rule("aftermath", "effort", effort), Rule("control", "effort_now", effort_now)),
    records=(Record("effort", of="effort_now", kind="mean_of:filled", unit="share", title="effort"),),
    literature=("Rozenas, Talibova & Zhukov 2024", "Hom et al. 2012", "Li et al. 2016"),
)
