"""What the neighbours did, what the whole did, and what was published (equations 2 and 11).

X^a = min(1, (1 - omega) * sum_j W_ij Y^a_j + omega * mean(Y^a) + Z^a)
Counted (threshold models), W_ij is 1 for everybody watched, the mean is a sum and nothing is cut off: with a window
that forgets at once, X is how many act, an integer as long as omega is 0 or 1.
Y <- Y + m (visible - Y),  m = 1 - exp(-dt / window);  Z decays with the same memory, events step it up.
Visible: for exit a chair that stands empty because its holder chose to leave; for voice a holder who speaks; for
covert deals a holder whose tie is exposed. These are states, not events, so halving the tick changes nothing. Who acts
from the start is remembered from the start.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.elementary import ONE, ZERO, chance
from exitban.mechanism import SHARE, Flag, Mean, Mechanism, Near, Real, Rule, State, Total, number


@dataclass(frozen=True)
class Numbers:
    """Attention and memory."""

    whole: float = number(0.2, unit="share", between=SHARE, meaning="omega: attention to the whole, not to neighbours")
    window: float = number(3.0, unit="months", between=(1e-6, 1e6), meaning="how long acts are remembered")
    counted: float = number(
        0.0,
        unit="0 or 1",
        between=(0, 1),
        alike=True,
        meaning="1: exposure is how many act; 0: which share",
    )


def exposure(near: Real, whole: Real, all_posts: Real, signal: Real, attention: Real, counted: Real) -> Real:
    """X of an act; ``near`` is a sum over those watched where acts are counted, else their mean."""
    share = min(ONE, (ONE - attention) * near + attention * whole + signal)
    count = (ONE - attention) * near + attention * all_posts + signal
    return count if counted > ZERO else share


def exposure_exit(
    near_exit: Real, whole_exit: Real, all_exit: Real, signal_exit: Real, exposure_whole: Real, exposure_counted: Real
) -> Real:
    """X^exit."""
    return exposure(near_exit, whole_exit, all_exit, signal_exit, exposure_whole, exposure_counted)


def exposure_voice(
    near_voice: Real,
    whole_voice: Real,
    all_voice: Real,
    signal_voice: Real,
    exposure_whole: Real,
    exposure_counted: Real,
) -> Real:
    """X^voice."""
    return exposure(near_voice, whole_voice, all_voice, signal_voice, exposure_whole, exposure_counted)


def exposure_covert(
    near_covert: Real,
    whole_covert: Real,
    all_covert: Real,
    signal_covert: Real,
    exposure_whole: Real,
    exposure_counted: Real,
) -> Real:
    """X^covert."""
    return exposure(near_covert, whole_covert, all_covert, signal_covert, exposure_whole, exposure_counted)


def remembered(memory: Real, visible: Flag, window: Real, dt: Real) -> Real:
    """Y after the tick."""
    return memory + chance(ONE / window, dt) * (np.float32(visible) - memory)


def seen_exit(filled: Flag, left_openly: Flag) -> Flag:
    """The chair is empty and its last holder chose to leave."""
    return left_openly & ~filled


def seen_voice(filled: Flag, speaking: Flag) -> Flag:
    """The holder speaks."""
    return speaking & filled


def seen_covert(filled: Flag, covert: Flag, deal_exposed: Flag) -> Flag:
    """A covert tie is seen only once a deal of the member is exposed."""
    return covert & deal_exposed & filled


def first_exit(filled: Flag, left_openly: Flag) -> Real:
    """Y^exit before the first tick."""
    return np.float32(seen_exit(filled, left_openly))


def first_voice(filled: Flag, speaking: Flag) -> Real:
    """Y^voice before the first tick: who speaks from the start has been heard."""
    return np.float32(seen_voice(filled, speaking))


def first_covert(filled: Flag, covert: Flag, deal_exposed: Flag) -> Real:
    """Y^covert before the first tick."""
    return np.float32(seen_covert(filled, covert, deal_exposed))


def memory_exit(memory_exit: Real, filled: Flag, left_openly: Flag, exposure_window: Real, dt: Real) -> Real:
    """Y^exit."""
    return remembered(memory_exit, seen_exit(filled, left_openly), exposure_window, dt)


def memory_voice(memory_voice: Real, filled: Flag, speaking: Flag, exposure_window: Real, dt: Real) -> Real:
    """Y^voice."""
    return remembered(memory_voice, seen_voice(filled, speaking), exposure_window, dt)


def memory_covert(
    memory_covert: Real, filled: Flag, covert: Flag, deal_exposed: Flag, exposure_window: Real, dt: Real
) -> Real:
    """Y^covert."""
    return remembered(memory_covert, seen_covert(filled, covert, deal_exposed), exposure_window, dt)


def faded(signal: Real, step: Real, window: Real, dt: Real) -> Real:
    """Z after the tick."""
    return signal * (ONE - chance(ONE / window, dt)) + step


def signal_exit(
    signal_exit: Real, news_exit: Real, announced: Real, leaked_exit: Real, exposure_window: Real, dt: Real
) -> Real:
    """Z^exit: events, announcements of formal bans, leaks of blocked attempts."""
    return faded(signal_exit, news_exit + announced + leaked_exit, exposure_window, dt)


def signal_voice(signal_voice: Real, news_voice: Real, exposure_window: Real, dt: Real) -> Real:
    """Z^voice."""
    return faded(signal_voice, news_voice, exposure_window, dt)


def signal_covert(signal_covert: Real, news_covert: Real, leaked_covert: Real, exposure_window: Real, dt: Real) -> Real:
    """Z^covert: events and leaks of deals."""
    return faded(signal_covert, news_covert + leaked_covert, exposure_window, dt)


MECHANISM = Mechanism(
    name="exposure",
    law=__doc__,
    numbers=Numbers,
    states=(
        State("memory_exit", np.float32),
        State("memory_voice", np.float32),
        State("memory_covert", np.float32),
        State("whole_exit", np.float32, level="world"),
        State("all_exit", np.float32, level="world"),
        State("whole_voice", np.float32, level="world"),
        State("all_voice", np.float32, level="world"),
        State("whole_covert", np.float32, level="world"),
        State("all_covert", np.float32, level="world"),
        State("signal_exit", np.float32, level="world"),
        State("signal_voice", np.float32, level="world"),
        State("signal_covert", np.float32, level="world"),
    ),
    parts=(
        Rule("start", "memory_exit", first_exit),
        Rule("start", "memory_voice", first_voice),
        Rule("start", "memory_covert", first_covert),
        Mean("start", "whole_exit", of="memory_exit"),
        Total("start", "all_exit", of="memory_exit", level="world"),
        Mean("start", "whole_voice", of="memory_voice"),
        Total("start", "all_voice", of="memory_voice", level="world"),
        Mean("start", "whole_covert", of="memory_covert"),
        Total("start", "all_covert", of="memory_covert", level="world"),
        Near("choice", "near_exit", of="memory_exit"),
        Near("choice", "near_voice", of="memory_voice"),
        Near("choice", "near_covert", of="memory_covert"),
        Rule("choice", "exposure_exit", exposure_exit),
        Rule("choice", "exposure_voice", exposure_voice),
        Rule("choice", "exposure_covert", exposure_covert),
        Rule("aftermath", "memory_exit", memory_exit),
        Rule("aftermath", "memory_voice", memory_voice),
        Rule("aftermath", "memory_covert", memory_covert),
        Mean("aftermath", "whole_exit", of="memory_exit"),
        Total("aftermath", "all_exit", of="memory_exit", level="world"),
        Mean("aftermath", "whole_voice", of="memory_voice"),
        Total("aftermath", "all_voice", of="memory_voice", level="world"),
        Mean("aftermath", "whole_covert", of="memory_covert"),
        Total("aftermath", "all_covert", of="memory_covert", level="world"),
        Rule("closing", "signal_exit", signal_exit, level="world"),
        Rule("closing", "signal_voice", signal_voice, level="world"),
        Rule("closing", "signal_covert", signal_covert, level="world"),
    ),
    literature=("Granovetter 1978", "Brock & Durlauf 2001", "Watts 2002"),
)
