"""McFadden 1978, Modelling the choice of residential location: the shares of a multinomial logit are a softmax."""

from __future__ import annotations

from functools import cache

import numpy as np

from tests.office import Days, office
from verification.measures import share
from verification.target import Got, Number, Outcome, Target

PAPER = "McFadden 1978, Modelling the choice of residential location; McKelvey & Palfrey 1995"
ACTS = {"exit": "attempts", "voice": "voice", "covert": "proposals"}
POSTS = 64
CHOOSERS = """
    spans 63

    1 month
    members: grievance_mean 0.8, outside_option_mean 0.4, vulnerability_mean 0.7
    everybody may speak
    everybody may deal
    voice: gain 0.5, cost 0.3, believed_punishment 0.5, sanction 1
    covert: trust 0.5, prize 1, cost 0.2, believed_punishment 0.4, sanction 2
    policy ban: strength 0.6, asking_price 0.3, threat 0.5, believed_exception 0.25, formal
"""
"""Voice: .5 * .8 - .3 - .5 * .7 * 1 = -.25. Covert: .5 * (1 + .8) - .2 - .4 * .7 * 2 = .14. Exit: .8 + .4 = 1.2;
under the ban b = .6 * .75 = .45, and .55 * 1.2 - .45 * .7 * .5 - .3 = .2025."""
UTILITIES = {
    "none": {"exit": 1.2, "voice": -0.25, "covert": 0.14},
    "ban": {"exit": 0.2025, "voice": -0.25, "covert": 0.14},
}
CASES = tuple((policy, precision) for policy in UTILITIES for precision in (1.0, 2.5))


def softmax(policy: str, precision: float) -> dict[str, float]:
    """The share of each act; loyalty is worth 0."""
    weights = {act: np.exp(precision * utility) for act, utility in UTILITIES[policy].items()}
    return {act: float(weight / (1 + sum(weights.values()))) for act, weight in weights.items()}


@cache
def first_month(policy: str, precision: float, replicates: int) -> Days:
    """Everybody has chosen once."""
    world = office(CHOOSERS, f"choice: precision {precision}")
    return Days(world, policy, replicates=replicates, launcher="cpu").step()


def label(policy: str, precision: float, act: str) -> str:
    """A share in words."""
    return f"{act}, {'ban' if policy == 'ban' else 'no ban'}, precision {precision:g}"


def simulated(replicates: int) -> Outcome:
    """All acts, with and without a ban, at two precisions."""
    got: dict[str, Got] = {}
    for policy, precision in CASES:
        days = first_month(policy, precision, replicates)
        for act, value in softmax(policy, precision).items():
            chosen = days.recorded(ACTS[act])[0].sum()
            got[label(policy, precision, act)] = share(chosen, POSTS * replicates, value)
    return Outcome(got)


TARGETS = (
    Target(
        name="multinomial-logit",
        paper=PAPER,
        level="L1",
        says="Shares of exit, voice and covert deals among members whose utilities are known: the softmax.",
        expected={
            label(policy, precision, act): Number(value)
            for policy, precision in CASES
            for act, value in softmax(policy, precision).items()
        },
        run=simulated,
        small=200,
        full=10_000,
    ),
)
