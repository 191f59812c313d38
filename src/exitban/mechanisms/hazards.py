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


def hazards(
    stress: Real,
    hazards_killed: Real,
    hazards_killed_by_stress: Real,
    hazards_arrested: Real,
    hazards_dismissed: Real,
    hazards_prosecuted: Real,
    hazards_natural: Real,
    dt: Real,
) -> tuple[Real, Real, Real]:
    """(hazard of being killed, of all causes together, chance of leaving for any of them within the tick)."""
    killed = hazards_killed + hazards_killed_by_stress * max(stress, ZERO)
    total = killed + hazards_arrested + hazards_dismissed + hazards_prosecuted + hazards_natural
    return killed, total, chance(total, dt)


def taken(filled: Flag, luck_involuntary: Real, chance_taken: Real) -> Flag:
    """Leaves in this tick without having chosen to."""
    return filled & (luck_involuntary < chance_taken)


def nobody_yet() -> Code:
    """Nobody has left in this tick so far."""
    return NONE


def cause(
    luck_involuntary: Real,
    hazard_killed: Real,
    hazard_total: Real,
    chance_taken: Real,
    hazards_arrested: Real,
    hazards_dismissed: Real,
    hazards_prosecuted: Real,
) -> Code:
    """Which of the causes it was: the same draw, cut in proportion to the hazards."""
    before_dismissed = hazard_killed + hazards_arrested
    before_prosecuted = before_dismissed + hazards_dismissed
    before_natural = before_prosecuted + hazards_prosecuted
    at = luck_involuntary * hazard_total
    cause = NATURAL
    cause = PROSECUTED if at < before_natural * chance_taken else cause
    cause = DISMISSED if at < before_prosecuted * chance_taken else cause
    cause = ARRESTED if at < before_dismissed * chance_taken else cause
    return KILLED if at < hazard_killed * chance_taken else cause


def vacated() -> Flag:
    """Nobody is in post any more."""
    return np.bool_(False)


MECHANISM = Mechanism(
    name="hazards",
    law=__doc__,
    numbers=Numbers,
    states=(State("departure", np.int8),),
    parts=(
        Rule("events", ("hazard_killed", "hazard_total", "chance_taken"), hazards, level="institution"),
        Rule("involuntary", "departure", nobody_yet),
        Rule("involuntary", "taken", taken),
        Rule("vacating", "departure", cause, when="taken"),
        Rule("vacating", "filled", vacated, when="taken"),
    ),
    records=(Record("exits", of="departure", kind="by_reason", unit="events", title="exits"),),
    literature=("Aalen & Johansen 1978", "Prentice et al. 1978"),
)
