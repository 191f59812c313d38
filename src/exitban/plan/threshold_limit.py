"""Is a run in the threshold limit of the model (MODEL.md 6)? Then its ticks cost as much as those who act.

{loyal, voice}, infinite precision, absorbing, counts of those watched, everybody reconsiders in every tick, and nothing
else is on: no policy, no event, no exit, no hazard. Every replicate must be so.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from exitban.maths.elementary import ONE, chance
from exitban.plan.plan import Plan
from exitban.scenario import shelf

AS_STATED: Final = {
    "exit_possible": 0.0,
    "covert_possible": 0.0,
    "voice_possible": 1.0,
    "voice_gain": 1.0,
    "voice_cost": 0.0,
    "voice_contagion": 1.0,
    "voice_believed_punishment": 0.0,
    "voice_informed_by_exit": 0.0,
    "voice_punished": 0.0,
    "sanctions_crowd_risk": 0.0,
    "choice_deterministic": 1.0,
    "choice_absorbing_voice": 1.0,
    "choice_turns": 1.0,
    "exposure_counted": 1.0,
    "exposure_whole": 0.0,
    "stress_noise": 0.0,
    "stress_pressure": 0.0,
    "stress_damage": 0.0,
    "hazards_killed": 0.0,
    "hazards_killed_by_stress": 0.0,
    "hazards_arrested": 0.0,
    "hazards_dismissed": 0.0,
    "hazards_prosecuted": 0.0,
    "hazards_natural": 0.0,
}
"""Numbers that must have this value for all institutions and replicates."""
MAY_BE_STATED: Final = {"grievance", "speaking"}
"""What may be said of the first members: thresholds, and who speaks."""


def in_threshold_limit(plan: Plan, given: dict[str, NDArray[Any]]) -> bool:
    """Whether nothing but a threshold cascade can happen; ``given`` is what `Plan.under` gives for the policy."""
    scenario = plan.scenario
    if scenario.mechanisms != shelf() or scenario.events or scenario.lifting or len(given["opens"]) > 1:
        return False
    if not {one.state for one in scenario.at_start} <= MAY_BE_STATED:
        return False
    return all((given[name] == value).all() for name, value in AS_STATED.items()) and certain(plan, given)


def certain(plan: Plan, given: dict[str, NDArray[Any]]) -> bool:
    """Everybody reconsiders in every tick, and nobody remembers more than the last."""
    dt = np.float32(plan.scenario.time.dt)
    asked = [chance(rate, dt) for rate in given["choice_reconsider"].ravel()]
    forgotten = [chance(ONE / window, dt) for window in given["exposure_window"].ravel()]
    return all(one == ONE for one in (*asked, *forgotten))
