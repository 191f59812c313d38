"""What papers find in the world, as signs on matched replicates: the same worlds and luck, one thing changed.

A sign that holds here shows that the model can say what they found, and nothing more. One that does not hold says what
the model cannot say, and why stands in its text. Level L3: shown, with the share of replicates that agree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Literal

import numpy as np

from tests.office import Days, office
from verification.measures import Values, paired
from verification.target import Outcome, Sign, Target

WORLD = """
    spans 6 5

    24 months of 4 ticks
    members: grievance_mean -1.5, grievance_spread 1, outside_option_spread 1, vulnerability_spread 0.5
    choice: reconsider 1
    everybody may speak
    voice: gain 0.5, cost 1.5, believed_punishment 0.3
    control: kept 0.95
    effort: decay 0.1, recovery 0.1
    refill: rate 0.2
    ban: notice 0.5, window 12
    policy ban: strength 0.9, threat 1, asking_price 0.3, sanctions.per_month 100, sanctions.share 0.5
"""
SMALL, FULL = 200, 2_000

World = tuple[str, ...]
Measure = Callable[[Days], Values]


@cache
def world(lines: World, under: str, replicates: int) -> Days:
    """The office above with some lines changed, until its end."""
    return Days(office(WORLD, *lines), under, replicates=replicates, launcher="cpu").to_the_end()


def total(name: str) -> Measure:
    """Everything recorded under a name."""
    return lambda days: days.recorded(name).sum(axis=0)


def mean_of(name: str, of: str) -> Measure:
    """The mean of a record per member, over all ticks."""
    return lambda days: days.recorded(name).sum(axis=0) / days.recorded(of).sum(axis=0)


def success(days: Days) -> Values:
    """The share of attempts that got away; 0 where nobody tried."""
    asked = days.recorded("attempts").sum(axis=0)
    away: Values = np.divide(
        days.recorded("exits_unblocked").sum(axis=0), asked, out=np.zeros(asked.shape), where=asked > 0
    )
    return away


def effort_of_the_trapped(days: Days) -> Values:
    """Mean effort at the end of those held, less that of the free; 0 where there are none of either."""
    held = days["trapped"] & days["filled"]
    free = ~days["trapped"] & days["filled"]
    both = held.any(axis=0) & free.any(axis=0)
    means = [np.sum(days["effort"], axis=0, where=one) / np.maximum(one.sum(axis=0), 1) for one in (held, free)]
    return np.where(both, means[0] - means[1], 0.0)


@dataclass(frozen=True)
class Change:
    """Two worlds that differ in one thing, and what is measured in both."""

    label: str
    direction: Literal[-1, 1]
    measure: Measure
    before: World
    after: World
    under: tuple[str, str] = ("ban", "ban")

    def got(self, replicates: int) -> tuple[Values, Values]:
        """The measure in both worlds, by replicate."""
        first, second = (
            self.measure(world(lines, under, replicates))
            for lines, under in zip((self.before, self.after), self.under, strict=True)
        )
        return first, second


def differences(changes: Sequence[Change], replicates: int) -> Outcome:
    """The paired difference of each change."""
    return Outcome({one.label: paired(*one.got(replicates), one.direction) for one in changes})


POOR, RICH = ("members: outside_option_mean 0",), ("members: outside_option_mean 0.7",)
SURE, DOUBTED = ((f"control: belief_in_survival {one}", "policy ban: threat 3") for one in (0, 1))
MILD, HARSH = (("policy ban: threat 0.5",), ("policy ban: threat 4",))
AMPLE, SCARCE = ((f"policy ban: strength 1, capacity {one}",) for one in (1e6, 0.25))
FEW, MANY = (("policy ban: strength 1, capacity 1", f"members: grievance_mean {g}") for g in (-2.5, 0.5))


def without_signal(price: float) -> World:
    """Nothing is blocked, only asking has a price, and exits say nothing to those who stay."""
    return (f"policy ban: strength 0, asking_price {price}", "voice: informed_by_exit 0", "refill: rate 0")


def with_signal(offer: float) -> World:
    """Exits are a strong signal to all; they get more frequent with the offers outside."""
    signal = "voice: informed_by_exit 6, cost 3"
    return (f"members: outside_option_mean {offer}", signal, "exposure: whole 1, window 3", "refill: rate 0")


def stirred(grievance: float, sanctions: str) -> World:
    """Sanctions are noticed by all around and stir them; the more grievance, the less legitimacy."""
    return (
        f"members: grievance_mean {grievance}",
        "sanctions: backlash 1, noticed 1",
        f"policy ban: strength 0.5, {sanctions}",
    )


SPARED = "threat 0, sanctions.per_month 0"
PUNISHED = "threat 2, sanctions.per_month 100, sanctions.share 1, sanctions.arrested 0"
FREE, IMPOSED = ("none", "none"), ("none", "ban")


def finding(name: str, paper: str, says: str, *changes: Change) -> Target:
    """A target from what a paper found."""
    return Target(
        name=f"sign-{name}",
        paper=paper,
        level="L3",
        says=says,
        expected={one.label: Sign(one.direction) for one in changes},
        run=partial(differences, changes),
        small=SMALL,
        full=FULL,
    )


TARGETS = (
    finding(
        "better-offers-less-loyal",
        "Zakharov 2016; Reuter & Szakonyi 2019",
        "Higher outside options: less loyal.",
        Change("share who want out, no ban", 1, mean_of("want_out", "present"), POOR, RICH, FREE),
        Change("attempts, no ban", 1, total("attempts"), POOR, RICH, FREE),
        Change("share who want out, ban", 1, mean_of("want_out", "present"), POOR, RICH),
        Change("attempts, ban", 1, total("attempts"), POOR, RICH),
    ),
    finding(
        "sanctions-without-legitimacy-raise-exits",
        "Chen",
        "The same sanctions deter where few are aggrieved, and stir more than they deter where many are.",
        Change("exits, few aggrieved", -1, total("exits_unblocked"), stirred(-5, SPARED), stirred(-5, PUNISHED)),
        Change("exits, many aggrieved", 1, total("exits_unblocked"), stirred(-1.5, SPARED), stirred(-1.5, PUNISHED)),
    ),
    finding(
        "doubted-rulers-deter-less",
        "Egorov & Sonin 2011",
        "Belief in survival s = C / (C + C*) instead of 1: the same threat deters fewer.",
        Change("attempts under a threat", 1, total("attempts"), SURE, DOUBTED),
    ),
    finding(
        "harsher-threats",
        "Rozenas, Talibova & Zhukov 2024",
        "Harsher sanctions: fewer attempts, and lower effort of those kept. In this model effort is lost by being held "
        "and not by fear: those held give less than the free, and the ban lowers effort; but a harsher threat leaves "
        "fewer to be held, so mean effort rises with it, against the finding. The last number says by how much.",
        Change("attempts, harsher threat", -1, total("attempts"), MILD, HARSH),
        Change("effort, ban against none", -1, mean_of("effort", "filled"), (), (), IMPOSED),
        Change("effort of the held less that of the free", -1, effort_of_the_trapped, (), (), IMPOSED),
        Change("mean effort, harsher threat", -1, mean_of("effort", "filled"), MILD, HARSH),
    ),
    finding(
        "more-ask-than-can-be-stopped",
        "Kragh (congestion)",
        "Attempts above the capacity to enforce: the ban fails. Room for one block in four months; more wish to leave.",
        Change("exits past the ban, scarce capacity", 1, total("exits_unblocked"), AMPLE, SCARCE),
        Change("share of attempts that get away, more wish", 1, success, FEW, MANY),
    ),
    finding(
        "better-offers-more-sanctions",
        "Naidu & Yuchtman 2013",
        "Higher outside options under a ban: more sanctions, as prosecutions for breach of contract rose with demand.",
        Change("sanctions", 1, total("sanctions"), POOR, RICH),
    ),
    finding(
        "easier-exit-without-signal",
        "Sellars 2019",
        "Exits are no signal (J_VE = 0): exit made easier, by a lower price of asking, lowers voice.",
        Change("voice", -1, total("voice"), without_signal(6), without_signal(0)),
    ),
    finding(
        "easier-exit-with-signal",
        "Pfaff & Kim 2003",
        "Exits are a strong signal: a little exit raises voice, much exit lowers it.",
        Change("voice, from hardly any exit to a third", 1, total("voice"), with_signal(-6), with_signal(-3), FREE),
        Change("voice, from four fifths to nearly all", -1, total("voice"), with_signal(0), with_signal(4), FREE),
    ),
)
