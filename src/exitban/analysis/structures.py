"""Headline effects of a ban over the shipped structures of choice (MODEL.md equation 4).

What the form of choice decides by itself is shown by changing it: the same scenario, the same luck, constants
recentred so that the shares without a ban stay. An effect that changes its sign or doubles against the plain logit
is an effect of the form, and marked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from exitban.analysis import reading
from exitban.analysis.headline_effects import Measure, differences, interval, measures
from exitban.analysis.intervals import Floats, Interval, mean, scaled
from exitban.errors import CallError
from exitban.plan import at_least_one, listed, listener, seeded
from exitban.run import check_call, run
from exitban.scenario import Scenario, read
from exitban.scenario.counts import counted
from exitban.scenario.overrides import Overrides, stated
from exitban.words import STRUCTURES, in_short

Progress = Callable[[float, str], None]

SIGN, DOUBLES, MAYBE = "changes sign", "doubles", "may"


@dataclass(frozen=True)
class Setting:
    """A structure and the dissimilarity of its nest."""

    structure: str
    dissimilarity: float

    @property
    def title(self) -> str:
        """What people call it."""
        return self.structure if self.structure == "plain" else f"{self.structure} {self.dissimilarity:g}"

    @property
    def overrides(self) -> tuple[str, str]:
        """How it is set."""
        return f"choice.structure={self.structure}", f"choice.dissimilarity={self.dissimilarity}"


PLAIN: Final = Setting("plain", 1.0)
SETTINGS: Final = (PLAIN, *(Setting(one, scale) for one in STRUCTURES[1:] for scale in (0.5, 0.2)))
"""At dissimilarity 1 every structure is the plain logit, bit for bit: it is run once."""


NO_SHIFT: Final = Interval(0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Effect:
    """What a policy changes in a measure, against the first policy, under a setting.

    ``shift``: how far that differs from the effect under the plain logit, world by world; ``mark``: whether it
    changes its sign or doubles.
    """

    policy: str
    measure: str
    setting: Setting
    difference: Interval
    shift: Interval = NO_SHIFT
    mark: str = ""


@dataclass(frozen=True)
class Structures:
    """All effects, by policy, measure and setting in this order."""

    scenario: Scenario
    base: str
    replicates: int
    seed: int
    measures: tuple[Measure, ...]
    effects: tuple[Effect, ...]

    def __repr__(self) -> str:
        facts = (f"{len(SETTINGS)} structures", counted(self.replicates, "replicate"), f"seed {self.seed}")
        return in_short(self, self.scenario.name, *facts, f"against {self.base}")

    def to_json(self) -> dict[str, Any]:
        """The document of `exitban structures --json`; differences in the units of the measures."""
        return {
            "schema": "exitban-structures/1",
            "scenario": self.scenario.name,
            "scenario_hash": self.scenario.hash,
            "base": self.base,
            "replicates": self.replicates,
            "seed": self.seed,
            "settings": [asdict(one) for one in SETTINGS],
            "measures": [{"name": one.name, "title": one.title, "unit": one.unit} for one in self.measures],
            "effects": [self._as_json(one) for one in self.effects],
        }

    def _as_json(self, one: Effect) -> dict[str, Any]:
        scale = next(measure.scale for measure in self.measures if measure.name == one.measure)
        ends, shift = (scaled(found, scale) for found in (one.difference, one.shift))
        named = {"policy": one.policy, "measure": one.measure, **asdict(one.setting)}
        return {**named, **ends, "shift": shift, "mark": one.mark}


def structures_from(document: Mapping[str, Any], scenario: Scenario) -> Structures:
    """Effects read back from their document. Raises `KeyError` and `TypeError` where it is none."""
    known = {one.name: one for one in measures(scenario)}
    wanted = tuple(known[str(one["name"])] for one in document["measures"])
    effects = tuple(_from_json(one, known[one["measure"]].scale) for one in document["effects"])
    return Structures(scenario, document["base"], document["replicates"], document["seed"], wanted, effects)


def _from_json(one: Mapping[str, Any], scale: float) -> Effect:
    setting = Setting(str(one["structure"]), float(one["dissimilarity"]))
    difference, shift = _interval(one, scale), _interval(one["shift"], scale)
    return Effect(one["policy"], one["measure"], setting, difference, shift, str(one["mark"]))


def _interval(ends: Mapping[str, Any], scale: float) -> Interval:
    return Interval(*(math.nan if ends[end] is None else ends[end] / scale for end in ("value", "low", "high")))


def structures(
    source: Scenario | str | Path,
    overrides: Overrides = (),
    *,
    replicates: int = 200,
    seed: int = 1,
    policies: Sequence[str] | str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Structures:
    """Run a scenario under every shipped structure of choice, on the same luck.

    ``source``: the name of a bundled scenario, the path of a file, or a `Scenario`, whose file is read again with its
    overrides; ``overrides`` are added. ``policies``: the first is what the others are compared with. The effects are
    in the units of the measures divided by their ``scale``; ``to_json()`` has them as they are printed. Raises
    `CallError` where there is nothing to compare, or no luck that acts could share, and `ScenarioError`.
    """
    told = listener("progress", progress)
    options = stated(overrides)
    if isinstance(source, Scenario):
        options, source = (*source.overrides, *options), source.path
    scenario = read(source, options)
    names = listed("policies", policies) or scenario.compare
    seed, replicates = seeded(seed), at_least_one("replicates", replicates)
    refuse(scenario, names)
    wanted = measures(scenario)
    found: dict[Setting, dict[tuple[str, str], Floats]] = {}
    for number, setting in enumerate(SETTINGS):
        variant = read(source, (*options, *setting.overrides))
        part = _part_of(told, number, setting)
        result = run(variant, replicates=replicates, seed=seed, policies=names, threads=threads, progress=part)
        found[setting] = differences(reading.arrays(result), wanted)
    effects = tuple(
        effect(policy, measure, setting, found) for policy in names[1:] for measure in wanted for setting in SETTINGS
    )
    return Structures(scenario, names[0], replicates, seed, wanted, effects)


def _part_of(told: Progress, number: int, setting: Setting) -> Progress:
    return lambda share, what: told((number + share) / len(SETTINGS), f"{setting.title}, {what}")


def refuse(scenario: Scenario, names: Sequence[str]) -> None:
    """Refuse what gives no table. Raises `CallError`."""
    check_call(scenario, 1, 0, names)
    if len(names) < 2:
        raise CallError(f"policy: only {names[0]} is compared; name another one with --policy.")
    if scenario.quantity("choice", "deterministic").value > 0:
        raise CallError("choice.deterministic: precision is infinite, so there is no luck that acts could share.")


def effect(
    policy: str, measure: Measure, setting: Setting, found: dict[Setting, dict[tuple[str, str], Floats]]
) -> Effect:
    """One effect, marked against that of the plain logit in the same worlds."""
    here, plain = found[setting][policy, measure.name], found[PLAIN][policy, measure.name]
    difference = interval(measure, here)
    if setting == PLAIN:
        return Effect(policy, measure.name, setting, difference)
    return Effect(policy, measure.name, setting, difference, mean(here - plain), marked(measure, here, plain))


def marked(measure: Measure, here: Floats, plain: Floats) -> str:
    """Whether an effect changes its sign or doubles, as far as so many worlds can tell.

    A sign has changed when both intervals leave zero on different sides. An effect has doubled when it less twice
    the plain one, world by world, leaves zero on the far side. "May" when the means say so and the intervals do
    not; nothing where neither effect can be told from zero.
    """
    now, before = interval(measure, here), interval(measure, plain)
    if not (sure(now) or sure(before)):
        return ""
    if now.value * before.value < 0:
        return SIGN if sure(now) and sure(before) else f"{MAYBE} change sign"
    if abs(now.value) < 2 * abs(before.value) or now.value == 0:
        return ""
    side = 1.0 if now.value > 0 else -1.0
    more = mean(side * (here - 2 * plain))
    return DOUBLES if sure(before) and more.low > 0 else f"{MAYBE} double"


def sure(found: Interval) -> bool:
    """The interval leaves zero."""
    return found.low > 0 or found.high < 0
