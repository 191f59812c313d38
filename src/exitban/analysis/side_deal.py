"""Why a counterpart turns a side deal down: how much it must believe the one who offers it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from exitban.errors import CallError
from exitban.plan import real


@dataclass(frozen=True)
class SideDeal:
    """``belief``: chance that the offer is meant, after it was made; ``needed``: where accepting begins to pay."""

    belief: float
    needed: float

    @property
    def accepted(self) -> bool:
        """To accept pays at least as much as to refuse."""
        return self.belief >= self.needed


def posterior(prior: float, likelihood_ratio: float) -> float:
    """Bayes' rule: chance that an offer is meant, from the chance before it was made (0 to 1) and how many times
    likelier such an offer is from somebody who means it than from somebody who does not.
    """
    meant = prior * likelihood_ratio
    return meant / (meant + (1.0 - prior))


def side_deal(prior: float, likelihood_ratio: float, cost_to_gain: float) -> SideDeal:
    """The counterpart's decision: an offer that is meant brings the gain V, a trap costs C; ``cost_to_gain`` = C / V.

    Accepting pays iff belief * V >= (1 - belief) * C, that is belief >= C / (V + C). Where counterparts differ in
    what they believe at first, the share of them that accepts is the number ``trust`` of the mechanism ``covert``
    (MODEL.md equation 8). Raises `CallError` for numbers that make no decision.
    """
    prior, likelihood_ratio = real("prior", prior), real("likelihood_ratio", likelihood_ratio)
    cost_to_gain = real("cost_to_gain", cost_to_gain)
    if not 0.0 <= prior <= 1.0:
        raise CallError(f"prior: found {prior:g}; allowed: 0 to 1.")
    if not (0.0 < likelihood_ratio < math.inf and 0.0 <= cost_to_gain < math.inf):
        raise CallError(
            f"found likelihood_ratio {likelihood_ratio:g} and cost_to_gain {cost_to_gain:g}; allowed: finite numbers, "
            "likelihood_ratio: more than 0; cost_to_gain: 0 or more."
        )
    return SideDeal(posterior(prior, likelihood_ratio), cost_to_gain / (1.0 + cost_to_gain))
