"""Global sensitivity: Morris to screen, Sobol to measure, and indices from worlds that are there already.

Designs and indices are SALib's. Luck is a factor of its own: worlds of a design that belong together share it, so
that it blurs no comparison, and its share is printed with every index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from exitban.analysis.chance import share_of_chance
from exitban.analysis.factors import Simulator
from exitban.analysis.intervals import LEVEL, Floats, Interval, scaled
from exitban.errors import CallError

INSTALL: Final = "Sensitivity needs a package more: pip install 'exitban[sensitivity]' (SALib)."
LEVELS: Final = 4
MIDDLE: Final = (0.025, 0.975)
"""The part of each prior that Morris steps through."""

LUCK, OTHERS = "luck", "all other numbers"
RESAMPLES: Final = 200


@dataclass(frozen=True)
class Screened:
    """A factor after Morris: mean size of its elementary effects with its interval, and their standard deviation.

    Effects are of the outcome per full step through the middle 95 % of the prior. A spread as large as the mean:
    it bends, or works through others.
    """

    name: str
    size: Interval
    spread: float


@dataclass(frozen=True)
class Index:
    """A factor after Sobol: its share of the variance alone (first order), and with all its interactions (total)."""

    name: str
    first: Interval
    total: Interval | None


@dataclass(frozen=True)
class Sensitivity:
    """What was found by one method, largest first; ``luck``: the share of luck in the variance, None where unknown.

    ``worlds``: how many were run for it. ``luck_at_most``: a bound where there is no measurement, NaN if none.
    """

    method: str
    worlds: int
    screened: tuple[Screened, ...] = ()
    indices: tuple[Index, ...] = ()
    luck: Interval | None = None
    luck_at_most: float = float("nan")

    @property
    def intervals(self) -> tuple[Interval, ...]:
        """Of the sizes, or of the shares: with interactions where they are known."""
        return tuple(one.size for one in self.screened) or tuple(one.total or one.first for one in self.indices)

    @property
    def stands_out(self) -> int:
        """How many factors have an interval that leaves 0: the others may be nothing but luck."""
        return sum(one.low > 0.0 for one in self.intervals)


def _need_salib() -> None:
    try:
        import SALib  # noqa: F401
    except ImportError as error:
        raise CallError(INSTALL) from error


def morris(names: Sequence[str], simulate: Simulator, trajectories: int, seed: int = 1) -> Sensitivity:
    """Screen factors by elementary effects (Morris 1991, Technometrics 33: 161-174; Campolongo et al. 2007).

    (factors + 1) runs of as many worlds as there are trajectories; all worlds of a trajectory share their luck, so an
    elementary effect is a difference between matched worlds. One run more, with other luck, tells the share of luck.
    """
    _need_salib()
    from SALib.analyze import morris as analyze
    from SALib.sample import morris as sample

    problem = {"num_vars": len(names), "names": list(names), "bounds": [list(MIDDLE)] * len(names)}
    design = np.asarray(sample.sample(problem, trajectories, num_levels=LEVELS, seed=seed), np.float64)
    steps = len(names) + 1
    found = np.empty(len(design))
    for step in range(steps):
        found[step::steps] = simulate(design[step::steps], 0, f"Morris, step {step + 1} of {steps}")
    again = simulate(design[::steps], 1, "Morris, once more with other luck")
    told = analyze.analyze(problem, design, found, conf_level=LEVEL, num_levels=LEVELS, seed=seed)
    rows = zip(names, told["mu_star"], told["mu_star_conf"], told["sigma"], strict=True)
    screened = [Screened(name, size_around(size, half), float(spread)) for name, size, half, spread in rows]
    screened.sort(key=lambda one: -one.size.value)
    luck = share_of_chance(found[::steps], again)
    return Sensitivity("morris", len(design) + trajectories, screened=tuple(screened), luck=luck)


def sobol(names: Sequence[str], kept: Sequence[str], simulate: Simulator, samples: int, seed: int = 1) -> Sensitivity:
    """Measure the kept factors by Sobol's indices (Saltelli et al. 2010), all others as one group, luck as another.

    ``samples``: a power of 2; (kept + 4) runs of so many worlds. Worlds of a row share their luck but where luck is
    what is exchanged, so first-order indices hold nothing of it and total ones their interactions with it.
    """
    _need_salib()
    from SALib.analyze import sobol as analyze
    from SALib.sample import sobol as sample

    refuse_samples(samples)
    grouped = [*(name if name in kept else OTHERS for name in names), LUCK]
    bounds = [[0.0, 1.0]] * len(grouped)
    problem = {"num_vars": len(grouped), "names": [*names, LUCK], "bounds": bounds, "groups": grouped}
    groups = list(dict.fromkeys(grouped))
    design = np.asarray(sample.sample(problem, samples, calc_second_order=False, seed=seed), np.float64)
    rows = design.reshape(samples, len(groups) + 2, -1)
    found = np.empty(rows.shape[:2])
    for place in range(rows.shape[1]):
        other = int(not np.array_equal(rows[:, place, -1], rows[:, 0, -1]))
        found[:, place] = simulate(rows[:, place, :-1], other, f"Sobol, run {place + 1} of {rows.shape[1]}")
    if np.ptp(found) == 0.0:
        raise CallError("the outcome is the same in every world of the design, so nothing has a share in it.")
    told = analyze.analyze(problem, found.ravel(), calc_second_order=False, num_resamples=RESAMPLES, seed=seed)
    ends = zip(groups, told["S1"], told["S1_conf"], told["ST"], told["ST_conf"], strict=True)
    indices = [Index(name, share_around(s, s_half), share_around(t, t_half)) for name, s, s_half, t, t_half in ends]
    indices.sort(key=lambda one: -(one.total.value if one.total else 0.0))
    luck = next(one.total for one in indices if one.name == LUCK)
    return Sensitivity("sobol", found.size, indices=tuple(one for one in indices if one.name != LUCK), luck=luck)


def refuse_samples(samples: int) -> None:
    """Raise `CallError` for a number of samples that Sobol's sequence does not come in."""
    if samples < 2 or samples & (samples - 1):
        raise CallError(
            f"samples: found {samples}; allowed: a power of 2, such as {2 ** max(samples, 2).bit_length()}."
        )


