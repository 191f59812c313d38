"""Lines of the composed module: functions, loops over replicates, draws of luck."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from exitban.kernels.names import NUMBERS
from exitban.kernels.parts import Part, arguments
from exitban.maths.luck import PURPOSES, purpose_of
from exitban.mechanism import Rule

CLOCK_ARGUMENTS = ("address", "tick", "month", "first", "dt", "seed")
SHIFT = "    "
OWN_PURPOSE = "a mechanism's own"


@dataclass(frozen=True)
class Step:
    """One function of the composed module: its name, the arrays that it takes after the clock, and what it does.

    ``helpers`` are the lines of functions that it calls.
    """

    name: str
    arrays: tuple[str, ...]
    title: str
    lines: Sequence[str]
    helpers: Sequence[str] = ()

    def text(self) -> list[str]:
        """The function, line by line."""
        parameters = ", ".join([*CLOCK_ARGUMENTS, *self.arrays])
        return [
            *self.helpers,
            "",
            f"def {self.name}({parameters}):",
            *shifted([f'"""{self.title}"""', *self.lines]),
            "",
        ]


def shifted(lines: Iterable[str], depth: int = 1) -> Iterator[str]:
    """Lines further in."""
    return (SHIFT * depth + line if line else line for line in lines)


def for_replicates(lines: Iterable[str]) -> list[str]:
    """A loop over replicates."""
    return ["for r in range(replicates.shape[0]):", *shifted(lines)]


def luck_rows(parts: Sequence[Part], owners: Mapping[str, str]) -> dict[int, dict[str, int]]:
    """Which draws give the luck that parts ask for: row of purposes -> name of luck -> place.

    Luck that is no shipped purpose belongs to a mechanism by its name: ``owners`` gives it for the module of a law.
    """
    rows: dict[int, dict[str, int]] = {}
    for part in parts:
        for name in arguments(part) if isinstance(part, Rule) else ():
            if name.startswith("luck_"):
                owner = owners[part.law.__module__]  # type: ignore[union-attr]
                row, place = purpose_of(name.removeprefix("luck_"), owner)
                rows.setdefault(row, {})[name] = place
    return rows


def without(rows: dict[int, dict[str, int]], drawn: Collection[str]) -> dict[int, dict[str, int]]:
    """The luck that has not been drawn yet, by its rows of purposes."""
    missing = {row: {n: place for n, place in places.items() if n not in drawn} for row, places in rows.items()}
    return {row: places for row, places in missing.items() if places}


def purposes_of(row: int) -> str:
    """The line that says what the luck of a row is for."""
    return f"# luck: {', '.join(PURPOSES[row]) if row < len(PURPOSES) else OWN_PURPOSE}"


def draws(rows: dict[int, dict[str, int]], owner: str, replicate: str = "replicates[r]") -> list[str]:
    """Lines that draw luck of one replicate; ``owner``: the two halves of the address of whose luck it is."""
    lines = []
    for row, places in sorted(rows.items()):
        lines.append(purposes_of(row))
        lines.append(f"w0, w1 = words(address, {owner}, np.uint64({row}), seed, {replicate})")
        lines += [f"{name} = share(w{place})" for name, place in places.items()]
    return lines


def draws_of_all(rows: dict[int, dict[str, int]]) -> list[str]:
    """Lines that draw the luck of the post at hand for all replicates side by side, into rows."""
    lines = []
    for row, places in sorted(rows.items()):
        address = f"(address, low[i], high[i], np.uint64({row}), seed)"
        lines.append(purposes_of(row))
        if len(places) == 1:
            ((name, place),) = places.items()
            lines.append(f"drawing.draw({address}, {place}, {NUMBERS}, in_pairs, {name})")
        else:
            first, second = sorted(places, key=lambda name: places[name])
            lines.append(f"drawing.draw_both({address}, {NUMBERS}, in_pairs, {first}, {second})")
    return lines
