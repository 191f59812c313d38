"""Acts that are near substitutes share a part of their luck: the nested logit (equation 4).

P(a in B) = exp(lambda I) / (sum of the nests' weights) * exp(U^a / lambda) / sum_{a' in B} exp(U^a' / lambda),
I = ln sum_{a in B} exp(U^a / lambda), lambda = choice.dissimilarity, and choice.structure says which acts stand in B.
The luck of an act in B is lambda (G_a + ln S), S positive stable of index lambda (Kanter 1975), one S for B: exact
shares, and when one act gets worse nobody flips between the others. An act that an institution's members never have
is no part of a nest there, and a nest of one act is none. Constants are recentred: to each act of B is added what
keeps its share, for the institution's mean member without stress, exposure or policy, at that of the plain logit.
"""

from __future__ import annotations

import numpy as np

from exitban.maths import nested_logit
from exitban.maths.elementary import ONE, ZERO
from exitban.maths.nested_logit import CLOSED
from exitban.mechanism import Flag, Mechanism, NoNumbers, Real, Rule
from exitban.words import STRUCTURES

VOICE_COVERT = np.float32(STRUCTURES.index("voice-covert"))
EXIT_COVERT = np.float32(STRUCTURES.index("exit-covert"))
ALL_THREE = np.float32(STRUCTURES.index("exit-voice-covert"))


def nest(
    choice_structure: Real,
    choice_dissimilarity: Real,
    choice_deterministic: Real,
    exit_possible: Real,
    voice_possible: Real,
    covert_possible: Real,
) -> tuple[Flag, Real, Real, Real]:
    """(there is a nest; lambda of exit, voice, covert: 1 outside the nest), for the members of an institution."""
    exit = (choice_structure >= EXIT_COVERT) & (exit_possible > ZERO)
    voice = ((choice_structure == VOICE_COVERT) | (choice_structure == ALL_THREE)) & (voice_possible > ZERO)
    covert = (choice_structure >= VOICE_COVERT) & (covert_possible > ZERO)
    several = np.int32(exit) + np.int32(voice) + np.int32(covert) > np.int32(1)
    nested = np.bool_(several & (choice_dissimilarity < ONE) & (choice_deterministic <= ZERO))
    return (
        nested,
        choice_dissimilarity if nested & exit else ONE,
        choice_dissimilarity if nested & voice else ONE,
        choice_dissimilarity if nested & covert else ONE,
    )


def recentring(
    reference_exit: Real,
    reference_voice: Real,
    reference_covert: Real,
    scale_exit: Real,
    scale_voice: Real,
    scale_covert: Real,
    choice_precision: Real,
) -> tuple[Real, Real, Real]:
    """What keeps the mean member's shares where the plain logit has them."""
    exit = choice_precision * reference_exit if scale_exit < ONE else CLOSED
    voice = choice_precision * reference_voice if scale_voice < ONE else CLOSED
    covert = choice_precision * reference_covert if scale_covert < ONE else CLOSED
    inclusive = nested_logit.log_sum(exit, voice, covert)
    per_logit = ONE / choice_precision if choice_precision > ZERO else ZERO
    return (
        per_logit * nested_logit.recentred(exit, inclusive, scale_exit),
        per_logit * nested_logit.recentred(voice, inclusive, scale_voice),
        per_logit * nested_logit.recentred(covert, inclusive, scale_covert),
    )


def term_exit(recentred_exit: Real) -> Real:
    """What keeps the mean member's share without a ban where the plain logit has it; 0 outside a nest."""
    return recentred_exit


def term_voice(recentred_voice: Real) -> Real:
    """What keeps the mean member's share without a ban where the plain logit has it; 0 outside a nest."""
    return recentred_voice


def term_covert(recentred_covert: Real) -> Real:
    """What keeps the mean member's share without a ban where the plain logit has it; 0 outside a nest."""
    return recentred_covert


def chooses_in_nest(reconsiders: Flag, nested: Flag) -> Flag:
    """Needs the luck that the acts of the nest share."""
    return reconsiders & nested


def shared_luck(luck_nest_angle: Real, luck_nest_exponential: Real, choice_dissimilarity: Real) -> Real:
    """lambda ln S."""
    return nested_logit.shared_luck(luck_nest_angle, luck_nest_exponential, choice_dissimilarity)


def in_nest(filled: Flag, nested: Flag) -> Flag:
    """Is asked whether leaving would be best if it were free, and has a nest."""
    return filled & nested


def free_exit_in_nest(
    utility_free_exit: Real,
    utility_voice: Real,
    utility_covert: Real,
    recentred_exit: Real,
    exit_possible: Real,
    may_speak: Flag,
    may_propose: Flag,
    choice_precision: Real,
    scale_exit: Real,
    scale_voice: Real,
    scale_covert: Real,
) -> Real:
    """P(exit) with b = 0 and asking free (MODEL.md 3.4), in the nested logit."""
    exit = choice_precision * (utility_free_exit + recentred_exit) if exit_possible > ZERO else CLOSED
    voice = choice_precision * utility_voice if may_speak else CLOSED
    covert = choice_precision * utility_covert if may_propose else CLOSED
    return nested_logit.shares(exit, voice, covert, scale_exit, scale_voice, scale_covert)[0]


MECHANISM = Mechanism(
    name="nests",
    law=__doc__,
    numbers=NoNumbers,
    parts=(
        Rule("events", ("nested", "scale_exit", "scale_voice", "scale_covert"), nest, level="institution"),
        Rule(
            "events",
            ("recentred_exit", "recentred_voice", "recentred_covert"),
            recentring,
            level="institution",
        ),
        Rule("choice", "utility_exit", term_exit),
        Rule("choice", "utility_voice", term_voice),
        Rule("choice", "utility_covert", term_covert),
        Rule("choice", "chooses_in_nest", chooses_in_nest),
        Rule("choice", "shared_luck", shared_luck, when="chooses_in_nest"),
        Rule("choice", "in_nest", in_nest),
        Rule("choice", "free_exit_in_nest", free_exit_in_nest, when="in_nest"),
    ),
    literature=("McFadden 1978", "Kanter 1975", "Train 2009, chapter 4"),
)
