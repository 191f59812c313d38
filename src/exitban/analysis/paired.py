"""One aspect of two policies, world by world on the same luck."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.analysis.aspects import Aspect
from exitban.analysis.contrasts import SAME, error_ratio
from exitban.analysis.intervals import LEVEL, Floats, Interval, matched_share_difference, mean_difference


@dataclass(frozen=True)
class Change:
    """What a policy changes in one aspect, in the unit of the measure (not scaled: shares are 0 to 1).

    ``base`` and ``policy`` are means under the two; ``difference`` is the mean over matched worlds with the interval of
    paired differences. ``more``, ``less`` and ``unchanged`` count worlds; ``helps`` and ``harms`` are these by which
    way round control fares better, None where neither is said. ``precision_gain``: as many times more worlds would two
    runs on different luck need for the same interval; None where no world differs.
    """

    aspect: Aspect
    base: float
    policy: float
    difference: Interval
    more: int
    less: int
    unchanged: int
    precision_gain: float | None

    @property
    def helps(self) -> int | None:
        """Worlds in which the policy helps control by this aspect."""
        return self._counted(self.aspect.better)

    @property
    def harms(self) -> int | None:
        """Worlds in which it harms control."""
        return self._counted(-self.aspect.better)

    def _counted(self, side: int) -> int | None:
        return {1: self.more, -1: self.less}.get(side)


def interval(aspect: Aspect, difference: Floats, level: float = LEVEL) -> Interval:
    """The mean of paired differences: Student's interval; that of matched shares (Agresti & Min) for yes or no."""
    if aspect.name != "lost":
        return mean_difference(difference, aspect.measure.of_shares, level)
    more, less = int((difference > SAME).sum()), int((difference < -SAME).sum())
    return matched_share_difference(more, less, len(difference), level)


def change(aspect: Aspect, base: Floats, policy: Floats, level: float = LEVEL) -> Change:
    """Compare (replicates,) with (replicates,); worlds in which one of the two is no number (NaN) are left out."""
    known = ~(np.isnan(base) | np.isnan(policy))
    before, after = base[known], policy[known]
    difference = aspect.sign * (after - before)
    more, less = int((difference > SAME).sum()), int((difference < -SAME).sum())
    ratio = error_ratio(before, after)
    return Change(
        aspect=aspect,
        base=float(before.mean()) if before.size else float("nan"),
        policy=float(after.mean()) if after.size else float("nan"),
        difference=interval(aspect, difference, level),
        more=more,
        less=less,
        unchanged=int(difference.size) - more - less,
        precision_gain=None if ratio is None else ratio**2,
    )
