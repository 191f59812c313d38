"""Which numbers of a scenario become controls, over what range, and what they rest on.

Policies: every number of a policy. Shocks: size and decay of dated events. Assumptions: every other number that has a
prior. What shapes all worlds alike, or opens a policy by a trigger, is no control: it changes what there is to run.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from exitban.scenario import Quantity, Scenario
from exitban.scenario.scenario import OPENING_TRIGGERS
from exitban.scenario.sections import FAR, SWITCH

POLICY, SHOCK, ASSUMPTION = "policy", "shock", "assumption"

TAILS: Final = (0.01, 0.99)
"""A prior without ends is shown between these quantiles."""

STEPS: Final = 100
"""A slider has about so many places."""


@dataclass(frozen=True)
class Control:
    """A number that a person may move.

    ``holder``: the policy, event or institution that it belongs to, empty for the whole. ``low``, ``high``, ``step``:
    the slider; ``at``: where it stands while nobody has moved it, the middle of what is drawn. ``least`` and ``most``:
    what may be typed. ``names``: what 0, 1, 2 and so on stand for.
    """

    quantity: Quantity
    group: str
    holder: str
    label: str
    low: float
    high: float
    step: float
    at: float
    names: tuple[str, ...]

    @property
    def path(self) -> str:
        """Where the number stands in the file."""
        return self.quantity.path

    @property
    def is_switch(self) -> bool:
        """On or off."""
        return self.quantity.unit == SWITCH

    @property
    def least(self) -> float:
        """The smallest value that may be typed."""
        return max(self.quantity.low, -FAR * 1e6)

    @property
    def most(self) -> float:
        """The largest."""
        return min(self.quantity.high, FAR * 1e6)

    def allowed(self, value: float) -> float:
        """The nearest value that the number can have."""
        nearest = min(max(value, self.least), self.most)
        return float(round(nearest)) if self.is_switch or self.names else nearest


def controls_of(scenario: Scenario) -> dict[str, Control]:
    """All controls by path, in the order of the scenario's numbers."""
    found = {path: _control(scenario, one) for path, one in scenario.quantities.items() if _can_move(one)}
    return {path: one for path, one in found.items() if one is not None}


def has_assumptions(scenario: Scenario, controls: Mapping[str, Control]) -> bool:
    """Whether there is anything to believe: a claim, or a number beside policies and events that is drawn."""
    return bool(scenario.evidence.claims) or any(one.group == ASSUMPTION for one in controls.values())


def _can_move(quantity: Quantity) -> bool:
    return quantity.path.rpartition(".")[2] not in OPENING_TRIGGERS and quantity.path != "exposure.counted"


def _control(scenario: Scenario, quantity: Quantity) -> Control | None:
    group, holder = _place(quantity.path)
    if group == ASSUMPTION and quantity.is_fixed:
        return None
    low, high = _range(quantity)
    if group == POLICY:
        low, high = _as_chosen(quantity, low, high)
    step = _step(high - low)
    low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return Control(
        quantity=quantity,
        group=group,
        holder=holder,
        label=quantity.path.rpartition(".")[2].replace("_", " "),
        low=max(_tidy(low), quantity.low),
        high=min(_tidy(high), quantity.high),
        step=step,
        at=_tidy(scenario.middle(quantity)),
        names=quantity.prior.names,
    )


def _place(path: str) -> tuple[str, str]:
    """The block of the page in which a number stands, and whom it belongs to."""
    first, *rest = path.split(".")
    if first == "policies":
        return POLICY, rest[0]
    if first == "events":
        return SHOCK, rest[0]
    return ASSUMPTION, rest[0] if first == "institutions" else ""


def _range(quantity: Quantity) -> tuple[float, float]:
    """The ends of all that the number could be drawn from; of a fixed one, what it may be."""
    if quantity.is_fixed:
        return _range_of_fixed(quantity)
    spread = [quantity.prior, *quantity.if_true.values()]
    ends = [(float(one.quantile(TAILS[0])), float(one.quantile(TAILS[1]))) for one in spread]
    closed = [one.support for one in spread]
    low = min(closed[i][0] if math.isfinite(closed[i][0]) else ends[i][0] for i in range(len(spread)))
    high = max(closed[i][1] if math.isfinite(closed[i][1]) else ends[i][1] for i in range(len(spread)))
    low, high = max(low, quantity.low), min(high, quantity.high)
    return (low, high) if high > low else _range_of_fixed(quantity)


def _range_of_fixed(quantity: Quantity) -> tuple[float, float]:
    low, high, value = quantity.low, quantity.high, quantity.value
    if math.isfinite(low) and high - low <= 1.0:
        return low, high
    reach = 2.0 * abs(value) or 1.0
    return max(low, min(0.0, value - reach)), min(high, max(value + abs(value), reach))


def _as_chosen(quantity: Quantity, low: float, high: float) -> tuple[float, float]:
    """A policy is chosen and not believed: a share may be anything from none to all, an amount may be nothing."""
    if quantity.high - quantity.low <= 1.0:
        return quantity.low, quantity.high
    return max(quantity.low, min(low, 0.0)), high


def _step(width: float) -> float:
    """1, 2 or 5 times a power of ten, so that the slider has about a hundred places."""
    raw = width / STEPS
    power = 10.0 ** math.floor(math.log10(raw))
    return _tidy(next(factor for factor in (1.0, 2.0, 5.0, 10.0) if raw <= factor * power * 1.0001) * power)


def _tidy(value: float) -> float:
    """Without the dust of binary fractions."""
    return float(f"{value:.6g}")
