"""A covert deal with the other side (equations 3 and 8).

U^D = trust (w_D + g) - c_D - p_D x sanction_D s + J_D X^D
A proposal is accepted with probability ``trust``: then the member is covert, an absorbing act until discovery at
rate d_D. If it is refused, the member stays, does not propose again, and carries a secret. ``trust`` is the share of
counterparts whose belief that an offer is meant reaches what accepting needs; `exitban.side_deal` does that sum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.elementary import ONE, ZERO, chance
from exitban.mechanism import POSITIVE, SHARE, Code, Flag, Mechanism, Real, Record, Rule, State, number
from exitban.words import REASONS

DISCOVERED = np.int8(REASONS.index("discovered"))


@dataclass(frozen=True)
class Numbers:
    """What a side deal brings, costs and risks."""

    possible: float = number(
        0.0,
        unit="0 or 1",
        between=(0, 1),
        level="institution",
        meaning="1 where a member has something to offer",
    )
    trust: float = number(
        0.1,
        unit="probability",
        between=SHARE,
        level="institution",
        meaning="the counterpart accepts a proposal",
    )
    prize: float = number(2.0, unit="logit", level="institution", meaning="w_D: what the deal is worth")
    cost: float = number(4.0, unit="logit", level="institution", meaning="c_D: cost of proposing")
    believed_punishment: float = number(
        0.3,
        unit="probability",
        between=SHARE,
        level="institution",
        meaning="p_D: believed chance of punishment",
    )
    sanction: float = number(
        4.0,
        unit="logit",
        between=POSITIVE,
        level="institution",
        meaning="sanction_D: harm per unit vulnerability",
    )
    contagion: float = number(
        0.0,
        unit="logit",
        between=(-20, 20),
        level="institution",
        meaning="J_D: pull of deals seen, per unit share",
    )
    discovered: float = number(
        0.05,
        unit="1/month",
        between=POSITIVE,
        level="institution",
        meaning="d_D: rate of discovery of a covert member",
    )


def term_deal(discontent: Real, covert_trust: Real, covert_prize: Real, covert_cost: Real) -> Real:
    """The deal, as far as it can be hoped to be believed, less the cost of proposing it."""
    return covert_trust * (covert_prize + discontent) - covert_cost


def term_fear(covert_believed_punishment: Real, vulnerability: Real, covert_sanction: Real, survival: Real) -> Real:
    """The punishment feared."""
    return -(covert_believed_punishment * vulnerability * covert_sanction * survival)


def term_contagion(exposure_covert: Real, covert_contagion: Real) -> Real:
    """The exposed deals of others."""
    return covert_contagion * exposure_covert


def reference(
    members_grievance_mean: Real,
    members_vulnerability_mean: Real,
    covert_trust: Real,
    covert_prize: Real,
    covert_cost: Real,
    covert_believed_punishment: Real,
    covert_sanction: Real,
) -> Real:
    """U^D of the mean member without stress and exposure, when the ruler is sure to survive."""
    fear = term_fear(covert_believed_punishment, members_vulnerability_mean, covert_sanction, ONE)
    return term_deal(members_grievance_mean, covert_trust, covert_prize, covert_cost) + fear


def may_propose(covert_possible: Real, refused: Flag) -> Flag:
    """Who was refused once does not propose again."""
    return (covert_possible > ZERO) & ~refused


def proposal(proposes: Flag, filled: Flag) -> Flag:
    """Proposed, and not arrested since."""
    return proposes & filled


def settle_proposal(luck_accepted: Real, covert_trust: Real, hidden_deals: np.int32) -> tuple[Flag, Flag, np.int32]:
    """(covert, refused, secrets carried): either way the proposal is a secret; an accepted one is a tie as well."""
    accepted = np.bool_(luck_accepted < covert_trust)
    return accepted, ~accepted, np.int32(hidden_deals + np.int32(1) + np.int32(accepted))


def first_secrets(covert: Flag, attempt_exposed: Flag, deal_exposed: Flag) -> tuple[Flag, np.int32]:
    """(exposed, secrets carried) before the first tick: who is covert carries proposal and tie, unless they are out."""
    return attempt_exposed | deal_exposed, np.int32(2) if covert & ~deal_exposed else np.int32(0)


def can_be_discovered(filled: Flag, covert: Flag) -> Flag:
    """Has a tie to be found out."""
    return filled & covert


def is_discovered(luck_discovered: Real, covert_discovered: Real, dt: Real) -> Flag:
    """A covert member is found out at a rate."""
    return np.bool_(luck_discovered < chance(covert_discovered, dt))


def removed() -> tuple[Flag, Code]:
    """Found out is removed."""
    return np.bool_(False), DISCOVERED


def covert_now(filled: Flag, covert: Flag) -> Flag:
    """Covert at the end of the tick."""
    return filled & covert


MECHANISM = Mechanism(
    name="covert",
    law=__doc__,
    numbers=Numbers,
    states=(State("covert", np.bool_, arrival=0.0, at_start=True), State("refused", np.bool_, arrival=0.0)),
    parts=(
        Rule("start", ("exposed", "hidden_deals"), first_secrets),
        Rule("events", "reference_covert", reference, level="institution"),
        Rule("choice", "utility_covert", term_deal),
        Rule("choice", "utility_covert", term_fear),
        Rule("choice", "utility_covert", term_contagion),
        Rule("choice", "may_propose", may_propose),
        Rule("proposal", "proposal", proposal),
        Rule("proposal", ("covert", "refused", "hidden_deals"), settle_proposal, when="proposal"),
        Rule("secrets", "can_be_discovered", can_be_discovered),
        Rule("secrets", "is_discovered", is_discovered, when="can_be_discovered"),
        Rule("secrets", ("filled", "departure"), removed, when="is_discovered"),
        Rule("control", "covert_now", covert_now, seldom=True),
    ),
    records=(
        Record("proposals", of="proposes", kind="flow", unit="events", title="side deals proposed"),
        Record("covert", of="covert_now", kind="stock", unit="members", title="members with a covert tie"),
    ),
    literature=("Egorov & Sonin 2011", "Grimes 2016"),
)
