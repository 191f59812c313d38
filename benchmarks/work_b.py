"""Work B: the bundled scenario with every mechanism on, one core against two, and how long a start takes."""

from __future__ import annotations

import statistics
import subprocess

from benchmarks.processes import OURS, ROOT, say, told_by

ROUNDS = 3
REPLICATES = 768


def section() -> str:
    """Run and write the section."""
    say("Work B")
    found = {threads: [told_by(OURS, "bundled", REPLICATES, threads) for _ in range(ROUNDS)] for threads in (1, 2)}
    one, two = ([run["clock"] for run in found[threads]] for threads in (1, 2))
    rate = [run["work"] / run["seconds"][0] / 1e6 for run in found[1]]
    gain = statistics.median(alone / both for alone, both in zip(one, two, strict=True))
    first = found[1][0]
    say("Start times")
    start = subprocess.run([str(OURS), "benchmarks/start.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    return HEAD.format(
        posts=first["posts"],
        policies=first["policies"],
        replicates=REPLICATES,
        rate=statistics.median(rate),
        spread=(max(rate) - min(rate)) / statistics.median(rate),
        gain=gain,
        start=start.stdout.strip(),
    )


HEAD = """## Work B: the bundled scenario, every mechanism on

{posts:,} posts, {policies} policies, {replicates} replicates, with the copies in which policies are lifted:
**{rate:.1f} million member-ticks per CPU second** on one core (median of three, spread {spread:.0%}). By the clock, two
threads are **{gain:.2f} times** as fast as one; that says something only where two cores are free.

Starts (`python benchmarks/start.py`):

```text
{start}
```"""
