"""The order in which the rules of a stage run: every name is given before it is used.

Within a stage every rule sees the lasting state as it was at the stage's start: who reads a state comes before who
renews it. What a stage gives anew is read after it was given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from exitban.errors import MechanismError
from exitban.kernels.parts import Part, gives, guard, reads
from exitban.mechanism import TOTALS


def in_order(parts: Sequence[Part], lasting: Callable[[str], bool], stage: str) -> list[Part]:
    """Sort parts so that names are given before use and states are read before they are renewed.

    Among those that are ready, one with the same guard as the last goes first: guarded rules then share one test.
    """
    waits = dependencies(parts, lasting)
    done: list[int] = []
    while len(done) < len(parts):
        ready = [i for i in range(len(parts)) if i not in done and waits[i] <= set(done)]
        if not ready:
            stuck = sorted({n for i in range(len(parts)) if i not in done for n in gives(parts[i])})
            raise MechanismError(f"stage '{stage}': these rules wait for each other: {', '.join(stuck)}")
        last = guard(parts[done[-1]]) if done else None
        done.append(next((i for i in ready if guard(parts[i]) == last), ready[0]))
    return [parts[i] for i in done]


def dependencies(parts: Sequence[Part], lasting: Callable[[str], bool]) -> list[set[int]]:
    """For each part the positions of those that must come before it."""
    givers: dict[str, list[int]] = defaultdict(list)
    for position, part in enumerate(parts):
        for name in gives(part):
            givers[name].append(position)
            if len(givers[name]) > 1 and name not in TOTALS:
                raise MechanismError(f"two rules of one stage give '{name}'; only {', '.join(TOTALS)} add up")
    waits: list[set[int]] = [set() for _ in parts]
    for position, part in enumerate(parts):
        for name in reads(part):
            for giver in set(givers[name]) - {position}:
                waits[giver if lasting(name) else position].add(position if lasting(name) else giver)
    return waits
