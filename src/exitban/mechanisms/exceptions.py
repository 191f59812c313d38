"""Ways out that a ban leaves open (equation 6).

Each exception has a chance of being claimed and of being accepted. One draw decides which one, if any, lets the
member go: the shares claimed * accepted lie side by side, so that closing one never changes another's cases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.elementary import ZERO
from exitban.mechanism import SHARE, Code, Flag, Mechanism, Real, Rule, number
from exitban.words import REASONS

NONE = np.int8(0)
HEALTH = np.int8(REASONS.index("health"))
PAID = np.int8(REASONS.index("paid"))
TOLERATED = np.int8(REASONS.index("tolerated"))


@dataclass(frozen=True)
class Numbers:
    """The exceptions of a policy; one that is not named is closed."""

    health_claimed: float = number(
        0.0,
        unit="probability",
        between=SHARE,
        level="policy",
        neutral=0,
        meaning="an attempt claims ill health",
    )
    health_accepted: float = number(
        0.0, unit="probability", between=SHARE, level="policy", neutral=0, meaning="the claim is accepted"
    )
    paid_claimed: float = number(
        0.0, unit="probability", between=SHARE, level="policy", neutral=0, meaning="an attempt offers payment"
    )
    paid_accepted: float = number(
        0.0, unit="probability", between=SHARE, level="policy", neutral=0, meaning="the payment is taken"
    )
    tolerated_claimed: float = number(
        0.0,
        unit="probability",
        between=SHARE,
        level="policy",
        neutral=0,
        meaning="an attempt asks for tolerance",
    )
    tolerated_accepted: float = number(
        0.0, unit="probability", between=SHARE, level="policy", neutral=0, meaning="it is tolerated"
    )


def exception(
    banned: Flag,
    exceptions_health_claimed: Real,
    exceptions_health_accepted: Real,
    exceptions_paid_claimed: Real,
    exceptions_paid_accepted: Real,
    exceptions_tolerated_claimed: Real,
    exceptions_tolerated_accepted: Real,
    luck_exception: Real,
) -> Code:
    """The exception that lets an attempt through; 0 for none."""
    left = luck_exception - exceptions_health_claimed * exceptions_health_accepted
    granted = HEALTH if left < ZERO else NONE
    left = left - exceptions_paid_claimed * exceptions_paid_accepted
    granted = PAID if (left < ZERO) & (granted == NONE) else granted
    left = left - exceptions_tolerated_claimed * exceptions_tolerated_accepted
    granted = TOLERATED if (left < ZERO) & (granted == NONE) else granted
    return granted if banned else NONE


MECHANISM = Mechanism(
    name="exceptions",
    law=__doc__,
    numbers=Numbers,
    parts=(Rule("attempt", "exception", exception, when="attempts"),),
    literature=("own construction",),
    section_in_policy="exceptions",
)
