"""The first page: how likely, under which conditions, how sure, and on whose word."""

from __future__ import annotations

from exitban.analysis import Summary
from exitban.analysis.judgement_told import points
from exitban.report.html import Section, element, joined, prose


def section(summary: Summary) -> Section | None:
    """The points of the judgement; None where the scenario has no claims to judge by."""
    if summary.judgement is None:
        return None
    told = points(summary.judgement, summary.span)
    parts = [joined([element("h3", heading), prose(words)]) for heading, words in told]
    return Section("judgement", "In short", element("div", joined(parts), 'class="answer"'))
