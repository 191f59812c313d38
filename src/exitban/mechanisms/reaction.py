"""Triggers open, close or tighten a policy when control or the attempts to leave say so (equation 12).

What is watched is remembered over ``window`` months: Y <- Y + m (now - Y), m = 1 - exp(-dt / window), with control as
it was at the end of a tick, and attempts per month and member in the policy's scope. A policy opens when either
passes the level named for it and none calls for closing; it closes when either passes the level of closing, and stays
closed until it is called for again; its closing date is final. What has been seen in a tick acts from the next one
on. Tightened, by trigger or from its date on and until it closes, it blocks with the greater of its two strengths.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.elementary import ONE, ZERO, chance
from exitban.mechanism import SHARE, Count, Flag, Mechanism, Real, Rule, State, Total, number

NEVER = 1e6
"""A level that is never passed: nobody asks a million times a month, and no control is a million times the first."""


@dataclass(frozen=True)
class Numbers:
    """When a policy opens, closes and is tightened by itself; the defaults never do."""

    opens_below_control: float = number(
        0.0, unit="share", between=SHARE, level="policy", neutral=0, meaning="opens when control is below; 0: never"
    )
    opens_above_attempts: float = number(
        NEVER,
        unit="1/month",
        between=(0, NEVER),
        level="policy",
        neutral=NEVER,
        meaning="opens when more than this share of the members in its scope ask to leave in a month; 1e6: never",
    )
    closes_below_control: float = number(
        0.0, unit="share", between=SHARE, level="policy", neutral=0, meaning="closes when control is below; 0: never"
    )
    closes_above_control: float = number(
        NEVER,
        unit="share",
        between=(0, NEVER),
        level="policy",
        neutral=NEVER,
        meaning="closes when control is back above; 1e6: never",
    )
    closes_above_attempts: float = number(
        NEVER,
        unit="1/month",
        between=(0, NEVER),
        level="policy",
        neutral=NEVER,
        meaning="closes when more than this share of the members in its scope ask to leave in a month; 1e6: never",
    )
    tightens_below_control: float = number(
        0.0, unit="share", between=SHARE, level="policy", neutral=0, meaning="tightens when control is below; 0: never"
    )
    tightens_above_attempts: float = number(
        NEVER,
        unit="1/month",
        between=(0, NEVER),
        level="policy",
        neutral=NEVER,
        meaning="tightens when more than this share of the members in its scope ask to leave in a month; 1e6: never",
    )
    tightened_strength: float = number(
        0.0,
        unit="probability",
        between=SHARE,
        level="policy",
        neutral=0,
        meaning="an attempt is blocked once tightened; its strength where that is greater",
    )
    window: float = number(
        1.0,
        unit="months",
        between=(1e-6, 1e6),
        level="policy",
        meaning="how long control and attempts are remembered",
    )


def watched_control(watched_control: Real, raw_output: Real, raw_full: Real, reaction_window: Real, dt: Real) -> Real:
    """Control of late, at the end of the tick (0 / 0 = 0)."""
    now = raw_output / raw_full if raw_full > ZERO else ZERO
    return watched_control + chance(ONE / reaction_window, dt) * (now - watched_control)


def watched_attempts(
    watched_attempts: Real, attempts_in_scope: Real, present_in_scope: Real, reaction_window: Real, dt: Real
) -> Real:
    """Attempts per month and member in scope of late; 0 where nobody is in post."""
    now = attempts_in_scope / (present_in_scope * dt) if present_in_scope > ZERO else ZERO
    return watched_attempts + chance(ONE / reaction_window, dt) * (now - watched_attempts)


def reaction(
    in_force: Flag,
    due_from: Count,
    tick: Count,
    reacted_open: Flag,
    reacted_closed: Flag,
    watched_control: Real,
    watched_attempts: Real,
    reaction_opens_below_control: Real,
    reaction_opens_above_attempts: Real,
    reaction_closes_below_control: Real,
    reaction_closes_above_control: Real,
    reaction_closes_above_attempts: Real,
) -> tuple[Flag, Flag, Flag]:
    """(opened, closed, opens now) by a trigger; ``in_force`` is still that of the last tick.

    A policy that is due on this day and is called off does not open.
    """
    calls_off = (
        (watched_control < reaction_closes_below_control)
        | (watched_control > reaction_closes_above_control)
        | (watched_attempts > reaction_closes_above_attempts)
    )
    calls_for = (watched_control < reaction_opens_below_control) | (watched_attempts > reaction_opens_above_attempts)
    closes = (in_force | (tick >= due_from)) & calls_off
    opens = ~in_force & ~reacted_open & calls_for & ~calls_off
    return np.bool_((reacted_open | opens) & ~closes), np.bool_((reacted_closed | closes) & ~opens), np.bool_(opens)


def tightening(
    in_force: Flag,
    reacts_now: Flag,
    due_from: Count,
    tick: Count,
    reacted_tight: Flag,
    watched_control: Real,
    watched_attempts: Real,
    reaction_tightens_below_control: Real,
    reaction_tightens_above_attempts: Real,
) -> Flag:
    """A trigger has tightened the policy, from the day on which it opens; forgotten when it closes."""
    calls = (watched_control < reaction_tightens_below_control) | (watched_attempts > reaction_tightens_above_attempts)
    opens = reacts_now | (tick == max(due_from, 0))
    return np.bool_((in_force & reacted_tight) | ((in_force | opens) & calls))


def strength_in_force(
    ban_strength: Real, reaction_tightened_strength: Real, tightens_now: Flag, tightens: Count, tick: Count
) -> Real:
    """The chance that the policy in force blocks an attempt: as stated, or as tightened by a trigger or a date.

    What a trigger has tightened is loose again once the policy closes; a date is not forgotten.
    """
    tight = tightens_now | (tick >= tightens)
    return max(ban_strength, reaction_tightened_strength) if tight else ban_strength


def remembered(tightens_now: Flag) -> Flag:
    """Tightened until it closes."""
    return tightens_now


MECHANISM = Mechanism(
    name="reaction",
    law=__doc__,
    numbers=Numbers,
    states=(
        State("watched_control", np.float32, start=1.0, level="policy"),
        State("watched_attempts", np.float32, level="policy"),
        State("reacted_open", np.bool_, level="policy"),
        State("reacted_closed", np.bool_, level="policy"),
        State("reacted_tight", np.bool_, level="policy"),
    ),
    parts=(
        Rule("policies", ("reacted_open", "reacted_closed", "reacts_now"), reaction, level="policy"),
        Rule("policies", "tightens_now", tightening, level="policy"),
        Rule("policies", "reacted_tight", remembered, level="policy"),
        Rule("policies", "strength_in_force", strength_in_force, level="policy"),
        Total("choice", "attempts_in_scope", of="attempts", level="policy"),
        Total("choice", "present_in_scope", of="present", level="policy"),
        Rule("closing", "watched_control", watched_control, level="policy"),
        Rule("closing", "watched_attempts", watched_attempts, level="policy"),
    ),
    literature=("Naidu & Yuchtman 2013", "Kragh"),
    section_in_policy="reaction",
)
