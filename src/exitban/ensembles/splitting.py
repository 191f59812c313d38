"""Endings too rare for plain sampling: multilevel splitting on control, with fixed effort.

Control has to fall through levels before it is lost. From each level on, a fixed number of worlds goes on, copied
evenly from those that reached it, each with luck of its own from there; the probability is the product of the shares
that reach the next level (Kahn & Harris 1951; Glasserman, Heidelberger, Shahabuddin & Zajic 1999; fixed effort:
L'Ecuyer, Demers & Tuffin 2007). The estimate has no bias, whatever the levels. Luck is addressed: a copy is a world
with another number, so that the same seed gives the same estimate.
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from exitban.errors import CallError
from exitban.kernels.launch import Arrays, Engine, Launcher
from exitban.plan import plan_for
from exitban.results.loss import ROUNDING
from exitban.run import Work, check_call
from exitban.scenario import Scenario, read
from exitban.scenario.luck import shares_of_replicates

Floats = NDArray[np.float64]

COPIES: Final = 2**31
"""Numbers from here on belong to copies."""
SHARE_AIMED_AT: Final = 0.25
MOST_LEVELS: Final = 20
NORMAL_95: Final = 1.959964


@dataclass(frozen=True)
class RareLoss:
    """How likely control is lost. ``levels``: control above the threshold at each level, in shares, falling to 0.

    ``estimates`` (repeats,) are independent; ``reached`` (repeats, levels) the shares that went on from each.
    ``plain_seconds``: CPU seconds of one plain run beside ``seconds`` of one repeat.
    """

    scenario: str
    policy: str
    effort: int
    levels: tuple[float, ...]
    estimates: Floats
    reached: Floats
    seconds: float
    plain_seconds: float

    @property
    def probability(self) -> float:
        """The mean of the repeats: unbiased."""
        return float(self.estimates.mean())

    @property
    def standard_error(self) -> float:
        """Of the probability, from the spread of the repeats."""
        return float(self.estimates.std(ddof=1) / math.sqrt(len(self.estimates)))

    @property
    def gain(self) -> float:
        """Variance per CPU second of plain sampling over that of splitting; NaN where nothing is known of either."""
        plain = self.probability * (1 - self.probability) * self.plain_seconds
        split = float(self.estimates.var(ddof=1)) * self.seconds
        return plain / split if split > 0 else math.nan

    def words(self) -> str:
        """The finding in a few lines."""
        low, high = (max(0.0, self.probability + sign * NORMAL_95 * self.standard_error) for sign in (-1, 1))
        shares = ", ".join(f"{share:.0%}" for share in self.reached.mean(axis=0))
        return (
            f"{self.scenario} under {self.policy}: control is lost with probability {self.probability:.2e} "
            f"(95 % interval {low:.1e} to {high:.1e}, {len(self.estimates)} repeats of {self.effort} worlds at each of "
            f"{len(self.levels)} levels; {shares} reach the next one).\n"
            f"A share of simulated worlds given the assumptions; no forecast. Variance per CPU second: "
            f"{self.gain:.1f} times better than plain sampling."
        )

    def to_json(self) -> dict[str, Any]:
        """The same as data."""
        return {
            "scenario": self.scenario,
            "policy": self.policy,
            "probability": self.probability,
            "standard_error": self.standard_error,
            "effort": self.effort,
            "levels": list(self.levels),
            "estimates": self.estimates.tolist(),
            "gain": None if math.isnan(self.gain) else self.gain,
        }


def rare_loss(
    scenario: Scenario | str | Path,
    *,
    policy: str | None = None,
    effort: int = 256,
    repeats: int = 8,
    seed: int = 1,
    levels: Sequence[float] | None = None,
    launcher: Launcher = "cpu",
) -> RareLoss:
    """How likely control is lost within the horizon under a policy (the first that is compared unless said).

    ``effort``: worlds that go on from each level. ``levels``: how far control lies above its threshold at each level,
    in shares, falling; without them a pilot finds levels that about a quarter reach. The loss itself is the last one.
    Raises `CallError` and `ScenarioError`.
    """
    asked = scenario if isinstance(scenario, Scenario) else read(scenario)
    name = policy or asked.compare[0]
    check_call(asked, effort, seed, (name,))
    if effort < 2 or repeats < 2:
        raise CallError(f"effort {effort}, repeats {repeats}: at least 2 of each are needed to tell a spread.")
    given = tuple(levels or ())
    if any(later >= earlier for earlier, later in itertools.pairwise(given)) or any(one <= 0 for one in given):
        raise CallError(f"levels: found {list(given)}; allowed: falling shares above 0, such as 0.3, 0.2, 0.1.")
    split = Splitting(asked, name, effort, seed, launcher)
    gaps = given if levels is not None else split.pilot()
    before = time.process_time()
    runs = [split.estimate(gaps, repeat) for repeat in range(1, repeats + 1)]
    seconds = (time.process_time() - before) / repeats
    reached = np.array(runs)
    estimates = reached.prod(axis=1)
    return RareLoss(asked.name, name, effort, (*gaps, 0.0), estimates, reached, seconds, split.plain_seconds())


@dataclass
class Lanes:
    """Worlds side by side. ``arrays`` is what the engine knows of them, the rest what splitting does, (lanes,).

    ``low``: the lowest control so far, above the threshold. ``below``: for how many moments control has been below
    it. ``entry``: the tick that is next.
    """

    arrays: Arrays
    low: Floats
    below: NDArray[np.int64]
    entry: NDArray[np.int64]

    def copied(self, names: Sequence[str], places: NDArray[np.int64]) -> Lanes:
        """Some lanes, also the same one many times."""
        arrays = {name: np.ascontiguousarray(self.arrays[name][..., places]) for name in names}
        return Lanes(arrays, self.low[places], self.below[places], self.entry[places])

    def put(self, names: Sequence[str], where: NDArray[np.int64], other: Lanes, places: NDArray[np.int64]) -> None:
        """Take over lanes of another set."""
        for name in names:
            self.arrays[name][..., where] = other.arrays[name][..., places]
        self.low[where], self.below[where] = other.low[places], other.below[places]
        self.entry[where] = other.entry[places]


@dataclass
class Splitting:
    """A scenario under a policy, ready to be split."""

    scenario: Scenario
    policy: str
    effort: int
    seed: int
    launcher: Launcher
    names: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.engine = Engine(self.scenario.mechanisms, self.launcher)
        one, two = (self.fresh(0, size).arrays for size in (1, 2))
        self.names = [name for name in one if one[name].shape != two[name].shape and not name.startswith("recorded")]
        self.control = self.engine.world_rows.index("control")

    def fresh(self, first: int, size: int) -> Lanes:
        """New worlds before their first tick: those with the numbers from ``first`` on."""
        plan = plan_for(self.scenario, self.seed, range(first, first + size))
        work = Work(plan, self.engine, (self.policy,), 1)
        arrays = work.arrays(plan.block(plan.under(self.policy), slice(0, size)), self.scenario.time.ticks)
        arrays = {name: array.copy() if array.base is not None else array for name, array in arrays.items()}
        return Lanes(arrays, np.full(size, np.inf), np.zeros(size, np.int64), np.zeros(size, np.int64))

    def pilot(self) -> tuple[float, ...]:
        """Levels that about a quarter reach, from worlds that count for nothing else."""
        gaps: list[float] = []
        parents: Lanes | None = None
        while len(gaps) < MOST_LEVELS:
            ended, _ = self.stage(parents, -math.inf, (0, len(gaps)))
            gap = float(np.quantile(ended.low, SHARE_AIMED_AT))
            if gap <= 0 or (gaps and gap >= gaps[-1]) or not math.isfinite(gap):
                break
            _, reached = self.stage(parents, gap, (0, len(gaps)))
            if reached is None:
                break
            gaps.append(gap)
            parents = reached
        return tuple(gaps)

    def estimate(self, gaps: Sequence[float], repeat: int) -> list[float]:
        """The shares that reach the next level, and last those that lose control."""
        shares: list[float] = []
        parents: Lanes | None = None
        for level, gap in enumerate((*gaps, None)):
            _, reached = self.stage(parents, gap, (repeat, level))
            shares.append(0.0 if reached is None else len(reached.low) / self.effort)
            if reached is None:
                break
            parents = reached
        return shares + [0.0] * (len(gaps) + 1 - len(shares))

    def stage(self, parents: Lanes | None, gap: float | None, which: tuple[int, int]) -> tuple[Lanes, Lanes | None]:
        """All worlds at the end of a stage, and those that reached its level (None: nobody), as they were then.

        ``gap`` None is the loss itself. ``which``: (repeat, level), by which the luck of copies is addressed.
        """
        lanes, waiting = self.begin(parents, which)
        reached = self.fresh(0, self.effort) if parents is None else lanes.copied(self.names, np.arange(self.effort))
        there = np.zeros(self.effort, bool)
        started = np.zeros(self.effort, bool)
        self._arrive(lanes, np.flatnonzero(self._at(lanes, gap)), reached, there)
        for tick in range(int(waiting.entry.min()), self.scenario.time.ticks):
            begins = np.flatnonzero(waiting.entry == tick)
            lanes.put(self.names, begins, waiting, begins)
            started[begins] = True
            if (there | ~started).all() and started.all():
                break
            self.engine.run(lanes.arrays, range(tick, tick + 1), self.scenario.time.dt, self.seed)
            self._look(lanes, started, tick)
            now = np.flatnonzero(self._at(lanes, gap) & started & ~there)
            self._arrive(lanes, now, reached, there)
        chosen = np.flatnonzero(there)
        return lanes, reached.copied(self.names, chosen) if len(chosen) else None

    def begin(self, parents: Lanes | None, which: tuple[int, int]) -> tuple[Lanes, Lanes]:
        """The worlds of a stage: new ones, or copies of those that reached the last level, spread evenly over them.

        Twice: the lanes that are run, and the same as they wait for the tick at which they begin.
        """
        repeat, level = which
        first = repeat * self.effort
        lanes = self.fresh(first, self.effort)
        if parents is None:
            return lanes, Lanes(dict(lanes.arrays), lanes.low, lanes.below, lanes.entry)
        offset = shares_of_replicates(self.seed, range(first, first + 1), f"split:{level}")[0]
        places = ((np.arange(self.effort) + offset) * len(parents.low) / self.effort).astype(np.int64)
        waiting = parents.copied(self.names, np.minimum(places, len(parents.low) - 1))
        numbers = COPIES + (repeat * MOST_LEVELS * 2 + level) * self.effort + np.arange(self.effort)
        waiting.arrays["replicates"] = numbers.astype(np.uint64)
        lanes.put(self.names, np.arange(self.effort), waiting, np.arange(self.effort))
        return lanes, waiting

    def _look(self, lanes: Lanes, started: NDArray[np.bool_], tick: int) -> None:
        """Take in what control did in a tick."""
        control = lanes.arrays["recorded_world"][self.control, tick].astype(np.float64)
        above = control - lanes.arrays["control_threshold"].astype(np.float64)
        lanes.low = np.where(started, np.minimum(lanes.low, above), lanes.low)
        lanes.below = np.where(started, np.where(above < 0, lanes.below + 1, 0), lanes.below)
        lanes.entry = np.where(started, tick + 1, lanes.entry)

    def _at(self, lanes: Lanes, gap: float | None) -> NDArray[np.bool_]:
        """Which worlds are at a level; None: have lost control (equation 15)."""
        if gap is None:
            hold = lanes.arrays["control_hold"].astype(np.float64)
            needed = np.ceil(hold / self.scenario.time.dt * ROUNDING) + 1
            return np.asarray(lanes.below >= needed)
        return np.asarray(lanes.low < gap)

    def _arrive(self, lanes: Lanes, now: NDArray[np.int64], reached: Lanes, there: NDArray[np.bool_]) -> None:
        """Keep worlds as they are when they reach the level."""
        if len(now):
            reached.put(self.names, now, lanes, now)
            there[now] = True

    def plain_seconds(self) -> float:
        """CPU seconds of one plain run, measured on as many as the effort."""
        before = time.process_time()
        self.stage(None, -math.inf, (0, 0))
        return (time.process_time() - before) / self.effort
