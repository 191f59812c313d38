"""Who asks is let out, stopped, or slips through (equation 6).

Out of scope: leaves. In scope and without an exception: would be blocked with probability ``strength``,
as it is in force. Enforcement
has a capacity per month: credit grows by capacity * dt; floor(credit) blocks can be made; what is not used is carried
over, up to one month's worth (but at least one block, or a capacity below one a month could never act), less half of
what a tick adds, so that halving the tick changes little. If more would be blocked, those with the smallest addressed
keys are, and the others walk out (congestion: Kragh). The blocked are trapped until they leave, the policy that
stopped them ends, or they move up to a post that it does not reach.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths import credit
from exitban.maths.elementary import ZERO
from exitban.mechanism import (
    POSITIVE,
    Code,
    Count,
    Flag,
    Mechanism,
    Real,
    Record,
    Rule,
    Selection,
    State,
    number,
)
from exitban.words import REASONS

NONE = np.int8(0)
NOBODY = np.int32(0)
OPEN = np.int8(REASONS.index("open"))
UNBLOCKED = np.int8(REASONS.index("unblocked"))


@dataclass(frozen=True)
class Numbers:
    """How many can be stopped."""

    capacity: float = number(
        1e6,
        unit="blocks/month",
        between=POSITIVE,
        level="policy",
        neutral=0,
        meaning="blocks that can be made",
    )


def growing_credit(
    enforcement_credit: Real, in_force: Flag, enforcement_capacity: Real, dt: Real
) -> tuple[Real, Count]:
    """(credit, blocks that can be made this tick) of a policy."""
    grown = enforcement_credit + enforcement_capacity * dt if in_force else ZERO
    return grown, credit.whole_cases(grown)


def carried_over(enforcement_credit: Real, blocks_made: Count, enforcement_capacity: Real, dt: Real) -> Real:
    """The credit left for the next tick."""
    return credit.carried_over(enforcement_credit, blocks_made, enforcement_capacity, dt)


def still_held(trapped_by: Count, bits_in_force: Count) -> tuple[Flag, Count]:
    """(held, by which policies) of who was stopped, until those policies end.

    A policy that has ended is forgotten: when it opens again, it has stopped nobody yet. A holder who is not trapped
    has been stopped by nobody: both are set in one verdict, and go in one tick.
    """
    held_by = np.int32(trapped_by & bits_in_force)
    return np.bool_(held_by > NOBODY), held_by


def still_trapped(filled: Flag, still_held: Flag, kept_by_decree: Flag) -> Flag:
    """Trapped by a policy, or by a decree, which traps without having been asked."""
    return filled & (still_held | kept_by_decree)


def trapped_in_new_post(trapped_by: Count, bits_in_force: Count, kept_in_new_post: Flag) -> tuple[Flag, Count]:
    """(trapped, by which policies) of who has moved up: free where those policies do not reach."""
    held, held_by = still_held(trapped_by, bits_in_force)
    return held | kept_in_new_post, held_by


def stoppable(banned: Flag, exception: Code, luck_block: Real, strength_in_force: Real) -> Flag:
    """Would be blocked if there were room."""
    return banned & np.bool_(exception == NONE) & (luck_block < strength_in_force)


def verdict(
    blocked: Flag, banned: Flag, exception: Code, trapped: Flag, hidden_attempts: Count
) -> tuple[Flag, Code, Flag, Flag, Flag, Count]:
    """(filled, departure, left openly, granted, trapped, secrets) of who attempted."""
    unforced = UNBLOCKED if banned else OPEN
    reason = exception if exception != NONE else unforced
    departure = NONE if blocked else reason
    granted = banned & ~blocked
    return (
        blocked,
        departure,
        ~blocked,
        granted,
        trapped | blocked,
        np.int32(hidden_attempts + np.int32(blocked)),
    )


def trapped_by(blocked: Flag, trapped_by: Count, governing_bit: Count) -> Count:
    """The policies that have stopped the member, as bits."""
    return np.int32(trapped_by | governing_bit) if blocked else trapped_by


def time_trapped(trapped_months: Real, trapped: Flag, dt: Real) -> Real:
    """Months since trapped; 0 for who is free."""
    return trapped_months + dt if trapped else ZERO


def trapped_now(filled: Flag, trapped: Flag) -> Flag:
    """Trapped at the end of the tick."""
    return filled & trapped


def trapped_time_now(trapped_months: Real, trapped_now: Flag) -> Real:
    """Months trapped, for who is."""
    return trapped_months if trapped_now else ZERO


MECHANISM = Mechanism(
    name="enforcement",
    law=__doc__,
    numbers=Numbers,
    states=(
        State("enforcement_credit", np.float32, level="policy"),
        State("trapped", np.bool_, arrival=0.0),
        State("trapped_by", np.int32, arrival=0.0),
        State("trapped_months", np.float32, arrival=0.0),
        State("left_openly", np.bool_, arrival=0.0),
    ),
    parts=(
        Rule("events", ("enforcement_credit", "enforcement_room"), growing_credit, level="policy"),
        Rule("involuntary", ("still_held", "trapped_by"), still_held),
        Rule("involuntary", "trapped", still_trapped),
        Rule("attempt", "stoppable", stoppable, when="attempts"),
        Selection(
            "attempt",
            "blocked",
            among="stoppable",
            room="enforcement_room",
            key="enforcement",
            made="blocks_made",
        ),
        Rule(
            "verdict",
            ("filled", "departure", "left_openly", "granted", "trapped", "hidden_attempts"),
            verdict,
            when="attempts",
        ),
        Rule("verdict", "trapped_by", trapped_by, when="attempts"),
        Rule("aftermath", "trapped_months", time_trapped),
        Rule("promotion", ("trapped", "trapped_by"), trapped_in_new_post, when="promoted"),
        Rule("control", "trapped_now", trapped_now),
        Rule("control", "trapped_time_now", trapped_time_now),
        Rule("closing", "enforcement_credit", carried_over, level="policy"),
    ),
    records=(
        Record("blocked", of="blocked", kind="flow", unit="events", title="attempts blocked"),
        Record("trapped", of="trapped_now", kind="stock", unit="members", title="members trapped"),
        Record(
            "trapped_months",
            of="trapped_time_now",
            kind="mean_of:trapped",
            unit="months",
            title="mean time trapped",
        ),
    ),
    literature=("Kragh", "own construction"),
)
