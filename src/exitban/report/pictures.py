"""The pictures of the report, each with the question that it answers and how to read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from exitban.analysis import PolicySummary, Summary
from exitban.analysis import picture_words as words
from exitban.analysis.answer import headline_paragraphs, stored_sentence
from exitban.analysis.wording import calendar_date, count_text, percent, quoted
from exitban.report import break_even, html
from exitban.report.html import Markup, Section
from exitban.report.limits import of_headline_alone
from exitban.scenario.direction import isolated

if TYPE_CHECKING:
    from matplotlib.figure import Figure


NEAR: Final = 1e-6
"""Single precision turns 0.62 into 0.62000000477."""


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
    line = float(summary.base.thresholds.lines[place])
    told = f"Share of worlds in which control falls under {percent(line)} % at some time: {', '.join(shares)}."
    return " ".join(filter(None, (told, _beside_lost(summary, line))))


def _beside_lost(summary: Summary, line: float) -> str:
    """How the share of worlds under a line compares with the share of those that lose control."""
    assumed = summary.control_threshold
    if assumed.high > assumed.low:
        return (
            "The line under which control counts as lost differs from world to world, so that the share of worlds that "
            "lose it is none of these and may lie on either side."
        )
    if line < assumed.value - NEAR:  # a line between two whole percents, told as the lower one
        return ""
    return "Control counts as lost in no more worlds than these, since it must stay there long enough."


def _face(policy: PolicySummary) -> str:
    wanting, hidden = (float(policy[name].mean.value[-1]) for name in ("wanting", "hidden"))
    if np.isnan(wanting):
        return f"under {quoted(policy.title)} nobody is left to want out"
    return f"under {quoted(policy.title)} {percent(wanting)} % want out, {percent(hidden)} % want out and keep quiet"


def _faces(summary: Summary) -> str:
    return f"Of the members at the end in posts that can be left, {'; '.join(map(_face, summary.policies))}."


def _exits(summary: Summary) -> str:
    sums = (
        f"{count_text(sum(found.total.value for found in policy.exits))} under {quoted(policy.title)}"
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
        "Pick any line on the bottom axis and read off how many worlds fall under it, if only for one moment. If the "
        "curves keep their order, the comparison does not hang on the assumed line.",
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


def _events(summary: Summary, listed: Picture, here: Picture) -> list[str]:
    """What the thin vertical lines are: in full under the first picture that draws them, which others point to."""
    seen = dict.fromkeys(f"{calendar_date(event.date)}, {isolated(event.title)}" for event in summary.events)
    if not seen:
        return []
    if here is listed:
        return [f" Thin vertical lines mark dated events: {'; '.join(seen)}."]
    where = Markup(f'<a href="#{listed.name}">{html.text(quoted(listed.question))}</a>')
    return [" Thin vertical lines mark dated events, which are listed under ", where, "."]


def section(picture: Picture, summary: Summary, draw: Callable[[Summary], Figure], events: Sequence[str]) -> Section:
    """One picture with its question above and its reading below; ``events``: what its thin lines are."""
    from exitban.plots import inline_svg

    told = f"{picture.says(summary)} {picture.reading}"
    drawn = inline_svg(draw(summary), f"{picture.name}-picture", picture.question, told)
    shown = html.picture(drawn, html.joined([told, *events], ""), picture.question)
    return Section(picture.name, picture.question, shown)


def _empty(summary: Summary) -> set[str]:
    """Pictures that would show nothing: no comparison, no day of lifting, nobody who can leave."""
    policies = summary.policies
    shows = {
        "paired_difference": len(policies) > 1,
        "outcomes": len(policies) > 1,
        "public_face_private_wish": any(np.isfinite(one["wanting"].mean.value).any() for one in policies),
        "exits_by_reason": any(found.total.value > 0.0 for one in policies for found in one.exits),
        "stored_exits": bool(stored_sentence(summary)),
        "break_even": any(one.break_even for one in policies),
    }
    return {name for name, something in shows.items() if not something}


def makers(summary: Summary) -> list[Callable[[], Section]]:
    """What makes each of the pictures that show something."""
    from exitban import plots

    empty = _empty(summary)
    usual = [picture for picture in PICTURES if picture.name not in empty]
    wanted = [HEADLINE] if of_headline_alone(summary) else [HEADLINE, *usual] if summary.base.headlines else usual
    marked = [picture for picture in wanted if picture.name in WITH_EVENTS]
    told = {picture.name: _events(summary, marked[0], picture) for picture in marked}
    return [partial(section, one, summary, getattr(plots, one.name), told.get(one.name, ())) for one in wanted]
