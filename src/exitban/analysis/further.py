"""What further runs add to a result: its worlds with other luck, and its scenario under other structures of choice.

Both are dear, so nobody runs them unasked; once run, they lie in the folder of the result, and every later report of it
shows them.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exitban.analysis.structures import Structures, structures_from
from exitban.errors import ResultError
from exitban.results.result import Result
from exitban.scenario import Scenario

LUCK: Final = "other-luck"
STRUCTURES: Final = "structures.json"


@dataclass(frozen=True, eq=False)
class Further:
    """``luck``: some of the worlds run again, every number the same; ``structures``: effects under every structure."""

    luck: Result | None = None
    structures: Structures | None = None


NOTHING: Final = Further()


def keep(found: Further, folder: Path) -> None:
    """Lay them into the folder of a stored result. Raises `ResultError`."""
    if found.luck is not None:
        found.luck.save(folder / LUCK)
    if found.structures is not None:
        beside = folder / f".{STRUCTURES}.part"
        try:
            beside.write_text(json.dumps(found.structures.to_json(), indent=1, allow_nan=False), encoding="utf-8")
            os.replace(beside, folder / STRUCTURES)
        except OSError as error:
            raise ResultError(f"{folder / STRUCTURES} cannot be written: {error.strerror or error}.") from error


def kept(folder: Path, scenario: Scenario) -> Further:
    """What lies in the folder of a stored result. Raises `ResultError` for what is damaged or of another scenario."""
    from exitban.results.storage import load

    luck = load(folder / LUCK) if (folder / LUCK).exists() else None
    path = folder / STRUCTURES
    return Further(luck, _read(path, scenario) if path.exists() else None)


def _read(path: Path, scenario: Scenario) -> Structures:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["scenario_hash"] != scenario.hash:
            raise ResultError(f"{path} was made of another scenario than the result beside it. Take the file away.")
        return structures_from(found, scenario)
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
        raise ResultError(f"{path} is damaged: {error!r}. Take it away, or run with --structures again.") from error
