"""The worlds of an ensemble on disk, asked which numbers their outcome hangs on: no further run is needed.

What a world drew from the priors is not stored with it; it follows from the seed, so it is drawn again. The numbers of
its design point stand in their place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.dataset as pads

from exitban.analysis.intervals import Floats
from exitban.analysis.repeated import Worlds, given_repeated
from exitban.analysis.sensitivity import Sensitivity
from exitban.ensembles import Runs
from exitban.errors import CallError, did_you_mean

STORED: Final = {"lost": "lost_at", "control_at_end": "control_end"}
"""The column from which each outcome is read."""


def sensitivity_of_runs(runs: Runs, outcome: str, policy: str, base: str | None = None) -> Sensitivity:
    """Given-data indices of an outcome under a policy, or of its matched difference to ``base``.

    Raises `CallError` for an outcome or a policy that the ensemble does not have, and for too few replicates.
    """
    found = worlds(runs, outcome, policy)
    if base is not None:
        found = less(found, worlds(runs, outcome, base))
    return given_repeated(found, *numbers(runs, found))


def worlds(runs: Runs, outcome: str, policy: str) -> Worlds:
    """The runs under a policy, in the order of design points and replicates."""
    if outcome not in STORED:
        raise CallError(f"outcome: an ensemble keeps no '{outcome}', only {', '.join(STORED)}.")
    known = policies_of(runs)
    if policy not in known:
        raise CallError(f"policy: the ensemble was not run under '{policy}'.{did_you_mean(policy, known)}")
    column = STORED[outcome]
    where = (pads.field("policy") == policy) & ~pads.field("error").is_valid()
    rows: pa.Table = runs.table(columns=["point", "replicate", column], where=where)
    rows = rows.sort_by([("point", "ascending"), ("replicate", "ascending")])
    points, replicates, values = (rows[name].to_numpy() for name in ("point", "replicate", column))
    told = ~np.isnan(values) if outcome == "lost" else values
    return Worlds(points.astype(np.int64), replicates.astype(np.int64), told.astype(np.float64))


def policies_of(runs: Runs) -> Sequence[str]:
    """The policies of an ensemble, in the order in which they were asked for."""
    return list(dict.fromkeys(policy for layer in runs.layers for policy in layer.policies))


def less(one: Worlds, other: Worlds) -> Worlds:
    """The difference in the worlds that both have."""
    _, here, there = np.intersect1d(one.places, other.places, assume_unique=True, return_indices=True)
    return Worlds(one.points[here], one.replicates[here], one.outcome[here] - other.outcome[there])


def numbers(runs: Runs, found: Worlds) -> tuple[Mapping[str, Floats], Mapping[str, Floats]]:
    """What the replicates drew, (replicates,) by path, and the numbers of the design, (runs,) by path."""
    replicates = np.unique(found.replicates)
    drawn, _ = runs.scenario.draws(int(runs.folder.manifest["seed"]), range(int(replicates.max(initial=0)) + 1))
    own = {path: values[replicates] for path, values in drawn.items() if path not in runs.points}
    return own, {path: values[found.points] for path, values in runs.points.items()}
