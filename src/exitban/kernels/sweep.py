"""One pass over the posts, written out as a function: what is looked up, then stretch after stretch.

All arrays are arguments, rows of replicates too: a compiler may then take for granted that no two of them overlap,
which it has to know before it works on many replicates at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exitban.kernels.after import after
from exitban.kernels.guarded import GuardedFunction
from exitban.kernels.levels import level_lines
from exitban.kernels.lines import Step, draws_of_all, for_replicates, luck_rows, shifted
from exitban.kernels.names import NEAR_ANY, NUMBERS, Names, kind_of
from exitban.kernels.parts import Sum, guard
from exitban.kernels.passes import Pass
from exitban.kernels.recording import Tally, tally_array
from exitban.kernels.stretches import Stretch, asked_by, guarded, handed_on, of_policies, stretches, sum_name, walk
from exitban.mechanism import TOTALS, Above, NearCount, PolicySum, Rule

POSTS = ("low", "high", "institution", "grade")
BEFORE = "_before"
"""Ends the name of a step that comes before the sweep of its stages."""
WORTH_ALL = 8
"""Where more than one in so many have a flag, working all out side by side is quicker than one by one."""


def is_counted(tally: Tally, one: Pass, names: Names, last: bool) -> bool:
    """Whether a tally is taken in a pass: at once, or in the ``last`` of a tick when the value lasts until then."""
    if tally.of_institution:
        return False
    waits = tally.of in names.carried and not names.wiring.is_settled_where_given(tally.of)
    return last if waits else tally.of in one.written


class PassWriter:
    """Writes one pass as a function."""

    def __init__(self, one: Pass, names: Names, counted: Sequence[Tally], last: bool) -> None:
        self.one = one
        self.names = names
        self.wiring = names.wiring
        names.arrays = {}
        tallies = [t for t in counted if is_counted(t, one, names, last)]
        self.stretches = stretches(one, tallies, self.wiring)
        self.handed = handed_on(self.stretches)
        self.begun = {name for rule in guarded(self.stretches) for name in rule.names if name in TOTALS}
        self.drawn: set[str] = set()
        self.guarded: dict[Stretch, GuardedFunction] = {}
        before = self.before()
        self.used_before = tuple(dict.fromkeys(["replicates", *names.arrays]))
        names.arrays = {}
        self.body = [*self.sweep(), *after(one, names)]
        self.used = tuple(dict.fromkeys([*POSTS, "replicates", *names.arrays]))
        self.lines_before = before

    def steps(self) -> list[Step]:
        """The pass as functions: what comes before the sweep, and the sweep with what it calls for some members."""
        title = ", ".join(self.one.stages)
        helpers = [line for one in self.guarded.values() for line in one.text()]
        before = Step(f"{self.one.name}{BEFORE}", self.used_before, f"{title}: before the sweep.", self.lines_before)
        sweep = Step(self.one.name, self.used, f"{title}.", self.body, helpers)
        return [step for step in (before, sweep) if step.lines]

    def before(self) -> list[str]:
        """Rules for policies, the world and institutions."""
        return [line for rule in self.one.before for line in self.level_rule(rule)]

    def level_rule(self, rule: Rule | PolicySum) -> list[str]:
        """One rule that is not about members."""
        if isinstance(rule, PolicySum):
            return [f"collect.sum_over_policies({self.names.whole(rule.of, rule.gives)})"]
        loop = for_replicates(level_lines(rule, self.names))
        if rule.level == "world":
            return loop
        variable = "k" if rule.level == "institution" else "p"
        size = f"{self.names.whole(rule.names[0])}.shape[0]"
        return [f"for {variable} in range({size}):", *shifted(loop)]

    def sweep(self) -> list[str]:
        """The loop over posts."""
        looks = [line for name in sorted(self.one.looked_up) for line in self.near(name)]
        summed = [sum_name(one) for stretch in walk(self.stretches) for one in stretch.sums]
        sums = [f"collect.clear({self.names.whole(name)})" for name in summed]
        steps = [*self.looks(), *self.dense_luck(), *self.in_stretches()]
        steps += self.where(self.names.of_member("arrives"), self.renewed()) if self.renews_apart() else []
        here = ["k = institution[i]", "g = grade[i]"]
        pairs = [f"in_pairs = pairs.in_pairs(replicates, {NUMBERS})"] if NUMBERS in self.names.arrays else []
        sweep = ["for i in range(low.shape[0]):", *shifted([*here, *steps])]
        return [*looks, *sums, *pairs, *sweep] if steps else []

    def near(self, name: str) -> list[str]:
        """Who has anything to see, found once before the sweep."""
        return [f"collect.near_any({self.names.whole(name, 'watcher_start', 'watchers', NEAR_ANY + name)})"]

    def looks(self) -> list[str]:
        """Looks at other posts: what is looked at is renewed in other passes, or by superiors, who come first."""
        return [line for part in self.one.parts if not isinstance(part, Rule) for line in self.look(part)]

    def look(self, part: NearCount | Above) -> list[str]:
        """A look at other posts, into a row; kept in the array of its name when that outlives the pass."""
        kept = part.gives in self.names.carried
        out = self.names.whole(f"{part.gives}_row" if kept else part.gives)
        keep = for_replicates([f"{self.names.of_member(part.gives)} = {out}[r]"]) if kept else []
        return [*self.looking(part, self.names.whole(part.of), out), *keep]

    def looking(self, part: NearCount | Above, of: str, out: str) -> list[str]:
        """The call that looks. Where nobody is near, what was found for the post before is wiped out, if anything."""
        if isinstance(part, Above):
            return [f"collect.above({of}, {self.names.whole('superior', 'second')}, i, {out})"]
        near, network = NEAR_ANY + of, self.names.whole("watch_start", "watched")
        asks = f"if i == 0 or {near}[i - 1] or {near}[i]:"
        return [asks, *shifted([f"collect.near_count({of}, {network}, i, {out})"])]

    def dense_luck(self) -> list[str]:
        """The luck of rules that run for everybody, in rows."""
        rows = luck_rows([part for part in self.one.parts if not guard(part)], self.names.wiring.owners)
        self.drawn |= {name for places in rows.values() for name in places}
        return self.draws_of_all(rows)

    def draws_of_all(self, rows: dict[int, dict[str, int]]) -> list[str]:
        """Lines that draw luck for all replicates side by side."""
        if rows:
            self.names.whole(NUMBERS, *(name for places in rows.values() for name in places))
        return draws_of_all(rows)

    def in_stretches(self) -> list[str]:
        """One loop after the other; what is guarded is zero where its flag does not hold."""
        given = [n for rule in guarded(self.stretches) for n in rule.names if n in self.wiring.asked]
        zeros = [name for name in given if not self.wiring.is_lasting(name) and self.is_looked_at(name)]
        lines = [f"{self.names.of_member(n)} = {self.kind(n)}(0)" for n in dict.fromkeys(zeros)]
        found = for_replicates(lines) if lines else []
        for stretch in self.stretches:
            found += self.few(stretch) if stretch.few else self.sparse(stretch) if stretch.flag else self.dense(stretch)
        return found

    def is_looked_at(self, name: str) -> bool:
        """Whether anybody can look at a value outside the stretch in which it is given."""
        every = walk(self.stretches)
        others = [each for each in every if name not in each.given]
        return name in self.names.carried or name in asked_by(others) or len(every) - len(others) > 1

    def dense(self, stretch: Stretch) -> list[str]:
        """Rules that run for everybody, in one loop: values stand in local names, and in arrays if used elsewhere."""
        lines = [line for rule in stretch.rules for line in self.in_lane(rule)]
        lines += [self.add(added) for added in stretch.added]
        self.names.local.clear()
        return for_replicates(lines)

    def few(self, stretch: Stretch) -> list[str]:
        """What few have is added up for those who have any of it."""
        flags = dict.fromkeys(self.is_something(added.of) for added in stretch.added)
        return self.where(" | ".join(flags), [self.add(added) for added in stretch.added])

    def is_something(self, name: str) -> str:
        """The question whether a member's value is not nothing."""
        value = self.names.of_member(name)
        return value if self.wiring.names[name].kind is np.bool_ else f"({value} != 0)"

    def in_lane(self, rule: Rule) -> list[str]:
        """The lines that run a rule for one member, and put what it gives where it is needed."""
        value = self.added_to(rule, self.names.call(rule))
        locals_ = [self.names.as_local(name) for name in rule.names]
        if len(locals_) == 1:
            return [f"{locals_[0]} = {self.kind(rule.names[0])}({value})", *self.put(rule.names[0])]
        return [f"{', '.join(locals_)} = {value}", *(line for name in rule.names for line in self.put(name))]

    def added_to(self, rule: Rule, value: str) -> str:
        """What a rule gives, with what has been added to it before if it is a total."""
        return f"{self.so_far(rule.names[0])} + {value}" if rule.names[0] in TOTALS else value

    def so_far(self, total: str) -> str:
        """What has been added to a total."""
        begun, self.begun = total in self.begun, self.begun | {total}
        return self.names.of_member(total) if begun else "np.float32(0)"

    def kind(self, name: str) -> str:
        """How the kind of a name is written."""
        return kind_of(self.wiring.names[name])

    def put(self, name: str) -> list[str]:
        """Where a local value is needed outside its loop."""
        if name in self.names.carried or name in self.handed:
            return [f"{self.names.stored(name)} = {self.names.of_member(name)}"]
        return []

    def sparse(self, stretch: Stretch) -> list[str]:
        """Rules that run only for members with a flag: a quick look whether there is any, then one by one.

        Where the flag can hold for most, and does, all are worked out side by side, and those with the flag kept.
        """
        holds = self.names.of_member(str(stretch.flag))
        renewed = self.renewed() if stretch is self.stretches[-1] and not self.renews_apart() else []
        singly = self.one_by_one(holds, [*self.for_one(stretch), *renewed])
        if not any(rule.often for rule in stretch.rules):
            return self.where_any(holds, singly)
        return [
            "many = np.int32(0)",
            *for_replicates([f"many = np.int32(many + {holds})"]),
            f"if many * {WORTH_ALL} > replicates.shape[0]:",
            *shifted(self.side_by_side(stretch, holds)),
            "elif many > 0:",
            *shifted(singly),
        ]

    def guarded_function(self, stretch: Stretch) -> GuardedFunction:
        """The function of a stretch with a flag."""
        if stretch not in self.guarded:
            taken = {one.name for one in self.guarded.values()}
            self.guarded[stretch] = GuardedFunction(self.one.name, stretch, self.names, self.drawn, taken)
        return self.guarded[stretch]

    def for_one(self, stretch: Stretch) -> list[str]:
        """A stretch for one member with its flag, and what is within it."""
        found = self.guarded_function(stretch)
        targets = ", ".join(self.names.of_member(name) for name in found.given)
        lines = [f"{targets} = {found.call()}", *(self.add(added) for added in stretch.added)]
        for inner in stretch.within:
            steps = self.for_one(inner)
            holds = self.names.of_member(str(inner.flag))
            lines += [f"if {holds}:", *shifted(steps)] if stretch.asks(inner) else steps
        return lines

    def side_by_side(self, stretch: Stretch, holds: str) -> list[str]:
        """A stretch worked out for everybody, kept for those with its flag."""
        found = self.guarded_function(stretch)
        luck = self.draws_of_all(found.missing)
        targets = {name: self.names.of_member(name) for name in found.given}
        lines = []
        for rule in stretch.rules:
            value = self.added_to(rule, self.names.call(rule))
            lines.append(f"{', '.join(self.names.as_local(name) for name in rule.names)} = {value}")
        lines += [f"{target} = {self.names.of_member(n)} if {holds} else {target}" for n, target in targets.items()]
        self.names.local.clear()
        lines += [self.add(added, holds) for added in stretch.added]
        within = [line for inner in stretch.within for line in self.sparse(inner)]
        return [*luck, *for_replicates(lines), *within]

    def where_any(self, holds: str, steps: Sequence[str]) -> list[str]:
        """Steps where something holds in any replicate."""
        return ["some = False", *for_replicates([f"some |= {holds}"]), "if some:", *shifted(steps)]

    def where(self, holds: str, steps: Sequence[str]) -> list[str]:
        """Steps for those replicates in which something holds."""
        return self.where_any(holds, self.one_by_one(holds, steps))

    def one_by_one(self, holds: str, steps: Sequence[str]) -> list[str]:
        """Steps for one lane after the other, those in which something holds being listed first.

        In a loop that asked lane by lane a compiler might work out the steps for all lanes, and keep some.
        """
        listed = self.names.array("lanes", "found")
        listing = for_replicates([f"{listed} = r", f"found += {holds}"])
        return ["found = 0", *listing, "for m in range(found):", *shifted(["r = lanes[m]", *steps])]

    def renewed(self) -> list[str]:
        """New holders start with the constants of their states, once all laws have seen the state as it was."""
        is_here = self.one.stages == ["arrival"]
        fixed = [s for s in self.wiring.states if s.level == "member" and isinstance(s.arrival, float) and is_here]
        return [f"{self.names.of_member(s.name)} = np.{s.kind.__name__}({s.arrival})" for s in fixed]

    def renews_apart(self) -> bool:
        """Whether new holders are looked for once more to do so: the last rules to run are not theirs alone."""
        last = self.stretches[-1] if self.stretches else None
        theirs = last is not None and last.flag == "arrives" and not any(rule.often for rule in last.rules)
        return bool(self.renewed()) and not theirs

    def add(self, one: Sum | Tally, holds: str = "") -> str:
        """The line that adds a member's value to a sum or to what is written down, where a flag ``holds``."""
        value = self.names.of_member(one.of)
        if isinstance(one, Tally) and one.reasons:
            return f"{self.names.array(tally_array(one), f'{value} - 1, g, r')} += {value} > 0"
        if isinstance(one, Tally):
            place = self.names.array(tally_array(one), "g, r")
        else:
            place = self.names.array(sum_name(one), "g, r" if of_policies(one) else "k, r")
        return f"{place} += {value} if {holds} else {self.kind(one.of)}(0)" if holds else f"{place} += {value}"
