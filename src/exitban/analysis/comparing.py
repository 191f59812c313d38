"""Policies compared on the same luck (MODEL.md 3.3): each world under every policy, differences world by world."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from numbers import Real
from pathlib import Path
from typing import Final

import numpy as np

from exitban.analysis.aspects import Aspect, aspects, taken, with_an_end
from exitban.analysis.comparison import Comparison, Precision
from exitban.analysis.intervals import LEVEL, Floats
from exitban.analysis.looks import MOST, Look, looks
from exitban.analysis.paired import Change, change
from exitban.errors import CallError, did_you_mean
from exitban.kernels.launch import Launcher
from exitban.plan import Replicates, listed, listener, numbered, seeded
from exitban.run import check_call, run
from exitban.scenario import Scenario, read

Progress = Callable[[float, str], None]
Worlds = dict[str, dict[str, Floats]]

ENOUGH: Final = 1000
"""Worlds that are compared where nothing is said."""


@dataclass(frozen=True)
class Asked:
    """What is to be compared: names of policies, the first is the base; ``seed`` and ``threads`` as for a run."""

    scenario: Scenario
    policies: tuple[str, ...]
    seed: int
    threads: int | None
    launcher: Launcher
    told: Progress

    def worlds(self, which: range, part: Progress) -> Worlds:
        """Every aspect under every policy, (replicates,)."""
        result = run(
            self.scenario,
            replicates=which,
            seed=self.seed,
            policies=self.policies,
            threads=self.threads,
            launcher=self.launcher,
            progress=part,
        )
        return taken(result.arrays, aspects(self.scenario))


def compare(  # noqa: PLR0913 - the one call with everything that a person may choose
    scenario: Scenario | str | Path,
    *,
    base: str | None = None,
    policies: Sequence[str] | str | None = None,
    replicates: Replicates | None = None,
    seed: int = 1,
    threads: int | None = None,
    precision: float | None = None,
    measure: str = "lost",
    launcher: Launcher = "cpu",
    progress: Progress | None = None,
) -> Comparison:
    """Run policies on the same luck and give their differences to ``base``, world by world.

    ``base``: ``none`` unless said; ``policies``: those of the scenario unless said. ``replicates``: how many worlds, or
    a range of their numbers. With ``precision`` worlds are added until the half-width of the interval of every
    policy's difference in ``measure`` is at most so large (in its unit, a share for ``lost``: 0.01 is one point), or
    until ``replicates`` worlds (100,000 unless said) have been run; `exitban.analysis.looks` says why these intervals
    may be believed. Raises `CallError`, `ScenarioError` and `TooLargeError` before anything starts.
    """
    asked = asked_of(scenario, base, policies, (seed, threads, launcher), progress)
    aspect = chosen(asked.scenario, measure)
    if precision is None:
        which = numbered(ENOUGH if replicates is None else replicates)
        check_call(asked.scenario, which, seed, asked.policies)
        found = asked.worlds(which, asked.told)
        return compared(asked, which, found, LEVEL, None)
    most = MOST if replicates is None else replicates
    check_precision(precision, most)
    return until_sharp(asked, aspect, precision, len(numbered(most)))


def asked_of(
    scenario: Scenario | str | Path,
    base: str | None,
    policies: Sequence[str] | str | None,
    how: tuple[int, int | None, Launcher],
    progress: Progress | None,
) -> Asked:
    """The call, checked. Raises `CallError`."""
    read_one = scenario if isinstance(scenario, Scenario) else read(scenario)
    names = names_of(read_one, base, policies)
    seed, threads, launcher = how
    check_call(read_one, 1, seed, names)
    return Asked(with_an_end(read_one), names, seeded(seed), threads, launcher, listener("progress", progress))


def names_of(scenario: Scenario, base: str | None, policies: Sequence[str] | str | None) -> tuple[str, ...]:
    """The base, then the others; a base that is named among them is not compared with itself. Raises `CallError`."""
    first = "none" if base is None else base
    if not isinstance(first, str):
        raise CallError(f"base: found {first!r}; allowed: the name of a policy.")
    others = [name for name in listed("policies", policies) or scenario.compare if name != first]
    if not others:
        rest = [name for name in scenario.policies if name != first]
        known = f"Allowed with --policy: {', '.join(sorted(rest))}." if rest else f"{scenario.name} has no other."
        raise CallError(f"policy: there is nothing to compare with '{first}'. {known}")
    return (first, *others)


def chosen(scenario: Scenario, measure: str) -> Aspect:
    """The aspect of a name. Raises `CallError` for a name that is none here."""
    known = {one.name: one for one in aspects(scenario)}
    if not isinstance(measure, str) or measure not in known:
        raise CallError(f"measure: there is no '{measure}' to compare.{did_you_mean(str(measure), known)}")
    return known[measure]


def check_precision(precision: float, most: Replicates) -> None:
    """Raises `CallError` for a half-width that can never be reached, and for worlds that do not begin at 0."""
    if not (isinstance(precision, Real) and math.isfinite(precision) and precision > 0):
        raise CallError(f"precision: {precision!r} was given; allowed: a half-width above 0, such as 0.01.")
    if isinstance(most, range):
        raise CallError(f"replicates: {most} was given; with a precision, say how many worlds to run at most.")


def compared(asked: Asked, which: range, found: Worlds, level: float, precision: Precision | None) -> Comparison:
    """Differences and their intervals at a level."""
    base, *others = asked.policies
    wanted = aspects(asked.scenario)
    changes = {
        name: tuple(change(one, found[base][one.name], found[name][one.name], level) for one in wanted)
        for name in others
    }
    return Comparison(asked.scenario, base, which, asked.seed, level, changes, found, precision)


def until_sharp(asked: Asked, aspect: Aspect, precision: float, most: int) -> Comparison:
    """Add worlds, look by look, until the intervals are narrow enough."""
    found: Worlds = {}
    done, taken_looks = 0, []
    for look in looks(most):
        part = part_of(asked.told, done, look)
        found = joined(found, asked.worlds(range(done, look.worlds), part))
        done = look.worlds
        taken_looks.append(look)
        widths = [half_width(one) for one in changes_in(asked, found, aspect, look)]
        if max(widths) <= precision:
            break
    reached = max(widths) <= precision
    told = Precision(aspect, precision, max(widths), reached, tuple(taken_looks))
    return compared(asked, range(done), found, look.level, told)


def changes_in(asked: Asked, found: Worlds, aspect: Aspect, look: Look) -> list[Change]:
    """What every policy changes in one aspect."""
    base, *others = asked.policies
    return [change(aspect, found[base][aspect.name], found[name][aspect.name], look.level) for name in others]


def half_width(one: Change) -> float:
    """Of the interval; infinite where there is none yet."""
    half = (one.difference.high - one.difference.low) / 2
    return math.inf if math.isnan(half) else half


def joined(before: Worlds, more: Worlds) -> Worlds:
    """Worlds after worlds."""
    if not before:
        return more
    return {
        policy: {name: np.concatenate([values, more[policy][name]]) for name, values in own.items()}
        for policy, own in before.items()
    }


def part_of(told: Progress, done: int, look: Look) -> Progress:
    """Progress within a look."""
    share = done / look.worlds
    return lambda now, what: told(share + now * (1 - share), f"look {look.number}, to {look.worlds} worlds: {what}")
