"""Lines of the composed module: functions, loops over replicates, draws of luck."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from exitban.kernels.parts import Part, arguments
from exitban.maths.luck import PURPOSES, purpose_of
from exitban.mechanism import Rule

CLOCK_ARGUMENTS = ("address", "tick", "month", "first", "dt", "seed")
SHIFT = "    "


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
    """Which calls of Philox give the luck that parts ask for: row of purposes -> name of luck -> place.

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
    """The luck that has not been drawn yet, and the calls that give it."""
    missing = {row: {n: place for n, place in places.items() if n not in drawn} for row, places in rows.items()}
    return {row: places for row, places in missing.items() if places}


def draws(
    rows: dict[int, dict[str, int]], index: str, owner: str = "low[i], high[i]", replicate: str = "replicates[r]"
) -> list[str]:
    """Lines that draw luck; ``index`` is "[r]" for rows of replicates, nothing for one member or institution.

    ``owner``: the two halves of the address of whose luck it is.
    """
    lines = []
    for row, places in sorted(rows.items()):
        purposes = ", ".join(PURPOSES[row]) if row < len(PURPOSES) else "a mechanism's own"
        lines.append(f"# luck: {purposes}")
        lines.append(f"w0, w1, w2, w3 = philox(address, {owner}, np.uint64({row}), seed, {replicate})")
        lines += [f"{name}{index} = share(w{place})" for name, place in places.items()]
    return lines
