"""Columns that a caller gives: the value of a number in every replicate, in place of what the file says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exitban.errors import CallError, as_given, did_you_mean
from exitban.scenario import Quantity, Scenario
from exitban.scenario.complaints import fields_at, model_at, shown
from exitban.scenario.distributions import LARGEST
from exitban.scenario.numbers import DistributionEntry
from exitban.scenario.sections import SWITCH, file_model, span

Floats = NDArray[np.float64]


def given_columns(scenario: Scenario, columns: Mapping[str, ArrayLike], replicates: int) -> dict[str, Floats]:
    """Columns (replicates,) by path, checked; a number that is written by name may be given by name.

    Raises `CallError` with everything that is wrong with them.
    """
    if not isinstance(columns, Mapping):
        raise CallError(
            f"columns: found {as_given(columns)}; allowed: values for each replicate by the path of their number."
        )
    found: dict[str, Floats] = {}
    wrong: list[str] = []
    for path, values in columns.items():
        try:
            found[path] = _checked(known_quantity(scenario, path), values, replicates)
        except CallError as error:
            wrong.append(f"columns: {path}: {error}")
    if wrong:
        raise CallError("\n".join(wrong))
    return found


def known_quantity(scenario: Scenario, path: str) -> Quantity:
    """The number in effect at a path. Raises `CallError` for a path that is none, with the nearest one."""
    if not isinstance(path, str):
        raise CallError("is no path; allowed: the path of a number, such as policies.ban.strength.")
    found = scenario.quantities.get(path)
    if found is not None:
        return found
    if _is_no_number(scenario, path):
        raise CallError(
            "is no number that worlds or design points can differ in: it is one for the whole scenario. Give each of "
            f"its values a run (--set {path}=VALUE) or a design (`set: {{{path}: VALUE}}`) of its own."
        )
    hint = did_you_mean(path, scenario.quantities)
    raise CallError(
        f"{scenario.name} has no such number in effect.{hint} A number that the file leaves to another place or to its "
        f"default comes into effect when it is stated: read the scenario with --set {path}=VALUE first."
    )


def _is_no_number(scenario: Scenario, path: str) -> bool:
    """A key of the file whose value is no number of the model: a date, a length, a name, a list."""
    model, place = file_model(scenario.mechanisms), tuple(path.split("."))
    held = model_at(model, place)
    is_number = held is not None and issubclass(held, DistributionEntry)
    return place[-1] in fields_at(model, place[:-1]) and not is_number


def _checked(quantity: Quantity, values: ArrayLike, replicates: int) -> Floats:
    column = as_numbers(quantity, values)
    if column.shape != (replicates,):
        raise CallError(
            f"found an array of shape {column.shape}; allowed: one value for each replicate, ({replicates},)."
        )
    wrong = what_is_wrong(quantity, column)
    if wrong:
        raise CallError(wrong)
    return column


def as_numbers(quantity: Quantity, values: ArrayLike) -> Floats:
    """Values as numbers; names stand for their places. Raises `CallError`."""
    array = _as_array(values)
    if quantity.names and array.dtype.kind in "UO":
        return _places(quantity, array)
    if array.dtype.kind not in "iufb" and array.size:
        raise CallError(f"found {_no_number(array)}; allowed: numbers ({_unit(quantity)}{quantity.meaning}).")
    return np.array(array, dtype=np.float64)


def _as_array(values: ArrayLike) -> NDArray[Any]:
    if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
        place = int(np.argmax(np.ma.getmaskarray(values)))
        raise CallError(f"found a value that is masked, at place {place}; allowed: a value at every place.")
    try:
        return np.asarray(values)
    except ValueError as error:  # what is below is not equally long
        raise CallError(f"found {as_given(values)}, which is no array; allowed: one value at every place.") from error


def _no_number(array: NDArray[Any]) -> str:
    """The first value that is none, and where it stands if there are several."""
    values = array.ravel().tolist()
    for place, value in enumerate(values):
        try:
            float(value)
        except (TypeError, ValueError, OverflowError):
            said = as_given(value.tolist() if isinstance(value, np.ndarray) else value)
            return f"{said} at place {place}" if len(values) > 1 else said
    return f"{as_given(values[0])}, a text" if isinstance(values[0], str | bytes) else f"an array of {array.dtype}s"


def _places(quantity: Quantity, array: NDArray[Any]) -> Floats:
    """Names to numbers."""
    known = {name: float(place) for place, name in enumerate(quantity.names)}
    for name in array.ravel().tolist():
        if not isinstance(name, str) or name not in known:
            found = name.tolist() if isinstance(name, np.ndarray) else name
            raise CallError(f"found {shown(found)}.{did_you_mean(str(found), known)}")
    return np.array([known[name] for name in array.ravel().tolist()], np.float64).reshape(array.shape)


def what_is_wrong(quantity: Quantity, column: Floats) -> str:
    """The first thing wrong with the values of a number, empty if there is nothing."""
    strange = ~np.isfinite(column) | (np.abs(column) > LARGEST)
    if strange.any():
        return f"{_where(column, strange)}; allowed: finite numbers up to {LARGEST:g}."
    beyond = (column < quantity.low) | (column > quantity.high)
    if beyond.any():
        allowed = span(quantity.low, quantity.high)
        return f"{_where(column, beyond)}; allowed: {allowed} ({_unit(quantity)}{quantity.meaning})."
    allowed_values = _allowed_values(quantity)
    other = ~np.isin(column, allowed_values) if allowed_values else np.zeros(len(column), bool)
    if other.any():
        wish = ", ".join(quantity.names) or "0 or 1"
        return f"{_where(column, other)}; allowed: {wish} ({quantity.meaning})."
    if quantity.alike and len(np.unique(column)) > 1:
        return f"found {len(np.unique(column))} values; allowed: one, the same in every replicate ({quantity.meaning})."
    return ""


def _allowed_values(quantity: Quantity) -> Sequence[float]:
    """The few values of a switch or of a number with names; empty for all others."""
    if quantity.names:
        return [float(place) for place, _ in enumerate(quantity.names)]
    return [0.0, 1.0] if quantity.unit == SWITCH else []


def _where(column: Floats, wrong: NDArray[np.bool_]) -> str:
    first = int(np.argmax(wrong))
    more = int(wrong.sum()) - 1
    also = f" and {more} more like it" if more else ""
    at = f" at place {first}" if len(column) > 1 else ""
    return f"found {column[first]:g}{at}{also}"


def _unit(quantity: Quantity) -> str:
    return "" if quantity.unit in ("1", SWITCH, "name") else f"{quantity.unit}: "
