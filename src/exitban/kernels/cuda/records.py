"""What is written down at the end of a tick, as kernels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from exitban.kernels.cuda.kernel import Kernel, Rows, kernel_of
from exitban.kernels.cuda.member import NamesOfOne
from exitban.kernels.lines import SHIFT, shifted
from exitban.kernels.recording import Tally, tally_array


def kernels_of_records(names: NamesOfOne, counted: Sequence[Tally]) -> Iterator[Kernel]:
    """By institution, by grade over all replicates, and for the world."""
    worlds = [tally.of_world for tally in counted if tally.of_world]
    sorts: dict[Rows, Callable[[], list[str]]] = {
        "institution": lambda: [line for tally in counted for line in by_institution(tally, names)],
        "grade": lambda: [line for tally in counted for line in over_replicates(tally, names)],
        "world": lambda: [of_world(n, one, names) for n, one in enumerate(worlds)],
    }
    for rows, lines in sorts.items():
        found = lines()
        if found:
            yield kernel_of(names, f"writes_down_{rows}", rows, found)


def of_world(row: int, name: str, names: NamesOfOne) -> str:
    """A record of the world alone."""
    return f"{names.whole('recorded_world')}[{row}, tick, r] = {names.whole(name)}[r]"


def by_institution(tally: Tally, names: NamesOfOne) -> list[str]:
    """A record of an institution in a replicate."""
    recorded = names.whole("recorded")
    place = f"{recorded}[{tally.position}, tick, k, r]"
    if tally.of_institution:
        return [f"{place} = np.float32({names.array(tally.of, 'k, r')})"]
    array, start = names.whole(tally_array(tally)), names.whole("grades_of_institution")
    if not tally.reasons:
        return [f"{place} = np.float32(cells.of_institution({array}, {start}, k, r))"]
    value = f"np.float32(cells.of_institution({array}[reason], {start}, k, r))"
    return [
        f"for reason in range({tally.reasons}):",
        f"{SHIFT}{recorded}[{tally.position} + reason, tick, k, r] = {value}",
    ]


def over_replicates(tally: Tally, names: NamesOfOne) -> list[str]:
    """A record of a grade, added up over replicates in whole parts, in any order."""
    if tally.of_institution:
        return []
    recorded, array = names.whole("recorded_of_grade"), names.whole(tally_array(tally))
    if not tally.reasons:
        return shared_out(array, f"{recorded}, ({tally.position}, tick, g)")
    lines = shared_out(f"{array}[reason]", f"{recorded}, ({tally.position} + reason, tick, g)")
    return [f"for reason in range({tally.reasons}):", *shifted(lines)]


def shared_out(sums: str, place: str) -> list[str]:
    """Some threads add up a share each, and that to the whole."""
    share = f"cells.share_of_replicates({sums}, g, r)"
    return ["if r < cells.SHARES:", f"{SHIFT}cuda.atomic.add({place}, {share})"]
