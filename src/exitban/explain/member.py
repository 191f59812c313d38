"""One member's utilities, asked from the kernel.

The real composed rules run as plain Python, every intermediate value kept, in the tick in which all compared policies
have opened, for one replicate and for as much of the organisation as the member can see. Luck is addressed by the
post's name, so this is the very member of a run with the same seed. A total such as ``utility_exit`` is then taken
apart: each law that adds to it is asked once more, with the values found in the kernel's arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from exitban.explain.cut import cut
from exitban.kernels.clock import Clock
from exitban.kernels.launch import Arrays, Engine, Size
from exitban.kernels.names import at_grade
from exitban.kernels.parts import arguments
from exitban.kernels.sweep import BEFORE
from exitban.kernels.wiring import CLOCK, OF_GRADE, OF_POST
from exitban.mechanism import TOTALS, Rule
from exitban.plan import Plan, plan_for
from exitban.scenario import Scenario
from exitban.words import STAGES

SEED: Final = 1
REPLICATE: Final = 0
STAGE: Final = "choice"


@dataclass(frozen=True)
class Moment:
    """A member in one tick under one policy, when the choice has just been made.

    ``arrays`` are the kernel's, ``held`` what lasted when the stage began, ``place`` the member's post.
    """

    engine: Engine
    arrays: Arrays
    held: Arrays
    clock: Clock
    place: int

    def value(self, name: str) -> Any:
        """What a rule about this member gets for a name."""
        if name in CLOCK:
            now = dict(zip(("address", "tick", "month", "first", "dt", "seed"), self.clock.arguments, strict=True))
            return now[name]
        if name in OF_POST:
            return self.arrays[name][self.place]
        if name in OF_GRADE:
            return self.arrays[name][self.grade, 0]
        return self.stored(name)

    @property
    def grade(self) -> int:
        """The institution and rank of the post."""
        return int(self.arrays["grade"][self.place])

    def level(self, name: str) -> str:
        """Whose value a name is."""
        wiring = self.engine.wiring
        return wiring.numbers[name].level if name in wiring.numbers else wiring.names[name].level

    def stored(self, name: str) -> Any:
        """A value from the kernel's arrays."""
        level = self.level(name)
        if level == "policy":
            held = at_grade(name)  # of what no member asks for, institutions take the value where no policy governs
            return self.arrays[held][self.grade, 0] if held in self.arrays else self.arrays[name][0, 0]
        array = self.held.get(name, self.arrays[name])
        places = {"member": (self.place, 0), "institution": (int(self.arrays["institution"][self.place]), 0)}
        return array[places.get(level, (0,))]

    def terms(self, total: str) -> list[Any]:
        """What each law adds to a total, in the kernel's order."""
        return [self.asked(rule) for rule in rules_of(self.engine, total)]

    def asked(self, rule: Rule) -> Any:
        """What a law says with the values of this moment; None where its guard does not hold."""
        if rule.when and not self.value(rule.when):
            return None
        return rule.law(*(self.value(name) for name in arguments(rule)))

    def rest(self, total: str) -> Any:
        """The kernel's total less the sum of the terms: 0 when the narrator has missed nothing."""
        told = np.float32(0.0)
        for term in self.terms(total):
            told = told if term is None else told + term
        found = self.value(total)
        return np.float32(0.0) if found == told else found - told


def rules_of(engine: Engine, name: str) -> list[Rule]:
    """The rules that give a name in the stage of the choice, in order."""
    parts = engine.wiring.member_parts(STAGE)
    return [part for part in parts if isinstance(part, Rule) and name in part.names]


@dataclass(frozen=True)
class Witness:
    """One post of a scenario, seen under each compared policy in the same tick."""

    scenario: Scenario
    post: str

    @cached_property
    def engine(self) -> Engine:
        """The real rules, with every intermediate value kept."""
        return Engine(self.scenario.mechanisms, launcher="python", keep=True)

    @cached_property
    def tick(self) -> int:
        """The first tick in which each compared policy, and what stands beside it, has opened."""
        time, policies = self.scenario.time, self.scenario.policies
        beside = {one for name in self.scenario.compare for one in (name, *policies[name].together_with)}
        opened = [time.tick_of(opens) for one in beside if (opens := policies[one].opens) is not None]
        return min(max([0, *opened]), time.ticks - 1)

    @cached_property
    def plan(self) -> Plan:
        """The world that is looked at."""
        return plan_for(cut(self.scenario, self.post), SEED, range(REPLICATE, REPLICATE + 1))

    @cached_property
    def moments(self) -> dict[str, Moment]:
        """The member under each policy."""
        return {policy: self.under(policy) for policy in self.scenario.compare}

    def under(self, policy: str) -> Moment:
        """Let the first members arrive, then run the tick until the choice is made."""
        plan, given = self.plan, self.plan.under(policy)
        places = (len(plan.posts.ids), len(plan.institutions), len(plan.posts.grades), len(given["opens"]))
        given = plan.block(given, slice(0, 1))
        arrays = self.engine.block(given, Size(*places, self.scenario.time.ticks, 1))
        self.engine.run(arrays, range(0), self.scenario.time.dt, SEED)
        clock = Clock(self.tick, self.tick, self.scenario.time.dt, False, SEED)
        held = self.until_chosen(arrays, clock)
        return Moment(self.engine, arrays, held, clock, plan.posts.ids.index(self.post))

    def until_chosen(self, arrays: Arrays, clock: Clock) -> Arrays:
        """Take the steps of a tick up to the choice; what lasted when that began is returned."""
        for step in self.engine.composed.steps:
            stages = step.name.removeprefix("stage_").split("_")
            if STAGE in stages and not step.name.endswith(BEFORE):
                held = {name: arrays[name].copy() for name in self.lasting(stages)}
                self.engine.go((step,), arrays, clock)
                return held
            self.engine.go((step,), arrays, clock)
        return {}

    def lasting(self, stages: Sequence[str]) -> list[str]:
        """What lasts and is not renewed before the choice in the same sweep."""
        before = stages[: stages.index(STAGE)]
        renewed = {n for s in before for part in self.engine.wiring.member_parts(s) for n in named(part)}
        return [
            state.name for state in self.engine.wiring.states if state.level == "member" and state.name not in renewed
        ]


def named(part: Any) -> tuple[str, ...]:
    """The names that a part gives."""
    return part.names if isinstance(part, Rule) else (part.gives,)


def totals(engine: Engine) -> list[str]:
    """The totals to which some law adds."""
    return [name for name in TOTALS if rules_of(engine, name)]


def behind(engine: Engine, names: Sequence[str]) -> list[str]:
    """Everything that goes into some totals, the nearest first: values, the values that those are made of, numbers."""
    givers = {n: part for stage in STAGES[: STAGES.index(STAGE) + 1] for n, part in givers_of(engine, stage).items()}
    found: dict[str, None] = {}
    waiting = [a for name in names for rule in rules_of(engine, name) for a in arguments(rule)]
    while waiting:
        name = waiting.pop(0)
        if name in found or name in CLOCK:
            continue
        found[name] = None
        rule = givers.get(name)
        waiting += arguments(rule) if rule is not None else ()
    return list(found)


def givers_of(engine: Engine, stage: str) -> dict[str, Rule]:
    """The rule of a stage that gives each name which does not last."""
    wiring = engine.wiring
    rules = [part for part in wiring.of(stage, Rule) if part.level in ("member", "institution", "world")]
    return {name: rule for rule in rules for name in rule.names if not wiring.is_lasting(name)}
