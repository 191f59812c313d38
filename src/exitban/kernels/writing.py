"""The composed tick, written out as a plain Python module.

Numba does not keep closures from one start to the next, and nobody can read a stack of them. So the rules of a
scenario's mechanisms are composed into a module of plain loops, one short loop over replicates per rule, that is kept
in the user's cache folder: Python runs it as it stands, compilers read it, and so can people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from exitban.kernels.names import Names, at_grade, kind_of
from exitban.kernels.passes import Pass, carried, passes
from exitban.kernels.recording import Tally, tallies
from exitban.kernels.wiring import Part, Sum, Wiring, arguments, guard
from exitban.maths.luck import PURPOSES, purpose_of
from exitban.mechanism import TOTALS, Above, Mean, Near, NearCount, PolicySum, Rule, Selection, Total
from exitban.words import ACTS

POSTS = ("low", "high", "institution", "grade")
CLOCK_ARGUMENTS = ("address", "tick", "month", "first", "dt", "seed")
SHIFT = "    "

HEADER = '''"""One tick, composed from the mechanisms of a scenario. Written anew when one of them changes."""

import numpy as np

from exitban.kernels import collect, select
from exitban.maths.luck import share
from exitban.maths.philox import philox
'''


@dataclass(frozen=True)
class Step:
    """One function of the composed module: its name, the arrays that it takes after the clock, and what it does."""

    name: str
    arrays: tuple[str, ...]
    title: str
    lines: Sequence[str]

    def text(self) -> list[str]:
        """The function, line by line."""
        parameters = ", ".join([*CLOCK_ARGUMENTS, *self.arrays])
        return ["", f"def {self.name}({parameters}):", *shifted([f'"""{self.title}"""', *self.lines]), ""]


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
    needed = {name for one in found for name in one.written} if keep else carried(found, wiring.records)
    kept = {name for name in needed if name in wiring.names and wiring.names[name].level == "member"} | lasting
    names = Names(wiring, kept)
    counted = tallies(wiring.records)
    bodies = [PassWriter(one, names, counted, "control" in one.stages) for one in found]
    steps = [rules_of_the_day(bodies), *(body.step() for body in bodies), record(counted)]
    text = "\n".join([HEADER, *sorted(names.laws), "", *(line for step in steps for line in step.text())])
    first = tuple(step for step in steps if step.name in BEFORE_TICK_0)
    daily = tuple(step for step in steps if step.name != "stage_start")
    return Composed(text, daily, first, frozenset(kept), counted)


def shifted(lines: Iterable[str], depth: int = 1) -> Iterator[str]:
    """Lines further in."""
    return (SHIFT * depth + line if line else line for line in lines)


def for_replicates(lines: Iterable[str]) -> list[str]:
    """A loop over replicates."""
    return ["for r in range(replicates.shape[0]):", *shifted(lines)]


def luck_rows(parts: Sequence[Part]) -> dict[int, dict[str, int]]:
    """Which calls of Philox give the luck that parts ask for: row of purposes -> name of luck -> place."""
    rows: dict[int, dict[str, int]] = {}
    for part in parts:
        for name in arguments(part) if isinstance(part, Rule) else ():
            if name.startswith("luck_"):
                row, place = purpose_of(name.removeprefix("luck_"), part.law.__module__)  # type: ignore[union-attr]
                rows.setdefault(row, {})[name] = place
    return rows


def draws(rows: dict[int, dict[str, int]], index: str) -> list[str]:
    """Lines that draw luck; ``index`` is "[r]" for rows of replicates, nothing for one member."""
    lines = []
    for row, places in sorted(rows.items()):
        purposes = ", ".join(PURPOSES[row]) if row < len(PURPOSES) else "a mechanism's own"
        lines.append(f"# luck: {purposes}")
        lines.append(f"w0, w1, w2, w3 = philox(address, low[i], high[i], np.uint64({row}), seed, replicates[r])")
        lines += [f"{name}{index} = share(w{place})" for name, place in places.items()]
    return lines


class PassWriter:
    """Writes one pass as a function."""

    def __init__(self, one: Pass, names: Names, counted: Sequence[Tally], last: bool) -> None:
        self.one = one
        self.names = names
        self.wiring = names.wiring
        names.arrays = {}
        self.rows: dict[str, str] = {}
        self.tallies = [t for t in counted if self.counts(t, last)]
        self.body = [*self.before(), *self.sweep(), *self.after()]
        self.used = tuple(dict.fromkeys([*POSTS, "replicates", *names.arrays]))

    def counts(self, tally: Tally, last: bool) -> bool:
        """Whether a tally is taken in this pass: at once, or at the end of the tick when the value lasts until then."""
        if tally.of_institution:
            return False
        return last if tally.of in self.names.carried else tally.of in self.one.written

    def step(self) -> Step:
        """The pass as a function."""
        rows = [f"{name} = np.empty(replicates.shape[0], {kind})" for name, kind in self.rows.items()]
        return Step(self.one.name, self.used, f"{', '.join(self.one.stages)}.", [*rows, *self.body])

    def before(self) -> list[str]:
        """Rules for policies, the world and institutions."""
        return [line for rule in self.one.before for line in self.level_rule(rule)]

    def level_rule(self, rule: Rule | PolicySum) -> list[str]:
        """One rule that is not about members."""
        if isinstance(rule, PolicySum):
            self.names.array(rule.of, ""), self.names.array(rule.gives, "")
            return [f"collect.sum_over_policies({rule.of}, {rule.gives})"]
        targets = ", ".join(self.names.target(name, rule.level) for name in rule.names)
        loop = for_replicates([f"{targets} = {self.names.call(rule)}"])
        if rule.level == "world":
            return loop
        variable = "k" if rule.level == "institution" else "p"
        size = f"{self.names.array(rule.names[0], '').removesuffix('[]')}.shape[0]"
        return [f"for {variable} in range({size}):", *shifted(loop)]

    def sweep(self) -> list[str]:
        """The loop over posts."""
        steps = [*self.zeros(), *self.dense_luck()]
        for flag, group in groupby(self.one.parts, key=guard):
            parts = list(group)
            steps += self.sparse(flag, parts) if flag else [line for part in parts for line in self.dense(part)]
        steps += self.arrivals() if self.one.stages == ["arrival"] else []
        steps += [line for one in self.one.sums for line in self.add(one)]
        steps += [line for tally in self.tallies for line in self.count(tally)]
        if not steps:
            return []
        sums = [f"{one.gives}_sum = np.zeros((population.shape[0], replicates.shape[0]))" for one in self.one.sums]
        here = ["k = institution[i]", "g = grade[i]"]
        return [*sums, "for i in range(low.shape[0]):", *shifted([*here, *steps])]

    def row(self, name: str) -> None:
        """A value of this pass alone needs a row of replicates."""
        if name not in self.names.carried:
            self.rows.setdefault(name, kind_of(self.wiring.names[name]))

    def zeros(self) -> list[str]:
        """What guarded rules give is zero where the guard does not hold; sums begin at zero."""
        guarded = [n for p in self.one.parts if isinstance(p, Rule) and p.when for n in p.names]
        added = [n for p in self.one.parts if isinstance(p, Rule) for n in p.names if n in TOTALS]
        lines = []
        for name in dict.fromkeys([*guarded, *added]):
            if not self.wiring.is_lasting(name):
                self.row(name)
                lines.append(f"{self.names.of_member(name)} = {kind_of(self.wiring.names[name])}(0)")
        return for_replicates(lines) if lines else []

    def dense_luck(self) -> list[str]:
        """The luck of rules that run for everybody."""
        rows = luck_rows([part for part in self.one.parts if not guard(part)])
        for places in rows.values():
            self.rows.update(dict.fromkeys(places, "np.float32"))
        return [line for row in sorted(rows) for line in for_replicates(draws({row: rows[row]}, "[r]"))]

    def dense(self, part: Part) -> list[str]:
        """A part that runs for everybody."""
        if isinstance(part, Rule):
            return for_replicates(self.assignment(part))
        self.rows.setdefault(part.gives, kind_of(self.wiring.names[part.gives]))
        self.names.array(part.of, "")
        lines = [self.look(part)]
        if part.gives in self.names.carried:
            lines += for_replicates([f"{self.names.of_member(part.gives)} = {part.gives}_row[r]"])
        return lines

    def look(self, part: Near | NearCount | Above) -> str:
        """A look at other posts."""
        out = f"{part.gives}_row" if part.gives in self.names.carried else part.gives
        if out != part.gives:
            self.rows[out] = self.rows.pop(part.gives)
        if isinstance(part, Above):
            return f"collect.above({part.of}, {self.used_arrays('superior', 'second')}, i, {out})"
        if isinstance(part, NearCount):
            return f"collect.near_count({part.of}, {self.used_arrays('watch_start', 'watched')}, i, {out})"
        return f"collect.near_mean({part.of}, {self.used_arrays('watch_start', 'watched', 'watch_share')}, i, {out})"

    def used_arrays(self, *names: str) -> str:
        """Arrays as arguments, noted as used."""
        return ", ".join(self.names.array(name, "").removesuffix("[]") for name in names)

    def assignment(self, rule: Rule, scalar_luck: bool = False) -> list[str]:
        """The line that runs a rule for one member."""
        for name in rule.names:
            self.row(name)
        value = self.names.call(rule, scalar_luck)
        if rule.names[0] in TOTALS:
            target = self.names.of_member(rule.names[0])
            return [f"{target} = {target} + {value}"]
        return [f"{', '.join(self.names.of_member(name) for name in rule.names)} = {value}"]

    def sparse(self, flag: str, parts: Sequence[Part]) -> list[str]:
        """Parts that run only for members with a flag: a quick look whether there is any, then one by one."""
        rules = [part for part in parts if isinstance(part, Rule)]
        self.row(flag)
        holds = self.names.of_member(flag)
        steps = [
            *draws(luck_rows(rules), ""),
            *(line for rule in rules for line in self.assignment(rule, True)),
        ]
        return self.where(holds, steps)

    def where(self, holds: str, steps: Sequence[str]) -> list[str]:
        """Steps for those replicates in which something holds."""
        return [
            "some = 0",
            *for_replicates([f"some += {holds}"]),
            "if some > 0:",
            *shifted(for_replicates([f"if {holds}:", *shifted(steps)])),
        ]

    def arrivals(self) -> list[str]:
        """New holders start with the constants of their states."""
        fixed = [s for s in self.wiring.states if s.level == "member" and isinstance(s.arrival, float)]
        steps = [f"{self.names.of_member(s.name)} = np.{s.kind.__name__}({s.arrival})" for s in fixed]
        return self.where(self.names.of_member("arrives"), steps)

    def add(self, one: Sum) -> list[str]:
        """Add a member's value to a sum."""
        return for_replicates([f"{one.gives}_sum[k, r] += {self.names.of_member(one.of)}"])

    def count(self, tally: Tally) -> list[str]:
        """Add a member's value to what is written down."""
        value = self.names.of_member(tally.of)
        if tally.reasons:
            place = f"{tally.position} + {value} - 1"
            return self.where(f"{value} > 0", [f"{self.names.array('tally', f'{place}, k, r')} += 1.0"])
        return for_replicates([f"{self.names.array('tally', f'{tally.position}, k, r')} += {value}"])

    def after(self) -> list[str]:
        """Sums and selections that are ready after the sweep."""
        lines = [self.finish(one) for one in self.one.sums]
        return lines + [line for one in self.one.selections for line in self.select(one)]

    def finish(self, one: Sum) -> str:
        """Turn sums by institution into what was asked for."""
        out = self.used_arrays(one.gives)
        if isinstance(one, Mean):
            return f"collect.mean_over_posts({one.gives}_sum, {self.used_arrays('population')}, {out})"
        self.used_arrays("population")
        if isinstance(one, Total):
            law = "total_of_world" if one.level == "world" else "total_by_institution"
            return f"collect.{law}({one.gives}_sum, {out})"
        return f"collect.weighted_mean({one.gives}_sum, population, {self.used_arrays('weight')}, {out})"

    def select(self, one: Selection) -> list[str]:
        """Choose who comes first."""
        row, place = purpose_of(one.key)
        self.used_arrays(one.among, one.gives, one.room, one.made, "governing", one.since or "nobody_waited")
        return [
            f"address_of_{one.gives} = (address, np.uint64({row}), seed, {place})",
            f"select.select(address_of_{one.gives}, (low, high, grade, governing), {one.among},",
            f"{SHIFT}{one.since or 'nobody_waited'}, replicates, {one.room}, ({one.gives}, {one.made}))",
        ]


