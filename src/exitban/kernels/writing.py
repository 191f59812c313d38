"""The composed tick, written out as a plain Python module.

Numba does not keep closures from one start to the next, and nobody can read a stack of them. So the rules of a
scenario's mechanisms are composed into a module of plain loops, one short loop over replicates per rule, that is kept
in the user's cache folder: Python runs it as it stands, compilers read it, and so can people.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from exitban.kernels.lines import Step
from exitban.kernels.names import Names, at_grade, kind_of
from exitban.kernels.passes import carried, passes
from exitban.kernels.recording import Tally, tallies, tally_array
from exitban.kernels.sweep import BEFORE, PassWriter
from exitban.kernels.wiring import Wiring
from exitban.words import ACTS

Thing = TypeVar("Thing")

HEADER = '''"""One tick, composed from the mechanisms of a scenario. Written anew when one of them changes."""

import numpy as np

from exitban.kernels import bookkeeping, collect, drawing, moving, pairs, select
from exitban.maths.luck import share, words
'''


@dataclass(frozen=True)
class Composed:
    """A composed module: its text and its steps, in order; ``first`` are those that make the first members."""

    text: str
    steps: tuple[Step, ...]
    first: tuple[Step, ...]
    carried: frozenset[str]
    tallies: tuple[Tally, ...]

    @property
    def arrays(self) -> tuple[str, ...]:
        """Every array that some step takes."""
        return tuple(dict.fromkeys(array for step in (*self.first, *self.steps) for array in step.arrays))


def compose(wiring: Wiring, keep: bool = False) -> Composed:
    """Write the module for a wiring; ``keep`` gives every intermediate value an array of its own, to be looked at."""
    found = passes(wiring)
    lasting = {state.name for state in wiring.states if state.level == "member"}
    everything = {name for one in found for name in one.written} if keep else set()
    needed = everything | carried(found, wiring.records)
    kept = {name for name in needed if name in wiring.names and wiring.names[name].level == "member"} | lasting
    names = Names(wiring, kept)
    every = tallies(wiring.records)
    counted = [tally for tally in every if tally.name not in wiring.silent]
    bodies = [PassWriter(one, names, counted, "control" in one.stages) for one in found]
    early = [body for body in bodies if body.one.stages == [BEFORE_THE_DAY]]
    late = [body for body in bodies if body.one.stages != [BEFORE_THE_DAY]]
    days = [*(step for body in early for step in body.steps()), rules_of_the_day(bodies, wiring, counted)]
    steps = [*days, *(step for body in late for step in body.steps()), write_down(counted, wiring)]
    text = "\n".join([HEADER, *sorted(names.laws), "", *(line for step in steps for line in step.text())])
    first = tuple(step for step in steps if step.name.removesuffix(BEFORE) in BEFORE_TICK_0)
    once = BEFORE_TICK_0 if not wiring.has("arrives") else ("stage_start",)
    daily = tuple(step for step in steps if step.name.removesuffix(BEFORE) not in once)
    return Composed(text, daily, first, frozenset(kept), every)


GOVERNING = frozenset({"governing", "banned", "governing_bit", "bits_in_force"})
"""What the policy that governs a grade sets there."""
IN_FORCE = frozenset({"in_force", "opening"})
BEFORE_THE_DAY = "policies"
"""The stage whose rules say what policies do of themselves, before it is asked which are in force."""
REACTED = ("reacted_open", "reacted_closed", "reacts_now")
"""What triggers have opened, what they have closed, what they open now: values of policies, if a mechanism has them."""
BEFORE_TICK_0 = ("stage_arrival", "stage_start")


def rules_of_the_day(bodies: Sequence[PassWriter], wiring: Wiring, counted: Sequence[Tally]) -> Step:
    """Dated events and policies in force at the start of a tick, as far as anything depends on them."""
    used = {array for body in bodies for array in (*body.used_before, *body.used)}
    counts, amounts, reasons = sorts(counted, wiring)
    added = [tally_array(one) for one in (*counts, *amounts, *reasons)]
    clear = [f"collect.clear_all({together(map(tally_array, sort))})" for sort in (counts, amounts) if sort]
    clear += [f"collect.clear_reasons({tally_array(one)})" for one in reasons]
    days = [*policies_of_the_day(used, wiring), *events_of_the_day(used)]
    arrays = dict.fromkeys([*added, *(name for _, names in days for name in names)])
    lines = [*clear, *(line for line, _ in days)]
    return Step("rules_of_the_day", tuple(arrays), "Dated events and policies in force.", lines)


Line = tuple[str, tuple[str, ...]]
"""A line, and the arrays that it takes."""


def policies_of_the_day(used: Collection[str], wiring: Wiring) -> list[Line]:
    """Which policies are in force, and what they mean for each grade."""
    prefix = at_grade("")
    held = sorted(name.removeprefix(prefix) for name in used if name.startswith(prefix))
    is_governed = bool(held or not GOVERNING.isdisjoint(used))
    if not is_governed and IN_FORCE.isdisjoint(used):
        return []
    dates = ("opens", "closes", "in_force", "opening")
    lines: list[Line] = [("collect.in_force_now(tick, opens, closes, in_force, opening)", dates)]
    if all(map(wiring.has, REACTED)):
        call = f"collect.react(tick, closes, ({', '.join(REACTED)}), in_force, opening)"
        lines.append((call, REACTED))
    if is_governed:
        call = "collect.govern(in_force, precedence, scope, governing, banned, (governing_bit, bits_in_force))"
        lines.append((call, ("precedence", "scope", *sorted(GOVERNING))))
    return lines + at_grades(held, wiring)


def at_grades(held: Sequence[str], wiring: Wiring) -> list[Line]:
    """What brings the values of policies to the grades that they reach."""
    numbers = wiring.numbers
    of_any = [name for name in held if name in numbers and numbers[name].of_any]
    lines: list[Line] = []
    for alike in of_kinds(sorted(set(held) - set(of_any)), lambda name: kind_at_grade(name, wiring)):
        there = [at_grade(name) for name in alike]
        lines.append((f"collect.at_grade({together(alike)}, governing, {together(there)})", (*alike, *there)))
    for name in of_any:
        taken = (name, at_grade(name))
        lines.append((f"collect.greatest_at_grade({name}, in_force, scope, {at_grade(name)})", taken))
    return lines


def kind_at_grade(name: str, wiring: Wiring) -> str:
    """The kind of a policy's value."""
    return kind_of(wiring.names[name]) if name in wiring.names else "np.float32"


