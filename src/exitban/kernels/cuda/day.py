"""What happens at the start of a tick, as kernels: policies in force, dated events, records that begin at nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from exitban.kernels.cuda.kernel import Kernel, Rows, kernel_of
from exitban.kernels.cuda.member import NamesOfOne
from exitban.kernels.lines import SHIFT, shifted
from exitban.kernels.names import at_grade
from exitban.kernels.recording import Tally, tally_array
from exitban.kernels.writing import GOVERNING, IN_FORCE, REACTED
from exitban.words import ACTS


def kernels_of_the_day(names: NamesOfOne, used: Collection[str], counted: Sequence[Tally]) -> Iterator[Kernel]:
    """One for each sort of rows, as far as the kernels of stages have ``used`` what it gives."""
    return DayWriter(names, used, counted).kernels()


class DayWriter:
    """Dated events and policies in force at the start of a tick, as far as anything depends on them."""

    def __init__(self, names: NamesOfOne, used: Collection[str], counted: Sequence[Tally]) -> None:
        self.names = names
        self.used = used
        self.summed = [tally for tally in counted if not tally.of_institution]
        prefix = at_grade("")
        self.held = sorted(name.removeprefix(prefix) for name in used if name.startswith(prefix))
        self.is_governed = bool(self.held or not GOVERNING.isdisjoint(used))
        names.arrays = {}

    def kernels(self) -> Iterator[Kernel]:
        """One for each sort of rows, if there is anything to do."""
        sorts: dict[Rows, Callable[[], list[str]]] = {
            "policy": self.policies,
            "grade": self.grades,
            "institution": self.shocks,
            "world": self.news,
        }
        for rows, lines in sorts.items():
            found = lines()
            if found:
                yield kernel_of(self.names, f"day_of_{rows}", rows, found)

    def policies(self) -> list[str]:
        """Which policies are in force."""
        if not self.is_governed and IN_FORCE.isdisjoint(self.used):
            return []
        one, lane = "[p : p + 1]", "[p : p + 1, r : r + 1]"
        self.names.whole("opens", "closes", "in_force", "opening")
        call = f"collect.in_force_now(tick, opens{one}, closes{one}, in_force{lane}, opening{lane})"
        if not all(map(self.names.wiring.has, REACTED)):
            return [call]
        self.names.whole(*REACTED)
        reacted = ", ".join(f"{name}{lane}" for name in REACTED)
        return [call, f"collect.react(tick, closes{one}, ({reacted}), in_force{lane}, opening{lane})"]

    def grades(self) -> list[str]:
        """What the policy that governs means for each grade; records begin at nothing."""
        lines = [line for tally in self.summed for line in self.clear(tally)]
        if self.summed:
            recorded = self.names.whole("recorded_of_grade")
            every = f"for row in range({recorded}.shape[0]):"
            lines += ["if r == 0:", *shifted([every, f"{SHIFT}{recorded}[row, tick, g] = 0"])]
        if self.is_governed:
            lane, one = "[:, r : r + 1]", "[g : g + 1, r : r + 1]"
            self.names.whole("in_force", "precedence", "scope", "governing", "banned", "governing_bit", "bits_in_force")
            held = f"(governing_bit{one}, bits_in_force{one})"
            given = f"in_force{lane}, precedence{lane}, scope[:, g : g + 1], governing{one}, banned{one}, {held}"
            lines += [f"collect.govern({given})", *(line for name in self.held for line in self.at_grade(name))]
        return lines

    def clear(self, tally: Tally) -> list[str]:
        """Begin to add a record up."""
        if not tally.reasons:
            return [f"{self.names.array(tally_array(tally), 'g, r')} = 0"]
        array = self.names.whole(tally_array(tally))
        return [f"for reason in range({tally.reasons}):", f"{SHIFT}{array}[reason, g, r] = 0"]

    def at_grade(self, name: str) -> list[str]:
        """A policy's value as it holds for a grade."""
        numbers = self.names.wiring.numbers
        of, there = self.names.whole(name), self.names.whole(at_grade(name))
        if name in numbers and numbers[name].of_any:
            given = f"{of}[:, r : r + 1], in_force[:, r : r + 1], scope[:, g : g + 1]"
            return [f"collect.greatest_at_grade({given}, {there}[g : g + 1, r : r + 1])"]
        return [f"{there}[g, r] = {of}[governing[g, r], r]"]

    def shocks(self) -> list[str]:
        """The stress of dated events."""
        if "shock" not in self.used:
            return []
        self.names.whole("event_tick", "event_reaches", "event_size", "event_decay", "shock")
        sizes = "event_size[:, r : r + 1], event_decay[:, r : r + 1]"
        given = f"event_tick, event_reaches[:, k : k + 1], {sizes}, shock[k : k + 1, r : r + 1]"
        return [f"collect.shocks(tick, dt, {given})"]

    def news(self) -> list[str]:
        """The news of acts."""
        lines = []
        for code, act in enumerate(ACTS):
            if f"news_{act}" in self.used:
                self.names.whole("event_tick", "event_about", "event_size")
                out = self.names.whole(f"news_{act}")
                size = "event_size[:, r : r + 1]"
                lines.append(f"collect.news(tick, event_tick, event_about, {size}, {code}, {out}[r : r + 1])")
        return lines
