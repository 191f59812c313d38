"""What it tells to know a state: shares of variance and the value of information, per world and without a further run.

``states`` (replicates,) numbers the state of something uncertain in each replicate, such as which claims of a root are
true. Both estimates are biased upwards in a finite run, since group means scatter and a maximum picks the luckiest.
The bias is what comes out when the states are shuffled, and it is taken off.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from exitban.analysis.intervals import LEVEL, Floats, Interval, normal_quantile

States = NDArray[np.int64]
Orders = NDArray[np.int64]

SHUFFLES: Final = 60
RESAMPLES: Final = 400
SEED: Final = 203
"""Of shuffles and resamples: the same result gives the same numbers."""

FEW: Final = 10
"""A state seen in fewer replicates says nothing that could be trusted."""


def shuffled_orders(replicates: int) -> Orders:
    """Orders of the replicates to shuffle by, (shuffles, replicates), the same for all states of a result."""
    luck = np.random.default_rng(SEED)
    return luck.permuted(np.tile(np.arange(replicates), (SHUFFLES, 1)), axis=1)


def states_of(columns: Sequence[NDArray[np.bool_]]) -> States:
    """The state of several yes-or-no columns (replicates,) taken together, (replicates,)."""
    _, states = np.unique(np.array(columns), axis=1, return_inverse=True)
    return np.asarray(states, dtype=np.int64).ravel()


def share_of_variance(states: States, outcome: Floats) -> Interval:
    """Var(E[outcome | state]) / Var(outcome), the first-order index, with its 95 % interval; 0 where nothing varies.

    The ratio of sums of squares less its bias: epsilon squared (Kelley 1935, PNAS 21: 554-559), which takes off the
    mean under all shuffles exactly. The interval has the ends of two that lie further out: Wald's with the linearised
    error of the ratio, which vanishes with the share and so is too narrow near 0, and the shares under which F would be
    as low or as high, which are right there and too narrow for large shares where states differ in spread.
    """
    if np.ptp(outcome) == 0.0 or np.ptp(states) == 0:
        return Interval(0.0, 0.0, 0.0)
    known, apart = _indicators(states), outcome - outcome.mean()
    means = known @ ((known.T @ apart) / known.sum(axis=0))
    between, total = float((means**2).mean()), float((apart**2).mean())
    chance = states.max() / (len(states) - 1.0)
    value = (between / total - chance) / (1.0 - chance)
    influence = (2.0 * means * (apart - means) + means**2 - between / total * apart**2) / total
    error = float(influence.std()) / np.sqrt(len(states)) / (1.0 - chance)
    wald = _around(float(value), float(error), 1.0)
    least, most = _shares_by_f(between / total, int(states.max()), len(states))
    return Interval(wald.value, min(wald.low, least), max(wald.high, most))


NEARLY_ALL: Final = 0.99
"""Shares up to this are looked for by F: beyond it Wald's interval is narrow and right."""


def _shares_by_f(ratio: float, freedom: int, worlds: int) -> tuple[float, float]:
    """The shares under which a ratio of sums of squares as high, or as low, comes once in forty times.

    F is noncentral by worlds x share / (1 - share), where the outcome has the same spread in all states (Steiger 2004,
    Psychological Methods 9: 164-182). An F below the median of no share at all is taken for that median in the upper
    end: luck that makes the means of states so alike rules out no more (power-constrained limits, Cowan et al. 2011).
    """
    from scipy.optimize import brentq
    from scipy.special import fdtri, ncfdtr

    rest = worlds - freedom - 1
    if rest < 1 or ratio >= NEARLY_ALL:
        return (0.0 if rest < 1 else NEARLY_ALL), 1.0
    found = ratio / (1.0 - ratio) * rest / freedom

    def reached(noncentrality: float, seen: float, chance: float) -> float:
        return float(ncfdtr(freedom, rest, noncentrality, seen)) - chance

    def share_at(*seen: float) -> float:
        if reached(0.0, *seen) <= 0.0:
            return 0.0
        above = 1.0
        while reached(above, *seen) > 0.0:
            above *= 2.0
        found = float(brentq(reached, 0.0, above, args=seen))
        return found / (found + worlds)

    highest = max(found, float(fdtri(freedom, rest, 0.5)))
    return share_at(found, 0.5 + LEVEL / 2.0), share_at(highest, 0.5 - LEVEL / 2.0)


