"""What a person has chosen, as an address tells it: policy, numbers moved, claims switched, seed.

`policy=ban&base=none&seed=1&set.policies.ban.strength=0.5&claim.denial=true`. The address says everything, so that a
link reproduces what was seen. Whatever it holds is checked here: numbers are finite and are moved into their bounds.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from exitban.errors import CallError, did_you_mean
from exitban.explore.controls import Control
from exitban.plan import LARGEST_SEED
from exitban.scenario import Claim, Evidence, Scenario

SET, CLAIM = "set.", "claim."
TRUTHS = {"true": True, "false": False}
LONGEST_NUMBER = 40

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Setting:
    """What is looked at. ``values`` by path and ``claims`` by name are sorted, so that their order makes no other."""

    base: str
    policy: str
    seed: int = 1
    values: tuple[tuple[str, float], ...] = ()
    claims: tuple[tuple[str, bool], ...] = ()

    @property
    def policies(self) -> tuple[str, ...]:
        """Both, or the one that is looked at beside itself."""
        return tuple(dict.fromkeys((self.base, self.policy)))

    def query(self) -> str:
        """The address that gives this setting."""
        chosen: list[tuple[str, str]] = [("base", self.base), ("policy", self.policy), ("seed", str(self.seed))]
        chosen += [(f"{SET}{path}", repr(value)) for path, value in self.values]
        chosen += [(f"{CLAIM}{name}", str(true).lower()) for name, true in self.claims]
        return urlencode(chosen)

    def mark(self, scenario: Scenario) -> str:
        """Eight letters that tell this setting of this scenario from others: part of the name of a file."""
        return hashlib.sha256(f"{scenario.hash}?{self.query()}".encode()).hexdigest()[:8]

    def overrides(self, scenario: Scenario) -> tuple[str, ...]:
        """The same as options of the command line, each such as ``policies.ban.strength=0.5``."""
        shifted = probabilities(scenario.evidence, dict(self.claims))
        numbers = [f"{path}={value!r}" for path, value in self.values]
        return (*numbers, *(f"evidence.claims.{name}.p_true={p:g}" for name, p in shifted.items()))


def read_setting(scenario: Scenario, controls: Mapping[str, Control], pairs: Iterable[tuple[str, str]]) -> Setting:
    """A setting from the parts of an address. Raises `CallError` for what the scenario does not know."""
    first, *others = scenario.compare
    plain = {"base": first, "policy": others[0] if others else first, "seed": "1"}
    values: dict[str, float] = {}
    claims: dict[str, bool] = {}
    for key, text in pairs:
        if key.startswith(SET):
            path = key.removeprefix(SET)
            values[path] = _known(path, controls, "number that can be moved").allowed(finite(path, text))
        elif key.startswith(CLAIM):
            claims[_claim(scenario, key.removeprefix(CLAIM))] = _truth(key, text)
        else:
            plain[_plain(key)] = text
    for key in ("base", "policy"):
        _known(plain[key], scenario.policies, "policy")
    _refuse_contradictions(scenario.evidence, claims)
    seed = whole("seed", plain["seed"], 0, LARGEST_SEED)
    return Setting(plain["base"], plain["policy"], seed, tuple(sorted(values.items())), tuple(sorted(claims.items())))


def finite(name: str, text: str) -> float:
    """A finite number from a text. Raises `CallError`."""
    try:
        value = float(text) if len(text) <= LONGEST_NUMBER else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise CallError(f"{name}: found {text[:LONGEST_NUMBER]!r}; allowed: a finite number.")
    return value


def whole(name: str, text: str, least: int, most: int) -> int:
    """A whole number between two others. Raises `CallError`."""
    if not (text.isdecimal() and len(text) <= LONGEST_NUMBER and least <= int(text) <= most):
        raise CallError(f"{name}: found {text[:LONGEST_NUMBER]!r}; allowed: a whole number from {least} to {most}.")
    return int(text)


def _plain(key: str) -> str:
    """One of the parts that are neither a number nor a claim."""
    if key in ("base", "policy", "seed"):
        return key
    hint = did_you_mean(key[:60], ("base", "policy", "seed", "set.PATH", "claim.NAME"))
    raise CallError(f"there is nothing called {key[:60]!r} to ask for.{hint}")


def _known(name: str, names: Mapping[str, Thing], kind: str) -> Thing:
    if name not in names:
        raise CallError(f"no {kind} is called {name[:100]!r}.{did_you_mean(name[:100], names)}")
    return names[name]


def _claim(scenario: Scenario, name: str) -> str:
    _known(name, scenario.evidence.claims, "claim")
    return name


def _truth(key: str, text: str) -> bool:
    if text not in TRUTHS:
        raise CallError(f"{key[:100]}: found {text[:20]!r}; allowed: true or false; leave it out to keep its grade.")
    return TRUTHS[text]


def probabilities(evidence: Evidence, switched: Mapping[str, bool]) -> dict[str, float]:
    """The probability of each claim that a person has switched, and of those that contradict one switched true.

    Two claims that contradict each other cannot both be true, so whatever contradicts a claim that is taken for true is
    false, unless it has been switched itself.
    """
    against = {
        other: 0.0
        for name, true in switched.items()
        if true
        for other in _contradicting(evidence.claims, name)
        if other not in switched
    }
    return {**against, **{name: float(true) for name, true in switched.items()}}


def _refuse_contradictions(evidence: Evidence, switched: Mapping[str, bool]) -> None:
    """Two claims that contradict each other cannot both be taken for true. Raises `CallError`."""
    held = [name for name, true in switched.items() if true]
    for name in held:
        for other in _contradicting(evidence.claims, name):
            if other in held:
                raise CallError(
                    f"{CLAIM}{name} and {CLAIM}{other}: found true for both, but they contradict each other; allowed: "
                    "true for one of them. Leave the other out, which makes it false."
                )


def _contradicting(claims: Mapping[str, Claim], name: str) -> list[str]:
    return [other for other, one in claims.items() if name in one.contradicts or other in claims[name].contradicts]


def with_claims(scenario: Scenario, claims: Mapping[str, bool]) -> Scenario:
    """The scenario in which some claims are true or false in every world."""
    shifted = probabilities(scenario.evidence, claims)
    if not shifted:
        return scenario
    changed = {
        name: dataclasses.replace(one, p_true=shifted[name], p_true_stated=True) if name in shifted else one
        for name, one in scenario.evidence.claims.items()
    }
    return dataclasses.replace(scenario, evidence=dataclasses.replace(scenario.evidence, claims=changed))
