"""One pass over the posts, written out as a function."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from exitban.kernels.lines import SHIFT, Step, draws, for_replicates, luck_rows, shifted
from exitban.kernels.names import Names, kind_of
from exitban.kernels.passes import Pass
from exitban.kernels.recording import Tally
from exitban.kernels.wiring import Part, Sum, guard
from exitban.maths.luck import purpose_of
from exitban.mechanism import TOTALS, Above, Mean, MoveUp, Near, NearCount, PolicySum, Rule, Selection, Total

POSTS = ("low", "high", "institution", "grade")


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
        loop = for_replicates([*self.level_luck(rule), f"{targets} = {self.names.call(rule)}"])
        if rule.level == "world":
            return loop
        variable = "k" if rule.level == "institution" else "p"
        size = f"{self.names.array(rule.names[0], '').removesuffix('[]')}.shape[0]"
        return [f"for {variable} in range({size}):", *shifted(loop)]

    def level_luck(self, rule: Rule) -> list[str]:
        """The luck of an institution, addressed by its name."""
        rows = luck_rows([rule], self.names.wiring.owners)
        if not rows:
            return []
        owner = ", ".join(self.names.array(half, "k") for half in ("institution_low", "institution_high"))
        return draws(rows, "", owner)

    def sweep(self) -> list[str]:
        """The loop over posts."""
        steps = [*self.zeros(), *self.dense_luck()]
        for flag, group in groupby(self.one.parts, key=guard):
            parts = list(group)
            steps += self.sparse(flag, parts) if flag else [line for part in parts for line in self.dense(part)]
        steps += self.arrivals() if self.one.stages == ["arrival"] else []
        summed = {sum_of(one): one for one in self.one.sums}
        steps += [line for one in summed.values() for line in self.add(one)]
        steps += [line for tally in self.tallies for line in self.count(tally)]
        if not steps:
            return []
        looks = [line for name in sorted(self.one.looked_up) for line in self.busy(name)]
        sums = [f"{name} = np.zeros(({self.rows_of(one)}, replicates.shape[0]))" for name, one in summed.items()]
        here = ["k = institution[i]", "g = grade[i]"]
        return [*looks, *sums, "for i in range(low.shape[0]):", *shifted([*here, *steps])]

    def busy(self, name: str) -> list[str]:
        """Which posts have anything to be seen, found once before the sweep."""
        return [f"{name}_busy = np.empty(low.shape[0], np.bool_)", f"collect.busy_rows({name}, {name}_busy)"]

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
        rows = luck_rows([part for part in self.one.parts if not guard(part)], self.names.wiring.owners)
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
        network = self.used_arrays("watch_start", "watched")
        if isinstance(part, NearCount):
            return f"collect.near_count({part.of}, {part.of}_busy, {network}, i, {out})"
        return f"collect.near_mean({part.of}, {part.of}_busy, ({network}, {self.used_arrays('watch_share')}), i, {out})"

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
            *draws(luck_rows(rules, self.names.wiring.owners), ""),
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

    def rows_of(self, one: Sum) -> str:
        """How many rows a sum is kept in: by institution, or by grade where policies want their scopes."""
        if of_policies(one):
            return f"{self.used_arrays('scope')}.shape[1]"
        return f"{self.used_arrays('population')}.shape[0]"

    def add(self, one: Sum) -> list[str]:
        """Add a member's value to the sum from which its totals and its means are made."""
        row = "g" if of_policies(one) else "k"
        return for_replicates([f"{sum_of(one)}[{row}, r] += {self.names.of_member(one.of)}"])

    def count(self, tally: Tally) -> list[str]:
        """Add a member's value to what is written down."""
        value = self.names.of_member(tally.of)
        if tally.reasons:
            place = f"{tally.position} + {value} - 1"
            return self.where(f"{value} > 0", [f"{self.names.array('tally_of_grade', f'{place}, g, r')} += 1.0"])
        return for_replicates([f"{self.names.array('tally_of_grade', f'{tally.position}, g, r')} += {value}"])

    def after(self) -> list[str]:
        """Sums, selections and moves that are ready after the sweep."""
        lines = [self.finish(one) for one in self.one.sums]
        lines += [line for one in self.one.selections for line in self.select(one)]
        return lines + [line for one in self.one.moves for line in self.move_up(one)]

    def finish(self, one: Sum) -> str:
        """Turn sums by institution into what was asked for."""
        out = self.used_arrays(one.gives)
        if isinstance(one, Mean):
            return f"collect.mean_over_posts({sum_of(one)}, {self.used_arrays('population')}, {out})"
        if of_policies(one):
            return f"collect.total_by_policy({sum_of(one)}, {self.used_arrays('scope')}, {out})"
        if isinstance(one, Total):
            law = "total_of_world" if one.level == "world" else "total_by_institution"
            return f"collect.{law}({sum_of(one)}, {out})"
        return f"collect.weighted_mean({sum_of(one)}, {self.used_arrays('population', 'weight')}, {out})"

    def select(self, one: Selection) -> list[str]:
        """Choose who comes first."""
        row, place = purpose_of(one.key)
        self.used_arrays(one.among, one.gives, one.room, one.made, "governing", one.since or "nobody_waited")
        return [
            f"address_of_{one.gives} = (address, np.uint64({row}), seed, {place})",
            f"select.select(address_of_{one.gives}, (low, high, grade, governing), {one.among},",
            f"{SHIFT}{one.since or 'nobody_waited'}, replicates, {one.room}, ({one.gives}, {one.made}))",
        ]

    def move_up(self, one: MoveUp) -> list[str]:
        """Let members move up, with everything that they bring along."""
        row, place = purpose_of(one.key)
        flags, given = self.used_arrays(one.into, one.among), self.used_arrays(one.gives, one.left, one.origin)
        carried = [s.name for s in self.wiring.states if s.level == "member" and s.arrival is not None]
        return [
            f"address_of_{one.gives} = (address, np.uint64({row}), seed, {place})",
            f"posts_of_{one.gives} = (low, high, {self.used_arrays('superior')})",
            f"moves = moving.moves_up(address_of_{one.gives}, posts_of_{one.gives}, ({flags}), replicates, ({given}))",
            *(f"moving.bring(moves, {self.used_arrays(name)})" for name in carried),
        ]


def sum_of(one: Sum) -> str:
    """The name of the sum from which one is made; several may be made from the same."""
    return f"{one.of}_sum_of_grades" if of_policies(one) else f"{one.of}_sum"


def of_policies(one: Sum) -> bool:
    """A sum for each policy over its scope."""
    return isinstance(one, Total) and one.level == "policy"
