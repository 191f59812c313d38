"""What the neighbours did, what the whole did, and what was published (equations 2 and 11).

X^a = min(1, (1 - omega) * sum_j W_ij Y^a_j + omega * mean(Y^a) + Z^a)
Counted (threshold models), W_ij is 1 for everybody watched, the mean is a sum and nothing is cut off: with a window
that forgets at once, X is how many act, an integer as long as omega is 0 or 1.
Y <- Y + m (visible - Y),  m = 1 - exp(-dt / window);  Z decays with the same memory, events step it up.
m is the same for all posts, so the means of Y over those watched and over all follow the same law, and only they are
kept: how many of those watched are visible is counted on when one becomes visible or ceases to be, and nowhere else.
Visible: for exit a chair that stands empty because its holder chose to leave; for voice a holder who speaks; for
covert deals a holder whose tie is exposed. These are states, not events, so halving the tick changes nothing. Who acts
from the start is remembered from the start.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.elementary import ONE, ZERO, chance
from exitban.mechanism import SHARE, Count, Flag, Mean, Mechanism, Real, Rule, State, Total, Watched, number


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


def remembered(memory: Real, seen: Real, forgotten: Real, begun: Real) -> Real:
    """A mean of Y after what is seen has been taken in; what stands before the first tick is remembered whole.

    Who forgets all within a tick has in mind exactly what is seen.
    """
    return memory + forgotten * (seen - memory) if (begun > ZERO) & (forgotten < ONE) else seen


def forgotten(exposure_window: Real, dt: Real) -> Real:
    """m, what a tick takes from memory."""
    return chance(ONE / exposure_window, dt)


def begun() -> Real:
    """A first tick has been."""
    return ONE


def visible_exit(filled: Flag, left_openly: Flag) -> Flag:
    """The chair is empty and its last holder chose to leave."""
    return left_openly & ~filled


def visible_voice(filled: Flag, speaking: Flag) -> Flag:
    """The holder speaks."""
    return speaking & filled


def visible_covert(filled: Flag, covert: Flag, deal_exposed: Flag) -> Flag:
    """A covert tie is seen only once a deal of the member is exposed."""
    return covert & deal_exposed & filled


def near_exit(near_exit: Real, seen_exit: Count, watch_share: Real, forgotten: Real, memory_begun: Real) -> Real:
    """The mean of Y^exit over those watched."""
    return remembered(near_exit, watch_share * np.float32(seen_exit), forgotten, memory_begun)


def near_voice(near_voice: Real, seen_voice: Count, watch_share: Real, forgotten: Real, memory_begun: Real) -> Real:
    """The mean of Y^voice over those watched."""
    return remembered(near_voice, watch_share * np.float32(seen_voice), forgotten, memory_begun)


def near_covert(near_covert: Real, seen_covert: Count, watch_share: Real, forgotten: Real, memory_begun: Real) -> Real:
    """The mean of Y^covert over those watched."""
    return remembered(near_covert, watch_share * np.float32(seen_covert), forgotten, memory_begun)


def of_all(memory: Real, seen: Real, exposure_window: Real, dt: Real) -> Real:
    """The mean or the sum of Y over all posts after the tick."""
    return remembered(memory, seen, forgotten(exposure_window, dt), ONE)


def whole_exit(whole_exit: Real, share_seen_exit: Real, exposure_window: Real, dt: Real) -> Real:
    """mean(Y^exit)."""
    return of_all(whole_exit, share_seen_exit, exposure_window, dt)


def all_exit(all_exit: Real, number_seen_exit: Real, exposure_window: Real, dt: Real) -> Real:
    """The sum of Y^exit."""
    return of_all(all_exit, number_seen_exit, exposure_window, dt)


def whole_voice(whole_voice: Real, share_seen_voice: Real, exposure_window: Real, dt: Real) -> Real:
    """mean(Y^voice)."""
    return of_all(whole_voice, share_seen_voice, exposure_window, dt)


def all_voice(all_voice: Real, number_seen_voice: Real, exposure_window: Real, dt: Real) -> Real:
    """The sum of Y^voice."""
    return of_all(all_voice, number_seen_voice, exposure_window, dt)


def whole_covert(whole_covert: Real, share_seen_covert: Real, exposure_window: Real, dt: Real) -> Real:
    """mean(Y^covert)."""
    return of_all(whole_covert, share_seen_covert, exposure_window, dt)


def all_covert(all_covert: Real, number_seen_covert: Real, exposure_window: Real, dt: Real) -> Real:
    """The sum of Y^covert."""
    return of_all(all_covert, number_seen_covert, exposure_window, dt)


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
        State("memory_begun", np.float32, level="world"),
        State("visible_exit", np.bool_),
        State("near_exit", np.float32),
        State("whole_exit", np.float32, level="world"),
        State("all_exit", np.float32, level="world"),
        State("signal_exit", np.float32, level="world"),
        State("visible_voice", np.bool_),
        State("near_voice", np.float32),
        State("whole_voice", np.float32, level="world"),
        State("all_voice", np.float32, level="world"),
        State("signal_voice", np.float32, level="world"),
        State("visible_covert", np.bool_),
        State("near_covert", np.float32),
        State("whole_covert", np.float32, level="world"),
        State("all_covert", np.float32, level="world"),
        State("signal_covert", np.float32, level="world"),
    ),
    parts=(
        Rule("events", "forgotten", forgotten, level="world"),
        Rule("closing", "memory_begun", begun, level="world"),
        Rule("start", "visible_exit", visible_exit),
        Watched("start", "seen_exit", of="visible_exit", told="told_exit"),
        Mean("start", "whole_exit", of="visible_exit"),
        Total("start", "all_exit", of="visible_exit", level="world"),
        Rule("perception", "near_exit", near_exit),
        Rule("choice", "exposure_exit", exposure_exit),
        Rule("aftermath", "visible_exit", visible_exit),
        Watched("aftermath", "seen_exit", of="visible_exit", told="told_exit"),
        Mean("aftermath", "share_seen_exit", of="visible_exit"),
        Total("aftermath", "number_seen_exit", of="visible_exit", level="world"),
        Rule("closing", "whole_exit", whole_exit, level="world"),
        Rule("closing", "all_exit", all_exit, level="world"),
        Rule("closing", "signal_exit", signal_exit, level="world"),
        Rule("start", "visible_voice", visible_voice),
        Watched("start", "seen_voice", of="visible_voice", told="told_voice"),
        Mean("start", "whole_voice", of="visible_voice"),
        Total("start", "all_voice", of="visible_voice", level="world"),
        Rule("perception", "near_voice", near_voice),
        Rule("choice", "exposure_voice", exposure_voice),
        Rule("aftermath", "visible_voice", visible_voice),
        Watched("aftermath", "seen_voice", of="visible_voice", told="told_voice"),
        Mean("aftermath", "share_seen_voice", of="visible_voice"),
        Total("aftermath", "number_seen_voice", of="visible_voice", level="world"),
        Rule("closing", "whole_voice", whole_voice, level="world"),
        Rule("closing", "all_voice", all_voice, level="world"),
        Rule("closing", "signal_voice", signal_voice, level="world"),
        Rule("start", "visible_covert", visible_covert),
        Watched("start", "seen_covert", of="visible_covert", told="told_covert"),
        Mean("start", "whole_covert", of="visible_covert"),
        Total("start", "all_covert", of="visible_covert", level="world"),
        Rule("perception", "near_covert", near_covert),
        Rule("choice", "exposure_covert", exposure_covert),
        Rule("aftermath", "visible_covert", visible_covert),
        Watched("aftermath", "seen_covert", of="visible_covert", told="told_covert"),
        Mean("aftermath", "share_seen_covert", of="visible_covert"),
        Total("aftermath", "number_seen_covert", of="visible_covert", level="world"),
        Rule("closing", "whole_covert", whole_covert, level="world"),
        Rule("closing", "all_covert", all_covert, level="world"),
        Rule("closing", "signal_covert", signal_covert, level="world"),
    ),
    literature=("Granovetter 1978", "Brock & Durlauf 2001", "Watts 2002"),
)
