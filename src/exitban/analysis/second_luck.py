"""The same worlds with other luck: every number keeps its draw, and only luck is drawn anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from exitban.analysis.reading import ResultLike, arrays, policies
from exitban.kernels.launch import Launcher
from exitban.plan import LARGEST_SEED, at_least_one
from exitban.results import Result
from exitban.run import Progress, run


def with_other_luck(
    result: ResultLike,
    replicates: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    names: Sequence[str] | None = None,
    launcher: Launcher = "cpu",
) -> Result:
    """Run the first replicates of a result again, all of them unless said, on the same numbers and other luck.

    ``names``: policies to run, those of the result unless said. What differs between the two is luck and nothing else.
    Raises what `exitban.run` raises.
    """
    held = arrays(result)
    there = int(held.sizes["replicate"])
    count = there if replicates is None else min(at_least_one("replicates", replicates), there)
    drawn = zip(held["parameter"].values, held["draw"].values, strict=True)
    columns = {str(path): np.asarray(values[:count]) for path, values in drawn}
    made: Any = result.provenance
    return run(
        result.scenario,
        replicates=count,
        seed=(int(made["seed"]) + 1) % LARGEST_SEED,
        policies=policies(held) if names is None else names,
        threads=threads,
        progress=progress,
        launcher=launcher,
        columns=columns,
    )
