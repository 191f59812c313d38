"""Asking to leave (equation 3, exit).

U^E = min(g + o, 0) + (1 - b) max(g + o, 0) - b x threat s - asking_price [in scope] + J_E X^E
with b the believed chance of being blocked and s the believed survival of the ruler. A ban never makes asking more
attractive, not even to the contented: it takes only from a wish that is positive.
"""

from __future__ import annotations

from dataclasses import dataclass

from exitban.maths.elementary import ONE, ZERO
from exitban.mechanism import Flag, Mechanism, Real, Rule, number


@dataclass(frozen=True)
class Numbers:
    """What leaving is worth beside the member's own wish."""

    possible: float = number(
        1.0,
        unit="0 or 1",
        between=(0, 1),
        level="institution",
        meaning="0 where nobody can leave at all (citizens)",
    )
    contagion: float = number(
        1.0,
        unit="logit",
        between=(-20, 20),
        level="institution",
        meaning="J_E: pull of exits seen, per unit share",
    )


def wish(discontent: Real, outside_option: Real) -> Real:
    """g + o: what leaving is worth to the member in private."""
    return discontent + outside_option


def term_wish(wish: Real, believed_block: Real) -> Real:
    """The wish, as far as it can be hoped to come true."""
    return min(wish, ZERO) + (ONE - believed_block) * max(wish, ZERO)


def term_threat(believed_block: Real, vulnerability: Real, ban_threat: Real, survival: Real) -> Real:
    """A threat is worth what the one who threatens is worth (Egorov & Sonin 2011)."""
    return -(believed_block * vulnerability * ban_threat * survival)


def term_asking_price(ban_asking_price: Real) -> Real:
    """Asking is betrayal; the number is 0 where no ban is in force."""
    return -ban_asking_price


def term_contagion(exposure_exit: Real, exit_contagion: Real) -> Real:
    """The exits of others."""
    return exit_contagion * exposure_exit


def may_attempt(exit_possible: Real, held_by_contract: Flag) -> Flag:
    """A member under contract may not attempt before the contract is over (equation 6)."""
    return (exit_possible > ZERO) & ~held_by_contract


def free_exit(wish: Real, exposure_exit: Real, exit_contagion: Real) -> Real:
    """U^E if nothing were forbidden: b = 0 and asking free (MODEL.md 3.4)."""
    return wish + exit_contagion * exposure_exit


def reference(members_grievance_mean: Real, members_outside_option_mean: Real) -> Real:
    """U^E of the mean member without stress, exposure and policy."""
    return wish(members_grievance_mean, members_outside_option_mean)


MECHANISM = Mechanism(
    name="exit",
    law=__doc__,
    numbers=Numbers,
    parts=(
        Rule("events", "reference_exit", reference, level="institution"),
        Rule("choice", "wish", wish),
        Rule("choice", "utility_exit", term_wish),
        Rule("choice", "utility_exit", term_threat),
        Rule("choice", "utility_exit", term_asking_price),
        Rule("choice", "utility_exit", term_contagion),
        Rule("choice", "utility_free_exit", free_exit),
        Rule("choice", "may_attempt", may_attempt),
    ),
    literature=("Zakharov 2016", "Egorov & Sonin 2011", "Reuter & Szakonyi 2019"),
)
