"""Speaking out (equation 3, voice).

U^V = k_V g - c_V - p_V x sanction_V s + J_V X^V + J_VE X^E
Voice is a standing act: who does not reconsider goes on speaking. Exits seen can inform voice (J_VE).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.elementary import ONE, chance
from exitban.mechanism import POSITIVE, SHARE, Flag, Mechanism, Real, Record, Rule, State, number


@dataclass(frozen=True)
class Numbers:
    """What speaking out brings and costs."""

    possible: float = number(
        1.0, unit="0 or 1", between=(0, 1), level="institution", meaning="0 where nobody can speak out"
    )
    gain: float = number(
        0.5,
        unit="1",
        between=POSITIVE,
        level="institution",
        meaning="k_V: relief from voice, per unit grievance",
    )
    cost: float = number(4.0, unit="logit", level="institution", meaning="c_V: cost of speaking out")
    believed_punishment: float = number(
        0.5,
        unit="probability",
        between=SHARE,
        level="institution",
        meaning="p_V: believed chance of punishment",
    )
    sanction: float = number(
        2.0,
        unit="logit",
        between=POSITIVE,
        level="institution",
        meaning="sanction_V: harm per unit vulnerability",
    )
    contagion: float = number(
        1.0,
        unit="logit",
        between=(-20, 20),
        level="institution",
        meaning="J_V: pull of voice seen, per unit share",
    )
    informed_by_exit: float = number(
        0.5,
        unit="logit",
        between=(-20, 20),
        level="institution",
        meaning="J_VE: pull of exits seen, per unit share",
    )
    punished: float = number(
        0.1,
        unit="1/month",
        between=POSITIVE,
        level="institution",
        meaning="rate at which a speaker is reported",
    )


def term_relief(discontent: Real, voice_gain: Real, voice_cost: Real) -> Real:
    """What it is worth to say it, less the cost."""
    return voice_gain * discontent - voice_cost


def expected_punishment(voice_believed_punishment: Real, sanctions_crowd_risk: Real, risk_in_crowd: Real) -> Real:
    """p_V as it is stated, or as the number of speakers leaves it (see sanctions)."""
    return risk_in_crowd if sanctions_crowd_risk > np.float32(0.0) else voice_believed_punishment


def term_fear(expected_punishment: Real, vulnerability: Real, voice_sanction: Real, survival: Real) -> Real:
    """The punishment feared."""
    return -(expected_punishment * vulnerability * voice_sanction * survival)


def term_contagion(exposure_voice: Real, voice_contagion: Real) -> Real:
    """The voices of others."""
    return voice_contagion * exposure_voice


def term_exits_seen(exposure_exit: Real, voice_informed_by_exit: Real) -> Real:
    """Exits as a signal (Pfaff & Kim 2003)."""
    return voice_informed_by_exit * exposure_exit


def reference(
    members_grievance_mean: Real,
    members_vulnerability_mean: Real,
    voice_gain: Real,
    voice_cost: Real,
    voice_believed_punishment: Real,
    voice_sanction: Real,
    sanctions_crowd_risk: Real,
    risk_of_the_first: Real,
) -> Real:
    """U^V of the mean member without stress and exposure, when nothing is forbidden and the ruler sure to survive."""
    punishment = expected_punishment(voice_believed_punishment, sanctions_crowd_risk, risk_of_the_first)
    fear = term_fear(punishment, members_vulnerability_mean, voice_sanction, ONE)
    return term_relief(members_grievance_mean, voice_gain, voice_cost) + fear


def may_speak(voice_possible: Real) -> Flag:
    """Voice is open to the member."""
    return np.bool_(voice_possible > np.float32(0.0))


def chance_of_report(voice_punished: Real, dt: Real) -> Real:
    """That a speaker is reported within the tick."""
    return chance(voice_punished, dt)


def is_heard(filled: Flag, speaking: Flag) -> Flag:
    """Speaks, and is in post."""
    return filled & speaking


def reported_speaker(luck_punished_voice: Real, chance_of_report: Real) -> Flag:
    """A speaker is reported for punishment at a rate, and joins the queue of sanctions (equation 7)."""
    return np.bool_(luck_punished_voice < chance_of_report)


def voice_now(filled: Flag, speaking: Flag) -> Flag:
    """Speaks out at the end of the tick."""
    return filled & speaking


MECHANISM = Mechanism(
    name="voice",
    law=__doc__,
    numbers=Numbers,
    states=(State("speaking", np.bool_, arrival=0.0, at_start=True),),
    parts=(
        Rule("events", "reference_voice", reference, level="institution"),
        Rule("choice", "expected_punishment", expected_punishment),
        Rule("choice", "utility_voice", term_relief),
        Rule("choice", "utility_voice", term_fear),
        Rule("choice", "utility_voice", term_contagion),
        Rule("choice", "utility_voice", term_exits_seen),
        Rule("choice", "may_speak", may_speak),
        Rule("events", "chance_of_report", chance_of_report, level="institution"),
        Rule("queue", "is_heard", is_heard),
        Rule("queue", "reported_speaker", reported_speaker, when="is_heard"),
        Rule("control", "voice_now", voice_now, seldom=True),
    ),
    records=(Record("voice", of="voice_now", kind="stock", unit="members", title="members who speak out"),),
    literature=("Hirschman 1970", "Pfaff & Kim 2003", "Sellars 2019"),
)
