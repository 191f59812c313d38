"""Vacant posts are filled again from outside (equation 13).

At rate nu per month, from the state at the start of the stage; a post vacated in this tick waits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.elementary import chance
from exitban.mechanism import POSITIVE, Code, Flag, Mechanism, Real, Record, Rule, State, number

NONE = np.int8(0)


@dataclass(frozen=True)
class Numbers:
    """How fast vacancies are filled."""

    rate: float = number(
        0.15, unit="1/month", between=POSITIVE, level="institution", meaning="nu: a vacant post is filled"
    )


def arrives(filled: Flag, departure: Code, luck_refill: Real, refill_rate: Real, dt: Real) -> Flag:
    """A new holder comes."""
    return ~filled & np.bool_(departure == NONE) & (luck_refill < chance(refill_rate, dt))


def in_post() -> Flag:
    """The post is filled."""
    return np.bool_(True)


def post_filled(filled: Flag) -> Flag:
    """Filled at the end of the tick."""
    return filled


MECHANISM = Mechanism(
    name="refill",
    law=__doc__,
    numbers=Numbers,
    states=(State("filled", np.bool_),),
    parts=(
        Rule("refill", "arrives", arrives),
        Rule("arrival", "filled", in_post, when="arrives"),
        Rule("control", "post_filled", post_filled),
    ),
    records=(
        Record("filled", of="post_filled", kind="stock", unit="members", title="posts filled"),
        Record("arrivals", of="arrives", kind="flow", unit="events", title="new holders"),
    ),
    literature=("Williamson 1967", "Egorov & Sonin 2011"),
)
