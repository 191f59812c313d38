"""The side deal of the founding report: an offer that is not believed."""

from __future__ import annotations

import exitban
from verification.measures import exact
from verification.target import Number, Outcome, Target


def decided(_: int) -> Outcome:
    """Prior .3, likelihood ratio 3, C / V = 4."""
    deal = exitban.side_deal(0.3, 3, 4)
    got = {"belief": deal.belief, "needed": deal.needed, "accepted": float(deal.accepted)}
    return Outcome({name: exact(value) for name, value in got.items()})


TARGETS = (
    Target(
        name="side-deal",
        paper="Bayes' rule and one decision",
        level="L0",
        says="Prior .3 and likelihood ratio 3 give a belief that falls short of C / (V + C) at C / V = 4: turned down.",
        expected={"belief": Number(0.5625, 1e-12), "needed": Number(0.8, 1e-12), "accepted": Number(0, 0)},
        run=decided,
    ),
)
