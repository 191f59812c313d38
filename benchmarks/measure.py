"""Times one peer in a process of its own: `python -m benchmarks.measure MODULE GRAPH REPLICATES REPEATS TURN`.

Prints a line of JSON: seconds of the processor for each repeat, and the outcome of each replicate. The graph is read
before, and a first run in small lets compilers do their work.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from importlib import metadata
from pathlib import Path

from benchmarks.law import Graph

SMALL = "small"


def main(module: str, path: str, replicates: int, repeats: int, turn: int = 0) -> None:
    """Run a peer several times and print what it took."""
    peer = importlib.import_module(module)
    graph, small = Graph.read(Path(path)), Graph.read(Path(path).with_name(f"{SMALL}.npz"))
    peer.shares_gone(small, 1, 1)
    seconds, outcomes = [], []
    for repeat in range(turn * repeats, (turn + 1) * repeats):
        began = time.process_time()
        outcomes += peer.shares_gone(graph, replicates, 1 + repeat * replicates).tolist()
        seconds.append(time.process_time() - began)
    print(json.dumps({"seconds": seconds, "outcomes": outcomes, "version": metadata.version(peer.PACKAGE)}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
