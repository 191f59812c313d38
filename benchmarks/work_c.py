"""Work C: Watts cascades and independent cascades to the end."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from pathlib import Path

from benchmarks.agreement import check
from benchmarks.cascades import CHANCE, WATTS
from benchmarks.processes import BUILD, DEBIAN, OURS, PEERS, Measured, WrongOutcomeError, say, told_by

SIZES = (10_000, 100_000, 1_000_000)
OWN = "exitban.cascades"


@dataclass(frozen=True)
class Peer:
    """A contestant, the largest graph that it can bear, and how many cascades are timed together."""

    title: str
    module: str
    python: Path = PEERS
    kinds: tuple[str, ...] = (WATTS, CHANCE)
    largest: int = SIZES[-1]
    replicates: int = 4


CONTESTANTS = (
    Peer(OWN, "ours", OURS, replicates=64),
    Peer("cynetdiff (C++)", "cynetdiff_models", replicates=16),
    Peer("numpy + scipy.sparse, step by step", "scipy_steps"),
    Peer("graph-tool (C++, every node in every step)", "graph_tool_states", DEBIAN, (WATTS,), replicates=1),
    Peer("NDlib", "ndlib_models", kinds=(WATTS,), largest=100_000, replicates=1),
)
TITLES = {WATTS: "Watts cascades, threshold .10 of the neighbours", CHANCE: "Independent cascades, chance .15 per edge"}


def section() -> str:
    """Run all sizes and write the section of the page."""
    return "\n".join([HEAD, *(of_size(kind, members) for kind in TITLES for members in SIZES)])


def of_size(kind: str, members: int) -> str:
    """One table."""
    path = BUILD / f"{members}.npz"
    if not path.exists():
        told_by(OURS, "graph", members, path)
    found: dict[str, Measured] = {}
    for one in CONTESTANTS:
        if kind in one.kinds and members <= one.largest and there(one):
            say(f"Work C, {kind}, {members:,} members, {one.title}")
            found[one.title] = Measured()
            call = (one.python, "measure_cascades", f"benchmarks.cascades.{one.module}", kind, path, one.replicates)
            found[one.title].add(told_by(*call))
    agree(kind, members, found)
    return table(kind, members, found)


def there(one: Peer) -> bool:
    """Whether a contestant is installed; graph-tool comes from Debian or not at all."""
    return one.python != DEBIAN or any(Path("/usr/lib/python3/dist-packages").glob("graph_tool"))


def agree(kind: str, members: int, found: dict[str, Measured]) -> None:
    """Cascades without luck reach the same members; others agree in mean and spread."""
    for title, measured in found.items():
        where = f"Work C, {kind}, {members} members, {title}"
        if kind == CHANCE:
            check(where, measured, found[OWN])
        elif set(measured.outcomes) != set(found[OWN].outcomes):
            raise WrongOutcomeError(
                f"{where}: {set(measured.outcomes)} act, and {set(found[OWN].outcomes)} with {OWN}."
            )


def table(kind: str, members: int, found: dict[str, Measured]) -> str:
    """Milliseconds of the processor per cascade, the fastest first."""
    lines = [f"\n### {TITLES[kind]}: {members:,} members\n", *TABLE]
    for title, one in sorted(found.items(), key=lambda item: item[1].median):
        ratio, reached = one.median / found[OWN].median, statistics.fmean(one.outcomes) / members
        lines.append(
            f"| {title} {one.version} | {one.median * 1e3:,.3g} | {one.spread:.0%} | {ratio:.3g} | {reached:.4f} |"
        )
    return "\n".join(lines)


TABLE = (
    "| | milliseconds per cascade | spread | exitban is faster by | share reached |",
    "| --- | ---: | ---: | ---: | ---: |",
)
HEAD = """## Work C: cascades to the end

On the graphs of Work A (mean degree 10), ten given members act from the beginning. For exitban the whole call of
`exitban.cascades(matrix, ..., replicates=64)` counts, with the links taken from the matrix (the hashes of its rows'
names are kept from one call to the next: the first of three repeats makes them, so does the one at 10^6); for the
others the cascade alone, on a model that stands (what cynetdiff takes to set its thresholds is left out).
Watts cascades reach the very same number of members everywhere, independent ones agree in mean and spread."""
