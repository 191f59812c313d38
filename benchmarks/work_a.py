"""Work A: contagion only, on the same graphs for all."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from pathlib import Path

from benchmarks.agreement import check
from benchmarks.law import TICKS
from benchmarks.processes import BUILD, OURS, PEERS, Measured, say, told_by

ROUNDS = 3
REFERENCE = "numba_loop"


@dataclass(frozen=True)
class Peer:
    """A contestant: how many replicates it can bear at each number of members; ``slow`` takes part in one round."""

    title: str
    module: str
    replicates: dict[int, int]
    slow: bool = False


PEERS_OF_A = (
    Peer("a scalar numba loop", "numba_loop", {500: 1024, 10_000: 32, 100_000: 4}),
    Peer("numpy + scipy.sparse", "scipy_plain", {500: 1024, 10_000: 64}),
    Peer("numpy + scipy.sparse", "scipy_plain", {100_000: 64}, slow=True),
    Peer("numpy + scipy.sparse, tuned by hand", "scipy_tuned", {500: 1024, 10_000: 64}),
    Peer("numpy + scipy.sparse, tuned by hand", "scipy_tuned", {100_000: 64}, slow=True),
    Peer("Starsim, common random numbers", "starsim_module", {500: 4, 10_000: 4, 100_000: 2}),
    Peer("mesa-frames", "mesa_frames", {500: 4, 10_000: 2}),
    Peer("mesa-frames", "mesa_frames", {100_000: 1}, slow=True),
    Peer("Mesa, lists of neighbours", "mesa_lists", {500: 16, 10_000: 1}),
    Peer("Mesa, lists of neighbours", "mesa_lists", {100_000: 1}, slow=True),
    Peer("Mesa, Network", "mesa_network", {500: 16}),
    Peer("Mesa, Network", "mesa_network", {10_000: 1}, slow=True),
    Peer("AgentPy", "agentpy_lists", {500: 16}),
    Peer("AgentPy", "agentpy_lists", {10_000: 1}, slow=True),
)
OURS_AT = {500: 4096, 10_000: 128, 100_000: 128}


def section() -> str:
    """Run all sizes and write the section of the page."""
    return "\n".join([HEAD, *(of_size(members) for members in OURS_AT)])


def of_size(members: int) -> str:
    """One size: rounds in which everybody runs in turn, a check of what came out, a table."""
    path = BUILD / f"{members}.npz"
    told_by(OURS, "graph", members, path)
    ours, peers = Measured(), {one.title: (one, Measured()) for one in PEERS_OF_A if members in one.replicates}
    for turn in range(ROUNDS):
        say(f"Work A, {members:,} members, round {turn + 1} of {ROUNDS}")
        ours.add(told_by(OURS, "ours", members, OURS_AT[members], 1, turn))
        for one, measured in peers.values():
            if turn == 0 or not one.slow:
                measured.add(told_of(one, path, members, turn))
    reference = next(measured for one, measured in peers.values() if one.module == REFERENCE)
    for title, (_, measured) in {**peers, "exitban": (None, ours)}.items():
        check(f"Work A, {members} members, {title}", measured, reference)
    return table(members, ours, peers)


def told_of(one: Peer, path: Path, members: int, turn: int) -> dict[str, list[float]]:
    """One round of a peer."""
    return told_by(PEERS, "measure", f"benchmarks.peers.{one.module}", path, one.replicates[members], 1, turn)


def table(members: int, ours: Measured, peers: dict[str, tuple[Peer, Measured]]) -> str:
    """What everybody took, the fastest first."""
    work = members * TICKS / 1e6
    of_ours = [OURS_AT[members] * work / one for one in ours.seconds]
    rows = {"**exitban**": (of_ours, OURS_AT[members], ours)}
    for one, measured in peers.values():
        updates = [one.replicates[members] * work / seconds for seconds in measured.seconds]
        rows[f"{one.title} {measured.version}"] = (updates, one.replicates[members], measured)
    ranked = sorted(rows.items(), key=lambda item: -statistics.median(item[1][0]))
    lines = [row(name, found, of_ours) for name, found in ranked]
    return "\n".join([f"\n### {members:,} members\n", *TABLE, *lines, runs_a_second(members, ours)])


def row(name: str, found: tuple[list[float], int, Measured], of_ours: list[float]) -> str:
    """One line: million updates per second of the processor, their spread, and how many times faster exitban is."""
    updates, replicates, measured = found
    ratios = [own / theirs for own, theirs in zip(of_ours, updates, strict=False)]
    middle, spread = statistics.median(updates), (max(updates) - min(updates)) / statistics.median(updates)
    told = f"{spread:.0%}" if len(updates) > 1 else "once"
    gone = statistics.fmean(measured.outcomes)
    return f"| {name} | {replicates:,} | {middle:,.3g} | {told} | {statistics.median(ratios):,.3g} | {gone:.4f} |"


def runs_a_second(members: int, ours: Measured) -> str:
    """Whole calls of exitban."""
    whole = ours.more["whole"][0]
    return (
        f"\nThe whole call of `exitban.run`, with laying out and gathering the results: {whole:.2f} s, "
        f"{OURS_AT[members] / whole:,.0f} runs a second; {ours.more['memory'] / 2**30:.2f} GiB at most."
    )


TABLE = (
    "| | replicates | million updates per CPU second | spread | exitban is faster by | share gone |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
)
HEAD = """## Work A: contagion only

Members on a random graph of mean degree 10, 100 ticks; all at once, each present member leaves with a logistic
probability of the share of its neighbours gone. An update is one member in one tick of one replicate. Everybody gets
the same graph, on one core, in a process of its own, with compilers warmed up; building a world is counted for the
peers, reading the graph for nobody. For exitban the time runs from the first tick to the last record; the whole call
stands below each table. Ratios are taken between runs that followed each other and are medians, as are all figures;
the spread is (largest - smallest) / median of the rounds. The shares gone agree in mean and spread with those of the
scalar loop, or this page would not have been written."""
