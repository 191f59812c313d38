"""What a target is: numbers that somebody else found, how to get them here, and how near is near enough.

Levels: L0 deterministic, L1 analytic and stochastic, L2 a published simulation, L3 a stylised fact. L0 and L1 gate:
one that is missed fails the command and the tests. L2 and L3 are shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

Level = Literal["L0", "L1", "L2", "L3"]
GATES: tuple[Level, ...] = ("L0", "L1")
FARTHEST = 4.0
"""Standard errors that a stochastic target may be off."""
SURE = 1.96
"""Standard errors on either side of an interval of 95 %."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Got:
    """One number as it came out; ``standard_error`` is the true one (0: nothing is left to chance).

    ``agree``: for paired differences, in how many of how many matched replicates the sign is the expected one; ties
    are left out of both.
    """

    value: float
    standard_error: float = 0.0
    agree: tuple[int, int] | None = None

    def z(self, expected: float) -> float:
        """Standard errors between this number and another one; infinite if they differ and no chance is involved."""
        off = self.value - expected
        return off / self.standard_error if self.standard_error > 0 else math.copysign(math.inf, off) if off else 0.0


class Expected(Protocol):
    """One number from outside, or a sign, and what would count as reproducing it."""

    @property
    def number(self) -> str:
        """The expectation in words."""

    @property
    def tolerance(self) -> str:
        """How far off is near enough, in words."""

    def met(self, got: Got) -> bool:
        """Whether it is reproduced."""

    def distance(self, got: Got) -> float:
        """How far off, as a share of what is allowed."""


@dataclass(frozen=True)
class Number:
    """A number; ``within`` is an absolute tolerance, 0 asks for equality, None for 4 standard errors."""

    value: float
    within: float | None = None

    @property
    def number(self) -> str:
        """The number as it was published."""
        return f"{self.value:g}"

    @property
    def tolerance(self) -> str:
        """In words."""
        if self.within is None:
            return f"|z| < {FARTHEST:g}"
        return f"± {self.within:g}" if self.within else "equal"

    def distance(self, got: Got) -> float:
        """Of the tolerance, or of the 4 standard errors."""
        if self.within is None:
            return abs(got.z(self.value)) / FARTHEST
        off = abs(got.value - self.value)
        return off / self.within if self.within else (math.inf if off else 0.0)

    def met(self, got: Got) -> bool:
        """Near enough."""
        return self.distance(got) <= 1 if self.within is not None else self.distance(got) < 1


@dataclass(frozen=True)
class Sign:
    """The sign of a paired difference, told from 0 with 95 % confidence."""

    direction: Literal[-1, 1]

    @property
    def number(self) -> str:
        """In words."""
        return "more" if self.direction > 0 else "less"

    @property
    def tolerance(self) -> str:
        """In words."""
        return "sign, 95 % interval without 0"

    def distance(self, got: Got) -> float:
        """Less than 1 when the interval lies on the right side of 0."""
        z = self.direction * got.z(0.0)
        return math.inf if z <= 0 else SURE / z

    def met(self, got: Got) -> bool:
        """The whole interval lies on the right side."""
        return self.distance(got) < 1


@dataclass(frozen=True)
class WithinFactor:
    """A number of the world, and how many times too large or too small would still do; a zero is near a zero only."""

    value: float
    factor: float

    @property
    def number(self) -> str:
        """What was observed."""
        return f"{self.value:g}"

    @property
    def tolerance(self) -> str:
        """In words."""
        return f"within a factor of {self.factor:g}"

    def distance(self, got: Got) -> float:
        """On a logarithmic scale, as a share of the factor."""
        if got.value == self.value:
            return 0.0
        if got.value <= 0 or self.value <= 0:
            return math.inf
        return abs(math.log(got.value / self.value)) / math.log(self.factor)

    def met(self, got: Got) -> bool:
        """No further than the factor."""
        return self.distance(got) <= 1


@dataclass(frozen=True)
class AtMost:
    """A shift that may be anything up to a size fixed beforehand, in either direction.

    ``errors``: and so many standard errors more, where fewer worlds than it takes say how large it is.
    """

    size: float
    errors: float = 0.0

    @property
    def of_few(self) -> AtMost:
        """The same where worlds are few: no shift that is surely larger."""
        return AtMost(self.size, FARTHEST)

    @property
    def number(self) -> str:
        """No shift at all."""
        return "0"

    @property
    def tolerance(self) -> str:
        """In words."""
        return f"at most {self.size:g}" + (f" and {self.errors:g} standard errors" if self.errors else "")

    def distance(self, got: Got) -> float:
        """As a share of what is allowed."""
        return abs(got.value) / (self.size + self.errors * got.standard_error)

    def met(self, got: Got) -> bool:
        """No larger."""
        return self.distance(got) <= 1


