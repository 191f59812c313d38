"""What the closed form of the break-even needs, counted in the second half of a run.

A chair emptied in a tick waits for the next one, and whoever comes can leave in the next one only. So the candidates of
a tick are those at the end of the one before; a rate is what gives the counted chance p within a tick of dt months:
-log(1 - p) / dt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from exitban.analysis import reading
from exitban.analysis.intervals import Floats
from exitban.words import REASONS, VOLUNTARY

MOVED: Final = "left_to_move_up"
NOT_CHOSEN: Final = (*(f"exits_{reason}" for reason in REASONS[1:] if reason not in VOLUNTARY), MOVED)
"""Whoever is promoted does not ask for it, and a ban leaves it: it counts with what nobody chose."""
CHOSEN: Final = tuple(f"exits_{reason}" for reason in REASONS[1:] if reason in VOLUNTARY)
COME: Final = ("arrivals", "promotions")
NEEDED: Final = tuple(f"institution_{name}" for name in (*COME, MOVED, "filled", "vacant", "trapped", "effort"))
CERTAIN: Final = 1.0 - 1e-9
"""What happens in every tick has no rate; it is given one that no run can tell from it."""


def divided(part: Floats, by: Floats, otherwise: float = 0.0) -> Floats:
    """part / by, and something else where that is 0."""
    found: Floats = np.divide(part, by, out=np.full_like(part, otherwise), where=by > 0)
    return found


@dataclass(frozen=True)
class Late:
    """The second half of a run under one policy, when what the start was like matters less.

    ``policy`` is its position. ``across``: every number is a list by institution (all worlds together), by replicate
    (the whole organisation), or one for all worlds.
    """

    data: reading.Data
    policy: int
    dt: float
    across: str = "institution"

    @classmethod
    def of(cls, data: reading.Data, policy: str) -> Late:
        """The second half of the time."""
        return cls(data, reading.policies(data).index(policy), reading.months_per_tick(data))

    def split(self, across: str) -> Late:
        """The same by institution, by replicate, or for all worlds."""
        return replace(self, across=across)

    def variable(self, name: str) -> reading.Variable:
        """What the run holds of that half; of statistics over worlds the mean."""
        late = slice(reading.ticks(self.data) // 2, None)
        found = self.data.variables[name].isel(policy=self.policy, time=late)
        if "statistic" not in found.dims:
            return found
        return found.isel(statistic=self.mean_of_worlds)

    @cached_property
    def mean_of_worlds(self) -> int:
        """Where it stands among the statistics."""
        return reading.labels(self.data, "statistic").index("mean")

    def series(self, name: str) -> Floats:
        """(time, institution), the mean over worlds, or (time, replicate)."""
        by = "institution" if self.across == "institution" else "replicate"
        found = self.variable(f"institution_{name}" if by == "institution" else name)
        if by == "institution" and "replicate" in found.dims:
            found = found.mean("replicate")
        values: Floats = found.transpose("time", by).values.astype(np.float64)
        return values

    def total(self, values: Floats) -> Floats:
        """The sum over time, and over worlds where they are taken together."""
        found: Floats = values.sum(axis=0)
        return found.sum(keepdims=True) if self.across == "all worlds" else found

    def rate(self, events: tuple[str, ...], among: str) -> Floats:
        """Events per candidate and month; 0 where there is no candidate."""
        happened = np.nansum([self.series(name)[1:] for name in events], axis=0)
        chance = divided(self.total(happened), self.total(self.series(among)[:-1]))
        return np.asarray(-np.log1p(-np.minimum(chance, CERTAIN)) / self.dt)

    def hazard(self, chosen: bool = True) -> Floats:
        """Posts left per member and month, with or without those who choose to."""
        return self.rate((*CHOSEN, *NOT_CHOSEN) if chosen else NOT_CHOSEN, "filled")

    def refill(self) -> Floats:
        """New holders, from outside or below, per vacant post and month."""
        return self.rate(COME, "vacant")

    def trapped(self) -> Floats:
        """Share of members who are trapped; 0 where there is nobody."""
        return divided(self.total(self.series("trapped")), self.total(self.series("filled")))

    def effort(self) -> Floats:
        """Mean effort of members; full where there is nobody."""
        members, effort = self.series("filled"), np.nan_to_num(self.series("effort"), nan=1.0)
        return divided(self.total(effort * members), self.total(members), otherwise=1.0)

    def control(self, place: int | None) -> Floats:
        """Mean control over the time: by world for the whole; of an institution by world where worlds were kept."""
        if place is None:
            found = self.variable("control")
        else:
            found = self.variable("institution_control").isel(institution=place)
        worlds: Floats = found.values.astype(np.float64)
        return np.atleast_1d(worlds.mean(axis=found.dims.index("time")))
