"""Percolation on a tree: three subordinates each, four ranks down, every post works with p = .9 (121 posts).

A given leaf is connected with p^5; the root reaches some leaf with p f_4, f_0 = 1, f_d = 1 - (1 - p f_(d-1))^3.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from tests.office import Days, office
from verification.measures import Values, exact, mean, share, spread
from verification.target import Number, Outcome, Target, picture

PAPER = "Lyons & Peres 2016, Probability on trees and networks (percolation on trees)"
TREE = f"""
    spans 3 3 3 3

    2 months
    nobody reconsiders
    hazards: natural {-np.log(0.9)}
"""
LEAVES = slice(40, 121)


@cache
def reached(replicates: int) -> Values:
    """Which posts are connected to the working root, (posts, replicates)."""
    found: Values = Days(office(TREE), replicates=replicates, launcher="cpu").step()["reach"] > 0
    return found


def simulated(replicates: int) -> Outcome:
    """Connection of leaves and of the whole."""
    connected = reached(replicates)
    leaves = connected[LEAVES]
    got = {
        "a given leaf is connected": share(connected[-1].sum(), replicates, 0.59049),
        "the root reaches some leaf": share(leaves.any(axis=0).sum(), replicates, 0.89907),
        "expected connected share": mean(connected.mean(axis=0)),
        "sd of leaf coverage": spread(leaves.mean(axis=0)),
    }
    ranks = [slice(0, 1), slice(1, 4), slice(4, 13), slice(13, 40), LEAVES]
    shares = [connected[rank].mean(axis=0) for rank in ranks]
    errors = [one.std(ddof=1) / np.sqrt(replicates) for one in shares]
    depth = np.arange(5)
    points = (depth, [one.mean() for one in shares], errors)
    return Outcome(got, picture(("rank", "share of posts connected"), points, (depth, 0.9 ** (depth + 1))))


def vacated(_: int) -> Outcome:
    """What vacating one post costs at full staffing."""
    found = {}
    for label, post in POSTS.items():
        days = Days(office(TREE, "hazards: natural 0"), launcher="cpu").step().let(post, filled=0).step()
        found[label] = exact(1 - float(days["control"][0]))
    return Outcome(found)


POSTS = {"the root": "0", "a post of rank 1": "0/1", "a leaf": "0/1/2/0/2"}
TARGETS = (
    Target(
        name="tree-percolation",
        paper=PAPER,
        level="L1",
        says="Every post of a tree of 121 works with probability .9: who is still reached from the root.",
        expected={
            "a given leaf is connected": Number(0.59049),
            "the root reaches some leaf": Number(0.89907),
            "expected connected share": Number(0.62343),
            "sd of leaf coverage": Number(0.2472),
        },
        run=simulated,
        small=4_000,
        full=40_000,
    ),
    Target(
        name="pivotal-posts",
        paper=PAPER,
        level="L0",
        says="The share of the reach that is lost when one post of a full tree falls vacant.",
        expected={
            "the root": Number(1.0, within=5e-5),
            "a post of rank 1": Number(0.3306, within=5e-5),
            "a leaf": Number(0.0083, within=5e-5),
        },
        run=vacated,
    ),
)
