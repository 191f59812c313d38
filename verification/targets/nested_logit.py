"""McFadden 1978, nested: shares follow the closed form for every shipped nest and dissimilarity.

MODEL.md (4), after recentring: without a ban the shares are those of the plain logit. With q = exp(U) without a ban, an
act of the nest gets lambda ln q + (1 - lambda) ln(sum of q over the nest).
"""

from __future__ import annotations

import math
from functools import cache, partial

import numpy as np

from tests.office import Days, office
from verification.measures import exact, share
from verification.target import Got, Number, Outcome, Target
from verification.targets.mcfadden_1978 import ACTS, CHOOSERS, POSTS, UTILITIES

PAPER = "McFadden 1978, Modelling the choice of residential location (nested logit)"
STRUCTURES = {"voice-covert": ("voice", "covert"), "exit-covert": ("exit", "covert"), "exit-voice-covert": tuple(ACTS)}
SCALES = (1.0, 0.5, 0.2)
CASES = tuple((scale, policy) for scale in SCALES for policy in UTILITIES)
ONE_APART = ("covert: cost 1.59",)
"""Voice at -.25, covert at -1.25."""
BELIEVED = (0.0, 0.3, 0.6, 0.9)


def nested(structure: str, scale: float, policy: str) -> dict[str, float]:
    """The share of each act."""
    nest, free, now = STRUCTURES[structure], UTILITIES["none"], UTILITIES[policy]
    whole = np.log(sum(np.exp(free[act]) for act in nest))
    moved = {act: now[act] + (1 - scale) * (whole - free[act]) for act in nest}
    inclusive = np.log(sum(np.exp(utility / scale) for utility in moved.values()))
    weights = {act: np.exp(utility) for act, utility in now.items() if act not in nest}
    weights |= {act: np.exp(scale * inclusive + utility / scale - inclusive) for act, utility in moved.items()}
    return {act: float(weight / (1 + sum(weights.values()))) for act, weight in weights.items()}


@cache
def first_month(policy: str, lines: tuple[str, ...], replicates: int) -> Days:
    """Everybody has chosen once."""
    return Days(office(CHOOSERS, *lines), policy, replicates=replicates, launcher="cpu").step()


def label(act: str, scale: float, policy: str) -> str:
    """A share in words."""
    return f"{act}, lambda {scale:g}, {'ban' if policy == 'ban' else 'no ban'}"


def simulated(structure: str, replicates: int) -> Outcome:
    """All acts at every dissimilarity, with and without a ban."""
    got: dict[str, Got] = {}
    for scale, policy in CASES:
        days = first_month(policy, (f"choice: structure {structure}, dissimilarity {scale}",), replicates)
        for act, value in nested(structure, scale, policy).items():
            chosen = days.recorded(ACTS[act])[0].sum()
            got[label(act, scale, policy)] = share(chosen, POSTS * replicates, value)
    return Outcome(got)


def voice_among_two(replicates: int) -> Outcome:
    """At lambda = 1 voice : covert stays e : 1, whatever the ban takes from exit."""
    got: dict[str, Got] = {}
    for believed in BELIEVED:
        lines = (f"policy ban: strength {believed}, believed_exception 0", *ONE_APART)
        days = first_month("ban", lines, replicates)
        voice, covert = (days.recorded(name)[0].sum() for name in ("voice", "proposals"))
        got[f"voice of voice and covert, b = {believed}"] = share(voice, voice + covert, EULER)
    return Outcome(got)


def flips(replicates: int) -> Outcome:
    """The same members on the same luck, free and under a ban that makes nothing but exit worse."""
    got: dict[str, Got] = {}
    for structure in ("plain", *STRUCTURES):
        for scale in SCALES:
            lines = (f"choice: structure {structure}, dissimilarity {scale}",)
            free, banned = (first_month(policy, lines, replicates) for policy in UTILITIES)
            stay = ~free["attempts"]
            flipped = sum(int((stay & (free[act] != banned[act])).sum()) for act in ("speaking", "proposes"))
            flipped += int((banned["attempts"] & stay).sum())
            got[f"flips, {structure}, lambda {scale:g}"] = exact(flipped)
    return Outcome(got)


EULER = math.e / (1 + math.e)
TARGETS = (
    *(
        Target(
            name=f"nested-logit-{structure}",
            paper=PAPER,
            level="L1",
            says=f"Shares of the acts when {', '.join(nest)} are near substitutes, with and without a ban.",
            expected={
                label(act, scale, policy): Number(value)
                for scale, policy in CASES
                for act, value in nested(structure, scale, policy).items()
            },
            run=partial(simulated, structure),
            small=200,
            full=10_000,
        )
        for structure, nest in STRUCTURES.items()
    ),
    Target(
        name="independence-at-lambda-1",
        paper=PAPER,
        level="L1",
        says="At lambda = 1 voice to covert deals are as 2.718 to 1 for utilities one apart, at any belief in the ban.",
        expected={f"voice of voice and covert, b = {believed}": Number(EULER) for believed in BELIEVED},
        run=voice_among_two,
        small=200,
        full=10_000,
    ),
    Target(
        name="nobody-flips-between-the-others",
        paper=f"{PAPER}; Kanter 1975, Stable densities under change of scale",
        level="L1",
        says="A ban makes only exit worse: on the same luck whoever did not try to leave does as before, under every "
        "structure and lambda. Drawn by an inverse CDF 3.6 % would flip.",
        expected={
            f"flips, {structure}, lambda {scale:g}": Number(0, within=0)
            for structure in ("plain", *STRUCTURES)
            for scale in SCALES
        },
        run=flips,
        small=200,
        full=2_000,
    ),
)
