"""Some leave without having chosen to: killed, arrested, dismissed, prosecuted, by nature (equation 9).

One categorical draw with total chance 1 - exp(-sum of the hazards * dt), split in proportion to the hazards: giving
one cause priority over another would bias both. The hazard of being killed may grow with stress. A removal over
corruption is a prosecution, not an exception of a ban.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.elementary import ZERO, chance
from exitban.mechanism import POSITIVE, Code, Flag, Mechanism, Real, Record, Rule, State, number
from exitban.words import REASONS

NONE = np.int8(0)
KILLED = np.int8(REASONS.index("killed"))
ARRESTED = np.int8(REASONS.index("arrested"))
DISMISSED = np.int8(REASONS.index("dismissed"))
PROSECUTED = np.int8(REASONS.index("prosecuted"))
NATURAL = np.int8(REASONS.index("natural"))


@dataclass(frozen=True)
class Numbers:
    """Hazards of leaving without having chosen to."""

    killed: float = number(0.0, unit="1/month", between=POSITIVE, level="institution", meaning="killed, without stress")
    killed_by_stress: float = number(
        0.0, unit="1/month", between=POSITIVE, level="institution", meaning="killed, added per unit of stress"
    )
    arrested: float = number(0.0, unit="1/month", between=POSITIVE, level="institution", meaning="arrested")
    dismissed: float = number(0.0, unit="1/month", between=POSITIVE, level="institution", meaning="dismissed")
    prosecuted: float = number(
        0.0, unit="1/month", between=POSITIVE, level="institution", meaning="removed over corruption"
    )
    natural: float = number(0.002, unit="1/month", between=POSITIVE, level="institution", meaning="death, illness, age")


def departure(
    filled: Flag,
    stress: Real,
    luck_involuntary: Real,
    hazards_killed: Real,
    hazards_killed_by_stress: Real,
    hazards_arrested: Real,
    hazards_dismissed: Real,
    hazards_prosecuted: Real,
    hazards_natural: Real,
    dt: Real,
) -> Code:
    """The cause that takes the member away in this tick; 0 for none."""
    killed = hazards_killed + hazards_killed_by_stress * max(stress, ZERO)
    before_dismissed = killed + hazards_arrested
    before_prosecuted = before_dismissed + hazards_dismissed
    before_natural = before_prosecuted + hazards_prosecuted
    total = before_natural + hazards_natural
    gone = chance(total, dt)
    at = luck_involuntary * total
    cause = NATURAL
    cause = PROSECUTED if at < before_natural * gone else cause
    cause = DISMISSED if at < before_prosecuted * gone else cause
    cause = ARRESTED if at < before_dismissed * gone else cause
    cause = KILLED if at < killed * gone else cause
    return cause if filled & (luck_involuntary < gone) else NONE


def stays(filled: Flag, departure: Code) -> Flag:
    """Still in post."""
    return filled & np.bool_(departure == NONE)


MECHANISM = Mechanism(
    name="hazards",
    law=__doc__,
    numbers=Numbers,
    states=(State("departure", np.int8),),
    parts=(Rule("involuntary", "departure", departure), Rule("vacating", "filled", stays)),
    records=(Record("exits", of="departure", kind="by_reason", unit="events", title="exits"),),
    literature=("Aalen & Johansen 1978", "Prentice et al. 1978"),
)
