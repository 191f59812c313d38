"""What each picture asks, how it is read, and what it says in a sentence: the same on the page and in the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from exitban.analysis.bands import Bands
from exitban.analysis.findings import Against
from exitban.analysis.survival import Survival
from exitban.analysis.wording import in_worlds, percent, points_text, quoted, worlds


class Compared(Protocol):
    """One policy as it is drawn."""

    @property
    def title(self) -> str:
        """As people call it."""

    @property
    def control(self) -> Bands:
        """The spread of control over time."""

    @property
    def survival(self) -> Survival:
        """How long control lasts."""

    @property
    def against(self) -> Against | None:
        """The comparison with the first policy."""


class Drawn(Protocol):
    """Policies that are drawn together, the first the one that the others are compared with."""

    @property
    def policies(self) -> Sequence[Compared]:
        """All of them."""

    @property
    def base(self) -> Compared:
        """The first."""

    @property
    def replicates(self) -> int:
        """How many worlds stand behind them."""

    @property
    def span(self) -> str:
        """From start to end in words."""


@dataclass(frozen=True)
class Caption:
    """The question that a picture answers, and how to read it."""

    question: str
    reading: str


CONTROL: Final = Caption(
    "How does control develop?",
    "100 % is an organisation with every post filled, everybody at full effort and every order passed "
    "on. Half of the worlds run inside the dark band and nine of ten inside the light one.",
)
DIFFERENCE: Final = Caption(
    "What does the policy change, world by world?",
    "Every world is run twice on the same luck and the same draws, once under each policy. Above the "
    "zero line the policy leaves more control than the first one, below it less.",
)
OUTCOMES: Final = Caption(
    "How large may the change be at the end?",
    "Twenty dots, each as likely as any other: count those on one side of the line.",
)
SURVIVAL: Final = Caption(
    "How long does control last?",
    "Worlds that keep control to the end are counted as such and not dropped. Where the line of lost "
    "control lies is an assumption; the next picture takes it away.",
)


SEEN_AS_MORE: Final = 1.005
"""Control from here on is told as more than 100 %."""
OVER_ALL: Final = "More than 100 % is reached where posts are held by abler members than at the start."


def control_ends(drawn: Drawn) -> str:
    """Where control stands at the end under each policy."""
    ends = (
        f"under {quoted(policy.title)} {percent(float(policy.control.q50[-1]))} % "
        f"(90 % of worlds {percent(float(policy.control.q05[-1]))} to "
        f"{percent(float(policy.control.q95[-1]))} %)"
        for policy in drawn.policies
    )
    told = f"Control at the end in the median world: {'; '.join(ends)}."
    highest = max(float(policy.control.q95.max()) for policy in drawn.policies)
    return f"{told} {OVER_ALL}" if highest >= SEEN_AS_MORE else told


def difference_ends(drawn: Drawn) -> str:
    """What each policy changes at the end, world by world."""
    ends = (
        f"{quoted(policy.title)} {points_text(float(policy.against.control.q50[-1]))} points (90 % of "
        f"matched worlds {points_text(float(policy.against.control.q05[-1]))} to "
        f"{points_text(float(policy.against.control.q95[-1]))})"
        for policy in drawn.policies
        if policy.against is not None
    )
    return f"Median difference in control at the end against {quoted(drawn.base.title)}: {'; '.join(ends)}."


def outcome_counts(drawn: Drawn) -> str:
    """In how many matched worlds each policy leaves control lower, and higher."""
    counts = (
        f"{quoted(policy.title)} leaves control lower in "
        f"{in_worlds(policy.against['control_at_end'].harmed, drawn.replicates, 'matched world')} and higher in "
        f"{worlds(policy.against['control_at_end'].helped, drawn.replicates)}"
        for policy in drawn.policies
        if policy.against is not None
    )
    return f"{'; '.join(counts)}."


def survival_counts(drawn: Drawn) -> str:
    """In how many worlds control is never lost under each policy."""
    kept = (
        f"in {in_worlds(policy.survival.censored, drawn.replicates)} under {quoted(policy.title)}"
        for policy in drawn.policies
    )
    return f"Control is never lost within {drawn.span} {', '.join(kept)}."