def of_kinds(things: Sequence[Thing], kind: Callable[[Thing], str]) -> list[list[Thing]]:
    """Things of one kind after the other: a compiler takes arrays of one kind only as one argument."""
    return [list(alike) for _, alike in groupby(sorted(things, key=kind), key=kind)]


def together(names: Iterable[str]) -> str:
    """Arrays of a kind as one argument."""
    return f"({', '.join(names)},)"


def events_of_the_day(used: Collection[str]) -> list[Line]:
    """The stress of dated events, and the news of acts."""
    lines: list[Line] = []
    if "shock" in used:
        felt = ("event_tick", "event_reaches", "event_size", "event_decay", "shock")
        lines.append((f"collect.shocks(tick, dt, {', '.join(felt)})", felt))
    for code, act in enumerate(ACTS):
        if f"news_{act}" in used:
            told = ("event_tick", "event_about", "event_size", f"news_{act}")
            lines.append((f"collect.news(tick, event_tick, event_about, event_size, {code}, news_{act})", told))
    return lines


def sorts(counted: Sequence[Tally], wiring: Wiring) -> tuple[list[Tally], list[Tally], list[Tally]]:
    """What is added up: counts, amounts, and counts for each reason of an exit."""
    summed = [one for one in counted if not one.of_institution]
    reasons = [one for one in summed if one.reasons]
    amounts = [one for one in summed if wiring.is_amount(one.of)]
    return [one for one in summed if one not in reasons and one not in amounts], amounts, reasons


def write_down(counted: Sequence[Tally], wiring: Wiring) -> Step:
    """What is written down at the end of a tick."""
    counts, amounts, reasons = sorts(counted, wiring)
    levels = [t for t in counted if t.of_institution]
    worlds = [t.of_world for t in counted if t.of_world]
    lines = [added_up(sort) for sort in (counts, amounts) if sort]
    lines += [f"bookkeeping.write_down_reasons({tally_array(t)}, {t.position}, {WHERE})" for t in reasons]
    for some in of_kinds(levels, lambda one: kind_of(wiring.names[one.of])):
        given = together(one.of for one in some)
        lines.append(f"bookkeeping.put_levels({given}, {rows_of(some)}, tick, recorded)")
    for alike in of_kinds(worlds, lambda name: kind_of(wiring.names[name])):
        rows = together(str(worlds.index(name)) for name in alike)
        lines.append(f"bookkeeping.write_down_world({together(alike)}, {rows}, tick, recorded_world)")
    own = [*(tally_array(t) for t in (*counts, *amounts, *reasons)), *(t.of for t in levels), *worlds]
    return Step("write_down", tuple(dict.fromkeys([*WRITTEN, *own])), "What is written down.", lines)


def added_up(tallies_of_sort: Sequence[Tally]) -> str:
    """The line that writes tallies down by institution and replicate, and by grade."""
    given = together(map(tally_array, tallies_of_sort))
    return f"bookkeeping.write_down({given}, {rows_of(tallies_of_sort)}, {WHERE})"


def rows_of(tallies_of_sort: Sequence[Tally]) -> str:
    """The first row of each tally."""
    return together(str(one.position) for one in tallies_of_sort)


WHERE = "tick, (institution_of_grade, total), recorded, recorded_of_grade"
WRITTEN = (
    "institution_of_grade",
    "total",
    "recorded",
    "recorded_of_grade",
    "recorded_world",
)
"""What the last step needs, besides what has been added up and what already belongs to an institution or the world."""
