"""Each member reconsiders at rate rho and takes the act with the greatest utility plus luck (equation 4).

act = argmax_a U^a + G_a, G_a standard Gumbel, with loyalty at U = 0: exactly the multinomial logit (McFadden 1978).
Each G_a is a draw of its own, so when one act gets worse nobody flips between the others. An attempt and a proposal
are events; only voice goes on by inertia. Ties go to the earlier of loyal, exit, voice, covert.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.elementary import ONE, ZERO, chance, exp, gumbel
from exitban.mechanism import POSITIVE, Code, Flag, Mechanism, Real, Record, Rule, number
from exitban.words import COVERT, EXIT, LOYAL, VOICE

LOYAL_ACT = np.int8(LOYAL)
EXIT_ACT = np.int8(EXIT)
VOICE_ACT = np.int8(VOICE)
COVERT_ACT = np.int8(COVERT)
NEVER = np.float32(-1e30)


@dataclass(frozen=True)
class Numbers:
    """How often and how sharply members choose."""

    reconsider: float = number(
        1.0, unit="1/month", between=POSITIVE, level="institution", meaning="rho: rate of thinking it over"
    )
    precision: float = number(
        1.0,
        unit="1/logit",
        between=POSITIVE,
        meaning="how sharply utilities decide; identified only as a product",
    )


def reconsiders(filled: Flag, covert: Flag, luck_reconsider: Real, choice_reconsider: Real, dt: Real) -> Flag:
    """Nobody in a vacant post, and nobody held by an absorbing act, thinks it over."""
    return filled & ~covert & (luck_reconsider < chance(choice_reconsider, dt))


def chosen(
    utility_exit: Real,
    utility_voice: Real,
    utility_covert: Real,
    may_attempt: Flag,
    may_speak: Flag,
    may_propose: Flag,
    choice_precision: Real,
    luck_loyal: Real,
    luck_exit: Real,
    luck_voice: Real,
    luck_covert: Real,
) -> Code:
    """The act with the greatest utility plus luck, for whoever thinks it over."""
    best, act = gumbel(luck_loyal), LOYAL_ACT
    leave = choice_precision * utility_exit + gumbel(luck_exit) if may_attempt else NEVER
    act = EXIT_ACT if leave > best else act
    best = max(best, leave)
    speak = choice_precision * utility_voice + gumbel(luck_voice) if may_speak else NEVER
    act = VOICE_ACT if speak > best else act
    best = max(best, speak)
    deal = choice_precision * utility_covert + gumbel(luck_covert) if may_propose else NEVER
    return COVERT_ACT if deal > best else act


def attempts(reconsiders: Flag, act: Code) -> Flag:
    """Asks to leave: an event, never repeated by inertia."""
    return reconsiders & np.bool_(act == EXIT_ACT)


def proposes(reconsiders: Flag, act: Code) -> Flag:
    """Proposes a side deal: an event as well."""
    return reconsiders & np.bool_(act == COVERT_ACT)


def speaking(reconsiders: Flag, act: Code, speaking: Flag) -> Flag:
    """Speaks out; who does not think it over goes on as before."""
    return np.bool_(act == VOICE_ACT) if reconsiders else speaking


def weight(utility: Real, possible: Flag, precision: Real) -> Real:
    """exp of a utility; nothing for an act that is closed."""
    return exp(precision * utility) if possible else ZERO


def wants_out(
    filled: Flag,
    utility_free_exit: Real,
    utility_voice: Real,
    utility_covert: Real,
    exit_possible: Real,
    may_speak: Flag,
    may_propose: Flag,
    choice_precision: Real,
) -> Real:
    """P(exit) with b = 0 and asking free (MODEL.md 3.4); 0 for a vacant post."""
    leave = weight(utility_free_exit, np.bool_(exit_possible > ZERO), choice_precision)
    speak = weight(utility_voice, may_speak, choice_precision)
    deal = weight(utility_covert, may_propose, choice_precision)
    return leave / (ONE + leave + speak + deal) if filled else ZERO


def present(filled: Flag) -> Flag:
    """In post when the choice is made."""
    return filled


def has_exit(filled: Flag, exit_possible: Real) -> Flag:
    """In a post that can be left at all: a citizen is in none."""
    return filled & np.bool_(exit_possible > ZERO)


MECHANISM = Mechanism(
    name="choice",
    law=__doc__,
    numbers=Numbers,
    parts=(
        Rule("choice", "present", present),
        Rule("choice", "has_exit", has_exit),
        Rule("choice", "reconsiders", reconsiders),
        Rule("choice", "wants_out", wants_out),
        Rule("choice", "act", chosen),
        Rule("choice", "attempts", attempts),
        Rule("choice", "proposes", proposes),
        Rule("choice", "speaking", speaking),
    ),
    records=(
        Record("want_out", of="wants_out", kind="mean_of:has_exit", unit="share", title="would leave if free to"),
        Record("attempts", of="attempts", kind="flow", unit="events", title="attempts to leave"),
        Record("has_exit", of="has_exit", kind="stock", unit="members", title="members in a post that can be left"),
        Record("present", of="present", kind="stock", unit="members", title="members who could choose"),
    ),
    literature=("McFadden 1978", "McKelvey & Palfrey 1995"),
)
