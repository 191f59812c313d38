"""Members think things over in turns instead of all at once (equation 4, the random-sequential variant).

With ``choice.turns`` = n a cycle is n ticks. At its beginning every post draws which of them is its turn; in that
tick, and in no other, its holder reconsiders, with probability 1 - exp(-rho n dt). With n = 1 all choose at once. What
differs between the two is made by the tick itself: choosing at once, nobody reacts to those who choose beside them.
"""

from __future__ import annotations

import numpy as np

from exitban.maths.elementary import HALF, ONE
from exitban.mechanism import Count, Flag, Mechanism, NoNumbers, Real, Rule, State


def cycle(tick: Count, choice_turns: Real) -> tuple[Count, Real, Flag]:
    """(whose turn it is, turns in a cycle, a cycle of several turns begins)."""
    turns = np.int32(choice_turns + HALF)
    now = np.int32(tick % turns) if turns > np.int32(1) else np.int32(0)
    return now, np.float32(turns), np.bool_((now == np.int32(0)) & (turns > np.int32(1)))


def draws_turn(cycle_begins: Flag) -> Flag:
    """Every post, filled or not: a new holder takes over the turn."""
    return cycle_begins


def turn(luck_turn: Real, turns_in_cycle: Real) -> Count:
    """One of the ticks of the cycle, each as likely."""
    return np.int32(min(luck_turn * turns_in_cycle, turns_in_cycle - ONE))


MECHANISM = Mechanism(
    name="turns",
    law=__doc__,
    numbers=NoNumbers,
    states=(State("turn", np.int32),),
    parts=(
        Rule("events", ("turn_now", "turns_in_cycle", "cycle_begins"), cycle, level="world"),
        Rule("involuntary", "draws_turn", draws_turn),
        Rule("involuntary", "turn", turn, when="draws_turn"),
    ),
    literature=("Huberman & Glance 1993", "Brock & Durlauf 2001"),
)
