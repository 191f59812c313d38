"""Which conclusions survive: signs of matched differences over the prior box, other grade tables, other structures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from exitban.analysis import reading
from exitban.analysis.contrasts import SAME
from exitban.analysis.halves import Box, Halves, cut_in_two, in_halves
from exitban.analysis.headline_effects import Measure, differences, interval, measures
from exitban.analysis.intervals import Floats, Interval, scaled
from exitban.analysis.ledger import ledger
from exitban.analysis.reading import ResultLike
from exitban.analysis.reweighting import effective, shift_of_mean, under_table, weighted_mean, weights
from exitban.analysis.structures import DOUBLES, PLAIN, Effect, Structures
from exitban.analysis.weigh import truths
from exitban.scenario.grade_tables import TABLES

HOLDS, UNSURE, TURNS, UNKNOWN = (
    "holds",
    "can no longer be told from zero",
    "turns round",
    "cannot be asked of these worlds",
)


@dataclass(frozen=True)
class Under:
    """A conclusion under something else: what, the difference there, and whether its sign holds.

    ``worlds``: how many unweighted worlds those that tell it are worth. ``mark``: of a structure, whether the
    difference changes its sign or doubles there, or may.
    """

    what: str
    difference: Interval | None
    verdict: str
    worlds: float = 0.0
    mark: str = ""


@dataclass(frozen=True)
class Conclusion:
    """The sign of a policy's matched difference in a measure, and what becomes of it.

    ``sign`` 0: the interval holds zero, there is nothing to survive. ``same``, ``opposite``: worlds, each a draw from
    the prior box with its luck, in which the difference has that sign and the other one.
    """

    policy: str
    measure: Measure
    difference: Interval
    sign: int
    same: int
    opposite: int
    worlds: int
    halves: Halves
    tables: tuple[Under, ...]
    structures: tuple[Under, ...] = ()

    @property
    def fails(self) -> tuple[Under, ...]:
        """The tables and structures under which it does not survive."""
        return tuple(one for one in (*self.tables, *self.structures) if one.verdict in (UNSURE, TURNS))

    @property
    def survives(self) -> bool:
        """There is a sign, it turns round in no half of the prior box, and no table or structure takes it away."""
        return bool(self.sign) and not self.fails and not self.halves.turned

    @property
    def alike(self) -> bool:
        """Whether the policy changes nothing in any world: then there is no sign to be told."""
        return self.worlds > 0 and self.same == self.opposite == 0

    @property
    def grows(self) -> tuple[Under, ...]:
        """Where its size does not survive: the difference doubles, or may."""
        return tuple(one for one in self.structures if one.mark.endswith(("double", DOUBLES)))


def conclusions(
    result: ResultLike, wanted: Sequence[str] | None = None, structures: Structures | None = None
) -> tuple[Conclusion, ...]:
    """The headline differences of a result, by policy and measure; none where there is one policy.

    ``wanted``: names of measures, all of them unless said. ``structures``: the same scenario under other structures of
    choice, from `exitban.analysis.structures.structures`.
    """
    asked = tuple(one for one in measures(result.scenario) if wanted is None or one.name in wanted)
    counted = under_tables(result)
    cut = cut_in_two(reading.arrays(result), ledger(result.scenario).moves)
    named = {one.name: one for one in asked}
    found = []
    for (policy, name), values in differences(reading.arrays(result), asked).items():
        if not np.isnan(values).any():
            found.append(_with(structures, _conclusion(policy, named[name], values, counted, cut)))
    return tuple(found)


def under_tables(result: ResultLike) -> dict[str, Floats | None]:
    """Weights of the worlds under every shipped table of grades but the scenario's own."""
    evidence, moves = result.scenario.evidence, ledger(result.scenario).moves
    known = truths(reading.arrays(result))
    moving = [name for name in known if moves(name)]
    if not moving:
        return {}
    others = [one for name, one in TABLES.items() if name != evidence.table.name]
    return {one.name: weights(evidence, under_table(evidence, one), known, moving) for one in others}


def _conclusion(
    policy: str, measure: Measure, values: Floats, counted: Mapping[str, Floats | None], cut: Box
) -> Conclusion:
    found = interval(measure, values)
    sign = sign_of(found)
    up, down = int((values > SAME).sum()), int((values < -SAME).sum())
    return Conclusion(
        policy=policy,
        measure=measure,
        difference=found,
        sign=sign,
        same=down if sign < 0 else up,
        opposite=up if sign < 0 else down,
        worlds=len(values),
        halves=in_halves(cut, measure, values, sign),
        tables=tuple(_reweighted(table, values, found, each) for table, each in counted.items()),
    )


