"""The composed tick, written out as kernels for a graphics card.

Every pass becomes a few of them: rules for policies, the world and institutions, the sweep over the posts, and what is
settled after it. Between two kernels everybody has finished, so nobody sees half of what another does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from exitban.kernels.cuda.after import AfterWriter
from exitban.kernels.cuda.day import kernels_of_the_day
from exitban.kernels.cuda.kernel import MEMBERS, SEGMENT, Kernel, Rows, kernel_of
from exitban.kernels.cuda.member import Added, MemberWriter, NamesOfOne, counted_near, written_for_one
from exitban.kernels.cuda.records import kernels_of_records
from exitban.kernels.cuda.taken import refuse_taken_names
from exitban.kernels.levels import level_lines
from exitban.kernels.lines import SHIFT, shifted
from exitban.kernels.passes import Pass, passes
from exitban.kernels.recording import Tally
from exitban.kernels.sweep import is_counted
from exitban.kernels.wiring import Wiring
from exitban.kernels.writing import BEFORE_THE_DAY, Composed
from exitban.mechanism import Above, PolicySum, Rule

HEADER = '''"""One tick as kernels for a graphics card, composed from the mechanisms of a scenario."""

import numpy as np
from numba import cuda

from exitban.kernels import collect, select
from exitban.kernels.cuda import cells
from exitban.maths.luck import share, words
'''


TIME_PASSES: Final = (
    "if r == 0:",
    f"{SHIFT}clock_tick[0] = tick + np.int32(1)",
    f"{SHIFT}clock_words[0] = address + np.uint64(1)",
    f"{SHIFT}clock_months[0] = np.float32(tick + np.int32(1)) * dt",
)
"""The last thing in a tick."""


@dataclass(frozen=True)
class Kernels:
    """A composed module: its text and its kernels in order.

    ``arrival`` makes the first members, ``start`` what follows from them before tick 0, ``daily`` is a tick.
    ``amounts``: how many sums of amounts a pass makes, at most.
    """

    text: str
    arrival: tuple[Kernel, ...]
    start: tuple[Kernel, ...]
    daily: tuple[Kernel, ...]
    amounts: int

    @property
    def arrays(self) -> tuple[str, ...]:
        """Every array that some kernel takes."""
        each = (*self.arrival, *self.start, *self.daily)
        return tuple(dict.fromkeys(array for kernel in each for array in kernel.all_arrays))


def compose_kernels(wiring: Wiring, composed: Composed) -> Kernels:
    """Write the kernels for a wiring, of which the tick has been ``composed`` for processors.

    Raises `MechanismError` for a name that the kernels have for something of their own.
    """
    refuse_taken_names(wiring)
    counted = [tally for tally in composed.tallies if tally.name not in wiring.silent]
    names = NamesOfOne(wiring, set(composed.carried))
    found = [PassOfKernels(one, names, counted) for one in passes(wiring)]
    once = {one.one.stages[0]: tuple(one.kernels) for one in found if one.one.stages[0] in ("arrival", "start")}
    early = [one for one in found if one.one.stages == [BEFORE_THE_DAY]]
    late = [one for one in found if one not in early and one.one.stages != ["start"]]
    if not wiring.has("arrives"):
        late = [one for one in late if one.one.stages != ["arrival"]]
    used = {array for one in found for kernel in one.kernels for array in kernel.arrays}
    daily = [
        *(kernel for one in early for kernel in one.kernels),
        *kernels_of_the_day(names, used, counted),
        *(kernel for one in late for kernel in one.kernels),
        *kernels_of_records(names, counted),
        Kernel("time_passes", "world", (), TIME_PASSES),
    ]
    every = {kernel.name: kernel for kernel in (*once.get("arrival", ()), *once.get("start", ()), *daily)}
    text = "\n".join([HEADER, *sorted(names.laws), *(line for kernel in every.values() for line in kernel.text()), ""])
    amounts = max(len(one.amounts) for one in found)
    return Kernels(text, once.get("arrival", ()), once.get("start", ()), tuple(daily), amounts)


def level_of_rule(rule: Rule | PolicySum) -> Rows:
    """Whose value a rule gives that is not about members."""
    return "world" if isinstance(rule, PolicySum) else rule.level


class PassOfKernels:
    """A pass as kernels: what comes before the sweep, the sweep, what is settled after it."""

    def __init__(self, one: Pass, names: NamesOfOne, counted: Sequence[Tally]) -> None:
        self.one = one
        self.names = names
        names.arrays = {}
        last = "control" in one.stages
        before = list(self.before())
        near = list(self.near())
        writer = written_for_one(one, names, [tally for tally in counted if is_counted(tally, one, names, last)])
        self.amounts = writer.amounts
        sweep = list(self.sweep(writer))
        after = list(AfterWriter(one, names, writer.amounts).kernels())
        self.kernels = [*before, *near, *self.clear(writer.counts), *sweep, *after]

    def kernel(self, name: str, rows: Rows, lines: Sequence[str], by_depth: bool = False) -> Kernel:
        """A kernel of this pass."""
        return kernel_of(self.names, f"{self.one.name}_{name}", rows, lines, by_depth)

    def before(self) -> Iterator[Kernel]:
        """Rules for policies, the world and institutions: each sort only looks at those before it."""
        for level, rules in groupby(self.one.before, key=level_of_rule):
            lines = [line for rule in rules for line in self.level_rule(rule)]
            yield self.kernel(f"of_{level}", level, lines)

    def level_rule(self, rule: Rule | PolicySum) -> list[str]:
        """One rule that is not about members."""
        if isinstance(rule, PolicySum):
            of, out = self.names.whole(rule.of), self.names.whole(rule.gives)
            return [f"collect.sum_over_policies({of}[:, r : r + 1], {out}[r : r + 1])"]
        return level_lines(rule, self.names)

    def near(self) -> Iterator[Kernel]:
        """Who has anything to see: those who can be seen tell it, for they are few."""
        lines = [line for name in sorted(self.one.looked_up) for line in self.count_near(name)]
        if lines:
            yield self.kernel("counts_near", "member", lines)

    def count_near(self, flag: str) -> list[str]:
        """Let all who watch somebody with a flag count it."""
        start, watchers, near = self.names.whole("watcher_start", "watchers", counted_near(flag)).split(", ")
        return [
            f"if {self.names.array(flag, 'i, r')}:",
            f"{SHIFT}for edge in range({start}[i], {start}[i + 1]):",
            f"{SHIFT * 2}cuda.atomic.add({near}, ({watchers}[edge], r), np.int32(1))",
        ]

    def clear(self, counts: Sequence[Added]) -> Iterator[Kernel]:
        """Counts to which all threads add begin at nothing; records do so at the beginning of a tick."""
        for rows in ("grade", "institution"):
            mine = [one for one in counts if not isinstance(one.one, Tally) and one.of_grade == (rows == "grade")]
            lines = [f"{self.names.array(one.array, one.place)} = 0" for one in mine]
            if lines:
                yield self.kernel(f"clears_counts_of_{rows}", rows, lines)

    def sweep(self, writer: MemberWriter) -> Iterator[Kernel]:
        """The members of a segment, one after the other; what they add up is handed on at the end."""
        if not writer.lines:
            return
        names = self.names
        names.whole(*SEGMENT, "institution", "grade")
        first = ["i = member_of[segment_first[s]]", "k = np.uint32(institution[i])", "g = np.uint32(grade[i])"]
        first += [f"{local} = {place}" for local, place in names.here.items()]
        begin = [f"{one.local} = np.int32(0)" for one in writer.counts]
        begin += [f"{one.local} = np.float64(0)" for one in writer.amounts]
        end = [line for one in writer.counts for line in self.hand_on(one)]
        if writer.amounts:
            sums = names.whole("amounts_of_segments")
            end += [f"{sums}[{n}, s, r] = {one.local}" for n, one in enumerate(writer.amounts)]
        by_depth = any(isinstance(part, Above) for part in self.one.parts)
        loop = [*MEMBERS, *shifted(writer.lines)]
        yield self.kernel("sweep", "segment", [*first, *begin, *loop, *end], by_depth)

    def hand_on(self, one: Added) -> list[str]:
        """Add a thread's count to that of all."""
        array = self.names.whole(one.array)
        return [f"if {one.local} != 0:", f"{SHIFT}cuda.atomic.add({array}, ({one.place}), {one.local})"]
