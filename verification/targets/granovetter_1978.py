"""Granovetter 1978, Threshold models of collective behavior: thresholds 0 to 99, and normal ones."""

from __future__ import annotations

from functools import cache

import numpy as np

from tests.office import Days, office
from verification.bundled import who_speak
from verification.measures import Values, exact, share
from verification.target import Number, Outcome, Target
from verification.theory.granovetter_1978 import chance_of_more_than_half, ends_at, lowest_fixed_point, tangency

PAPER = "Granovetter 1978, Threshold models of collective behavior"
THRESHOLD = "institutions.crowd.at_start.threshold"
FIXED_POINTS = {10: 0.770, 11: 1.713, 12: 4.021, 20: 99.99, 40: 96.26}
MORE_THAN_HALF = {100: 0.382, 1_000: 0.841, 10_000: 1.000}
SPREAD = 13
CROWD = """
    spans {others}

    {months} months
    nobody watches anybody
    everybody may speak
    exit: possible 0
    members: grievance_mean -25, grievance_spread {spread}
    voice: gain 1, contagion {percent}
    choice: deterministic 1, ties_to_act 1, absorbing_voice 1
    exposure: counted 1, whole 1, window 1e-6
"""


def normal(spread: float) -> str:
    """The quantiles of a normal law as thresholds of the crowd."""
    return f"{THRESHOLD}={{normal: [25, {spread}], rounded: true}}"


def one_threshold(_: int) -> Outcome:
    """The chain, and the chain with a link taken out."""
    return Outcome(
        {
            "0, 1, 2, ..., 99": exact(who_speak("granovetter-1978")),
            "0, 2, 2, ..., 99": exact(who_speak("granovetter-1978", f"{THRESHOLD}.1=2")),
            "the same by counting": exact(ends_at(range(100)) - ends_at([0, 2, *range(2, 100)])),
        }
    )


def quantiles(_: int) -> Outcome:
    """Populations that are no sample."""
    return Outcome({f"sd {sd}": exact(who_speak("granovetter-1978", normal(sd))) for sd in (12.1, 12.4)})


def continuum(_: int) -> Outcome:
    """Closed forms."""
    spread, acting = tangency()
    found = {f"lowest fixed point, sd {sd}": exact(lowest_fixed_point(sd)) for sd in FIXED_POINTS}
    exactly = chance_of_more_than_half(100, SPREAD)
    return Outcome(found | {"sd of the jump": exact(spread), "acting at the jump": exact(acting),
                            "P(more than half), sd 13, N = 100": exact(exactly)})  # fmt: skip


@cache
def ends(size: int, replicates: int) -> Values:
    """(replicates,) share of a crowd with sampled thresholds that acts once nobody follows any more."""
    text = CROWD.format(others=size - 1, months=1_200, spread=SPREAD, percent=100 / size)
    days = Days(office(text), replicates=replicates, launcher="cpu")
    before = np.full(replicates, -1)
    while (now := days.step()["speaking"].sum(axis=0)).tolist() != before.tolist():
        before = now
    found: Values = now / size
    return found


def sampled(replicates: int) -> Outcome:
    """The larger the crowd, the fewer replicates."""
    got = {}
    for size, expected in MORE_THAN_HALF.items():
        several = max(replicates * 100 // size, 20)
        got[f"N = {size}"] = share((ends(size, several) > 0.5).sum(), several, expected)
    return Outcome(got)


TARGETS = (
    Target(
        name="one-threshold",
        paper=PAPER,
        level="L0",
        says="Thresholds 0, 1, ..., 99: all hundred act. Threshold 1 replaced by 2: one acts.",
        expected={
            "0, 1, 2, ..., 99": Number(100, within=0),
            "0, 2, 2, ..., 99": Number(1, within=0),
            "the same by counting": Number(99, within=0),
        },
        run=one_threshold,
    ),
    Target(
        name="normal-thresholds",
        paper=PAPER,
        level="L0",
        says="Normal thresholds, mean 25, N = 100, by quantiles rounded to integers: who acts in the end.",
        expected={"sd 12.1": Number(5, within=0), "sd 12.4": Number(100, within=0)},
        run=quantiles,
    ),
    Target(
        name="normal-thresholds-without-end",
        paper=PAPER,
        level="L0",
        says="Where a crowd without end comes to rest, in percent, and where it jumps; a sampled crowd in closed form.",
        expected={
            **{
                f"lowest fixed point, sd {sd}": Number(r, within=5e-4 if r < 10 else 5e-3)
                for sd, r in FIXED_POINTS.items()
            },
            "sd of the jump": Number(12.2221, within=5e-5),
            "acting at the jump": Number(6.200, within=5e-4),
            "P(more than half), sd 13, N = 100": Number(MORE_THAN_HALF[100], within=2e-3),
        },
        run=continuum,
    ),
    Target(
        name="sampled-thresholds",
        paper=PAPER,
        level="L1",
        says="Thresholds drawn at random, sd 13: how often more than half act.",
        expected={f"N = {size}": Number(value) for size, value in MORE_THAN_HALF.items() if value < 1}
        | {f"N = {size}": Number(value, within=0) for size, value in MORE_THAN_HALF.items() if value == 1},
        run=sampled,
        small=2_000,
        full=40_000,
    ),
)
