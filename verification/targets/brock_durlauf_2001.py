"""Brock & Durlauf 2001, Discrete choice with social interactions: two answers, folds, fluctuations."""

from __future__ import annotations

from functools import cache

from verification.bundled import world
from verification.measures import Values, exact, mean, spread
from verification.target import Got, Number, Outcome, Target
from verification.theory.brock_durlauf_2001 import folds, largest_leaning, only_share, stationary_sd, upper_root

PAPER = "Brock & Durlauf 2001, Discrete choice with social interactions"
LEANINGS = {1.2: 0.056391, 1.5: 0.207546, 2.0: 0.532840}
ROOTS = {1.2: 0.658570, 1.5: 0.858560, 2.0: 0.957504}
UP, DOWN = -2.584907, -3.415093
ONLY = 0.80415
SD = {(0.1, 100): 0.1119, (0.1, 10_000): 0.0112, (0.0, 100): 0.1155, (0.0, 10_000): 0.01155}
PULL = 0.5
LARGE = 10_000
BESIDE = 0.18
"""How far from a fold it is tested: a window, not a point, for small crowds leave a state before its fold."""


def closed_forms(_: int) -> Outcome:
    """What the equations say."""
    got = {f"H({j})": exact(largest_leaning(j)) for j in LEANINGS}
    got |= {f"m at h = 0, J = {j}": exact(upper_root(0.0, j)) for j in ROOTS}
    up, down = folds(6.0)
    got |= {"fold up, b = 6": exact(up), "fold down, b = 6": exact(down), "p, a = -1, b = 3": exact(only_share(-1, 3))}
    return Outcome(got | {f"sd, h = {h}, N = {size:,}": exact(stationary_sd(h, PULL, size)) for h, size in SD})


@cache
def share(a: float, b: float, loud: int, size: int, replicates: int) -> Values:
    """(replicates,) the share who speak after 60 ticks, from a quiet or from a loud start; large crowds get 24."""
    changes = (f"voice.cost={-a}", f"voice.contagion={b}", f"institutions.crowd.at_start.speaking={loud}",
               f"institutions.crowd.posts.roots={size}")  # fmt: skip
    days = world("brock-durlauf-2001", *changes, replicates=replicates).to_the_end()
    found: Values = days["speaking"].mean(axis=0)
    return found


def two_answers(replicates: int) -> Outcome:
    """The state that history leads to; one answer from either side; the folds."""
    got: dict[str, Got] = {}
    for j in (1.5, 2.0):
        for name, loud in (("quiet", 0), ("loud", 1)):
            found = share(-2 * j, 4 * j, loud, 900, replicates)
            got[f"J = {j}, {name} start"] = mean(found)
    for name, loud in (("quiet", 0), ("loud", 1)):
        got[f"one answer, {name} start"] = mean(share(-1, 3, loud, 900, replicates))
    for name, edge, loud in (("up", UP, 0), ("down", DOWN, 1)):
        for side in (-1, 1):
            ends = share(edge + side * BESIDE, 6, loud, 900, replicates)
            got[f"fold {name}, a {side * BESIDE:+.2f}: loud"] = exact(float((ends > 0.5).mean()))
    return Outcome(got)


def fluctuations(replicates: int) -> Outcome:
    """The standard deviation of m between replicates; large crowds need fewer of them."""
    return Outcome(
        {
            f"sd, h = {h}, N = {size:,}": spread(2 * share(2 * h - 2 * PULL, 4 * PULL, 0, size, several) - 1)
            for h, size in SD
            if (several := replicates if size < LARGE else max(replicates // 12, 50))
        }
    )


TARGETS = (
    Target(
        name="mean-field",
        paper=PAPER,
        level="L0",
        says="Roots, folds and fluctuations of m = tanh(h + J m), in closed form.",
        expected={
            **{f"H({j})": Number(value, within=5e-7) for j, value in LEANINGS.items()},
            **{f"m at h = 0, J = {j}": Number(value, within=5e-7) for j, value in ROOTS.items()},
            "fold up, b = 6": Number(UP, within=5e-7),
            "fold down, b = 6": Number(DOWN, within=5e-7),
            "p, a = -1, b = 3": Number(ONLY, within=5e-6),
            **{f"sd, h = {h}, N = {size:,}": Number(sd, within=5e-5) for (h, size), sd in SD.items()},
        },
        run=closed_forms,
    ),
    Target(
        name="two-answers",
        paper=PAPER,
        level="L1",
        says="Crowds of 900 that begin quiet or loud: where they end, and on which side of the folds they still can.",
        expected={
            **{f"J = {j}, loud start": Number((1 + ROOTS[j]) / 2) for j in (1.5, 2.0)},
            **{f"J = {j}, quiet start": Number((1 - ROOTS[j]) / 2) for j in (1.5, 2.0)},
            **{f"one answer, {name} start": Number(ONLY) for name in ("quiet", "loud")},
            **{
                f"fold {name}, a {side * BESIDE:+.2f}: loud": Number(float(side > 0), within=0)
                for name in ("up", "down")
                for side in (-1, 1)
            },
        },
        run=two_answers,
        small=50,
        full=1_000,
    ),
    Target(
        name="fluctuations",
        paper=PAPER,
        level="L1",
        says="Standard deviation of the average choice in crowds with one answer, J = .5.",
        expected={f"sd, h = {h}, N = {size:,}": Number(sd) for (h, size), sd in SD.items()},
        run=fluctuations,
        small=600,
        full=4_000,
    ),
)
