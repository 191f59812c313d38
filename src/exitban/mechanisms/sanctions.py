"""Sanctions are served from one queue (equation 7).

Blocked attempts, reported speakers and exposed members enter; Q per month are served, unused service is carried
over up to one month's worth (at least one), less half of what a tick adds. First come those who have waited longest.
Each is sanctioned with probability ``share``; of these a fraction ``arrested`` is removed, the rest are threatened.

Who thinks of speaking out expects to be punished with the chance that voice states, or, for the reference model of
Epstein 2002, with 1 - exp(-crowd_risk Q / A), where A is the number who spoke out at the end of the last tick (at least
1): there is safety in numbers. That form is meant for a tick of one month, in which Q are served.

Backlash (Chen): h <- h + backlash * (sanctions noticed). Who watches the one who is sanctioned notices each sanction
with probability ``noticed``. What was stirred stays with the member, and does not fade.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths import credit
from exitban.maths.binomial import binomial
from exitban.maths.elementary import ONE, ZERO, chance
from exitban.mechanism import (
    POSITIVE,
    SHARE,
    Code,
    Count,
    Flag,
    Mechanism,
    NearCount,
    Real,
    Record,
    Rule,
    Selection,
    State,
    Total,
    number,
)
from exitban.words import REASONS

NOBODY = np.int32(0)
ARRESTED = np.int8(REASONS.index("arrested"))


@dataclass(frozen=True)
class Numbers:
    """How fast and how hard the queue is served."""

    per_month: float = number(
        10.0, unit="cases/month", between=POSITIVE, level="policy", meaning="Q: cases served per month"
    )
    share: float = number(
        0.5, unit="probability", between=SHARE, level="policy", meaning="a case served ends in a sanction"
    )
    arrested: float = number(
        0.1,
        unit="probability",
        between=SHARE,
        level="policy",
        meaning="a sanction is an arrest, not a threat",
    )
    crowd_risk: float = number(
        0.0,
        unit="1",
        between=(0, 1e3),
        meaning="k: punishment of voice is expected with 1 - exp(-k Q / A); 0: as voice states it",
    )
    backlash: float = number(
        0.0,
        unit="logit",
        between=(-20, 20),
        level="institution",
        meaning="chi: grievance added by each sanction noticed",
    )
    noticed: float = number(
        0.5,
        unit="probability",
        between=SHARE,
        level="institution",
        meaning="a sanction among those watched is noticed",
    )


def service(service_credit: Real, sanctions_per_month: Real, dt: Real) -> tuple[Real, Count]:
    """(credit, cases that can be served this tick) under a policy."""
    grown = service_credit + sanctions_per_month * dt
    return grown, credit.whole_cases(grown)


def carried_over(service_credit: Real, cases_served: Count, sanctions_per_month: Real, dt: Real) -> Real:
    """The credit left for the next tick."""
    return credit.carried_over(service_credit, cases_served, sanctions_per_month, dt)


def case(filled: Flag, queued: Flag, blocked: Flag, reported_speaker: Flag, denounced: Flag) -> Flag:
    """Waits for a sanction; nobody waits twice."""
    return filled & (queued | blocked | reported_speaker | denounced)


def since(queued: Flag, queued_since: Count, tick: Count) -> Count:
    """The tick in which the waiting of who waits began."""
    return queued_since if queued else tick


def served_case(
    luck_sanction: Real, luck_arrest: Real, sanctions_share: Real, sanctions_arrested: Real
) -> tuple[Flag, Flag]:
    """(sanctioned, arrested) of who is served."""
    sanctioned = np.bool_(luck_sanction < sanctions_share)
    return sanctioned, sanctioned & (luck_arrest < sanctions_arrested)


def removed() -> tuple[Flag, Code]:
    """An arrest empties the post."""
    return np.bool_(False), ARRESTED


def waiting(case: Flag, served: Flag) -> Flag:
    """Still in the queue."""
    return case & ~served


def risk_in_crowd(sanctions_per_month: Real, sanctions_crowd_risk: Real, speakers: Real) -> Real:
    """The chance of being punished for voice in the next tick that members under a policy expect (Epstein 2002)."""
    return chance(sanctions_crowd_risk * sanctions_per_month / max(speakers, ONE), ONE)


def risk_before_anybody_spoke(sanctions_per_month: Real, sanctions_crowd_risk: Real) -> Real:
    """The same for the first to speak: in the first tick, and wherever nobody has been seen."""
    return risk_in_crowd(sanctions_per_month, sanctions_crowd_risk, ZERO)


def is_stirred(filled: Flag, near_sanctioned: Count, sanctions_backlash: Real) -> Flag:
    """There is something to notice, and it would matter."""
    return filled & np.bool_(near_sanctioned > NOBODY) & np.bool_(sanctions_backlash != ZERO)


def stirred(
    grievance: Real, near_sanctioned: Count, sanctions_noticed: Real, sanctions_backlash: Real, luck_backlash: Real
) -> Real:
    """h after the sanctions of the tick."""
    noticed = np.float32(binomial(near_sanctioned, sanctions_noticed, luck_backlash))
    return grievance + sanctions_backlash * noticed


MECHANISM = Mechanism(
    name="sanctions",
    law=__doc__,
    numbers=Numbers,
    states=(
        State("service_credit", np.float32, level="policy"),
        State("queued", np.bool_, arrival=0.0),
        State("queued_since", np.int32, arrival=0.0),
        State("risk_in_crowd", np.float32, level="policy"),
    ),
    parts=(
        Rule("start", "risk_in_crowd", risk_before_anybody_spoke, level="policy"),
        Rule("events", "risk_of_the_first", risk_before_anybody_spoke, level="policy"),
        Rule("events", ("service_credit", "service_room"), service, level="policy"),
        Rule("queue", "case", case),
        Rule("queue", "queued_since", since, when="case"),
        Selection(
            "queue",
            "served",
            among="case",
            room="service_room",
            key="queue",
            made="cases_served",
            since="queued_since",
        ),
        Rule("sanction", "queued", waiting),
        Rule("sanction", ("sanctioned", "arrested_now"), served_case, when="served"),
        Rule("sanction", ("filled", "departure"), removed, when="arrested_now"),
        NearCount("aftermath", "near_sanctioned", of="sanctioned"),
        Rule("aftermath", "is_stirred", is_stirred),
        Rule("aftermath", "grievance", stirred, when="is_stirred"),
        Total("control", "speakers", of="voice_now", level="world"),
        Rule("closing", "risk_in_crowd", risk_in_crowd, level="policy"),
        Rule("closing", "service_credit", carried_over, level="policy"),
    ),
    records=(
        Record("sanctions", of="sanctioned", kind="flow", unit="events", title="sanctions"),
        Record("arrests", of="arrested_now", kind="flow", unit="events", title="arrests"),
    ),
    literature=("Epstein 2002", "Chen", "Rozenas, Talibova & Zhukov 2024"),
    section_in_policy="sanctions",
)
