"""Which states of the first members a file may state, and which values of them.

A state says so itself (`exitban.mechanism.State`): what a tick sets anew, or what follows from another state, would be
overwritten or would contradict the rest, and is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from exitban.errors import did_you_mean
from exitban.mechanism import Mechanism, State
from exitban.scenario.distributions import LARGEST
from exitban.scenario.sections import span

THRESHOLD: Final = "threshold"
GRIEVANCE: Final = "grievance"


def may_be_stated(mechanisms: Sequence[Mechanism]) -> dict[str, State]:
    """By the names in the file; a threshold is kept as a grievance."""
    states = {one.name: one for one in _of_members(mechanisms) if one.at_start}
    return {THRESHOLD: states[GRIEVANCE], **states}


def refusal(name: str, mechanisms: Sequence[Mechanism]) -> str:
    """Why a name may not be stated, and what may."""
    allowed = may_be_stated(mechanisms)
    exists = name in {one.name for one in _of_members(mechanisms)}
    why = f"'{name}' follows from what happens, and cannot be stated." if exists else f"members have no state '{name}'."
    return why + did_you_mean(name, allowed, few=len(allowed))


def misfit(state: State, value: float) -> str:
    """What is wrong with a value of a state; empty where nothing is."""
    if is_flag(state):
        return "" if value in (0.0, 1.0) else f"found {value:g}; it holds or it does not. Allowed: {allowed(state)}."
    if abs(value) > LARGEST:
        return f"found {value:g}; allowed: numbers up to {LARGEST:g}."
    low, high = state.between
    fits = low <= value <= high and (not is_count(state) or value == int(value))
    return "" if fits else f"found {value:g}; allowed: {allowed(state)}."


def allowed(state: State) -> str:
    """The values of a state in words."""
    if is_flag(state):
        return "0 or 1"
    words = span(*state.between)
    return f"whole numbers, {words}" if is_count(state) else words


def is_flag(state: State) -> bool:
    """It holds or it does not."""
    return state.kind is np.bool_


def is_count(state: State) -> bool:
    """A number of things."""
    return issubclass(state.kind, np.integer)


def _of_members(mechanisms: Sequence[Mechanism]) -> list[State]:
    return [state for one in mechanisms for state in one.states if state.level == "member"]