@dataclass(frozen=True)
class KnownMiss:
    """A number that is known to be missed at full size: why, and what it keeps all the same; beyond that it is news.

    ``by_luck``: it lies so near to what is allowed that other luck meets it, which is no news.
    """

    why: str
    but_keeps: Expected
    by_luck: bool = False

    def at(self, few: bool) -> KnownMiss:
        """The same of few worlds, or of all."""
        return replace(self, but_keeps=at(few, self.but_keeps))


@dataclass(frozen=True)
class Picture:
    """A law as a line, and what was simulated as points with their 4 standard errors."""

    across: str
    up: str
    points: tuple[Floats, Floats, Floats]
    law: tuple[Floats, Floats] | None = None


def picture(
    axes: tuple[str, str],
    points: tuple[ArrayLike, ArrayLike, ArrayLike],
    law: tuple[ArrayLike, ArrayLike] | None = None,
) -> Picture:
    """A picture from anything that counts as numbers: points are (across, up, standard errors), law (across, up)."""
    across, up, errors = (np.asarray(one, np.float64) for one in points)
    line = None if law is None else (np.asarray(law[0], np.float64), np.asarray(law[1], np.float64))
    return Picture(*axes, (across, up, errors), line)


@dataclass(frozen=True)
class Outcome:
    """What a target gave: a number under each of its names, and perhaps a picture of its own."""

    got: Mapping[str, Got]
    picture: Picture | None = None


@dataclass(frozen=True)
class Target:
    """Some numbers of one paper that one piece of work reproduces.

    ``run`` takes a size, as a rule the number of replicates: ``small`` for the tests, ``full`` for the page. ``known``
    names numbers that are missed at full size, with the reason. They are told and fail nothing, as long as they are
    missed, and by no more than is known.
    """

    name: str
    paper: str
    level: Level
    says: str
    expected: Mapping[str, Expected]
    run: Callable[[int], Outcome]
    small: int = 1
    full: int = 1
    known: Mapping[str, KnownMiss] = field(default_factory=dict)

    @property
    def gates(self) -> bool:
        """Whether missing it fails the command."""
        return self.level in GATES


@dataclass(frozen=True)
class Verdict:
    """One expected number against what was got."""

    label: str
    expected: Expected
    got: Got
    known: KnownMiss | None = None

    @property
    def met(self) -> bool:
        """Reproduced."""
        return self.expected.met(self.got)

    @property
    def as_known(self) -> bool:
        """Missed, as is known, and no further."""
        return self.known is not None and not self.met and self.known.but_keeps.met(self.got)

    @property
    def word(self) -> str:
        """What became of it; a known miss that is another one now is told as news."""
        if self.known is None:
            return "met" if self.met else "MISSED"
        if self.met:
            return f"met, though {'on other luck' if self.known.by_luck else 'known to be'} missed"
        return "known to be missed" if self.as_known else "MISSED by more than is known"

    def __str__(self) -> str:
        error = f" ± {self.got.standard_error:.2g}" if self.got.standard_error else ""
        return (
            f"{self.word}: {self.label}: expected {self.expected.number} ({self.expected.tolerance}), "
            f"got {self.got.value:.6g}{error}"
        )


def judged(target: Target, outcome: Outcome, size: int) -> tuple[Verdict, ...]:
    """Every expected number with what was got at a size. KeyError for a number that the work does not give."""

    few = size < target.full
    return tuple(
        Verdict(label, at(few, expected), outcome.got[label], known and known.at(few))
        for label, expected in target.expected.items()
        for known in [target.known.get(label)]
    )


def at(few: bool, expected: Expected) -> Expected:
    """What is expected of few worlds, or of all."""
    return expected.of_few if few and isinstance(expected, AtMost) else expected


def missed(target: Target, size: int | None = None) -> list[str]:
    """What a target misses at its small size, in words: nothing when it is reproduced. What tests ask."""
    size = target.small if size is None else size
    return [str(verdict) for verdict in judged(target, target.run(size), size) if not verdict.met]
