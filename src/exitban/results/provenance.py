"""How a result was made: enough to make it again."""

from __future__ import annotations

import datetime
import hashlib
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from importlib import metadata
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exitban.maths.luck import LAYOUT
from exitban.scenario import Scenario


def provenance(
    scenario: Scenario, replicates: range, seed: int, policies: Sequence[str], started: datetime.datetime
) -> dict[str, Any]:
    """How a result was made: enough to make it again."""
    versions = {name: metadata.version(name) for name in ("exitban", "numpy", "numba")}
    return {
        "scenario": scenario.name,
        "scenario_hash": scenario.hash,
        "overrides": list(scenario.overrides),
        "policies": list(policies),
        "replicates": len(replicates),
        "first_replicate": replicates.start,
        "seed": seed,
        "luck": LAYOUT,
        "versions": {"python": platform.python_version(), **versions},
        "command": " ".join(["exitban", *sys.argv[1:]]),
        "started": started.isoformat(timespec="seconds"),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    }


def fingerprints(columns: Mapping[str, NDArray[np.float64]]) -> dict[str, str]:
    """Which numbers were given by replicate: SHA-256 of the values by path; the values themselves are in ``draw``."""
    return {path: hashlib.sha256(values.astype("<f8").tobytes()).hexdigest() for path, values in columns.items()}
