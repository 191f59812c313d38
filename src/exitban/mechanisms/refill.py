"""Vacant posts are filled again, from outside or from below (equation 13).

A vacant post is filled at rate nu_k * exp(-aversion * mean believed block), the mean over the institution's holders at
their last choice (while nobody is in post, the last one that there was): a post one cannot leave is harder to fill.
All from the state at the start of the stage: a post vacated in this tick waits. So it stands empty for half a tick
longer on average than its rate says; availability is p_nu / (p_nu + p_lambda) with p = 1 - exp(-rate dt). With
``waits`` 0 it can be filled in the half of the tick that is left on average, with chance 1 - exp(-rate dt / 2), and
what the length of a tick does to availability is of second order.

A share ``from_below`` of the refills are promotions: the holder of a post directly below (by the first superior) with
the smallest addressed key moves up with all traits, beliefs and secrets, and leaves a vacancy that nobody takes for a
resignation. Where nobody is below, somebody comes from outside, screened for loyalty: their outside options lie
``screening`` standard deviations lower, and with them, by corr(o, log c), their competence (see members).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.elementary import HALF, ZERO, chance, exp
from exitban.mechanism import (
    POSITIVE,
    SHARE,
    Code,
    Flag,
    Mechanism,
    MoveUp,
    Real,
    Record,
    Rule,
    State,
    Total,
    number,
)

NONE = np.int8(0)


@dataclass(frozen=True)
class Numbers:
    """How fast vacancies are filled, and by whom."""

    rate: float = number(
        0.15, unit="1/month", between=POSITIVE, level="institution", meaning="nu: a vacant post is filled"
    )
    waits: float = number(
        1.0,
        unit="0 or 1",
        between=(0, 1),
        meaning="1: a post vacated in a tick waits for the next one; 0: it may be filled in what is left of the tick",
    )
    aversion: float = number(
        0.0,
        unit="1",
        between=POSITIVE,
        level="institution",
        meaning="how far a believed block keeps candidates away",
    )
    from_below: float = number(
        0.0, unit="share", between=SHARE, level="institution", meaning="refills made by promotion, if anybody is below"
    )
    screening: float = number(
        0.0,
        unit="sd",
        between=(-10, 10),
        level="institution",
        meaning="how much lower the outside options of newcomers lie",
    )


def latest_mean(total: Real, holders: Real, before: Real) -> Real:
    """The mean over holders, or what it was before where there is none."""
    return total / holders if holders > ZERO else before


def mean_block(blocks_believed: Real, holders: Real, mean_block: Real) -> Real:
    """The mean believed block of an institution."""
    return latest_mean(blocks_believed, holders, mean_block)


def chance_of_refill(
    blocks_believed: Real,
    holders: Real,
    mean_block: Real,
    refill_rate: Real,
    refill_aversion: Real,
    refill_waits: Real,
    dt: Real,
) -> tuple[Real, Real]:
    """(chance that a vacant post is filled within the tick, the same of one that has fallen vacant in it)."""
    rate = refill_rate * exp(-refill_aversion * latest_mean(blocks_believed, holders, mean_block))
    return chance(rate, dt), ZERO if refill_waits > ZERO else chance(rate, HALF * dt)


def stands_vacant(filled: Flag, departure: Code, refill_waits: Real) -> Flag:
    """The post was vacant before this tick or, unless such a post waits, has become so in it."""
    return ~filled & np.bool_((departure == NONE) | (refill_waits <= ZERO))


def refilled(departure: Code, luck_refill: Real, chance_of_refill: Real, chance_of_refill_at_once: Real) -> Flag:
    """Somebody is found for it."""
    return np.bool_(luck_refill < (chance_of_refill if departure == NONE else chance_of_refill_at_once))


def asks_below(luck_from_below: Real, refill_from_below: Real) -> Flag:
    """The post is offered to those below."""
    return np.bool_(luck_from_below < refill_from_below)


def arrives(promoted: Flag) -> Flag:
    """A new holder comes from outside for a post that is filled and not from below."""
    return ~promoted


def moves(promoted: Flag, moved_up: Flag) -> Flag:
    """Somebody moves into the post, or out of it."""
    return promoted | moved_up


def filled_by_move(moved_up: Flag) -> Flag:
    """Filled after a move."""
    return ~moved_up


def in_post() -> Flag:
    """The post is filled."""
    return np.bool_(True)


def post_filled(filled: Flag) -> Flag:
    """Filled at the end of the tick."""
    return filled


def post_vacant(filled: Flag) -> Flag:
    """Vacant at the end of the tick."""
    return ~filled


def first_vacant_months(vacant_months: Real, filled: Flag) -> Real:
    """Months for which the post has been vacant before the first tick, as stated; 0 for a filled one."""
    return ZERO if filled else vacant_months


def vacant_months(vacant_months: Real, filled: Flag, dt: Real) -> Real:
    """Months since the post fell vacant, the tick in which it did included; 0 for a filled one."""
    return ZERO if filled else vacant_months + dt


MECHANISM = Mechanism(
    name="refill",
    law=__doc__,
    numbers=Numbers,
    states=(
        State("filled", np.bool_, at_start=True),
        State("vacant_months", np.float32, between=POSITIVE, at_start=True),
        State("mean_block", np.float32, level="institution"),
    ),
    parts=(
        Rule("start", "vacant_months", first_vacant_months),
        Total("choice", "blocks_believed", of="believed_block"),
        Total("choice", "holders", of="filled"),
        Rule("verdict", ("chance_of_refill", "chance_of_refill_at_once"), chance_of_refill, level="institution"),
        Rule("verdict", "mean_block", mean_block, level="institution"),
        Rule("refill", "stands_vacant", stands_vacant),
        Rule("refill", "refilled", refilled, when="stands_vacant"),
        Rule("refill", "asks_below", asks_below, when="refilled"),
        MoveUp(
            "refill",
            gives="promoted",
            into="asks_below",
            among="filled",
            key="promotion",
            left="moved_up",
            origin="promoted_from",
        ),
        Rule("promotion", "arrives", arrives, when="refilled"),
        Rule("promotion", "moves", moves),
        Rule("promotion", "filled", filled_by_move, when="moves"),
        Rule("arrival", "filled", in_post, when="arrives"),
        Rule("control", "post_filled", post_filled),
        Rule("control", "post_vacant", post_vacant),
        Rule("control", "vacant_months", vacant_months),
    ),
    records=(
        Record("filled", of="post_filled", kind="stock", unit="members", title="posts filled"),
        Record("arrivals", of="arrives", kind="flow", unit="events", title="new holders from outside"),
        Record("promotions", of="promoted", kind="flow", unit="events", title="posts filled by promotion from below"),
        Record("left_to_move_up", of="moved_up", kind="flow", unit="events", title="posts left for a promotion"),
        Record("vacant", of="post_vacant", kind="stock", unit="posts", title="posts vacant"),
        Record(
            "vacant_months",
            of="vacant_months",
            kind="mean_of:vacant",
            unit="months",
            title="mean time for which the vacant posts have been vacant",
        ),
    ),
    literature=("Williamson 1967", "Zakharov 2016", "Egorov & Sonin 2011"),
)
