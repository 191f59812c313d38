"""What a design says a number runs over: levels, a range or a distribution. What is wrong is told before it is built.

Every function raises `CallError` with what was found and what is allowed; who calls knows the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from pydantic import ValidationError

from exitban.errors import CallError
from exitban.plan.given import as_numbers, what_is_wrong
from exitban.scenario import Quantity
from exitban.scenario.bounds import refusal
from exitban.scenario.complaints import shown
from exitban.scenario.distributions import LARGEST, Distribution
from exitban.scenario.numbers import DistributionEntry
from exitban.scenario.quantile_fit import UnfitQuantilesError
from exitban.scenario.quantities import distribution_of

PRIOR: Final = "prior"
MOST_POINTS: Final = 1_000_000
"""A run of the bundled scenario takes a hundredth of a second: so many points of one replicate take three hours."""
LEVELS: Final = "allowed: a list of levels, or {from: 0, to: 1, steps: 5}."
RANGES: Final = f"allowed: [lowest, highest], one distribution, or {PRIOR}."


def refuse_many(points: int, lower: str) -> None:
    """Raise `CallError` for more design points than anybody asks for by intent; ``lower``: what makes them fewer."""
    if points > MOST_POINTS:
        raise CallError(f"found {points:,} design points; allowed: up to {MOST_POINTS:,}. Give {lower}.")


def levels(quantity: Quantity, value: Any) -> list[float]:
    """The levels of a grid: a list, or {from, to, steps}; each as the number may be."""
    found = as_numbers(quantity, _listed(value))
    if told := what_is_wrong(quantity, found):
        raise CallError(told)
    return [float(one) for one in found]


def _listed(value: Any) -> list[Any]:
    """The levels as they stand."""
    if isinstance(value, Mapping) and set(value) == {"from", "to", "steps"}:
        return _steps(value)
    if not isinstance(value, list) or not value:
        raise CallError(LEVELS)
    for one in value:
        if isinstance(one, list | Mapping) or (_is_number(one) and not abs(one) <= LARGEST):
            raise CallError(f"found {shown(one)} among the levels; {LEVELS}")
    return value


def _steps(value: Mapping[str, Any]) -> list[float]:
    """Levels at equal distances."""
    for end in ("from", "to"):
        if not _is_number(value[end]) or not abs(value[end]) <= LARGEST:
            raise CallError(f"{end}: found {shown(value[end])}; allowed: a number up to {LARGEST:g}.")
    steps = value["steps"]
    if not isinstance(steps, int) or isinstance(steps, bool) or steps < 1:
        raise CallError(f"steps: found {shown(steps)}; allowed: a whole number of 1 or more.")
    refuse_many(steps, "fewer steps")
    return [float(one) for one in np.linspace(value["from"], value["to"], steps)]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def distribution(quantity: Quantity, value: Any) -> Distribution:
    """The distribution over which a number runs: its prior, a range or one that is stated."""
    if value == PRIOR:
        return _prior(quantity)
    found = _stated(quantity, {"uniform": value} if isinstance(value, list) else value)
    if not found.family.fits(found.parameters):
        raise CallError(f"found {list(found.parameters)}; {RANGES}")
    if wrong := refusal(found, quantity):
        raise CallError(wrong)
    return found


def _prior(quantity: Quantity) -> Distribution:
    """What the scenario says of a number, if that is more than one value."""
    low, high = quantity.prior.support
    if low == high:
        raise CallError(
            f"found {PRIOR}, but the scenario gives the number one value, {quantity.prior.words()}; "
            "allowed: [lowest, highest], or one distribution."
        )
    return quantity.prior


def _stated(quantity: Quantity, value: Any) -> Distribution:
    if not isinstance(value, Mapping):
        raise CallError(f"found {shown(value)}; {RANGES}")
    try:
        entry = DistributionEntry.model_validate(value)
        if len(entry.stated()) == 1:
            return distribution_of(entry, quantity)
    except ValidationError as error:
        first = error.errors()[0]
        known = first["type"] != "extra_forbidden"
        raise CallError(f"found {shown(first['input'] if known else str(first['loc'][0]))}; {RANGES}") from error
    except UnfitQuantilesError as error:
        raise CallError(f"found quantiles that fit no distribution: {error}.") from error
    raise CallError(f"found {' and '.join(entry.stated()) or 'no distribution'}; {RANGES}")
