"""The JSON Schemas (draft 2020-12) of what the program reads and prints, a file each beside this one.

A document that is printed names its own under ``schema``: "exitban-weights/1" is that of ``weights.schema.json``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from exitban.errors import CallError, did_you_mean

NAMES: Final = (
    *("scenario", "validation", "scenarios", "mechanisms", "explanation"),
    *("summary", "comparison", "replay", "structures"),
    *("evidence", "weights", "robustness", "sensitivity"),
    *("status", "rerun", "rare"),
)
"""First what is read, then what is printed: of scenarios, of worlds, of what they rest on, of ensembles."""


def path_of(name: str) -> Path:
    """The file of a schema. Raises `CallError` for a name that is not known."""
    if name not in NAMES:
        raise CallError(f"no schema is called {name!r}.{did_you_mean(name, NAMES)}")
    return Path(__file__).parent / f"{name}.schema.json"


def schema(name: str) -> dict[str, Any]:
    """A schema by its name, such as "summary". Raises `CallError` for one that is not known."""
    found: dict[str, Any] = json.loads(path_of(name).read_text(encoding="utf-8"))
    return found


def titles() -> dict[str, str]:
    """By name, what each schema describes: the command that prints it, or the file that is read."""
    return {name: str(schema(name)["title"]) for name in NAMES}
