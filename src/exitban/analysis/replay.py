"""One world told again under two policies (``exitban replay``): the same members, the same luck, another rule."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral
from pathlib import Path
from typing import Any, Final

import numpy as np

from exitban.analysis.comparison import plain
from exitban.analysis.findings import CAUTION
from exitban.analysis.happenings import Happening, before, happenings
from exitban.analysis.intervals import Floats
from exitban.analysis.reading import policy_title
from exitban.analysis.replay_told import told
from exitban.engines import refuse_unknown
from exitban.errors import CallError
from exitban.kernels.launch import Engine, OnProcessor
from exitban.plan import LAST_REPLICATE, listed, numbered, plan_for, seeded
from exitban.results.loss import lost_at
from exitban.run import Work, check_call
from exitban.scenario import Scenario, read
from exitban.words import in_short

VERSION: Final = "exitban-replay/1"


@dataclass(frozen=True, eq=False)
class World:
    """The world under one policy: what happened, in order, control after each tick (T,), and the month of its loss."""

    policy: str
    title: str
    happenings: tuple[Happening, ...]
    control: Floats
    lost_at: float | None


@dataclass(frozen=True, eq=False)
class Replay:
    """A replicate under two policies. ``dates``: the day on which each tick ends; ``threshold`` is C*."""

    scenario: Scenario
    replicate: int
    seed: int
    dates: tuple[datetime.date, ...]
    threshold: float
    worlds: tuple[World, World]

    def __repr__(self) -> str:
        policies = " and ".join(one.policy for one in self.worlds)
        return in_short(
            self, self.scenario.name, f"world {self.replicate}", f"seed {self.seed}", f"policies {policies}"
        )

    @property
    def start(self) -> datetime.date:
        """The first day."""
        return self.scenario.time.start

    @property
    def horizon(self) -> float:
        """Months from the start to the end."""
        return float(self.scenario.time.ticks * self.scenario.time.dt)

    @property
    def apart(self) -> int | None:
        """The first tick in which something happens in one of the worlds only; None where they are one world."""
        first, second = (set(one.happenings) for one in self.worlds)
        return min((one.tick for one in first ^ second), default=None)

    def answer(self) -> str:
        """As a dated story."""
        return told(self)

    def to_json(self) -> dict[str, Any]:
        """The document of `exitban replay --json`; its schema is `replay` of `exitban.schemas`."""
        return {
            "schema": VERSION,
            "scenario": self.scenario.name,
            "scenario_hash": self.scenario.hash,
            "overrides": list(self.scenario.overrides),
            "replicate": self.replicate,
            "seed": self.seed,
            "dates": [date.isoformat() for date in self.dates],
            "control_threshold": plain(self.threshold),
            "first_difference": None if self.apart is None else self.dates[self.apart].isoformat(),
            "worlds": [self._world(one) for one in self.worlds],
            "note": CAUTION,
        }

    def _world(self, one: World) -> dict[str, Any]:
        return {
            "policy": one.policy,
            "title": one.title,
            "control": [plain(value) for value in one.control],
            "lost_at_month": one.lost_at,
            "happenings": [self._entry(entry) for entry in one.happenings],
        }

    def _entry(self, one: Happening) -> dict[str, Any]:
        date = self.dates[one.tick].isoformat()
        return {"date": date, "post": one.post, "kind": one.kind, "reason": one.reason or None, "words": one.words}


def replay(
    scenario: Scenario | str | Path,
    replicate: int,
    *,
    policies: Sequence[str] | str | None = None,
    seed: int = 1,
    launcher: OnProcessor = "cpu",
) -> Replay:
    """Tell the world of a replicate under two policies: the first two of the scenario unless said.

    It is the very world that `run` and `compare` count under this number. Raises `CallError` and `ScenarioError`.
    """
    asked = scenario if isinstance(scenario, Scenario) else read(scenario)
    names = listed("policies", policies) or asked.compare[:2]
    if len(names) != 2:
        told = f"policy: a replay lays two side by side, and here is {', '.join(names)}."
        raise CallError(f"{told} Name two with --policy, once each.")
    if not isinstance(replicate, Integral) or not 0 <= replicate <= LAST_REPLICATE:
        raise CallError(
            f"replicate: {replicate!r} was given; allowed: whole numbers from 0 to {LAST_REPLICATE:,}, as in "
            "`exitban.run`."
        )
    replicate, seed = int(replicate), seeded(seed)
    which = numbered(range(replicate, replicate + 1))
    refuse_unknown(launcher)
    check_call(asked, which, seed, names)
    plan = plan_for(asked, seed, which)
    work = Work(plan, Engine(asked.mechanisms, launcher), names, 1)
    numbers = plan.columns.numbers(["none"])
    threshold, hold = (numbers[name].astype(np.float64) for name in ("control_threshold", "control_hold"))
    worlds = [lived(work, name, (threshold, hold)) for name in names]
    dates = tuple(asked.time.end_of_tick(tick) for tick in range(asked.time.ticks))
    return Replay(asked, replicate, seed, dates, float(threshold[0]), (worlds[0], worlds[1]))


def lived(work: Work, policy: str, loss: tuple[Floats, Floats]) -> World:
    """Run the world under a policy, and write down what happens."""
    plan, time = work.plan, work.plan.scenario.time
    block = work.in_memory(plan.block(plan.under(policy), slice(0, 1)))
    posts = plan.posts.ids
    found: list[Happening] = []
    for tick in range(time.ticks):
        was = before(block.arrays)
        block.go(tick, tick + 1)
        found += sorted(happenings(tick, posts, block.arrays, was))
    control = block.arrays["recorded_world"][work.engine.world_rows.index("control")]
    lost = float(lost_at(control, *loss, time.dt)[0])
    title = policy_title(plan.scenario, policy)
    return World(policy, title, tuple(found), control[:, 0].astype(np.float64), None if math.isnan(lost) else lost)
