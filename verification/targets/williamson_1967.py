"""Williamson 1967, Hierarchical control and optimum firm size; Downs 1967, Inside bureaucracy: alpha^depth."""

from __future__ import annotations

import numpy as np

from tests.office import Days, office
from verification.measures import exact
from verification.target import Number, Outcome, Target, picture

CHAIN = """
    spans 1 1 1 1 1 1

    1 month
    control: kept 0.9
"""


def simulated(_: int) -> Outcome:
    """What is left of an order down a chain of six."""
    reach = Days(office(CHAIN)).step()["reach"][:, 0]
    depth = np.arange(7)
    points = (depth, reach, np.zeros(7))
    return Outcome(
        {"share left six ranks down": exact(float(reach[-1]))},
        picture(("rank", "share of an order that is left"), points, (depth, 0.9**depth)),
    )


TARGETS = (
    Target(
        name="control-loss",
        paper="Williamson 1967, Hierarchical control and optimum firm size; Downs 1967, Inside bureaucracy",
        level="L0",
        says="Each rank passes on .9 of an order: six ranks down .9^6 is left.",
        expected={"share left six ranks down": Number(0.531441, within=5e-7)},
        run=simulated,
    ),
)
