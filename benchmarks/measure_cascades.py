"""Times one peer of Work C in a process of its own: `python -m benchmarks.measure_cascades MODULE KIND GRAPH NUMBER`.

Prints a line of JSON: seconds of the processor per cascade, and how many act at the end of each.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from importlib import metadata
from pathlib import Path

from benchmarks.law import Graph

REPEATS = 3
MANY = 500_000
"""With more members one repeat must do."""


def main(module: str, kind: str, path: str, replicates: int) -> None:
    """Run a peer several times and print what a cascade took."""
    peer = importlib.import_module(module)
    peer.prepare(Graph.read(Path(path).with_name("small.npz")), kind)(1, 1)
    graph = Graph.read(Path(path))
    seconds, outcomes = [], []
    for repeat in range(REPEATS if len(graph) < MANY else 1):
        runs = peer.prepare(graph, kind)
        began = time.process_time()
        found = runs(replicates, 1 + repeat)
        seconds.append((time.process_time() - began) / len(found))
        outcomes += found
    version = getattr(peer, "VERSION", "") or metadata.version(peer.PACKAGE)
    print(json.dumps({"seconds": seconds, "outcomes": outcomes, "version": version}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