GOVERNED = (
    "opens",
    "closes",
    "in_force",
    "opening",
    "precedence",
    "scope",
    "governing",
    "banned",
    "event_tick",
    "event_reaches",
    "event_about",
    "event_size",
    "event_decay",
    "shock",
    "news_exit",
    "news_voice",
    "news_covert",
    "tally",
)
"""What the rules of the day need."""
BEFORE_TICK_0 = ("stage_arrival", "stage_start")


def rules_of_the_day(bodies: Sequence[PassWriter]) -> Step:
    """Dated events and policies in force at the start of a tick."""
    used = {array: None for body in bodies for array in body.used}
    prefix = at_grade("")
    held = [name.removeprefix(prefix) for name in used if name.startswith(prefix)]
    resolved = [f"collect.at_grade({name}, governing, {at_grade(name)})" for name in held]
    signals = [
        f"collect.news(tick, event_tick, event_about, event_size, {code}, news_{act})"
        for code, act in enumerate(ACTS)
        if act != "loyal"
    ]
    lines = [
        "tally[:] = 0.0",
        "collect.in_force_now(tick, opens, closes, in_force, opening)",
        "collect.govern(in_force, precedence, scope, governing, banned)",
        *resolved,
        "collect.shocks(tick, dt, event_tick, event_reaches, event_size, event_decay, shock)",
        *signals,
    ]
    arrays = tuple(dict.fromkeys([*GOVERNED, *held, *(at_grade(name) for name in held)]))
    return Step("rules_of_the_day", arrays, "Dated events and policies in force.", lines)


def record(counted: Sequence[Tally]) -> Step:
    """What is written down at the end of a tick."""
    levels = [t for t in counted if t.of_institution]
    worlds = [t for t in counted if t.of_world]
    lines = [
        *(f"tally[{t.position}] = {t.of}" for t in levels),
        "recorded[:, tick] = tally",
        *(f"recorded_world[{position}, tick] = {t.of_world}" for position, t in enumerate(worlds)),
    ]
    arrays = ["tally", "recorded", "recorded_world", *(t.of for t in levels), *(t.of_world for t in worlds)]
    return Step("record", tuple(dict.fromkeys(arrays)), "What is written down.", lines)
