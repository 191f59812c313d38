"""Morris & Shin 1998, Unique equilibrium in a model of self-fulfilling currency attacks: the one-shot global game."""

from __future__ import annotations

import exitban
from verification.measures import exact
from verification.target import Number, Outcome, Target

THRESHOLDS = {0.0: 0.8433, 0.5: 0.7637, 1.0: 0.6617}


def solved(_: int) -> Outcome:
    """With and without a public signal."""
    got = {f"z = {z:g}": exact(exitban.global_game(0.3, z, 1.0, 4.0).equilibria[0].threshold) for z in THRESHOLDS}
    return Outcome(got | {"nothing public": exact(exitban.global_game(0.3).equilibria[0].threshold)})


TARGETS = (
    Target(
        name="global-game",
        paper="Morris & Shin 1998; Angeletos, Hellwig & Pavan 2007",
        level="L0",
        says="Strength below which a regime falls, c = .3; with a public signal z, alpha = 1, beta = 4.",
        expected={
            **{f"z = {z:g}": Number(value, within=5e-5) for z, value in THRESHOLDS.items()},
            "nothing public": Number(0.7, within=1e-12),
        },
        run=solved,
    ),
)
