"""Each member reconsiders at rate rho and takes the act with the greatest utility plus luck (equation 4).

act = argmax_a U^a + G_a, G_a standard Gumbel, with loyalty at U = 0: exactly the multinomial logit (McFadden 1978).
Each G_a is a draw of its own, so when one act gets worse nobody flips between the others. Acts that are near
substitutes stand in one nest (``structure``, ``dissimilarity``: see nests); all choose at once or in ``turns``.
An attempt and a proposal are events; only voice goes on by inertia, or for good where it is declared absorbing. With
infinite precision (``deterministic``) act = argmax_a U^a. Ties go to the earlier of loyal, exit, voice, covert, or,
where ``ties_to_act`` says so, from loyalty to an act: a threshold is met when it is reached (Granovetter 1978; Kuran
1989).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.elementary import ONE, ZERO, chance, exp, exp_at_most, gumbel, square_root
from exitban.maths.nested_logit import CLOSED
from exitban.mechanism import POSITIVE, Code, Count, Flag, Mechanism, Real, Record, Rule, number, one_of
from exitban.words import COVERT, EXIT, LOYAL, STRUCTURES, VOICE

LOYAL_ACT = np.int8(LOYAL)
EXIT_ACT = np.int8(EXIT)
VOICE_ACT = np.int8(VOICE)
COVERT_ACT = np.int8(COVERT)
ROUNDING = np.float32(1.01)
"""More than all the rounding of luck, in which an error of 1 % would be one of .01 in utility."""


@dataclass(frozen=True)
class Numbers:
    """How often and how sharply members choose."""

    reconsider: float = number(
        1.0,
        unit="1/month",
        between=POSITIVE,
        level="institution",
        meaning="rho: rate of thinking it over; from 20 times the ticks in a month on, all do so in each tick",
    )
    precision: float = number(
        1.0,
        unit="1/logit",
        between=POSITIVE,
        meaning="how sharply utilities decide; identified only as a product",
    )
    structure: float = one_of(*STRUCTURES, meaning="which acts stand in one nest")
    dissimilarity: float = number(
        0.5,
        unit="1",
        between=(0.01, 1),
        meaning="lambda of the nest: its acts share more of their luck the lower it is",
    )
    turns: float = number(
        1.0, unit="ticks", between=(1, 10_000), meaning="length of a cycle in which each has one turn; 1: all at once"
    )
    deterministic: float = number(
        0.0, unit="0 or 1", between=(0, 1), meaning="1: infinite precision, the greatest utility decides without luck"
    )
    ties_to_act: float = number(
        0.0, unit="0 or 1", between=(0, 1), meaning="1: at a tie with loyalty the member acts; a threshold is met"
    )
    absorbing_voice: float = number(
        0.0, unit="0 or 1", between=(0, 1), meaning="1: who has spoken out never reconsiders"
    )


def chance_to_reconsider(choice_reconsider: Real, turns_in_cycle: Real, dt: Real) -> Real:
    """That a member thinks it over when asked."""
    return chance(choice_reconsider * turns_in_cycle, dt)


def reconsiders(
    filled: Flag,
    covert: Flag,
    speaking: Flag,
    luck_reconsider: Real,
    chance_to_reconsider: Real,
    choice_absorbing_voice: Real,
    turn: Count,
    turn_now: Count,
) -> Flag:
    """Nobody in a vacant post, held by an absorbing act, or whose turn it is not, thinks it over."""
    held = covert | (speaking & (choice_absorbing_voice > ZERO))
    asked = filled & ~held & np.bool_(turn == turn_now)
    return asked & (luck_reconsider < chance_to_reconsider)


def worth(utility: Real, luck: Real, precision: Real, deterministic: Real, scale: Real, shared_luck: Real) -> Real:
    """What an act counts for: its utility alone when precision is infinite, else with luck of its own and its nest."""
    chance_part = scale * gumbel(luck) + (shared_luck if scale < ONE else ZERO)
    return utility if deterministic > ZERO else precision * utility + chance_part


def is_better(worth: Real, best: Real, act: Code, ties_to_act: Real) -> Flag:
    """Better than the best so far; a tie is enough against loyalty where ties go to the act."""
    return np.bool_((worth > best) | ((worth == best) & (act == LOYAL_ACT) & (ties_to_act > ZERO)))


def chosen(
    utility_exit: Real,
    utility_voice: Real,
    utility_covert: Real,
    may_attempt: Flag,
    may_speak: Flag,
    may_propose: Flag,
    choice_precision: Real,
    choice_deterministic: Real,
    choice_ties_to_act: Real,
    scale_exit: Real,
    scale_voice: Real,
    scale_covert: Real,
    shared_luck: Real,
    luck_loyal: Real,
    luck_exit: Real,
    luck_voice: Real,
    luck_covert: Real,
) -> Code:
    """The act that is worth most, for whoever thinks it over."""
    precision, sure, ties = choice_precision, choice_deterministic, choice_ties_to_act
    best, act = worth(ZERO, luck_loyal, precision, sure, ONE, ZERO), LOYAL_ACT
    leave = worth(utility_exit, luck_exit, precision, sure, scale_exit, shared_luck) if may_attempt else CLOSED
    act = EXIT_ACT if may_attempt & is_better(leave, best, act, ties) else act
    best = max(best, leave)
    speak = worth(utility_voice, luck_voice, precision, sure, scale_voice, shared_luck) if may_speak else CLOSED
    act = VOICE_ACT if may_speak & is_better(speak, best, act, ties) else act
    best = max(best, speak)
    deal = worth(utility_covert, luck_covert, precision, sure, scale_covert, shared_luck) if may_propose else CLOSED
    return COVERT_ACT if may_propose & is_better(deal, best, act, ties) else act


def is_within_reach(utility: Real, luck: Real, luck_loyal: Real, precision: Real) -> Flag:
    """False only where luck of an act's own cannot lift it above loyalty, found without a logarithm.

    -ln(luck) < exp(precision * utility) * -ln(luck_loyal) says that the act is worth more; -ln(u) is at least 1 - u
    and at most (1 - u) / sqrt(u).
    """
    least, most = ONE - luck, (ONE - luck_loyal) * exp_at_most(precision * utility)
    return np.bool_(least * square_root(luck_loyal) <= most * ROUNDING)


def might_act(
    utility_exit: Real,
    utility_voice: Real,
    utility_covert: Real,
    may_attempt: Flag,
    may_speak: Flag,
    may_propose: Flag,
    choice_precision: Real,
    choice_deterministic: Real,
    scale_exit: Real,
    scale_voice: Real,
    scale_covert: Real,
    luck_loyal: Real,
    luck_exit: Real,
    luck_voice: Real,
    luck_covert: Real,
) -> Flag:
    """Whether anything but loyalty can come out of the choice: for most it cannot, and that is quickly seen."""
    nested = (scale_exit < ONE) | (scale_voice < ONE) | (scale_covert < ONE)
    leave = may_attempt & is_within_reach(utility_exit, luck_exit, luck_loyal, choice_precision)
    speak = may_speak & is_within_reach(utility_voice, luck_voice, luck_loyal, choice_precision)
    deal = may_propose & is_within_reach(utility_covert, luck_covert, luck_loyal, choice_precision)
    return np.bool_((choice_deterministic > ZERO) | nested | leave | speak | deal)


def attempts(act: Code) -> Flag:
    """Asks to leave: an event, never repeated by inertia."""
    return np.bool_(act == EXIT_ACT)


def proposes(act: Code) -> Flag:
    """Proposes a side deal: an event as well."""
    return np.bool_(act == COVERT_ACT)


def speaking(speaking: Flag, reconsiders: Flag, act: Code) -> Flag:
    """Speaks out; who does not think it over goes on as before."""
    return np.bool_(act == VOICE_ACT) if reconsiders else speaking


def weight(utility: Real, possible: Flag, precision: Real) -> Real:
    """exp of a utility; nothing for an act that is closed."""
    return exp(precision * utility) if possible else ZERO


def share_of_exit(leave: Real, speak: Real, deal: Real) -> Real:
    """P(exit) by the weights of the acts, loyalty weighing 1."""
    return leave / (ONE + leave + speak + deal)


def prefers_exit(exit: Real, voice: Real, covert: Real, ties_to_act: Real) -> Real:
    """1 where leaving is worth most, by the tie rule; loyalty is worth 0."""
    stays = (exit < ZERO) | (exit < voice) | (exit < covert) | ((exit == ZERO) & (ties_to_act <= ZERO))
    return ZERO if stays else ONE


def wants_out(
    filled: Flag,
    utility_free_exit: Real,
    utility_voice: Real,
    utility_covert: Real,
    exit_possible: Real,
    may_speak: Flag,
    may_propose: Flag,
    choice_precision: Real,
    choice_deterministic: Real,
    choice_ties_to_act: Real,
    in_nest: Flag,
    free_exit_in_nest: Real,
) -> Real:
    """P(exit) with b = 0 and asking free (MODEL.md 3.4); 0 for a vacant post."""
    open_exit = np.bool_(exit_possible > ZERO)
    leave = weight(utility_free_exit, open_exit, choice_precision)
    speak = weight(utility_voice, may_speak, choice_precision)
    deal = weight(utility_covert, may_propose, choice_precision)
    surely = prefers_exit(
        utility_free_exit if open_exit else CLOSED,
        utility_voice if may_speak else CLOSED,
        utility_covert if may_propose else CLOSED,
        choice_ties_to_act,
    )
    by_luck = free_exit_in_nest if in_nest else share_of_exit(leave, speak, deal)
    share = surely if choice_deterministic > ZERO else by_luck
    return share if filled else ZERO


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
        Rule("events", "chance_to_reconsider", chance_to_reconsider, level="institution"),
        Rule("choice", "present", present),
        Rule("choice", "has_exit", has_exit),
        Rule("choice", "reconsiders", reconsiders),
        Rule("choice", "wants_out", wants_out),
        Rule("choice", "might_act", might_act, when="reconsiders", often=True),
        Rule("choice", "act", chosen, when="might_act", often=True),
        Rule("choice", "attempts", attempts, when="might_act", often=True),
        Rule("choice", "proposes", proposes, when="might_act", often=True),
        Rule("choice", "speaking", speaking),
    ),
    records=(
        Record("want_out", of="wants_out", kind="mean_of:has_exit", unit="share", title="would leave if free to"),
        Record("attempts", of="attempts", kind="flow", unit="events", title="attempts to leave"),
        Record("has_exit", of="has_exit", kind="stock", unit="members", title="members in a post that can be left"),
        Record("present", of="present", kind="stock", unit="members", title="members who could choose"),
    ),
    literature=("McFadden 1978", "McKelvey & Palfrey 1995", "Granovetter 1978", "Kuran 1989"),
)
