"""The nested logit: its luck, its closed form, and the utilities that give the same shares (MODEL.md equation 4).

Utilities are those of exit, voice and covert, in units of their luck, against loyalty at 0; `CLOSED` is that of an act
that is not open. Scales are the dissimilarity lambda for the acts of the nest, and 1 for those outside it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from exitban.maths.elementary import ONE, ZERO, Real, exp, log, sine_of_half_turns

CLOSED: Final = np.float32(-1e30)
FAR: Final = np.float32(-1e29)
"""Nothing below this is open."""


def shared_luck(angle: Real, exponential: Real, dissimilarity: Real) -> Real:
    """lambda ln S for S positive stable of index lambda < 1, from two uniform draws (Kanter 1975).

    S = (sin(lambda t) / sin(t)^(1 / lambda)) (sin((1 - lambda) t) / E)^((1 - lambda) / lambda) with t uniform on
    (0, pi) and E exponential. Times lambda its logarithm holds no power of 1 / lambda: nothing overflows.
    """
    rest = ONE - dissimilarity
    waiting = log(-log(exponential))
    ratio = dissimilarity * log(sine_of_half_turns(dissimilarity * angle)) - log(sine_of_half_turns(angle))
    return ratio + rest * (log(sine_of_half_turns(rest * angle)) - waiting)


def raised(utility: Real) -> Real:
    """exp of a utility; nothing for an act that is closed."""
    return exp(utility) if utility > FAR else ZERO


def log_sum(exit: Real, voice: Real, covert: Real) -> Real:
    """ln of the sum of three raised utilities, the greatest taken out first; `CLOSED` when all are."""
    best = max(exit, voice, covert)
    if best <= FAR:
        return CLOSED
    return best + log(raised(exit - best) + raised(voice - best) + raised(covert - best))


def within(utility: Real, scale: Real) -> Real:
    """U / lambda of an open act in the nest."""
    return utility / scale if (scale < ONE) & (utility > FAR) else CLOSED


def alone(utility: Real, scale: Real) -> Real:
    """The weight of an act outside the nest."""
    return raised(utility) if scale >= ONE else ZERO


def shares(
    exit: Real, voice: Real, covert: Real, scale_exit: Real, scale_voice: Real, scale_covert: Real
) -> tuple[Real, Real, Real]:
    """P of exit, voice and covert; the rest is loyalty's. An empty nest weighs nothing."""
    scale = min(scale_exit, scale_voice, scale_covert)
    in_exit, in_voice, in_covert = within(exit, scale_exit), within(voice, scale_voice), within(covert, scale_covert)
    inclusive = log_sum(in_exit, in_voice, in_covert)
    nest = raised(scale * inclusive) if inclusive > FAR else ZERO
    leave = alone(exit, scale_exit) + nest * raised(in_exit - inclusive)
    speak = alone(voice, scale_voice) + nest * raised(in_voice - inclusive)
    deal = alone(covert, scale_covert) + nest * raised(in_covert - inclusive)
    total = ONE + leave + speak + deal
    return leave / total, speak / total, deal / total


def recentred(utility: Real, inclusive: Real, scale: Real) -> Real:
    """What must be added to the utility of an act in a nest so that its share is that of the plain logit.

    ``inclusive`` is ln of the sum of exp(utility) over the nest in the plain logit. With q = exp(U) the odds of an act
    against loyalty there, the nested logit has the same odds at U' = lambda ln q + (1 - lambda) ln(sum of q).
    """
    return (ONE - scale) * (inclusive - utility) if scale < ONE else ZERO
