"""One kernel of the composed module: a thread for each row (a post, a segment, a grade and so on) and replicate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from exitban.kernels.lines import SHIFT, shifted
from exitban.kernels.names import Names

Rows = Literal["member", "segment", "piece", "grade", "institution", "policy", "world"]

ROW: Final[dict[Rows, str]] = {
    "member": "s",
    "segment": "s",
    "piece": "piece",
    "grade": "g",
    "institution": "k",
    "policy": "p",
    "world": "world",
}
"""What the row of a thread is called in a kernel."""

NOW: Final = ("clock_words", "clock_tick", "clock_months", "clock_first")
"""The moment stands in the card's memory, so that a tick is the same sequence of launches each time."""
CLOCK_NAMES: Final = frozenset({"address", "seed", "tick", "first", "month", "dt"})
CLOCK: Final = (
    "address, seed = clock_words[0], clock_words[1]",
    "tick, first = clock_tick[0], clock_first[0]",
    "month, dt = clock_months[0], clock_months[1]",
)


UNSIGNED: Final = ("member", "segment")
"""The rows whose places are unsigned: one that could be negative would be asked about with every look at an array. The
others cut lanes out of arrays, for which places have to be signed."""
SEGMENT: Final = ("member_of", "segment_first", "segment_stop", "segment_step")
MEMBERS: Final = (
    "for m in range(segment_first[s], segment_stop[s], segment_step[s]):",
    f"{SHIFT}i = member_of[m]",
)
"""The loop over the members of a segment."""


@dataclass(frozen=True)
class Kernel:
    """A kernel: its name, what its rows are, the arrays that it takes, and what one thread does with a row.

    Rows of members go to threads by segments, rows of segments as a whole.

    ``by_depth``: superiors come first, so it is started once for the segments of each depth.
    """

    name: str
    rows: Rows
    arrays: tuple[str, ...]
    lines: Sequence[str]
    by_depth: bool = False

    @property
    def loops(self) -> bool:
        """Whether a thread does the same for each member of a segment."""
        return self.rows == "member"

    @property
    def all_arrays(self) -> tuple[str, ...]:
        """The arrays that it takes, with the moment and the replicates."""
        return (*NOW, *dict.fromkeys(("replicates", *(SEGMENT if self.loops else ()), *self.arrays)))

    def text(self) -> list[str]:
        """The kernel, line by line."""
        row, whole = ROW[self.rows], "np.uint32" if self.rows in UNSIGNED else ""
        head = [
            f"place, lanes = {whole}(cuda.grid(1)), {whole}(replicates.shape[0])",
            "r = place % lanes",
            f"{row} = {whole}(first_row) + place // lanes",
            f"if {row} >= last_row:",
            f"{SHIFT}return",
            *CLOCK,
        ]
        parameters = ", ".join(("first_row", "last_row", *self.all_arrays))
        lines = [*MEMBERS, *shifted(self.lines)] if self.loops else self.lines
        return ["", "", f"def {self.name}({parameters}):", *shifted([*head, *lines])]


def kernel_of(names: Names, name: str, rows: Rows, lines: Iterable[str], by_depth: bool = False) -> Kernel:
    """A kernel with the arrays that have been asked for since the last one."""
    arrays, names.arrays = tuple(names.arrays), {}
    return Kernel(name, rows, arrays, list(lines), by_depth)
