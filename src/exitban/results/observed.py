"""The simulated side of what was observed: the same thing counted in the same unit, world by world."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exitban.results.whole import Reals, Recorded, as_reals, ratio
from exitban.scenario import Observed, Scenario
from exitban.scenario.observables import FLOW, OTHER, STAFFING, parts_of

PEOPLE, SHARE, OF_THE_WHOLE = "people", "share of posts", "share of the whole"


def beside(asked: Observed, recorded: Recorded, institutions: Sequence[str], scenario: Scenario) -> Reals:
    """(ticks, replicates) of the quantity in the institutions of the series; a flow is added up from the start on."""
    if asked.kind == OTHER:
        return _as_simulated(asked, recorded, [institutions.index(name) for name in asked.institutions])
    counted = sum(recorded.row(name).astype(np.float64) for name in parts_of(asked.quantity))
    by_institution = np.cumsum(counted, axis=0) if asked.kind == FLOW else np.asarray(counted)
    chosen = np.isin(institutions, asked.institutions).astype(np.float64)
    if asked.counted_in == PEOPLE:
        chosen *= [scenario.institutions[name].people_per_post for name in institutions]
    here = np.einsum("tkr,k->tr", by_institution, chosen)
    if asked.counted_in == OF_THE_WHOLE:
        return ratio(here, by_institution.sum(axis=1))
    return as_reals(here / (recorded.population @ chosen) if asked.counted_in == SHARE else here)


def _as_simulated(asked: Observed, recorded: Recorded, places: list[int]) -> Reals:
    """A share, a mean or an index: of the whole, or of one institution."""
    if asked.quantity == STAFFING:
        whole, within = recorded.staffing()
    else:
        one = next(series for series in recorded.series if series.name == asked.quantity)
        whole, within = recorded.whole(one), recorded.within(one)
    return whole if asked.everywhere else as_reals(within[:, places[0]])