def given_data(drawn: Mapping[str, Floats], outcome: Floats, luck_at_most: float, seed: int = 1) -> Sensitivity:
    """First-order indices from worlds that are there already: RBD-FAST (Tarantola et al. 2006; Plischke 2010).

    ``drawn`` (worlds,) by path. No run is needed, and no design: the worlds of any run will do, if there are enough.
    Raises `CallError` for fewer than 65 worlds.
    """
    names = {name: values for name, values in drawn.items() if np.ptp(values) > 0.0}
    if len(outcome) < LEAST:
        raise CallError(f"{len(outcome)} worlds are too few for given-data indices; at least {LEAST} are needed.")
    if np.ptp(outcome) == 0.0 or not names:
        raise CallError("nothing differs between these worlds, so nothing has a share in it.")
    found = [Index(n, share_around(value, half), None) for n, value, half in first_orders(names, outcome, seed)]
    found.sort(key=lambda one: -one.first.value)
    return Sensitivity("given", 0, indices=tuple(found), luck_at_most=luck_at_most)


def first_orders(drawn: Mapping[str, Floats], outcome: Floats, seed: int) -> list[tuple[str, float, float]]:
    """The index of each number and half its interval, by RBD-FAST; every number differs between worlds.

    The interval comes from halves of the worlds; NaN where the outcome is the same in all of one.
    """
    _need_salib()
    from SALib.analyze import rbd_fast

    if not drawn:
        return []
    problem = {"num_vars": len(drawn), "names": [*drawn], "bounds": [[0.0, 1.0]] * len(drawn)}
    design = np.column_stack([*drawn.values()])
    with np.errstate(invalid="ignore"):
        told = rbd_fast.analyze(problem, design, outcome, num_resamples=RESAMPLES // 2, conf_level=LEVEL, seed=seed)
    return [(name, float(s), float(half)) for name, s, half in zip(drawn, told["S1"], told["S1_conf"], strict=True)]


def alone(values: Floats, outcome: Floats) -> float:
    """The index of one number, without an interval; NaN where the outcome does not differ."""
    _need_salib()
    from SALib.analyze import rbd_fast

    with np.errstate(invalid="ignore"):
        share = rbd_fast.compute_first_order(rbd_fast.permute_outputs(values, outcome), HARMONICS)
    return float(rbd_fast.unskew_S1(share, HARMONICS, len(outcome)))


HARMONICS: Final = 10
LEAST: Final = 65
"""RBD-FAST looks at ten harmonics, each of which needs a few worlds."""


def size_around(value: float, half: float) -> Interval:
    """A mean size of effects: resampling may put the end of its interval below 0, where no size lies."""
    return Interval(float(value), max(0.0, float(value - half)), float(value + half))


def share_around(value: float, half: float) -> Interval:
    """A share of the variance: an estimate of it may leave 0 to 1, the share itself cannot."""
    value, low, high = (float(np.clip(one, 0.0, 1.0)) for one in (value, value - half, value + half))
    return Interval(value, low, high)


def document(found: Sequence[Sensitivity]) -> list[dict[str, Any]]:
    """The methods of `exitban sensitivity --json`."""
    return [
        {
            "method": one.method,
            "worlds": one.worlds,
            "screened": [
                {"factor": each.name, "size": scaled(each.size), "spread": each.spread} for each in one.screened
            ],
            "indices": [
                {
                    "factor": each.name,
                    "first_order": scaled(each.first),
                    "total": None if each.total is None else scaled(each.total),
                }
                for each in one.indices
            ],
            "share_of_luck": None if one.luck is None else scaled(one.luck),
            "share_of_luck_at_most": None if np.isnan(one.luck_at_most) else one.luck_at_most,
        }
        for one in found
    ]
