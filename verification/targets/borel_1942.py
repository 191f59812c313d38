"""Branching: quits that cause quits. Clusters of a Poisson branching process are Borel distributed (Borel 1942).

.23 further quits per quit *in all* means n / (1 - n) = .23, n = .1870 caused *directly*; a cluster that begins with one
quit has j members with probability exp(-n j) (n j)^(j - 1) / j!: .829, .129, .030.

In the engine: a tree in which everybody watches the superior alone. A chair that its holder left is seen empty in two
ticks (it is refilled in the tick after the one in which it fell vacant), so a subordinate follows with
q = 1 - (1 - c)^2, c = logistic(g + J). With k subordinates the direct offspring are Binomial(k, q), q = n / k, which
gives .0013 fewer clusters of one at k = 12 than Poisson(n): a third of the standard error at full size. Three ranks
below the first quit tell clusters of one, two and three members apart from all larger ones.
"""

from __future__ import annotations

import math

import numpy as np

from tests.office import AT_ONCE, Days, office
from verification.measures import Values, exact, mean, share
from verification.target import Number, Outcome, Target, picture

N = 0.23 / 1.23
BOREL = {1: 0.829, 2: 0.129, 3: 0.030}
PULL = 20.0
TICKS = 10


def borel(j: int) -> float:
    """P(a cluster has j members)."""
    return math.exp(-N * j) * (N * j) ** (j - 1) / math.factorial(j)


def grievance(span: int) -> float:
    """g at which a subordinate follows with n / k over the two ticks in which the empty chair is seen."""
    once = 1 - math.sqrt(1 - N / span)
    return math.log(once / (1 - once)) - PULL


def clusters(span: int, replicates: int) -> Values:
    """The size of the cluster that begins with the quit of the root, (replicates,)."""
    drawing = f"""
        spans {span} {span} {span}

        {TICKS} months
        watch: superior true, subordinates false, peers false
        members: grievance_mean {grievance(span)}
        exit: contagion {PULL}
        exposure: window 1e-6
        refill: rate {AT_ONCE}
    """
    days = Days(office(drawing), replicates=replicates, launcher="cpu").step().let("0", grievance=500.0)
    quits: Values = days.to_the_end().recorded("exits_open").sum(axis=0)
    return quits


def simulated(replicates: int) -> Outcome:
    """Clusters in a tree with 12 subordinates each (1,885 posts)."""
    sizes = clusters(12, replicates)
    got = {f"clusters of {j}": share((sizes == j).sum(), replicates, borel(j)) for j in BOREL}
    got["further quits per quit, three generations"] = mean(sizes - 1)
    at = np.arange(1, 6)
    law = np.array([borel(int(j)) for j in at])
    found = [(sizes == j).mean() for j in at]
    return Outcome(
        got, picture(("quits in the cluster", "share of clusters"), (at, found, np.sqrt(law / replicates)), (at, law))
    )


def closed_form(_: int) -> Outcome:
    """From .23 in all to n direct, and from n to the sizes of clusters."""
    return Outcome({"n": exact(N), **{f"clusters of {j}": exact(borel(j)) for j in BOREL}})


PAPER = "Borel 1942, Sur l'emploi du théorème de Bernoulli (total progeny of a Poisson branching process)"
TARGETS = (
    Target(
        name="branching-closed-form",
        paper=PAPER,
        level="L0",
        says=".23 further quits per quit in all are .1870 caused directly; clusters follow Borel's law.",
        expected={
            "n": Number(0.1870, within=5e-5),
            **{f"clusters of {j}": Number(value, within=5e-4) for j, value in BOREL.items()},
        },
        run=closed_form,
    ),
    Target(
        name="branching-in-the-engine",
        paper=PAPER,
        level="L1",
        says="Exits cause exits by contagion down a wide tree: sizes of the clusters that begin with one quit.",
        expected={
            **{f"clusters of {j}": Number(borel(j)) for j in BOREL},
            "further quits per quit, three generations": Number(N + N**2 + N**3),
        },
        run=simulated,
        small=1_000,
        full=8_000,
    ),
)
