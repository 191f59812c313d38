"""`make bench`: run everything, write RESULTS.md; `python -m benchmarks a c` runs these parts and keeps the rest."""

from __future__ import annotations

import sys

from benchmarks import explorer, work_a
from benchmarks.processes import WrongOutcomeError, say

PARTS = {"explorer": explorer, "a": work_a}


def main(names: list[str]) -> int:
    """Run the parts that are named, all of them unless said. The exit status is 1 when outcomes do not agree."""
    try:
        for name in names or PARTS:
            print(PARTS[name].section())
    except WrongOutcomeError as error:
        say(f"Not the same model: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
