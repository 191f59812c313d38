"""Which conclusions survive: signs of matched differences over the prior box, other grade tables, other structures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from exitban.analysis import reading
from exitban.analysis.contrasts import SAME
from exitban.analysis.headline_effects import Measure, differences, interval, measures
from exitban.analysis.intervals import Floats, Interval
from exitban.analysis.ledger import ledger
from exitban.analysis.reading import ResultLike
from exitban.analysis.reweighting import effective, under_table, weighted_mean, weights
from exitban.analysis.structures import DOUBLES, PLAIN, Effect, Structures, scaled
from exitban.analysis.weigh import truths
from exitban.scenario.grade_tables import TABLES

HOLDS, UNSURE, TURNS, UNKNOWN = (
    "holds",
    "can no longer be told from zero",
    "turns round",
    "cannot be asked of these worlds",
)

Z: Final = 1.96


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
class Halves:
    """The prior box cut in two along each number in turn, and by each claim that moves one.

    In how many of the halves the sign surely holds, surely turns round, or cannot be told; ``turned_by`` says where.
    """

    same: int
    turned: int
    unsure: int
    turned_by: tuple[str, ...]

    @property
    def of(self) -> int:
        """How many halves there are."""
        return self.same + self.turned + self.unsure


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
        """Where it does not survive."""
        return tuple(one for one in (*self.tables, *self.structures) if one.verdict in (UNSURE, TURNS))

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
    cut = _halves(reading.arrays(result), ledger(result.scenario).moves)
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
    policy: str, measure: Measure, values: Floats, counted: Mapping[str, Floats | None], cut: dict[str, Any]
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
        halves=_in_halves(values, sign, cut),
        tables=tuple(_reweighted(table, values, sign, each) for table, each in counted.items()),
    )


def sign_of(found: Interval) -> int:
    """1 or -1 where the interval leaves zero, else 0."""
    return int(found.low > 0.0) - int(found.high < 0.0)


def verdict(sign: int, there: Interval) -> str:
    """What becomes of a sign."""
    now = sign_of(there)
    return HOLDS if now == sign else UNSURE if now == 0 else TURNS


def _reweighted(table: str, values: Floats, sign: int, counted: Floats | None) -> Under:
    what = f"grade table {table}"
    if counted is None:
        return Under(what, None, UNKNOWN)
    there = weighted_mean(values, counted)
    said = UNKNOWN if math.isnan(there.low) else verdict(sign, there)
    return Under(what, there, said if sign else "", effective(counted))


def _halves(data: reading.Data, moves: Any) -> dict[str, Any]:
    """Rows of worlds, (halves, replicates), with the name of each half."""
    names: list[str] = []
    rows: list[np.ndarray[Any, Any]] = []
    for path, drawn in zip(data["parameter"].values, data["draw"].values, strict=True):
        upper = drawn > np.median(drawn)
        names += [f"{path} is in its lower half", f"{path} is in its upper half"]
        rows += [~upper, upper]
    for claim, true in truths(data).items():
        if moves(claim):
            names += [f"{claim} is false", f"{claim} is true"]
            rows += [~true, true]
    return {"names": names, "rows": np.array(rows, np.float64).reshape(len(rows), data.sizes["replicate"])}


def _in_halves(values: Floats, sign: int, cut: dict[str, Any]) -> Halves:
    rows = cut["rows"]
    count = rows.sum(axis=1)
    some = count > 1
    rows, count = rows[some], count[some]
    mean = rows @ values / count
    error = np.sqrt(np.maximum(rows @ values**2 / count - mean**2, 0.0) / (count - 1))
    here = (mean - Z * error > 0.0).astype(int) - (mean + Z * error < 0.0).astype(int)
    names = [name for name, kept in zip(cut["names"], some, strict=True) if kept]
    turned = [name for name, now in zip(names, here, strict=True) if sign and now == -sign]
    same = int((here == sign).sum()) if sign else 0
    return Halves(same, len(turned), len(here) - same - len(turned), tuple(turned))


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
    said = verdict(one.sign, there) if one.sign else ""
    if said == UNSURE and sign_of(effect.shift) == 0:
        said = UNKNOWN  # nothing says that the structure shifts it; there are too few worlds to say that it does not
    return Under(effect.setting.title, there, said, worlds, effect.mark)


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
        "survives": bool(one.sign) and not one.fails,
    }
