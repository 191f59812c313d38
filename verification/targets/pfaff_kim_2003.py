"""Pfaff & Kim 2003, Exit-voice dynamics in collective action: exits are a signal, and a loss.

With the share e of members gone, those who stay speak with probability logistic(a + s e): V = (1 - e) logistic(a + s e)
rises with the first exits and falls with the last ones, the inverted U of East Germany.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import optimize, special

from tests.office import Days, office
from verification.measures import Values, exact, mean
from verification.target import Number, Outcome, Target, picture

A, S = -3.0, 6.0
SIZE = 400
WORLD = f"""
    spans {SIZE - 1}

    3 months
    nobody watches anybody
    exposure: whole 1, window 1e-6
    everybody may speak
    voice: cost {-A}, informed_by_exit {S}
"""
EXITS = (0.0, 0.2, 0.4, 0.575, 0.75, 0.95)
PAPER = "Pfaff & Kim 2003, Exit-voice dynamics in collective action"


def law(e: float) -> float:
    """V."""
    return float((1 - e) * special.expit(A + S * e))


def peak() -> float:
    """The share of exits at which most speak."""
    found = optimize.minimize_scalar(lambda e: -law(e), bounds=(0, 1), method="bounded", options={"xatol": 1e-9})
    return float(found.x)


@cache
def speaking(exits: float, replicates: int) -> Values:
    """(replicates,) who speak when the share ``exits`` has left, as a share of all at the start."""
    leaving = round(exits * SIZE)
    days = Days(office(WORLD), replicates=replicates, launcher="cpu").step().let(speaking=0)
    days["filled"][:leaving], days["left_openly"][:leaving] = False, True
    days.step(2)
    found: Values = days["speaking"].sum(axis=0, where=days["filled"]) / SIZE
    return found


def closed_form(_: int) -> Outcome:
    """The curve that was published."""
    return Outcome({"e at the peak": exact(peak()), "V at the peak": exact(law(peak())), "V(0)": exact(law(0))})


def simulated(replicates: int) -> Outcome:
    """Voice at imposed shares of exits."""
    got = {f"V({e:g})": mean(speaking(e, replicates)) for e in EXITS}
    along = np.linspace(0, 1, 101)
    points = (EXITS, [one.value for one in got.values()], [one.standard_error for one in got.values()])
    return Outcome(got, picture(("share who left", "share who speak"), points, (along, [law(e) for e in along])))


TARGETS = (
    Target(
        name="inverted-u-closed-form",
        paper=PAPER,
        level="L0",
        says="V(e) = (1 - e) logistic(a + s e) with a = -3, s = 6: peak and start.",
        expected={
            "e at the peak": Number(0.5738, within=5e-5),
            "V at the peak": Number(0.2595, within=5e-5),
            "V(0)": Number(0.0474, within=5e-5),
        },
        run=closed_form,
    ),
    Target(
        name="inverted-u",
        paper=PAPER,
        level="L1",
        says="The same curve from members who see the exits, with the share of exits imposed.",
        expected={f"V({e:g})": Number(law(e)) for e in EXITS},
        run=simulated,
        small=60,
        full=2_000,
    ),
)
