"""In how many worlds, and where, the closed form of the break-even has the sign of the simulation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from exitban.analysis.intervals import Floats, Interval, share

Flags = NDArray[np.bool_]

NEAR: Final = 0.02
"""Worlds in which the closed form changes control by less than this factor lie near its break-even."""


@dataclass(frozen=True)
class Agreement:
    """In how many of some worlds both have one sign."""

    worlds: int
    of: int

    @property
    def share(self) -> Interval:
        """With Wilson's 95 % interval; NaN of no worlds."""
        return share(self.worlds, self.of)


@dataclass(frozen=True, eq=False)
class Worlds:
    """Every matched world, one entry a replicate, in the second half of the time.

    ``refill`` and ``hazard`` under the first policy, per month; ``ratio``: control with the ban over control without it
    by the closed form, fed with the rates of that world; ``difference``: the same as simulated, as a difference. A
    world in which one of them tells no sign (nobody leaves, nothing differs) counts in neither group.
    """

    refill: Floats
    hazard: Floats
    ratio: Floats
    difference: Floats

    @property
    def told(self) -> Flags:
        """Where both tell a sign."""
        return np.asarray(np.isfinite(self.ratio) & (self.ratio != 1.0) & (self.difference != 0.0))

    @property
    def agree(self) -> Flags:
        """Where both tell the same."""
        return np.asarray(self.told & ((self.ratio > 1.0) == (self.difference > 0.0)))

    @property
    def near(self) -> Flags:
        """Within the band around the break-even of the closed form."""
        return np.asarray(np.abs(self.ratio - 1.0) < NEAR)

    @property
    def everywhere(self) -> Agreement:
        """In all worlds that tell."""
        return self.among(self.told)

    @property
    def within_band(self) -> Agreement:
        """Near the break-even."""
        return self.among(self.told & self.near)

    @property
    def outside_band(self) -> Agreement:
        """Away from it."""
        return self.among(self.told & ~self.near)

    def among(self, those: Flags) -> Agreement:
        """In some of the worlds."""
        return Agreement(int((self.agree & those).sum()), int(those.sum()))
