"""Competing risks: cause-specific hazards of .010, .004 and .001 per month, for ten years.

Cumulative incidence of cause j: h_j / h (1 - exp(-h t)); survival exp(-h t), h = .015 (Prentice et al. 1978).
"""

from __future__ import annotations

from functools import partial

import numpy as np

from tests.office import Days, office
from verification.measures import share
from verification.target import Number, Outcome, Target, picture

HAZARDS = {"killed": 0.010, "arrested": 0.004, "dismissed": 0.001}
SURVIVAL = 0.165299
INCIDENCE = {"killed": 0.556467, "arrested": 0.222587, "dismissed": 0.055647}
MONTHS = 120
OFFICE = """
    spans 63

    {months} months of {ticks} ticks
    nobody reconsiders
    hazards: killed 0.010, arrested 0.004, dismissed 0.001
"""


def simulated(ticks: int, replicates: int) -> Outcome:
    """Survival and incidence after ten years."""
    world = office(OFFICE.format(months=MONTHS, ticks=ticks))
    days = Days(world, replicates=replicates, seed=ticks, launcher="cpu").to_the_end()
    members = 64 * replicates
    got = {f"cumulative incidence, {cause}": share(days.recorded(f"exits_{cause}").sum(), members, INCIDENCE[cause])
           for cause in INCIDENCE}  # fmt: skip
    got["survival"] = share(days["filled"].sum(), members, SURVIVAL)
    alive = days.recorded("filled").mean(axis=1) / 64
    at = np.arange(12, MONTHS + 1, 12)
    law = np.exp(-sum(HAZARDS.values()) * at)
    points = (at, alive[at * ticks - 1], np.sqrt(law * (1 - law) / members))
    return Outcome(got, picture(("months", "share in post"), points, (at, law)))


TARGETS = tuple(
    Target(
        name=f"competing-risks-dt-1-over-{ticks}",
        paper="Prentice et al. 1978, The analysis of failure times in the presence of competing risks",
        level="L1",
        says=f"Three hazards at once, in ticks of 1/{ticks} month: survival and cumulative incidence after 120 months.",
        expected={
            "survival": Number(SURVIVAL),
            **{f"cumulative incidence, {cause}": Number(value) for cause, value in INCIDENCE.items()},
        },
        run=partial(simulated, ticks),
        small=100,
        full=8_000,
    )
    for ticks in (1, 2, 4)
)
