"""The pictures of the report, each with the question that it answers and how to read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exitban.analysis import Summary
from exitban.analysis import picture_words as words
from exitban.analysis.answer import headline_paragraphs, stored_sentence
from exitban.analysis.wording import calendar_date, percent, quoted
from exitban.report import break_even, html
from exitban.report.html import Section
from exitban.report.limits import of_headline_alone

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Picture:
    """A figure by its name in `exitban.plots`, its question, how to read it, what it says in a sentence."""

    name: str
    question: str
    reading: str
    says: Callable[[Summary], str]


def _thresholds(summary: Summary) -> str:
    place = int(abs(summary.base.thresholds.lines - summary.control_threshold.value).argmin())
    shares = (
        f"{percent(float(policy.thresholds.share.value[place]))} % under {quoted(policy.title)}"
        for policy in summary.policies
    )
    line = percent(float(summary.base.thresholds.lines[place]))
    return f"Share of worlds in which control falls under {line} % at some time: {', '.join(shares)}."


def _faces(summary: Summary) -> str:
    hidden = (
        f"under {quoted(policy.title)} {percent(float(policy['wanting'].mean.value[-1]))} % want out, "
        f"{percent(float(policy['hidden'].mean.value[-1]))} % want out and keep quiet"
        for policy in summary.policies
    )
    return f"Of the members at the end in posts that can be left, {'; '.join(hidden)}."


def _exits(summary: Summary) -> str:
    sums = (
        f"{sum(found.total.value for found in policy.exits):,.0f} under {quoted(policy.title)}"
        for policy in summary.policies
    )
    all_doors = ", ".join(sums)
    return f"Posts left within {summary.span}, mean per world, all reasons together: {all_doors}."


def _stored(summary: Summary) -> str:
    return stored_sentence(summary)


def shared(name: str, caption: words.Caption, says: Callable[[Summary], str]) -> Picture:
    """A picture that the explorer draws too, with the same words."""
    return Picture(name, caption.question, caption.reading, says)


PICTURES = (
    shared("control_over_time", words.CONTROL, words.control_ends),
    shared("paired_difference", words.DIFFERENCE, words.difference_ends),
    shared("outcomes", words.OUTCOMES, words.outcome_counts),
    shared("survival", words.SURVIVAL, words.survival_counts),
    Picture(
        "threshold_curve",
        "And if the line were drawn elsewhere?",
        "Pick any line on the bottom axis and read off how many worlds fall under it, if only for one moment; "
        "fewer stay there long enough for control to count as lost. If the curves keep their order, the "
        "comparison does not hang on the assumed line.",
        _thresholds,
    ),
    Picture(
        "public_face_private_wish",
        "Who wants out, and who shows it?",
        "The hatched part is what an outsider cannot see: members who would rather be gone and show loyalty.",
        _faces,
    ),
    Picture(
        "exits_by_reason",
        "Who leaves, and by which door?",
        "One scale for all policies. Reasons for which nobody leaves under any policy are not drawn.",
        _exits,
    ),
    Picture(
        "stored_exits",
        "How many are held back?",
        "On each of these days a copy of every world goes on without the policy, on the same luck, and those who "
        "choose to leave in it are counted; those who would have left anyway are taken off.",
        _stored,
    ),
    Picture(
        "break_even",
        "The closed form beside the simulation: when does a ban raise control?",
        break_even.READING,
        break_even.told,
    ),
)


HEADLINE = Picture(
    "headline_over_time",
    "How does it develop?",
    "All shares are of all posts, or of what the label says. Half of the worlds run inside the dark band and nine of "
    "ten inside the light one; where there is no band, all worlds are alike.",
    lambda summary: " ".join(headline_paragraphs(summary)),
)


WITH_EVENTS = (HEADLINE.name, "control_over_time", "paired_difference", "survival", "public_face_private_wish")
"""The figures that draw thin lines at dated events."""


def _events(summary: Summary) -> str:
    """What the thin vertical lines are."""
    seen = dict.fromkeys(f"{calendar_date(event.date)}, {event.title}" for event in summary.events)
    return f" Thin vertical lines mark dated events: {'; '.join(seen)}." if seen else ""


def section(picture: Picture, summary: Summary, draw: Callable[[Summary], Figure]) -> Section:
    """One picture with its question above and its reading below."""
    from exitban.plots import inline_svg

    says = picture.says(summary)
    drawn = inline_svg(draw(summary), f"{picture.name}-picture", picture.question, f"{says} {picture.reading}")
    events = _events(summary) if picture.name in WITH_EVENTS else ""
    shown = html.picture(drawn, f"{says} {picture.reading}{events}", picture.question)
    return Section(picture.name, picture.question, shown)


def sections(summary: Summary) -> list[Section]:
    """All pictures; those that compare are left out when there is only one policy."""
    from exitban import plots

    empty = {"paired_difference", "outcomes"} if len(summary.policies) < 2 else set()
    empty |= set() if stored_sentence(summary) else {"stored_exits"}
    empty |= set() if any(policy.break_even for policy in summary.policies) else {"break_even"}
    usual = [picture for picture in PICTURES if picture.name not in empty]
    wanted = [HEADLINE] if of_headline_alone(summary) else [HEADLINE, *usual] if summary.base.headlines else usual
    return [section(picture, summary, getattr(plots, picture.name)) for picture in wanted]
