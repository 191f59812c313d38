"""The same worlds under another table of grades: importance weights instead of a further run.

A table of grades says how probable each truth is, and nothing else: given which claims are true, numbers and luck are
drawn alike under every table. So a replicate counts P'(its truths) / P(its truths) times, and weighted means are those
of a run under the other table, as long as that table makes nothing possible that was never drawn.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from exitban.analysis.intervals import LEVEL, Floats, Interval
from exitban.scenario.evidence import Evidence
from exitban.scenario.grade_tables import GradeTable
from exitban.scenario.truth import Interval as Place
from exitban.scenario.truth import intervals

Pattern = tuple[bool, ...]
NOTHING = 1e-9


def under_table(evidence: Evidence, table: GradeTable) -> Evidence:
    """The same claims, their probabilities by another table where the file does not state them."""
    claims = {
        name: one
        if one.p_true is None or one.p_true_stated
        else dataclasses.replace(one, p_true=table.probabilities[one.credibility])
        for name, one in evidence.claims.items()
    }
    return Evidence(table, claims)


def weights(
    evidence: Evidence, other: Evidence, truths: Mapping[str, NDArray[np.bool_]], moving: Iterable[str]
) -> Floats | None:
    """How often each replicate counts under other probabilities, (replicates,), mean about 1.

    ``truths`` (replicates,) by claim were drawn under ``evidence``; ``moving``: the claims that move a number, all
    others change nothing and are left out. None where the other table makes possible what was never drawn, or
    impossible all that was.
    """
    names = [name for name in moving if name in truths]
    before, after = _by_draw(evidence, names), _by_draw(other, names)
    found = np.ones(len(next(iter(truths.values())))) if truths else np.ones(0)
    for draw, claims in before.items():
        odds, wished = _patterns(claims), _patterns({name: after[draw][name] for name in claims})
        if any(p > NOTHING and odds.get(pattern, 0.0) <= NOTHING for pattern, p in wished.items()):
            return None
        seen = np.array([truths[name] for name in claims]).T.tolist()
        ratio = {pattern: wished.get(pattern, 0.0) / p for pattern, p in odds.items() if p > NOTHING}
        found *= np.array([ratio[tuple(one)] for one in seen])
    return found if found.any() else None


def _by_draw(evidence: Evidence, names: list[str]) -> dict[str, dict[str, Place]]:
    places = intervals(evidence)
    found: dict[str, dict[str, Place]] = {}
    for name in names:
        found.setdefault(places[name].draw, {})[name] = places[name]
    return found


def _patterns(claims: Mapping[str, Place]) -> dict[Pattern, float]:
    """The probability of each pattern of truths: lengths on the circle from which the claims share a draw."""
    ends = {0.0, 1.0}
    for one in claims.values():
        ends |= {one.start % 1.0, (one.start + one.width) % 1.0}
    edges = np.array(sorted(ends))
    middles, lengths = (edges[:-1] + edges[1:]) / 2.0, np.diff(edges)
    held = np.array([one.holds(middles) for one in claims.values()]).T.tolist()
    found: dict[Pattern, float] = {}
    for pattern, length in zip(held, lengths.tolist(), strict=True):
        found[tuple(pattern)] = found.get(tuple(pattern), 0.0) + length
    return found


def weighted_mean(values: Floats, counted: Floats) -> Interval:
    """The mean of weighted replicates with its 95 % interval: the ratio estimator and its linearised error.

    Where only one replicate counts there is a mean and no interval: NaN, as of unweighted worlds.
    """
    total = float(counted.sum())
    value = float(counted @ values) / total
    if np.count_nonzero(counted) < 2:
        return Interval(value, math.nan, math.nan)
    error = math.sqrt(float(counted**2 @ (values - value) ** 2)) / total
    half = float(ndtri(0.5 + LEVEL / 2.0)) * error
    return Interval(value, value - half, value + half)


def shift_of_mean(values: Floats, counted: Floats) -> Interval:
    """How far the weights move the mean, with its 95 % interval over the same replicates: linearised, as above.

    It is known much better than a mean: where the weights have nothing to do with the values it is about nothing.
    """
    before, there = float(values.mean()), weighted_mean(values, counted)
    if math.isnan(there.low):
        return Interval(there.value - before, math.nan, math.nan)
    moved = counted / counted.mean() * (values - there.value) - (values - before)
    half = float(ndtri(0.5 + LEVEL / 2.0)) * math.sqrt(float(moved @ moved)) / len(values)
    return Interval(there.value - before, there.value - before - half, there.value - before + half)


def effective(counted: Floats) -> float:
    """How many unweighted replicates the weighted ones are worth (Kish): (sum w)^2 / sum w^2."""
    return float(counted.sum() ** 2 / (counted**2).sum())
