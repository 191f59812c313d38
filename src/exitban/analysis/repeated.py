"""Which numbers an outcome hangs on, where the same worlds come back at every point of a design.

A replicate brings its draws and its luck to every point: its runs are one world and not several. So what a replicate
drew is asked of its mean over the points, what the design varies is asked of all runs, and it is replicates that are
drawn again for an interval. All are shares of the variance between all runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from exitban.analysis.chance import chance_at_most
from exitban.analysis.intervals import LEVEL, Floats, normal_quantile
from exitban.analysis.sensitivity import LEAST, RESAMPLES, Index, Sensitivity, alone, first_orders, share_around
from exitban.errors import CallError

FEWEST: Final = 10
"""Of fewer replicates no half tells how far another half would be off."""


class Worlds(NamedTuple):
    """Runs that did not fail: the design point and the replicate of each, and its outcome, all (runs,)."""

    points: NDArray[np.int64]
    replicates: NDArray[np.int64]
    outcome: Floats

    @property
    def places(self) -> NDArray[np.int64]:
        """Point and replicate in one number."""
        return (self.points << 32) + self.replicates


def given_repeated(
    found: Worlds, drawn: Mapping[str, Floats], design: Mapping[str, Floats], seed: int = 1
) -> Sensitivity:
    """First-order indices of worlds that come back at every point, and how much is luck at most.

    ``drawn`` holds what each replicate drew, in the order of ``np.unique(found.replicates)``, by path; ``design`` what
    each run was given, (runs,) by path. Raises `CallError` where there are too few replicates.
    """
    differ = {path: values for path, values in drawn.items() if np.ptp(values) > 0.0}
    varied = {path: values for path, values in design.items() if np.ptp(values) > 0.0}
    rows = by_replicate(found)
    refuse_few(len(rows), LEAST if differ else FEWEST, len(found.outcome))
    if np.ptp(found.outcome) == 0.0 or not (differ or varied):
        raise CallError("nothing differs between these worlds, so nothing has a share in it.")
    own = of_replicates(found, rows)
    part = float(own.var() / found.outcome.var())
    told = [(name, part * value, part * half) for name, value, half in first_orders(differ, own, seed)] if part else []
    told += [(name, alone(one, found.outcome), spread(one, found, rows, seed)) for name, one in varied.items()]
    indices = [Index(name, share_around(value, half), None) for name, value, half in told]
    indices.sort(key=lambda one: -one.first.value)
    return Sensitivity("given", 0, indices=tuple(indices), luck_at_most=luck_at_most(found, own, differ))


def refuse_few(replicates: int, least: int, runs: int) -> None:
    """Raise `CallError` where replicates or runs do not suffice."""
    if replicates < least or runs < LEAST:
        raise CallError(
            f"{replicates} replicates in {runs} runs are too few for given-data indices: at least {least} replicates "
            f"and {LEAST} runs are needed. At other points the same replicates come back, which makes them no more. "
            "`exitban sweep` with a larger --replicates goes on with the ensemble."
        )


def by_replicate(found: Worlds) -> list[NDArray[np.int64]]:
    """The runs of each replicate, in the order of replicates."""
    _, counts = np.unique(found.replicates, return_counts=True)
    return np.split(np.argsort(found.replicates, kind="stable"), np.cumsum(counts)[:-1])


def of_replicates(found: Worlds, rows: Sequence[NDArray[np.int64]]) -> Floats:
    """The mean of each replicate over its points, less what these points give on average: (replicates,)."""
    apart = found.outcome - _of_points(found)
    return np.array([apart[one].mean() for one in rows])


def _of_points(found: Worlds) -> Floats:
    """The mean outcome at the point of each run, (runs,)."""
    _, place = np.unique(found.points, return_inverse=True)
    return np.asarray((np.bincount(place, found.outcome) / np.bincount(place))[place], np.float64)


def spread(values: Floats, found: Worlds, rows: Sequence[NDArray[np.int64]], seed: int) -> float:
    """Half an interval, as RBD-FAST has it: by halves of the data, but of whole replicates."""
    random = np.random.default_rng(seed)
    again = []
    for _ in range(RESAMPLES // 2):
        some = np.concatenate([rows[one] for one in random.integers(len(rows), size=len(rows) // 2)])
        again.append(alone(values[some], found.outcome[some]))
    return normal_quantile(LEVEL) * float(np.std(again, ddof=1))


def luck_at_most(found: Worlds, own: Floats, drawn: Mapping[str, Floats]) -> float:
    """What differs at one and the same point, less what a straight fit of the replicates to their draws explains.

    NaN where there are too few replicates to fit so many numbers.
    """
    freedom = len(found.outcome) - len(np.unique(found.points))
    within = float(((found.outcome - _of_points(found)) ** 2).sum()) / freedom
    left = chance_at_most(np.array([*drawn.values()]).reshape(len(drawn), len(own)).T, own) if np.ptp(own) else 1.0
    share = (within - (1.0 - left) * float(own.var(ddof=1))) / float(found.outcome.var(ddof=1))
    return float(np.clip(share, 0.0, 1.0))
