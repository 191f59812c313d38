"""Settings that can do nothing: told, so that nobody takes what they wrote for something that was simulated."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from exitban.mechanism import Mechanism
from exitban.scenario.building import compared, policies_from, time_from
from exitban.scenario.complaints import shown
from exitban.scenario.findings import Findings
from exitban.scenario.horizon import Time
from exitban.scenario.lifting import lifting_from
from exitban.scenario.positions import Place
from exitban.scenario.quantities import NO_POLICY, Ledger, Quantity
from exitban.scenario.scenario import OPENING_TRIGGERS, Policy
from exitban.scenario.types import PolicyEntry, ScenarioEntry

REACTION: Final = "reaction"
ON_CONTROL: Final = ("opens_below_control", "closes_below_control", "closes_above_control")
ON_ATTEMPTS: Final = ("opens_above_attempts", "closes_above_attempts")
NEVER: Final[Mapping[str, float]] = {"tightens_below_control": 0.0, "tightens_above_attempts": 1e6}
"""The triggers that tighten a policy, at the levels that nothing passes."""
ROUNDING: Final = 1.0 - 1e-6
"""A length of whole ticks is not taken for one tick more."""


def remark_idle(findings: Findings, file: ScenarioEntry, mechanisms: tuple[Mechanism, ...]) -> None:
    """All of them; asked of a file in which nothing is wrong."""
    ledger = Ledger(file, mechanisms)
    policies = policies_from(file, ledger)
    for name, entry in file.policies.items():
        one = _Ranges(ledger, name)
        _opening(findings, one, entry)
        _tightening(findings, one, entry, policies[name])
    _lifting(findings, file, policies)
    if not file.headline:  # where the answer speaks of something else, nobody takes control for what was asked
        _losing(findings, ledger, time_from(file.time))


class _Ranges:
    """The least and the greatest value of each number of a policy, whatever is true."""

    def __init__(self, ledger: Ledger, policy: str) -> None:
        self.ledger, self.policy = ledger, policy

    def of(self, number: str, mechanism: str = REACTION) -> tuple[float, float]:
        """(least, greatest)."""
        return _range(self.ledger.quantity(mechanism, number, policy=self.policy))

    def stated(self, number: str) -> bool:
        """The file states it, here or in the policy that this one is like."""
        return self.ledger.quantity(REACTION, number, policy=self.policy).stated


def _range(found: Quantity) -> tuple[float, float]:
    """(least, greatest) of a number."""
    priors = (found.prior, *found.if_true.values())
    least = min(prior.support[0] for prior in priors)
    return max(least, found.low), min(max(prior.support[1] for prior in priors), found.high)


def _states(entry: PolicyEntry, *numbers: str) -> list[str]:
    """Which of these the policy states itself; what it has from the one that it is like is told there."""
    own = getattr(entry, REACTION, None)
    return [number for number in numbers if getattr(own, number, None) is not None]


def _opening(findings: Findings, one: _Ranges, entry: PolicyEntry) -> None:
    """A trigger opens a policy only where nothing calls for closing it in the same breath."""
    waits = [number for number, never in OPENING_TRIGGERS.items() if one.of(number) != (never, never)]
    own = _states(entry, *ON_CONTROL, *ON_ATTEMPTS)
    if not waits or not own or _can_open(one):
        return
    place: Place = ("policies", one.policy, REACTION, next((number for number in waits if number in own), own[0]))
    closes = [number for number in (*ON_CONTROL[1:], ON_ATTEMPTS[1]) if one.stated(number)]
    told = f"has no effect: wherever {' or '.join(waits)} calls for opening, {' or '.join(closes)} calls for closing."
    findings.remark(place, told)


def _can_open(one: _Ranges) -> bool:
    """Some control and some attempts call for opening and not for closing (equation 12)."""
    least = one.of("closes_below_control")[0]
    if least > one.of("closes_above_control")[1]:
        return False
    by_control = one.of("opens_below_control")[1] > least
    return by_control or one.of("opens_above_attempts")[0] < one.of("closes_above_attempts")[1]


def _tightening(findings: Findings, one: _Ranges, entry: PolicyEntry, policy: Policy) -> None:
    """Tightened, a policy blocks with the greater of its two strengths."""
    triggers = [number for number, never in NEVER.items() if one.of(number) != (never, never)]
    place: Place = ("policies", one.policy)
    own = _states(entry, *triggers)
    stronger = one.of("tightened_strength")[1] > one.of("strength", "ban")[0]
    if stronger and policy.tightens is None and not triggers and _states(entry, "tightened_strength"):
        told = "has no effect: neither a date nor a trigger ever tightens this policy."
        findings.remark((*place, REACTION, "tightened_strength"), told)
    elif not stronger and (entry.tightens is not None or own):
        at = (*place, "tightens") if entry.tightens is not None else (*place, REACTION, own[0])
        told = "has no effect: reaction.tightened_strength is never above strength, so tightened is as before."
        findings.remark(at, told)


def _lifting(findings: Findings, file: ScenarioEntry, policies: Mapping[str, Policy]) -> None:
    """On a day on which nothing is in force yet, nothing can be lifted."""
    time = time_from(file.time)
    asked = lifting_from(file, time)
    if asked is None or file.stored_exits is None:
        return
    for name in compared(file, policies):
        beside = policies[name].together_with if asked.everything else ()
        rows = [policies[one] for one in (name, *beside) if one != NO_POLICY]
        for index, date in enumerate(file.stored_exits.lifted_at):
            start = time.tick_of(date)
            if rows and all(_opens_at(one, time) > start for one in rows):
                first = min((one.opens for one in rows if one.opens is not None), key=time.tick_of)
                told = f"nothing is lifted under '{name}' on {shown(date)}: it opens on {shown(first)}."
                findings.remark(("stored_exits", "lifted_at", index), told)


def _opens_at(policy: Policy, time: Time) -> int:
    """The tick of the opening date; -1 where there is none, since a trigger may open it at any time."""
    return -1 if policy.opens is None else time.tick_of(policy.opens)


def _losing(findings: Findings, ledger: Ledger, time: Time) -> None:
    """No world can lose control: that none does is then no finding."""
    highest = _range(ledger.quantity("control", "threshold"))[1]
    shortest = _range(ledger.quantity("control", "hold"))[0]
    never = "control cannot be lost:"
    if highest <= 0.0:
        findings.remark(("control", "threshold"), f"{never} it is never below 0. That no world loses it says nothing.")
    elif math.ceil(shortest * time.ticks_per_month * ROUNDING) >= time.ticks:  # below at both ends of that time
        told = f"it would have to stay below its threshold for {shortest:g} months or more, within {time.words()}."
        findings.remark(("control", "hold"), f"{never} {told} That no world loses it says nothing.")
