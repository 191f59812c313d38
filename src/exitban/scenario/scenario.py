"""A scenario as the floors above see it: frozen, complete, checked."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from exitban.errors import Problem
from exitban.mechanism import Mechanism
from exitban.mechanisms.reaction import NEVER
from exitban.scenario.counts import counted
from exitban.scenario.distributions import Floats
from exitban.scenario.evidence import Evidence
from exitban.scenario.first_members import AtStart
from exitban.scenario.horizon import Time
from exitban.scenario.lifting import Lifting
from exitban.scenario.luck import shares_of_replicates
from exitban.scenario.observed import Observed
from exitban.scenario.organisation import Organisation
from exitban.scenario.quantities import Ledger, Quantity
from exitban.scenario.truth import intervals
from exitban.scenario.watching import Watch, random_words
from exitban.words import in_short

OPENING_TRIGGERS: Final = {"opens_below_control": 0.0, "opens_above_attempts": NEVER}
"""Numbers of `reaction` that can open a policy, with the values at which they never do."""

DRAWS_OF_A_MIDDLE: Final = 1000
"""A mixture has no inverse; the median of so many draws stands for its own."""


@dataclass(frozen=True)
class Institution:
    """An institution: title, how many people a post stands for, share in control, whom it answers to."""

    name: str
    title: str
    about: str
    people_per_post: float
    weight: float
    answers_to: str | None


@dataclass(frozen=True)
class Policy:
    """An exit policy: whom it governs, from when to when, and what is in force beside it.

    ``ranks`` None: all ranks. ``opens`` None: from the start, or by a trigger. ``closes`` None: to the end, or by a
    trigger. ``tightens`` None: on no date.
    """

    name: str
    title: str
    about: str
    form: str
    institutions: tuple[str, ...]
    ranks: tuple[int, ...] | None
    opens: datetime.date | None
    closes: datetime.date | None
    tightens: datetime.date | None
    together_with: tuple[str, ...]
    like: str | None


@dataclass(frozen=True)
class Event:
    """A dated shock: what it raises (stress, or the signal of an act), where, how much, how long."""

    name: str
    title: str
    about: str
    date: datetime.date
    raises: str
    institutions: tuple[str, ...]
    size: Quantity
    decays_over: Quantity


@dataclass(frozen=True)
class ReportedCases:
    """Members known to be blocked, whom the priors must be able to give before any headline.

    ``adjusted``: which numbers were set by looking at the share of draws that does, if any.
    """

    institution: str
    date: datetime.date
    at_least: int
    policy: str
    adjusted: str = ""


@dataclass(frozen=True, eq=False)
class Scenario:
    """A checked scenario; `read` makes it.

    ``warnings`` are remarks that do not forbid a run. ``text`` is the file as it was read and ``overrides``
    the options of the command line, ``_files`` what stood in the files that it names, by name: a result
    carries what it was made from.
    """

    schema_version: int
    kind: str
    name: str
    title: str
    question: str
    about: str
    path: Path
    time: Time
    institutions: Mapping[str, Institution]
    policies: Mapping[str, Policy]
    compare: tuple[str, ...]
    events: tuple[Event, ...]
    report: ReportedCases | None
    observed: Mapping[str, Observed]
    headline: tuple[str, ...]
    lifting: Lifting | None
    evidence: Evidence
    mechanisms: tuple[Mechanism, ...]
    at_start: tuple[AtStart, ...]
    watch: Watch
    warnings: tuple[Problem, ...]
    text: str
    overrides: tuple[str, ...]
    _ledger: Ledger
    _organisation: Organisation
    _files: Mapping[str, bytes]

    def __repr__(self) -> str:
        warnings = counted(len(self.warnings), "warning") if self.warnings else ""
        return in_short(self, self.name, warnings, self.summary().partition(": ")[2])

    def quantity(
        self, mechanism: str, number: str, institution: str | None = None, policy: str | None = None
    ) -> Quantity:
        """The number in effect in an institution or under a policy; ``policy`` None or "none": no policy
        governs.

        Raises `CallError` for a name that is not known.
        """
        return self._ledger.quantity(mechanism, number, institution, policy)

    def waits_for_a_trigger(self, policy: str, given: Mapping[str, Floats] | None = None) -> bool:
        """Whether a trigger can open the policy: then it is not there from the start (MODEL.md equation 12).

        ``given``: values by replicate that stand in place of what the file says, by path; one that can open it is
        enough. Raises `CallError` for a name that is not known.
        """
        asked = {number: self.quantity("reaction", number, policy=policy) for number in OPENING_TRIGGERS}
        return any(one.can_differ_from(OPENING_TRIGGERS[number], given or {}) for number, one in asked.items())

    @property
    def files(self) -> Mapping[str, bytes]:
        """What stood in the files that the scenario names, by name."""
        return self._files

    @property
    def beside_numbers(self) -> dict[str, str]:
        """What the file states of first members and of a network drawn at random, in words by path: no quantities,
        and no claim speaks about them."""
        found = {f"institutions.{one.institution}.at_start.{one.words.partition(':')[0]}": one for one in self.at_start}
        stated = {path: one.words.partition(": ")[2] for path, one in found.items()}
        return stated if self.watch.random is None else {**stated, "watch.random": random_words(self.watch.random)}

    @cached_property
    def quantities(self) -> dict[str, Quantity]:
        """All distinct numbers in effect, by path."""
        return self._ledger.in_effect()

    def spoken_about(self, claim: str) -> tuple[str, ...]:
        """Paths of the numbers in effect that a claim speaks about, whether or not it moves them."""
        return tuple(path for path, one in self.quantities.items() if claim in one.claims)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of all that the numbers depend on: the file, the files beside it, the overrides."""
        digest = hashlib.sha256(self.text.encode())
        for name, content in sorted(self._files.items()):
            digest.update(f"\0{name}\0{hashlib.sha256(content).hexdigest()}".encode())
        for override in self.overrides:
            digest.update(b"\0set " + override.encode())
        return digest.hexdigest()

    def organisation(self) -> Organisation:
        """Posts, command and watch network."""
        return self._organisation

    def truths(self, seed: int, replicates: range) -> dict[str, NDArray[np.bool_]]:
        """Which claims are true, (replicates,) by claim; claims that stay out of the prior are left out."""
        places = intervals(self.evidence)
        draws = {one.draw: shares_of_replicates(seed, replicates, f"root:{one.draw}") for one in places.values()}
        return {name: one.holds(draws[one.draw]) for name, one in places.items()}

    def draws(self, seed: int, replicates: range) -> tuple[dict[str, Floats], dict[str, NDArray[np.bool_]]]:
        """Every number in effect (replicates,) by path, and the truths (replicates,) by claim.

        The draw of a number is addressed by its path, that of a truth by the claim's root, so neither
        depends on which other numbers or claims there are, nor on which replicates are asked for.
        """
        truths = self.truths(seed, replicates)
        drawn = {path: _drawn(one, seed, replicates, truths) for path, one in self.quantities.items()}
        return drawn, truths

    def middle(self, one: Quantity) -> float:
        """The median of what is drawn for a number, over worlds with its claims true and worlds with them false."""
        if one.is_fixed:
            return one.value
        if not one.if_true:
            return float(one.prior.quantile(0.5))
        many = range(DRAWS_OF_A_MIDDLE)
        return float(np.median(_drawn(one, 1, many, self._truths_of_many)))

    @cached_property
    def _truths_of_many(self) -> dict[str, NDArray[np.bool_]]:
        return self.truths(1, range(DRAWS_OF_A_MIDDLE))

    def summary(self) -> str:
        """The scenario in a line."""
        size = f"{counted(len(self.institutions), 'institution')}, {counted(len(self._organisation), 'post')}"
        length = f"{self.time.words()} in {counted(self.time.ticks, 'tick')}"
        policies = f"{'policies' if len(self.compare) > 1 else 'policy'} {', '.join(self.compare)}"
        return f"{self.name}: {size}, {length}, {policies}"


def _drawn(one: Quantity, seed: int, replicates: range, truths: Mapping[str, NDArray[np.bool_]]) -> Floats:
    if one.is_fixed:
        return np.full(len(replicates), one.value)
    return one.sample(shares_of_replicates(seed, replicates, f"number:{one.path}"), truths)
