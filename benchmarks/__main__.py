"""`make bench`: run everything, write RESULTS.md; `python -m benchmarks a c` runs these parts and keeps the rest."""

from __future__ import annotations

import sys
from collections.abc import Callable

from benchmarks import card, explorer, floor, page, scaling, splitting, work_a, work_b, work_c
from benchmarks.processes import BUILD, OURS, WrongOutcomeError, say, told_by

PARTS: dict[str, Callable[[], str]] = {
    "a": work_a.section,
    "b": work_b.section,
    "c": work_c.section,
    "card": card.section,
    "scaling": scaling.section,
    "floor": floor.section,
    "splitting": splitting.section,
    "explorer": explorer.section,
}
SMALL = 50
"""Members of the graph on which compilers are warmed up."""


def prepare() -> None:
    """A graph on which everybody warms up."""
    BUILD.mkdir(parents=True, exist_ok=True)
    told_by(OURS, "graph", SMALL, BUILD / "small.npz")


def main(names: list[str]) -> int:
    """Run the parts that are named, or all. The exit status is 1 when outcomes do not agree."""
    strangers = set(names) - set(PARTS)
    if strangers:
        say(f"No part is called {', '.join(sorted(strangers))}. There are: {', '.join(PARTS)}.")
        return 2
    prepare()
    try:
        for name in names or PARTS:
            text = PARTS[name]()
            if text:
                page.keep(name, text)
    except WrongOutcomeError as error:
        say(f"Not the same model: {error}")
        return 1
    page.write()
    say(f"Written: {page.RESULTS}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
