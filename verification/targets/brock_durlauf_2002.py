"""Brock & Durlauf 2002, A multinomial-choice model of neighborhood effects: four options, U_l = b p_l.

Being loyal, leaving, speaking and dealing each draw with b times the share who do so.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from tests.office import Days, office
from verification.measures import Values, exact
from verification.target import Number, Outcome, Target, picture
from verification.theory.brock_durlauf_2002 import least_pull, pull_at_even, pull_of

PAPER = "Brock & Durlauf 2002, A multinomial-choice model of neighborhood effects"
MEMBERS, TICKS = 900, 50
EVEN = (0.25, 0.25, 0.25, 0.25)
MOST_SPEAK = (0.06, 0.06, 0.82, 0.06)
FIELD = f"""
    spans {MEMBERS - 1}

    60 months
    nobody watches anybody
    everybody may speak
    everybody may deal
"""
SIDES = (2.8, 3.35, 4.6)
"""Below the fold, between fold and 4, above 4."""
MAJORITY = 0.5
"""Tells the even state (a quarter each) from those in which most do the same (.61 at the fold, more above it)."""


@cache
def simulated(b: float, at_first: tuple[float, ...], replicates: int) -> Values:
    """Shares of loyal, exit, voice and covert in crowds that choose all at once, (crowds, acts), after 50 ticks."""
    days = Days(office(FIELD), replicates=replicates, launcher="cpu").step()
    days.let(filled=1)
    now = np.tile(np.array(at_first)[:, None], replicates)
    for _ in range(TICKS):
        leave, speak, deal = b * (now[1:] - now[0])
        days["grievance"][:], days["voice_cost"][:], days["covert_cost"][:] = leave, -speak, -deal
        days.let(refused=0).step().let(filled=1)
        acting = [days.recorded(name)[days.tick - 1] / MEMBERS for name in ("attempts", "voice", "proposals")]
        now = np.array([1 - sum(acting), *acting])
    return now.T


def most_do_the_same(b: float, at_first: tuple[float, ...]) -> bool:
    """Whether the state that is reached is one in which most do the same."""
    return b > (pull_at_even() if at_first == EVEN else least_pull()[0])


def label(b: float, at_first: tuple[float, ...]) -> str:
    """A start in words."""
    return f"most do the same, b = {b}, {'even' if at_first == EVEN else 'uneven'} start"


CASES = tuple((b, at_first) for b in SIDES for at_first in (EVEN, MOST_SPEAK))


def either_side(replicates: int) -> Outcome:
    """In what share of the crowds most do the same in the end; drawn is the largest share, averaged over crowds."""
    found = {case: simulated(*case, replicates).max(axis=1) for case in CASES}
    along = np.linspace(least_pull()[1], 0.99, 200)
    errors = [one.std(ddof=1) / np.sqrt(replicates) for one in found.values()]
    points = ([case[0] for case in CASES], [one.mean() for one in found.values()], errors)
    drawn = picture(("b", "largest share"), points, ([pull_of(p) for p in along], along))
    return Outcome({label(*case): exact(float((one > MAJORITY).mean())) for case, one in found.items()}, drawn)


def closed_form(_: int) -> Outcome:
    """Where hysteresis starts, and where the even state dies."""
    return Outcome(
        {"hysteresis starts at b": exact(least_pull()[0]), "the even state dies at b": exact(pull_at_even())}
    )


TARGETS = (
    Target(
        name="four-options-closed-form",
        paper=PAPER,
        level="L0",
        says="Four options that draw with b times their shares: from which b on most may do the same, or must.",
        expected={
            "hysteresis starts at b": Number(3.2187, within=5e-5),
            "the even state dies at b": Number(4.0, within=1e-12),
        },
        run=closed_form,
    ),
    Target(
        name="four-options",
        paper=PAPER,
        level="L1",
        says="The same from crowds of 900 that choose between all four acts, begun evenly and unevenly: the share of "
        "crowds in which most do the same in the end, below the fold, between it and 4, and above 4.",
        expected={label(*case): Number(float(most_do_the_same(*case)), within=0) for case in CASES},
        run=either_side,
        small=20,
        full=200,
    ),
)
