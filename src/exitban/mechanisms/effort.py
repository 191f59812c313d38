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


def steps(effort_decay: Real, effort_recovery: Real, dt: Real) -> tuple[Real, Real]:
    """How far effort goes within a tick: towards nothing, and towards its full."""
    return chance(effort_decay, dt), chance(effort_recovery, dt)


def effort(effort: Real, trapped: Flag, effort_fall: Real, effort_rise: Real) -> Real:
    """e after the tick."""
    goal = ZERO if trapped else ONE
    return effort + (goal - effort) * (effort_fall if trapped else effort_rise)


def effort_now(filled: Flag, effort: Real) -> Real:
    """e of who is in post; 0 for a vacant post."""
    return effort if filled else ZERO


MECHANISM = Mechanism(
    name="effort",
    law=__doc__,
    numbers=Numbers,
    states=(State("effort", np.float32, arrival=1.0, between=SHARE, at_start=True),),
    parts=(
        Rule("events", ("effort_fall", "effort_rise"), steps, level="institution"),
        Rule("aftermath", "effort", effort),
        Rule("control", "effort_now", effort_now),
    ),
    records=(Record("effort", of="effort_now", kind="mean_of:filled", unit="share", title="effort"),),
    literature=("Rozenas, Talibova & Zhukov 2024", "Hom et al. 2012", "Li et al. 2016"),
)
