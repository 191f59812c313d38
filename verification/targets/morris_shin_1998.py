"""Morris & Shin 1998, Unique equilibrium in a model of self-fulfilling currency attacks: the one-shot global game."""

from __future__ import annotations

import math

from scipy.stats import norm

import exitban
from verification.measures import exact
from verification.target import Number, Outcome, Target

ALPHA = 5.0
EDGE = ALPHA**2 / (2 * math.pi)
THRESHOLDS = {0.0: 0.8433, 0.5: 0.7637, 1.0: 0.6617}


def most_equilibria(beta: float) -> int:
    """The most equilibria for public signals around the one at which theta = 1/2 solves the equation."""
    middle = 0.5 - math.sqrt(ALPHA + beta) * norm.ppf(0.3) / ALPHA
    found = (exitban.global_game(0.3, middle + step, ALPHA, beta).equilibria for step in (-0.1, 0.0, 0.1))
    return max(len(one) for one in found)


def solved(_: int) -> Outcome:
    """With and without a public signal."""
    got = {f"z = {z:g}": exact(exitban.global_game(0.3, z, 1.0, 4.0).equilibria[0].threshold) for z in THRESHOLDS}
    got |= {"nothing public": exact(exitban.global_game(0.3).equilibria[0].threshold)}
    counted = {label: exact(most_equilibria(share * EDGE)) for label, (share, _) in COUNTS.items()}
    return Outcome(got | counted)


COUNTS = {"equilibria, beta just above alpha^2 / 2 pi": (1.0001, 1), "equilibria, beta below it": (0.98, 3)}


TARGETS = (
    Target(
        name="global-game",
        paper="Morris & Shin 1998; Angeletos, Hellwig & Pavan 2007",
        level="L0",
        says="Strength below which a regime falls, c = .3; with a public signal z, alpha = 1, beta = 4. There is one "
        "equilibrium if and only if beta >= alpha^2 / (2 pi), here at alpha = 5.",
        expected={
            **{f"z = {z:g}": Number(value, within=5e-5) for z, value in THRESHOLDS.items()},
            "nothing public": Number(0.7, within=1e-12),
            **{label: Number(count, within=0) for label, (_, count) in COUNTS.items()},
        },
        run=solved,
    ),
)
