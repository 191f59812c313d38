"""Watts 2002, A simple model of global cascades on random networks: when one member sets off nearly all."""

from __future__ import annotations

from functools import cache

import numpy as np

from verification.bundled import world
from verification.measures import Values, exact, mean
from verification.target import Got, Number, Outcome, Target
from verification.theory.watts_2002 import chance_of_a_cascade, final_share, window

PAPER = "Watts 2002, A simple model of global cascades on random networks"
PHI = 0.18
WINDOWS = {0.18: (1.0207, 5.7647), 0.10: (1.0000, 13.659), 0.25: (1.1141, 3.8631)}
CASCADES = {3: (0.8735, 0.9405), 4: (0.8653, 0.9802)}
SEEDS_PER_GRAPH = 32
OUTSIDE = {"z = 8": ("watch.random.mean_degree=8",), "z = 0.8": ("watch.random.mean_degree=0.8",),
           "phi = .3": ("institutions.crowd.at_start.threshold.value=0.3",)}  # fmt: skip


def edges(_: int) -> Outcome:
    """Closed forms."""
    got: dict[str, Got] = {}
    for phi in WINDOWS:
        found = window(phi) or (np.nan, np.nan)
        got |= {f"phi = {phi}, lower edge": exact(found[0]), f"phi = {phi}, upper edge": exact(found[1])}
    got["phi = .251, windows"] = exact(0 if window(0.251) is None else 1)
    for z in CASCADES:
        got[f"z = {z}, chance"] = exact(chance_of_a_cascade(z, PHI))
        got[f"z = {z}, size"] = exact(final_share(z, PHI, 1e-9))
    return Outcome(got)


@cache
def ends(changes: tuple[str, ...], graph: int) -> Values:
    """(seeds,) the share that acts in the end on one graph, another seed in each replicate."""
    asked = (f"watch.random.seed={graph}", *changes)
    days = world("watts-2002", *asked, replicates=SEEDS_PER_GRAPH, seed=graph).to_the_end()
    found: Values = days["speaking"].mean(axis=0)
    return found


def simulated(graphs: int) -> Outcome:
    """Chance and size of global cascades; graphs are independent, seeds on one graph are not quite."""
    got: dict[str, Got] = {}
    for z in CASCADES:
        shares = np.array([ends((f"watch.random.mean_degree={z}",), graph) for graph in range(graphs)])
        sizes = [one[one > 0.5].mean() for one in shares]
        got |= {f"z = {z}, chance": mean((shares > 0.5).mean(axis=1)), f"z = {z}, size": mean(np.array(sizes))}
    return Outcome(got)


def outside(graphs: int) -> Outcome:
    """How many global cascades there are where there should be none."""
    count = {label: sum(int((ends(changes, graph) > 0.5).sum()) for graph in range(max(graphs // 4, 1)))
             for label, changes in OUTSIDE.items()}  # fmt: skip
    return Outcome({label: exact(number) for label, number in count.items()})


TARGETS = (
    Target(
        name="cascade-window",
        paper=PAPER,
        level="L0",
        says="Mean degrees between which global cascades exist; their chance and size on a network without end.",
        expected={
            **{
                f"phi = {phi}, {name} edge": Number(value, within=6e-4)
                for phi, found in WINDOWS.items()
                for name, value in zip(("lower", "upper"), found, strict=True)
            },
            "phi = .251, windows": Number(0, within=0),
            **{
                f"z = {z}, {name}": Number(value, within=5e-5)
                for z, found in CASCADES.items()
                for name, value in zip(("chance", "size"), found, strict=True)
            },
        },
        run=edges,
    ),
    Target(
        name="global-cascades",
        paper=PAPER,
        level="L1",
        says="One random member acts: how often more than half follow, and how many then act.",
        expected={
            f"z = {z}, {name}": Number(value)
            for z, found in CASCADES.items()
            for name, value in zip(("chance", "size"), found, strict=True)
        },
        run=simulated,
        small=12,
        full=200,
    ),
    Target(
        name="no-cascades-outside-the-window",
        paper=PAPER,
        level="L1",
        says="Global cascades from one member where the theory allows none.",
        expected={label: Number(0, within=0) for label in OUTSIDE},
        run=outside,
        small=16,
        full=80,
    ),
)
