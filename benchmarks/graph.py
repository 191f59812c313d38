"""Writes the graph on which exitban runs Work A, for the peers: `python -m benchmarks.graph MEMBERS PATH`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.law import Graph
from benchmarks.ours import scenario_of
from exitban.plan import plan_for


def main(members: int, path: str) -> None:
    """Draw it and keep it."""
    posts = plan_for(scenario_of(members), 1, range(1)).posts.watching()
    Graph(posts["watch_start"], posts["watched"]).keep(Path(path))
    print(json.dumps({"members": members, "edges": len(posts["watched"])}))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
