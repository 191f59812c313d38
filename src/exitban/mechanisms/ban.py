"""An exit policy forbids leaving; its form decides what members believe (equation 5).

Formal: b = strength in force for all in scope, and the announcement steps the common signal of exits up.
Informal: b = u / (u + v), learned from cases: u <- u_0 + (1 - delta)(u - u_0) + blocked seen, v alike with granted
seen, delta = 1 - exp(-dt / window). Seen is one's own case, a case noticed among those whom one watches (each with
probability ``notice``), or a published one (for the whole institution, weighted by credibility; one's own is no news).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.binomial import binomial
from exitban.maths.elementary import ONE, ZERO, chance
from exitban.mechanism import (
    POSITIVE,
    SHARE,
    Count,
    Flag,
    Mechanism,
    NearCount,
    PolicySum,
    Real,
    Record,
    Rule,
    State,
    number,
)

CASES = (1e-6, 1e6)
"""Pseudo-counts of cases: more than none, or a belief would be 0 / 0."""


@dataclass(frozen=True)
class Numbers:
    """What a policy threatens, and how its strength becomes known."""

    strength: float = number(
        0.8, unit="probability", between=SHARE, level="policy", neutral=0, meaning="an attempt is blocked"
    )
    asking_price: float = number(
        0.5,
        unit="logit",
        between=POSITIVE,
        level="policy",
        neutral=0,
        meaning="asking is betrayal: its price",
    )
    threat: float = number(
        1.0,
        unit="logit",
        between=POSITIVE,
        level="policy",
        neutral=0,
        meaning="sanction_E: harm threatened to the blocked",
    )
    announcement: float = number(
        0.0,
        unit="share",
        between=SHARE,
        level="policy",
        neutral=0,
        meaning="Z^exit: added to the share seen leaving when a formal policy opens",
    )
    believed_exception: float = number(
        0.0,
        unit="probability",
        between=SHARE,
        level="policy",
        neutral=0,
        meaning="believed chance of an exception",
    )
    prior_blocked: float = number(
        1.0,
        unit="cases",
        between=CASES,
        level="institution",
        meaning="u_0: blocked cases believed at first",
    )
    prior_granted: float = number(
        1.0,
        unit="cases",
        between=CASES,
        level="institution",
        meaning="v_0: granted cases believed at first",
    )
    window: float = number(12.0, unit="months", between=(1e-6, 1e6), meaning="how long cases are remembered")
    notice: float = number(
        0.5,
        unit="probability",
        between=SHARE,
        level="institution",
        meaning="a case among those watched is noticed",
    )


def precedence(strength_in_force: Real) -> Real:
    """Where several policies reach a post, the strictest governs."""
    return strength_in_force


def announced(opening: Flag, formal: Real, ban_announcement: Real) -> Real:
    """A formal policy is announced when it opens."""
    return ban_announcement if opening & (formal > ZERO) else ZERO


def believed_block(
    filled: Flag,
    banned: Flag,
    formal: Real,
    strength_in_force: Real,
    ban_believed_exception: Real,
    belief_blocked: Real,
    belief_granted: Real,
) -> Real:
    """b, the believed chance that an attempt is blocked; 0 outside a policy's scope and for a vacant post."""
    learned = belief_blocked / (belief_blocked + belief_granted)
    chance_of_block = strength_in_force if formal > ZERO else learned
    return chance_of_block * (ONE - ban_believed_exception) if filled & banned else ZERO


def cases_kept(ban_window: Real, dt: Real) -> Real:
    """1 - delta, what a tick leaves of the cases remembered."""
    return ONE - chance(ONE / ban_window, dt)


def cases_near(near_blocked: Count, near_granted: Count, filled: Flag) -> Flag:
    """There is something to notice."""
    return filled & ((near_blocked > np.int32(0)) | (near_granted > np.int32(0)))


def noticed(
    near_blocked: Count,
    near_granted: Count,
    ban_notice: Real,
    luck_noticed_blocked: Real,
    luck_noticed_granted: Real,
) -> tuple[Real, Real]:
    """How many blocked and granted cases are noticed."""
    return (
        np.float32(binomial(near_blocked, ban_notice, luck_noticed_blocked)),
        np.float32(binomial(near_granted, ban_notice, luck_noticed_granted)),
    )


def belief_blocked(
    belief_blocked: Real,
    noticed_blocked: Real,
    blocked: Flag,
    published_blocked: Real,
    leaked_attempt: Flag,
    secrets_credibility: Real,
    ban_prior_blocked: Real,
    cases_kept: Real,
) -> Real:
    """u after the tick; whose own case is published has seen it already."""
    published = published_blocked - np.float32(leaked_attempt)
    seen = noticed_blocked + np.float32(blocked) + published * secrets_credibility
    return ban_prior_blocked + cases_kept * (belief_blocked - ban_prior_blocked) + seen


def belief_granted(belief_granted: Real, noticed_granted: Real, ban_prior_granted: Real, cases_kept: Real) -> Real:
    """v after the tick."""
    return ban_prior_granted + cases_kept * (belief_granted - ban_prior_granted) + noticed_granted


def prior_blocked(ban_prior_blocked: Real) -> Real:
    """u of a new holder."""
    return ban_prior_blocked


def prior_granted(ban_prior_granted: Real) -> Real:
    """v of a new holder."""
    return ban_prior_granted


MECHANISM = Mechanism(
    name="ban",
    law=__doc__,
    numbers=Numbers,
    states=(
        State("belief_blocked", np.float32, arrival=prior_blocked, between=CASES, at_start=True),
        State("belief_granted", np.float32, arrival=prior_granted, between=CASES, at_start=True),
    ),
    parts=(
        Rule("policies", "precedence", precedence, level="policy"),
        Rule("events", "announced_by_policy", announced, level="policy"),
        Rule("events", "cases_kept", cases_kept, level="world"),
        PolicySum("events", "announced", of="announced_by_policy"),
        Rule("choice", "believed_block", believed_block),
        NearCount("aftermath", "near_blocked", of="blocked"),
        NearCount("aftermath", "near_granted", of="granted"),
        Rule("aftermath", "cases_near", cases_near),
        Rule("aftermath", ("noticed_blocked", "noticed_granted"), noticed, when="cases_near"),
        Rule("aftermath", "belief_blocked", belief_blocked),
        Rule("aftermath", "belief_granted", belief_granted),
    ),
    records=(
        Record(
            "believed_block",
            of="believed_block",
            kind="mean_of:present",
            unit="probability",
            title="believed block",
        ),
    ),
    literature=("beta-binomial updating by pseudo-counts",),
)
