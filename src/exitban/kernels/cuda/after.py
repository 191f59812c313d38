"""What is settled after a sweep, as kernels: sums, selections, moves, and who is told of changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from exitban.kernels.cuda.kernel import Kernel, Rows, kernel_of
from exitban.kernels.cuda.member import Added, NamesOfOne
from exitban.kernels.lines import SHIFT, shifted
from exitban.kernels.parts import Sum
from exitban.kernels.passes import Pass
from exitban.kernels.recording import Tally
from exitban.kernels.stretches import of_policies, sum_name
from exitban.maths.luck import purpose_of
from exitban.mechanism import Mean, MoveUp, Selection, Total, Watched

BY_GRADE: Final = "_by_grade"
"""Ends the name of a sum by grade from which one by institution is made."""
QUEUE: Final = ("queue_line", "queue_post", "queue_policy")
OF_SUMS: Final[tuple[Rows, ...]] = ("institution", "policy", "world")


def rows_of(one: Sum) -> Rows:
    """Whose value a sum is in the end."""
    return one.level if isinstance(one, Total) else "world"


class AfterWriter:
    """Writes the kernels that come after the sweep of a pass with some ``amounts``."""

    def __init__(self, one: Pass, names: NamesOfOne, amounts: Sequence[Added]) -> None:
        self.one = one
        self.names = names
        self.amounts = amounts

    def kernels(self) -> Iterator[Kernel]:
        """All of them, in order."""
        yield from self.sums()
        for selection in self.one.selections:
            yield from self.select(selection)
        for move in self.one.moves:
            yield from self.move_up(move)
        if self.one.watched:
            yield self.kernel("tells", "member", [line for one in self.one.watched for line in self.tell(one)])

    def kernel(self, name: str, rows: Rows, lines: Iterable[str]) -> Kernel:
        """A kernel of this pass."""
        return kernel_of(self.names, f"{self.one.name}_{name}", rows, lines)

    def tell(self, one: Watched) -> list[str]:
        """Tell those who watch whose flags have changed; each counts one more or one less."""
        start, watchers, seen = self.names.whole("watcher_start", "watchers", one.gives).split(", ")
        flag, told = self.names.array(one.of, "i, r"), self.names.array(one.told, "i, r")
        told_all = [
            f"change = np.int32(1) if {flag} else np.int32(-1)",
            f"for edge in range({start}[i], {start}[i + 1]):",
            f"{SHIFT}cuda.atomic.add({seen}, ({watchers}[edge], r), change)",
            f"{told} = {flag}",
        ]
        return [f"if {flag} != {told}:", *shifted(told_all)]

    def sums(self) -> Iterator[Kernel]:
        """From the sums of segments to what was asked for: by piece, by grade, by institution, for policies and all."""
        if self.amounts:
            sums, pieces = self.names.whole("amounts_of_segments", "amounts_of_pieces").split(", ")
            cut = self.names.whole("piece_start", "segments_of_grade")
            given = [f"{pieces}[{n}, piece, r] = cells.of_piece({sums}, {n}, {cut}, piece, r)" for n in self.numbers]
            yield self.kernel("by_piece", "piece", given)
            yield self.kernel("by_grade", "grade", [self.by_grade(n, one) for n, one in enumerate(self.amounts)])
        for rows in OF_SUMS:
            lines = list(self.finished(rows))
            if lines:
                yield self.kernel(f"for_{rows}", rows, lines)

    @property
    def numbers(self) -> range:
        """The places of amounts among the sums of segments."""
        return range(len(self.amounts))

    def by_grade(self, n: int, added: Added) -> str:
        """The sum over a grade: where it belongs, or where the sum over an institution is made from it."""
        pieces, start = self.names.whole("amounts_of_pieces"), self.names.whole("pieces_of_grade")
        array = added.array if added.of_grade else self.within(added)
        adds = "+=" if isinstance(added.one, Tally) else "="
        return f"{self.names.array(array, 'g, r')} {adds} cells.of_grade({pieces}, {n}, {start}, g, r)"

    def within(self, added: Added) -> str:
        """Where the sums of an institution's grades stand before they are added up."""
        return f"{added.array}{BY_GRADE}"

    def finished(self, rows: Rows) -> Iterator[str]:
        """What is made of sums, for each of the rows."""
        if rows == "institution":
            for added in self.amounts:
                if not added.of_grade:
                    by_grade, start = self.names.whole(self.within(added), "grades_of_institution").split(", ")
                    yield f"{self.names.array(added.array, 'k, r')} = cells.of_institution({by_grade}, {start}, k, r)"
        for one in self.one.sums:
            if rows == rows_of(one):
                yield self.finish(one)

    def finish(self, one: Sum) -> str:
        """Turn sums by institution, or by grade, into what was asked for."""
        summed, out = self.names.whole(sum_name(one)), self.names.whole(one.gives)
        lane = f"{summed}[:, r : r + 1]"
        if isinstance(one, Mean):
            return f"collect.mean_over_posts({lane}, {self.names.whole('population')}, {out}[r : r + 1])"
        if of_policies(one):
            scope = self.names.whole("scope")
            return f"collect.total_by_policy({lane}, {scope}[p : p + 1], {out}[p : p + 1, r : r + 1])"
        if not isinstance(one, Total):
            weighted = self.names.whole("population", "weight")
            return f"collect.weighted_mean({lane}, {weighted}, {out}[r : r + 1])"
        if one.level == "world":
            return f"collect.total_of_world({lane}, {out}[r : r + 1])"
        return f"{out}[k, r] = np.float32({summed}[k, r])"

    def select(self, one: Selection) -> Iterator[Kernel]:
        """Choose who comes first, where more wait than there is room for.

        Those who wait are listed, in any order; each one then counts who comes before.
        """
        row, place = purpose_of(one.key)
        n = self.names
        key = f"select.key_word(address, low[i], high[i], np.uint64({row}), seed, replicates[r], {place})"
        n.whole(one.made, "waiting")
        yield self.kernel(f"clears_{one.gives}", "policy", [f"{one.made}[p, r] = 0", "waiting[r] = 0"])
        n.whole(one.among, one.gives, one.made, "governing", "grade")
        yield self.kernel(f"counts_{one.gives}", "member", [
            f"{one.gives}[i, r] = {one.among}[i, r]",
            f"if {one.among}[i, r]:",
            f"{SHIFT}cuda.atomic.add({one.made}, (governing[grade[i], r], r), np.int32(1))",
        ])  # fmt: skip
        n.whole(*(one.since,) if one.since else ())
        line = f"cells.line_of({f'{one.since}[i, r]' if one.since else 'np.int32(0)'}, {key})"
        too_many = [
            f"if {one.gives}[i, r]:",
            f"{SHIFT}p = governing[grade[i], r]",
            f"{SHIFT}if {one.made}[p, r] > {one.room}[p, r]:",
        ]
        since = tuple(n.arrays)
        n.whole(*since, one.gives, one.made, one.room, "governing", "grade", "low", "high", *QUEUE, "waiting")
        yield self.kernel(f"lists_{one.gives}", "member", [*too_many, *shifted([
            "m = cuda.atomic.add(waiting, r, np.int32(1))",
            f"queue_line[m, r] = {line}",
            "queue_post[m, r] = i",
            "queue_policy[m, r] = p",
        ], 2)])  # fmt: skip
        n.whole(*since, one.gives, one.made, one.room, "governing", "grade", "low", "high", *QUEUE, "waiting")
        yield self.kernel(f"serves_{one.gives}", "member", [*too_many, *shifted([
            f"own = {line}",
            f"earlier = cells.before(({', '.join(QUEUE)}), waiting[r], own, (i, p, r))",
            f"{one.gives}[i, r] = earlier < {one.room}[p, r]",
        ], 2)])  # fmt: skip
        n.whole(one.made, one.room)
        yield self.kernel(
            f"made_{one.gives}", "policy", [f"{one.made}[p, r] = min({one.made}[p, r], {one.room}[p, r])"]
        )

    def move_up(self, one: MoveUp) -> Iterator[Kernel]:
        """Let members move up, with everything that they bring along."""
        row, place = purpose_of(one.key)
        n = self.names
        n.whole(one.gives, one.left, one.origin)
        yield self.kernel(f"clears_{one.gives}", "member", [
            f"{one.gives}[i, r] = False",
            f"{one.left}[i, r] = False",
            f"{one.origin}[i, r] = np.int32(-1)",
        ])  # fmt: skip
        n.whole(one.into, one.among, one.gives, one.left, one.origin, "low", "high", "below_start", "below")
        address = f"(address, np.uint64({row}), seed, {place})"
        found = f"cells.successor({address}, (low, high), (below_start, below), {one.among}, i, r, replicates[r])"
        yield self.kernel(f"finds_{one.gives}", "member", [
            f"if {one.into}[i, r]:",
            f"{SHIFT}j = {found}",
            f"{SHIFT}if j >= 0:",
            *shifted([
                f"{one.gives}[i, r] = True",
                f"{one.left}[j, r] = True",
                f"{one.origin}[i, r] = j",
            ], 2),
        ])  # fmt: skip
        carried = [s.name for s in n.wiring.states if s.level == "member" and s.arrival is not None]
        n.whole(one.gives, one.origin, *carried)
        brought = [f"{name}[i, r] = {name}[j, r]" for name in carried]
        moved = [f"if {one.gives}[i, r]:", *shifted([f"j = {one.origin}[i, r]", *brought])]
        yield self.kernel(f"brings_{one.gives}", "member", moved)
