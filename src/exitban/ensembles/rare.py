"""How likely an ending is that is too rare for plain sampling, with an interval that allows for skew."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from exitban.engines import refuse_unknown
from exitban.ensembles.levels import pilot
from exitban.ensembles.simulating import MOST_LANES, blocks_of
from exitban.ensembles.splitting import LOSS, MOST_LEVELS, Floats, Splitting
from exitban.errors import CallError, as_given
from exitban.kernels.launch import OnProcessor
from exitban.plan import at_least_one, listener, plan_for, real
from exitban.run import Progress, Work, check_call
from exitban.scenario import Scenario, read
from exitban.words import in_short

CONFIDENCE: Final = 0.95
TINY: Final = 1e-3
"""Below this, percent would be noughts."""
WIDE: Final = 1.0
"""Repeats that differ by more than this share of their mean are too skewed for the interval."""


@dataclass(frozen=True)
class RareLoss:
    """How likely control is lost. ``levels``: falling heights (see `splitting`); the loss comes after the last one.

    ``estimates`` (repeats,) are independent; ``reached`` (repeats, levels + 1) the shares that went on from each, and
    last those that lost control. ``plain_seconds``: CPU seconds of one plain run beside ``seconds`` of one repeat with
    its part of the pilot.
    """

    scenario: str
    policy: str
    effort: int
    levels: tuple[float, ...]
    estimates: Floats
    reached: Floats
    seconds: float
    plain_seconds: float

    def __repr__(self) -> str:
        facts = (f"policy {self.policy}", f"probability {self.probability:.3g}", f"{len(self.estimates)} repeats")
        return in_short(self, self.scenario, *facts)

    @property
    def probability(self) -> float:
        """The mean of the repeats: unbiased."""
        return float(self.estimates.mean())

    @property
    def standard_error(self) -> float:
        """Of the probability, from the spread of the repeats."""
        return float(self.estimates.std(ddof=1) / math.sqrt(len(self.estimates)))

    @property
    def spread(self) -> float:
        """The standard deviation of the repeats over their mean; NaN where none has seen a loss."""
        return float(self.estimates.std(ddof=1)) / self.probability if self.probability > 0 else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """95 % for the probability, on the log scale and by Student's t; (0, 1) where no repeat has seen a loss.

        Where every world has lost control it is exact for so many worlds (Clopper & Pearson 1934, Biometrika 26).

        Products of shares are skewed: most repeats lie low, a few far above. A low mean then comes with a small
        standard error, and an interval that reaches as far up as down misses the truth above it.
        """
        if not self.probability > 0:
            return 0.0, 1.0
        if self.is_certain:
            return ((1 - CONFIDENCE) / 2) ** (1 / (self.effort * len(self.estimates))), 1.0
        from scipy.stats import t

        repeats = len(self.estimates)
        times = math.exp(float(t.ppf((1 + CONFIDENCE) / 2, repeats - 1)) * self.spread / math.sqrt(repeats))
        return self.probability / times, min(1.0, self.probability * times)

    @property
    def is_certain(self) -> bool:
        """Whether every world of every repeat has lost control."""
        return bool((self.reached == 1.0).all())

    @property
    def gain(self) -> float:
        """Variance per CPU second of plain sampling over that of splitting; NaN where nothing is known of either."""
        plain = self.probability * (1 - self.probability) * self.plain_seconds
        split = float(self.estimates.var(ddof=1)) * self.seconds
        return plain / split if split > 0 else math.nan

    def words(self) -> str:
        """The finding in a few lines."""
        lines = [
            f"{self.scenario} under {self.policy}: control is lost with probability {self._likely()}, "
            f"{len(self.estimates)} repeats of {self.effort} worlds {self._levels()}).",
            *self._cautions(),
            "A share of simulated worlds given the assumptions; no forecast. " + self._comparison(),
        ]
        return "\n".join(lines)

    def _likely(self) -> str:
        """In percent; a tiny probability as a power of ten. The bracket is left open."""
        low, high = self.interval
        if 0 < self.probability < TINY:
            return f"{self.probability:.2e} (95 % interval {low:.1e} to {high:.1e}"
        return f"{_percent(self.probability)} % (95 % interval {_percent(low)} to {_percent(high)} %"

    def _levels(self) -> str:
        count = self.reached.shape[1]
        if count == 1:
            return "without a level on the way"
        shares = ", ".join(f"{share:.0%}" for share in self.reached.mean(axis=0))
        return f"at each of {count} levels; {shares} reach the next one"

    def _comparison(self) -> str:
        if math.isnan(self.gain):
            return "How plain sampling compares is not known."
        better = "" if self.gain > 1 else ": it is the better way here"
        return f"In the same time plain sampling has about {self.gain:.1f} times the variance{better}."

    def _cautions(self) -> list[str]:
        if not self.probability > 0:
            return [
                "No repeat has seen a loss: it may be rare, or impossible; nothing here tells which, nor how rare. "
                "More effort may tell."
            ]
        if self.is_certain:
            return ["Every world has lost control, so this is no rare ending: `exitban run` tells as much, and sooner."]
        if self.spread > WIDE:
            return [
                f"Repeats differ by {self.spread:.1f} times their mean: the interval is too short. More effort helps."
            ]
        return []

    def to_json(self) -> dict[str, Any]:
        """The same as data."""
        return {
            "schema": "exitban-rare/1",
            "scenario": self.scenario,
            "policy": self.policy,
            "probability": self.probability,
            "standard_error": self.standard_error,
            "interval": list(self.interval),
            "spread": None if math.isnan(self.spread) else self.spread,
            "effort": self.effort,
            "levels": list(self.levels),
            "reached": self.reached.mean(axis=0).tolist(),
            "estimates": self.estimates.tolist(),
            "gain": None if math.isnan(self.gain) else self.gain,
        }


def _percent(share: float) -> str:
    """A share as a number without its sign %, never 100 when it is less."""
    text = f"{100 * share:.1f}" if share >= 0.01 else f"{100 * share:.2g}"
    return "over 99.9" if text == "100.0" and share < 1 else text.removesuffix(".0")


def rare_loss(  # noqa: PLR0913 - the one call with everything that a person may choose
    scenario: Scenario | str | Path,
    *,
    policy: str | None = None,
    effort: int = 256,
    repeats: int = 8,
    seed: int = 1,
    levels: Sequence[float] | None = None,
    launcher: OnProcessor = "cpu",
    progress: Progress | None = None,
) -> RareLoss:
    """How likely control is lost within the horizon under a policy (the first that is compared unless said).

    ``effort``: worlds that go on from each level. ``levels``: falling heights, how far control lies above its
    threshold, in shares, or minus the share of ``hold`` for which it has been below; without them a pilot finds levels
    that about a quarter reach. The loss itself comes last. ``progress`` is told the share that is done.
    Raises `CallError`, `ScenarioError`, and `TooLargeError` before anything starts.
    """
    asked = scenario if isinstance(scenario, Scenario) else read(scenario)
    name = asked.compare[0] if policy is None else policy
    effort, repeats = at_least_one("effort", effort), at_least_one("repeats", repeats)
    check_call(asked, effort, seed, (name,))
    refuse_unknown(launcher)
    if effort < 2 or repeats < 2:
        raise CallError(f"effort {effort}, repeats {repeats}: at least 2 of each are needed to tell a spread.")
    given = None if levels is None else checked_levels(levels)
    told = listener("progress", progress)
    told(0.0, "preparing")
    split = Splitting(asked, name, effort, repeats, seed, launcher)
    plain = plain_seconds(split)
    before = time.process_time()
    told(0.0, "finding levels")
    heights = pilot(split) if given is None else given
    reached = in_batches(split, heights, told)
    seconds = (time.process_time() - before) / repeats
    return RareLoss(asked.name, name, effort, heights, reached.prod(axis=1), reached, seconds, plain)


def checked_levels(levels: Sequence[float]) -> tuple[float, ...]:
    """Levels that can be. Raises `CallError`."""
    if not isinstance(levels, Iterable) or isinstance(levels, str | bytes | Mapping):
        raise CallError(f"levels: found {as_given(levels)}; allowed: falling numbers above -1, such as [0.3, 0.1, 0].")
    given = tuple(real("levels", one) for one in levels)
    rising = any(later >= earlier for earlier, later in itertools.pairwise(given))
    if rising or any(not LOSS < one < math.inf for one in given) or len(given) > MOST_LEVELS:
        raise CallError(
            f"levels: found {list(given)}; allowed: up to {MOST_LEVELS} falling numbers above -1, such as 0.3, 0.1, 0."
        )
    return given


def in_batches(split: Splitting, heights: Sequence[float], told: Progress) -> Floats:
    """All repeats, as many side by side as pay: (repeats, levels + 1)."""
    found = []
    for first in range(1, split.repeats + 1, split.at_once):
        told((first - 1) / split.repeats, f"{first - 1} of {split.repeats} repeats")
        found.append(split.estimate(heights, range(first, min(first + split.at_once, split.repeats + 1))))
    told(1.0, "done")
    return np.concatenate(found)


def plain_seconds(split: Splitting) -> float:
    """CPU seconds of one plain run, measured on a few hundred, in blocks as a sweep makes them."""
    cells = max(split.effort, MOST_LANES)
    plan = plan_for(split.scenario, split.seed, range(cells))
    work = Work(plan, split.engine, (split.policy,), 1)
    work.prepare()
    given, ended = plan.under(split.policy), work.ended(split.policy)
    before = time.process_time()
    for lanes in blocks_of(cells, len(plan.posts.ids)):
        work.one_block(given, lanes, ended)
    return (time.process_time() - before) / cells
