"""The answer of a glance in one or two sentences, and the doubts that stand beside it."""

from __future__ import annotations

from typing import Final

from exitban.analysis.glance import Glance, Seen
from exitban.analysis.picture_words import control_ends, difference_ends, outcome_counts, survival_counts
from exitban.analysis.wording import in_worlds, quoted, whole, worlds

NOT_A_FORECAST: Final = "This is a model result, not a forecast."

GUESSES: Final = "What stands behind it is a guess where the scenario says so: open the assumptions to see which."
NO_GUESSES: Final = "What stands behind it is what the scenario states; it leaves no assumption open."
LEFT_OUT: Final = "Whether the model itself leaves out what matters is in none of these bands."


def doubts(assumptions: bool) -> str:
    """What the bands do not show; whether there are ``assumptions`` that can be opened and looked at."""
    return f"{GUESSES if assumptions else NO_GUESSES} {LEFT_OUT}"


def answer(seen: Glance) -> str:
    """What the median world does under the chosen policy and under the other, and how often one is better."""
    if seen.base.name == seen.chosen.name:
        return f"{_end(seen, seen.chosen)}. {NOT_A_FORECAST}"
    return f"{_end(seen, seen.chosen)}; {_end_short(seen)}. {_matched(seen)} {NOT_A_FORECAST}"


def short(seen: Glance) -> str:
    """The answer in a few words, for where there is little room."""
    against = seen.chosen.against
    assert against is not None
    ends = [seen.measure.said(float(one.control.q50[-1])) for one in (seen.chosen, seen.base)]
    if seen.base.name == seen.chosen.name:
        return f"{_named(seen.measure.title)}: {ends[0]} in the median world."
    higher = in_worlds(against["control_at_end"].helped, seen.replicates, "matched world")
    return f"This policy {ends[0]}, the other {ends[1]}; higher in {higher}."


def _end(seen: Glance, one: Seen) -> str:
    low, mid, high = (float(curve[-1]) for curve in (one.control.q05, one.control.q50, one.control.q95))
    measure = seen.measure
    keeps = f"keeps {measure.said(mid)} of control" if measure.is_control else f"ends at {measure.said(mid)}"
    under = "Under" if measure.is_control else f"{_named(measure.title)}: under"
    spread = f"90 % of worlds: {measure.said_range(low, high)}"
    return f"{under} {quoted(one.title)} the median world {keeps} after {seen.span} ({spread})"


def _named(title: str) -> str:
    """A title at the start of a sentence."""
    return title[:1].upper() + title[1:]


def _end_short(seen: Glance) -> str:
    return f"under {quoted(seen.base.title)}, {seen.measure.said(float(seen.base.control.q50[-1]))}"


def _matched(seen: Glance) -> str:
    against = seen.chosen.against
    assert against is not None
    found, count = against["control_at_end"], seen.replicates
    higher = in_worlds(found.helped, count, "matched world")
    ends = f"It ends higher in {higher} and lower in {worlds(found.harmed, count)}"
    if found.unchanged:
        ends += f", alike in {worlds(found.unchanged, count)}"
    if not seen.measure.is_control:
        return f"{ends}."
    lost = [f"{worlds(one.survival.lost, count)} under {quoted(one.title)}" for one in (seen.chosen, seen.base)]
    return f"{ends}. Control is lost at some time in {lost[0]} and in {lost[1]}."


def headings(seen: Glance) -> dict[str, str]:
    """The title of each picture: what is drawn."""
    return {
        "control": f"{_named(seen.measure.title)} over time",
        "difference": "What the policy changes",
        "survival": "How long control lasts",
        "outcomes": "Twenty equally likely outcomes",
        "claims": "Which root of the evidence matters most",
    }


def sentences(seen: Glance) -> dict[str, str]:
    """What each picture says, for those who cannot see it; of control in the words of a report."""
    if not seen.measure.is_control:
        count = f"{whole(seen.replicates)} matched worlds"
        return {"control": f"{_end(seen, seen.chosen)}; {_end_short(seen)}.", "difference": count, "outcomes": count}
    return {
        "control": control_ends(seen),
        "difference": difference_ends(seen),
        "outcomes": outcome_counts(seen),
        "survival": survival_counts(seen),
    }
