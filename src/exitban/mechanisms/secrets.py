"""Secrets leak (equation 8).

Every secret (a blocked attempt, a proposal, a covert tie) leaks at rate ell: n secrets stay hidden for a time t with
probability exp(-n ell t) (Grimes 2016, form only). A leak exposes the member, steps the common signal up by
weight * credibility, less when it is denied, and publishes a blocked attempt to the whole institution.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.elementary import ONE, chance
from exitban.mechanism import (
    POSITIVE,
    SHARE,
    Count,
    Flag,
    Mechanism,
    Real,
    Record,
    Rule,
    State,
    Total,
    number,
)


@dataclass(frozen=True)
class Numbers:
    """How secrets come out, and what it does when they do."""

    leak_rate: float = number(
        0.02,
        unit="1/month",
        between=POSITIVE,
        level="institution",
        meaning="ell: rate at which one secret leaks",
    )
    weight: float = number(
        0.02, unit="share", between=SHARE, meaning="Z: added per leak to the share seen doing what leaked"
    )
    credibility: float = number(0.5, unit="share", between=SHARE, meaning="how far a leak is believed")
    denied: float = number(0.3, unit="share", between=SHARE, meaning="how much of a leak's step a denial takes away")


def has_secrets(filled: Flag, hidden_attempts: Count, hidden_deals: Count) -> Flag:
    """Carries something that can come out."""
    return filled & np.bool_((hidden_attempts > np.int32(0)) | (hidden_deals > np.int32(0)))


def leaks(secrets: Count, luck: Real, rate: Real, dt: Real) -> Flag:
    """At least one of the secrets comes out within the tick."""
    return np.bool_(luck < chance(rate * np.float32(secrets), dt))


def leaked_attempt(hidden_attempts: Count, luck_leaked_attempt: Real, secrets_leak_rate: Real, dt: Real) -> Flag:
    """A blocked attempt becomes known."""
    return leaks(hidden_attempts, luck_leaked_attempt, secrets_leak_rate, dt)


def leaked_deal(hidden_deals: Count, luck_leaked_deal: Real, secrets_leak_rate: Real, dt: Real) -> Flag:
    """A proposal or a covert tie becomes known."""
    return leaks(hidden_deals, luck_leaked_deal, secrets_leak_rate, dt)


def attempts_kept(hidden_attempts: Count, leaked_attempt: Flag) -> Count:
    """Blocked attempts still secret: once one is out, all of this member's are."""
    return np.int32(0) if leaked_attempt else hidden_attempts


def deals_kept(hidden_deals: Count, leaked_deal: Flag) -> Count:
    """Deals still secret."""
    return np.int32(0) if leaked_deal else hidden_deals


def exposed() -> Flag:
    """Known to all from now on."""
    return np.bool_(True)


def comes_out(leaked_attempt: Flag, leaked_deal: Flag) -> Flag:
    """Something becomes known."""
    return leaked_attempt | leaked_deal


def denounced(comes_out: Flag) -> Flag:
    """Whoever was exposed in a tick waits for a sanction from the next one on."""
    return comes_out


def newly_known(attempt_exposed: Flag, leaked_attempt: Flag) -> Flag:
    """A member of whom nothing was known turns out to have been stopped: members count, not leaks."""
    return leaked_attempt & ~attempt_exposed


def attempt_exposed(attempt_exposed: Flag, leaked_attempt: Flag) -> Flag:
    """Known to have been stopped."""
    return attempt_exposed | leaked_attempt


def deal_exposed(deal_exposed: Flag, leaked_deal: Flag) -> Flag:
    """Known to have proposed a deal, or to have one."""
    return deal_exposed | leaked_deal


def leak_now(leaked_attempt: Flag, leaked_deal: Flag) -> Count:
    """Leaks of this member in this tick."""
    return np.int32(leaked_attempt) + np.int32(leaked_deal)


def step(leaks: Real, secrets_weight: Real, secrets_credibility: Real, secrets_denied: Real) -> Real:
    """How far the leaks of the tick step a signal up."""
    return leaks * secrets_weight * secrets_credibility * (ONE - secrets_denied)


def leaked_exit(leaked_attempts: Real, secrets_weight: Real, secrets_credibility: Real, secrets_denied: Real) -> Real:
    """The step of Z^exit."""
    return step(leaked_attempts, secrets_weight, secrets_credibility, secrets_denied)


def leaked_covert(leaked_deals: Real, secrets_weight: Real, secrets_credibility: Real, secrets_denied: Real) -> Real:
    """The step of Z^covert."""
    return step(leaked_deals, secrets_weight, secrets_credibility, secrets_denied)


def exposed_now(filled: Flag, exposed: Flag) -> Flag:
    """Exposed at the end of the tick."""
    return filled & exposed


MECHANISM = Mechanism(
    name="secrets",
    law=__doc__,
    numbers=Numbers,
    states=(
        State("hidden_attempts", np.int32, arrival=0.0),
        State("hidden_deals", np.int32, arrival=0.0),
        State("exposed", np.bool_, arrival=0.0),
        State("attempt_exposed", np.bool_, arrival=0.0, at_start=True),
        State("deal_exposed", np.bool_, arrival=0.0, at_start=True),
        State("denounced", np.bool_, arrival=0.0),
    ),
    parts=(
        Rule("secrets", "has_secrets", has_secrets),
        Rule("secrets", "leaked_attempt", leaked_attempt, when="has_secrets"),
        Rule("secrets", "leaked_deal", leaked_deal, when="has_secrets"),
        Rule("secrets", "comes_out", comes_out, when="has_secrets"),
        Rule("secrets", "denounced", denounced),
        Rule("secrets", "hidden_attempts", attempts_kept, when="comes_out"),
        Rule("secrets", "hidden_deals", deals_kept, when="comes_out"),
        Rule("secrets", "exposed", exposed, when="comes_out"),
        Rule("secrets", "newly_known", newly_known, when="comes_out"),
        Rule("secrets", "attempt_exposed", attempt_exposed, when="comes_out"),
        Rule("secrets", "deal_exposed", deal_exposed, when="comes_out"),
        Rule("secrets", "leak_now", leak_now, when="comes_out"),
        Total("secrets", "published_blocked", of="leaked_attempt"),
        Total("secrets", "leaked_attempts", of="leaked_attempt", level="world"),
        Total("secrets", "leaked_deals", of="leaked_deal", level="world"),
        Rule("closing", "leaked_exit", leaked_exit, level="world"),
        Rule("closing", "leaked_covert", leaked_covert, level="world"),
        Rule("control", "exposed_now", exposed_now, seldom=True),
    ),
    records=(
        Record("known_blocked", of="newly_known", kind="flow", unit="members", title="members known to be blocked"),
        Record("leaks", of="leak_now", kind="flow", unit="events", title="leaks"),
        Record("exposed", of="exposed_now", kind="stock", unit="members", title="members exposed"),
    ),
    literature=("Grimes 2016",),
)
