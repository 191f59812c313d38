"""Which claims are true in a replicate.

Claims of one root share one uniform draw u, each true when u < p_true: ten reprints add nothing. Claims
that contradict each other, directly or through others, form an exclusive group: their intervals lie side by
side on the circle [0, 1), so that at most one is true while each keeps its own probability. A group joins
its roots: they share a draw, each turned by the start of its interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exitban.scenario.distributions import Floats
from exitban.scenario.evidence import Claim, Evidence


@dataclass(frozen=True)
class Interval:
    """A claim is true when its draw, turned by ``start``, is below ``width``; ``draw`` names the uniform."""

    draw: str
    start: float
    width: float

    def holds(self, u: Floats) -> NDArray[np.bool_]:
        """Truth by replicate for uniform draws u of the same shape."""
        return np.asarray(np.mod(u - self.start, 1.0) < self.width, dtype=np.bool_)


def intervals(evidence: Evidence) -> dict[str, Interval]:
    """Where the truth of each claim that informs priors lies."""
    claims = {claim.name: claim for claim in evidence.informing}
    groups = exclusive_groups(claims)
    starts, widths = _side_by_side(claims, groups)
    turned = _start_of_roots(claims, starts)
    shared = _shared_draws(claims, groups)
    return {
        name: Interval(shared[claim.root], starts.get(name, turned.get(claim.root, 0.0)), widths[name])
        for name, claim in claims.items()
    }


def exclusive_groups(claims: Mapping[str, Claim]) -> list[list[str]]:
    """Names of claims that contradict each other, in groups of two or more."""
    pairs = [(name, other) for name, claim in claims.items() for other in claim.contradicts if other in claims]
    return [group for group in _joined(claims, pairs) if len(group) > 1]


def overfull(evidence: Evidence) -> list[tuple[list[str], float]]:
    """Exclusive groups whose probabilities sum to more than 1, with the sum: they are scaled down to it."""
    claims = {claim.name: claim for claim in evidence.informing}
    sums = [(group, sum(claims[name].p_true or 0.0 for name in group)) for group in exclusive_groups(claims)]
    return [(group, total) for group, total in sums if total > 1 + 1e-9]


def _side_by_side(
    claims: Mapping[str, Claim], groups: Iterable[list[str]]
) -> tuple[dict[str, float], dict[str, float]]:
    starts: dict[str, float] = {}
    widths = {name: claim.p_true or 0.0 for name, claim in claims.items()}
    for group in groups:
        scale = max(1.0, sum(widths[name] for name in group))
        edge = 0.0
        for name in group:
            widths[name] /= scale
            starts[name] = edge
            edge += widths[name]
    return starts, widths


def _start_of_roots(claims: Mapping[str, Claim], starts: Mapping[str, float]) -> dict[str, float]:
    """Claims outside any group follow the first contradicted claim of their root."""
    found: dict[str, float] = {}
    for name, start in starts.items():
        found.setdefault(claims[name].root, start)
    return found


def _shared_draws(claims: Mapping[str, Claim], groups: Iterable[list[str]]) -> dict[str, str]:
    """By root the name of its draw: that of the alphabetically first root which it is joined with."""
    pairs = [(claims[group[0]].root, claims[name].root) for group in groups for name in group[1:]]
    roots = dict.fromkeys(claim.root for claim in claims.values())
    return {root: min(joined) for joined in _joined(roots, pairs) for root in joined}


def _joined(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Connected components, each in the order of ``names``."""
    label = {name: name for name in names}
    for a, b in pairs:
        keep, drop = label[a], label[b]
        label = {name: keep if mark == drop else mark for name, mark in label.items()}
    groups: dict[str, list[str]] = {}
    for name, mark in label.items():
        groups.setdefault(mark, []).append(name)
    return list(groups.values())
