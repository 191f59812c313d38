"""What multilevel splitting gains over plain sampling: variance per CPU second, beside a closed form.

python -m benchmarks.splitting
"""

from __future__ import annotations

import math
from functools import reduce
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.processes import say
from exitban.ensembles import RareLoss, rare_loss
from exitban.scenario import read

CHAINS: Final = Path(__file__).with_name("chains.yaml")
HAZARDS: Final = (0.03, 0.012, 0.004)
COUNT, MONTHS, THRESHOLD, EFFORT, REPEATS = 6, 7, 0.3, 512, 96
HEAD: Final = f"""## Rare endings by splitting

{COUNT} chains of command under independent hazards per month (`benchmarks/chains.yaml`): {REPEATS} repeats of {EFFORT}
worlds at each level, the pilot that finds the levels included. The gain is the variance of plain sampling by the closed
form, per CPU second of its runs, over that of splitting. `python -m benchmarks.splitting`

| hazard | closed form | splitting (95 % interval) | repeats differ by | one repeat, s | a plain run, µs | gain |
|---|---|---|---|---|---|---|
"""


def section() -> str:
    """A row for each hazard."""
    return HEAD + "\n".join(row(hazard) for hazard in HAZARDS) + "\n"


def row(hazard: float) -> str:
    """One hazard: closed form, estimate, gain."""
    say(f"splitting: chains under a hazard of {hazard}")
    found = rare_loss(read(CHAINS, (f"hazards.killed={hazard}",)), effort=EFFORT, repeats=REPEATS, seed=1)
    exact = closed_form(hazard)
    low, high = found.interval
    cells = (
        f"{hazard}",
        f"{exact:.2e}",
        f"{found.probability:.2e} ({low:.1e} to {high:.1e})",
        f"{found.spread:.0%} of their mean",
        f"{found.seconds:.2f}",
        f"{found.plain_seconds * 1e6:.0f}",
        f"{gain(found, exact):.1f}",
    )
    return f"| {' | '.join(cells)} |"


def gain(found: RareLoss, exact: float) -> float:
    """Variance per CPU second of plain sampling over that of splitting."""
    return exact * (1 - exact) * found.plain_seconds / (float(found.estimates.var(ddof=1)) * found.seconds)


def closed_form(hazard: float) -> float:
    """P(control below the threshold a month before the end, so that it stays so for one): nobody comes back.

    A chain carries 2 posts, 1 without its deputy, 0 without its head.
    """
    alive = math.exp(-hazard * (MONTHS - 1))
    one = np.array([1 - alive, alive * (1 - alive), alive**2])
    worth = reduce(np.convolve, [one] * COUNT)
    return float(worth[: math.ceil(THRESHOLD * 2 * COUNT)].sum())


if __name__ == "__main__":
    print(section())