def sign_of(found: Interval) -> int:
    """1 or -1 where the interval leaves zero, else 0."""
    return int(found.low > 0.0) - int(found.high < 0.0)


def verdict(sign: int, there: Interval) -> str:
    """What becomes of a sign."""
    now = sign_of(there)
    return HOLDS if now == sign else UNSURE if now == 0 else TURNS


def _reweighted(table: str, values: Floats, main: Interval, counted: Floats | None) -> Under:
    """Under another table: the mean of the weighted worlds, which are all worlds moved by what the weights shift."""
    what = f"grade table {table}"
    if counted is None:
        return Under(what, None, UNKNOWN)
    weighted, shift = weighted_mean(values, counted), shift_of_mean(values, counted)
    if math.isnan(weighted.low):
        return Under(what, weighted, UNKNOWN if sign_of(main) else "", effective(counted))
    there = _wider(weighted, shifted(main, shift))
    return Under(what, there, _said(sign_of(main), there, shift), effective(counted))


def _wider(weighted: Interval, moved: Interval) -> Interval:
    """The weighted mean with the ends of two intervals that lie further out.

    Its own has no width where no world differs in a yes or no; the other takes the errors of the main difference and
    of the shift for independent, which they are not where a claim of few worlds moves the difference much.
    """
    return Interval(weighted.value, min(weighted.low, moved.low), max(weighted.high, moved.high))


def _said(sign: int, there: Interval, shift: Interval) -> str:
    """What becomes of a sign there; nothing can be told where luck alone could have shifted it."""
    said = verdict(sign, there) if sign else ""
    return UNKNOWN if said == UNSURE and sign_of(shift) == 0 else said


def _with(found: Structures | None, one: Conclusion) -> Conclusion:
    """A conclusion with what other structures of choice make of it."""
    if found is None:
        return one
    asked = (one.policy, one.measure.name)
    others = [each for each in found.effects if (each.policy, each.measure) == asked and each.setting != PLAIN]
    return replace(one, structures=tuple(_under(one, each, found.replicates) for each in others))


def _under(one: Conclusion, effect: Effect, worlds: int) -> Under:
    """Under another structure: what all worlds say, moved by the shift that fewer of them show."""
    there = shifted(one.difference, effect.shift)
    return Under(effect.setting.title, there, _said(one.sign, there, effect.shift), worlds, effect.mark)


def shifted(found: Interval, shift: Interval) -> Interval:
    """A difference moved by a shift, the errors of both added as of independent ones.

    The shift is known much better than a difference in as few worlds, since both of its sides are the same worlds.
    """
    value = found.value + shift.value
    low = math.hypot(found.value - found.low, shift.value - shift.low)
    return Interval(value, value - low, value + math.hypot(found.high - found.value, shift.high - shift.value))


def document(result: ResultLike, found: Sequence[Conclusion]) -> dict[str, Any]:
    """The document of `exitban robustness --json`; differences in the units of the measures."""
    return {
        "schema": "exitban-robustness/1",
        "scenario": result.scenario.name,
        "scenario_hash": result.scenario.hash,
        "base": reading.policies(reading.arrays(result))[0],
        "grade_table": result.scenario.evidence.table.name,
        "conclusions": [_as_json(one) for one in found],
    }


def _as_json(one: Conclusion) -> dict[str, Any]:
    scale = one.measure.scale
    return {
        "policy": one.policy,
        "measure": one.measure.name,
        "unit": one.measure.unit,
        "difference": scaled(one.difference, scale),
        "sign": one.sign,
        "worlds": {"same_sign": one.same, "opposite_sign": one.opposite, "of": one.worlds},
        "halves": {
            "same": one.halves.same,
            "turned": one.halves.turned,
            "unsure": one.halves.unsure,
            "turned_by": list(one.halves.turned_by),
        },
        "under": [
            {
                "what": each.what,
                "difference": None if each.difference is None else scaled(each.difference, scale),
                "verdict": each.verdict,
                "effective_worlds": each.worlds,
                "mark": each.mark,
            }
            for each in (*one.tables, *one.structures)
        ],
        "survives": one.survives,
    }