def worth_knowing(states: States, values: Floats, orders: Orders, yes_or_no: bool = False) -> Interval:
    """Expected value of learning the state before choosing, with its 95 % interval; ``values`` (replicates, choices).

    EVPPI = sum_z P(z) max_d E[value of d | z] - max_d E[value of d] (Strong, Oakley & Brennan 2014, Medical Decision
    Making 34: 311-326), in the unit of the values; never below 0. The bias that is taken off is what shuffling brings:
    what a world's values have beyond the mean of its state is shuffled between worlds, about means of states that are
    drawn together by as much as noise alone would hold them apart (to one point where the states tell nothing). The
    interval is the wider of Wald's, with the error of a parametric bootstrap, and that bootstrap's quantiles: near a
    tie, where a maximum bends, each alone is too narrow. ``yes_or_no``: values are no more than two, one apart, so
    that choices which end alike in all worlds of a state need not be alike there.
    """
    known = _indicators(states)
    means = (known.T @ values) / known.sum(axis=0)[:, None]
    plain = float(_gain((known.mean(axis=0)[:, None] * means)[None])[0])
    resampled = _gain(_resampled(known, values, means, yes_or_no))
    bias = _bias(known, values, orders)
    found = _around(plain - bias, float(np.std(resampled, ddof=1)), np.inf)
    low, high = np.quantile(resampled, (0.5 - LEVEL / 2.0, 0.5 + LEVEL / 2.0))
    return Interval(found.value, max(0.0, min(found.low, float(low) - bias)), max(found.high, float(high)))


def _resampled(known: Floats, values: Floats, means: Floats, yes_or_no: bool) -> Floats:
    """(resamples, states, choices): chance of a state times mean of a choice, each drawn anew with its own error.

    Of a yes or no two worlds are added to each state, as Agresti and Min do: between two choices half a world differs
    in the one direction and half in the other, so that an error is left where no world differs.
    """
    luck = np.random.default_rng(SEED)
    counts = known.sum(axis=0)
    chances = luck.multinomial(len(values), counts / len(values), size=RESAMPLES) / len(values)
    drawn = np.empty((RESAMPLES, *means.shape))
    for state, count in enumerate(counts):
        apart = values[known[:, state] > 0.0] - means[state]
        _, sizes, axes = np.linalg.svd(apart, full_matrices=False)
        noise = luck.standard_normal((RESAMPLES, len(sizes))) * sizes / count
        drawn[:, state] = means[state] + noise @ axes
        if yes_or_no:
            drawn[:, state] += luck.standard_normal((RESAMPLES, means.shape[1])) * np.sqrt(0.5) / (count + 2.0)
    return chances[:, :, None] * drawn


def _bias(known: Floats, values: Floats, orders: Orders) -> float:
    """How much choosing state by state seems to bring by noise alone."""
    mass, centre = known.sum(axis=0)[:, None], values.mean(axis=0)
    means = (known.T @ values) / mass
    rest = values - known @ means
    base = mass / len(values) * (centre + _signal(known, values) * (means - centre))
    columns = rest[orders].transpose(1, 0, 2).reshape(len(values), -1)  # one product, not one for each order
    sums = (known.T @ columns).reshape(len(mass), len(orders), -1).transpose(1, 0, 2)
    shuffled = sums / len(values) + base
    return float(_gain(shuffled).mean() - _gain(base[None])[0])


def _signal(known: Floats, values: Floats) -> float:
    """Which share of the differences between means of states is no noise: 1 - 1 / F, between choices."""
    apart = values - values.mean(axis=1, keepdims=True)
    mass = known.sum(axis=0)[:, None]
    means = (known.T @ apart) / mass
    between = float((mass * (means - apart.mean(axis=0)) ** 2).sum())
    within = float(((apart - known @ means) ** 2).sum()) / max(len(values) - known.shape[1], 1)
    return max(0.0, 1.0 - within * (known.shape[1] - 1) / between) if between > 0.0 else 0.0


def _gain(parts: Floats) -> Floats:
    """What choosing state by state brings beyond choosing once; (resamples, states, choices) -> (resamples,)."""
    return np.asarray(parts.max(axis=2).sum(axis=1) - parts.sum(axis=1).max(axis=1))


def _indicators(states: States) -> Floats:
    return np.asarray(states[:, None] == np.arange(states.max() + 1), dtype=np.float64)


def _around(value: float, error: float, most: float) -> Interval:
    """Wald's interval within [0, most]; a value that the bias pulls below 0 is 0."""
    half = normal_quantile(LEVEL) * error
    return Interval(min(max(value, 0.0), most), max(value - half, 0.0), min(max(value + half, 0.0), most))
