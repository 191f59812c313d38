"""How cost grows with members and replicates, and what one large organisation takes."""

from __future__ import annotations

from typing import Any

from benchmarks.law import TICKS
from benchmarks.processes import OURS, say, told_by

MEMBERS = (1_000, 10_000, 100_000, 1_000_000)
BUDGET = 2e8
"""About so many updates are run at each size."""
REPLICATES = (1, 4, 16, 64, 256)
AT = 10_000
LARGE = 1_000_000
HUGE = 10_000_000


def section() -> str:
    """Run the curves and write the section."""
    with_members = [at(members, max(1, min(256, int(BUDGET / members / TICKS)))) for members in MEMBERS]
    huge = at(HUGE, 1, ticks=10)
    with_replicates = [at(AT, replicates) for replicates in REPLICATES]
    large = at(LARGE, 8, ticks=20)
    return "\n".join([
        HEAD,
        *TABLE,
        *(row(one) for one in (*with_members, huge)),
        f"\n### Replicates, {AT:,} members\n",
        *TABLE,
        *(row(one) for one in with_replicates),
        "\n### One large organisation\n",
        f"{LARGE:,} members with {large['edges']:,} pairs of who watches whom and 8 replicates: the process held "
        f"{large['memory'] / 2**30:.2f} GiB at most over {large['ticks']} ticks (every tick holds as much), "
        f"reading took {large['reading']:.1f} s, laying out {large['whole'][0] - large['seconds'][0]:.1f} s.",
    ])  # fmt: skip


def at(members: int, replicates: int, ticks: int = TICKS) -> dict[str, Any]:
    """One point of a curve."""
    say(f"Scaling, {members:,} members, {replicates} replicates, {ticks} ticks")
    told = told_by(OURS, "ours", members, replicates, 1, 0, ticks)
    return {**told, "members": members, "replicates": replicates, "ticks": ticks}


def row(one: dict[str, Any]) -> str:
    """A line of a table."""
    work = one["members"] * one["replicates"] * one["ticks"]
    seconds, whole, memory = one["seconds"][0], one["whole"][0] - one["seconds"][0], one["memory"] / 2**30
    each = seconds / work * 1e9
    rest = f"{one['reading']:.1f} + {whole:.1f}"
    return f"| {one['members']:,} | {one['replicates']} | {one['ticks']} | {each:.2f} | {rest} | {memory:.2f} |"


TABLE = (
    "| members | replicates | ticks | ns per update | reading + laying out, s | memory at most, GiB |",
    "| ---: | ---: | ---: | ---: | ---: | ---: |",
)
HEAD = """## Scaling

Work A again, one core, CPU time. Cost grows linearly where the nanoseconds per update stay level. Where the state of a
block of replicates (and the part of the graph that it looks at) leaves a level of the cache, they rise; the levels of
this machine stand in the section on the floor.
"""
