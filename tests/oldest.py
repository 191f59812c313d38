"""Print the oldest versions of libraries that pyproject.toml allows, as constraints for pip: `make oldest`."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
LEFT_OUT = ("dev", "cuda")
"""Extras whose oldest versions are not tried: what only tests need, and what needs a card."""
FLOOR = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(\[.*\])?>=(?P<version>[0-9.]+)")


def oldest(project: str) -> dict[str, str]:
    """The oldest version of each library by its name; of several floors the highest."""
    told = tomllib.loads(project)["project"]
    extras = [needs for extra, needs in told["optional-dependencies"].items() if extra not in LEFT_OUT]
    found: dict[str, str] = {}
    for need in sum(extras, told["dependencies"]):
        if floor := FLOOR.match(need):
            name, version = floor["name"], floor["version"]
            found[name] = max(found.get(name, version), version, key=parts)
    return found


def parts(version: str) -> list[int]:
    """A version as numbers."""
    return [int(part) for part in version.split(".")]


if __name__ == "__main__":
    told = oldest(PROJECT.read_text(encoding="utf-8"))
    sys.stdout.write("".join(f"{name}=={version}\n" for name, version in told.items()))
