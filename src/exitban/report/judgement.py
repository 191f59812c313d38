"""The first page: how likely, under which conditions, how sure, and on whose word; and the weight of evidence."""

from __future__ import annotations

from exitban.analysis import Summary
from exitban.analysis.judgement_told import points
from exitban.analysis.weigh import Weights
from exitban.analysis.weigh_told import DASH, claim_rows, introduction, row
from exitban.report.html import Markup, Section, element, joined, paragraph, table


def section(summary: Summary) -> Section | None:
    """The points of the judgement; None where the scenario has no claims to judge by."""
    if summary.judgement is None:
        return None
    told = points(summary.judgement, summary.span)
    parts = [joined([element("h3", heading), paragraph(words)]) for heading, words in told]
    return Section("judgement", "In short", element("div", joined(parts), 'class="answer"'))


def weight(summary: Summary) -> Section | None:
    """The weight of evidence as a tornado and tables; None where no claim moves a number."""
    found = summary.judgement.weights if summary.judgement else {}
    if not found:
        return None
    parts = [part for one in found.values() for part in (_picture(one), _table(one))]
    return Section("weight", "Which claims move the answer, and which the choice?", joined(parts))


def _picture(found: Weights) -> Markup:
    from exitban.plots.svg import inline_svg
    from exitban.plots.tornado import tornado

    words = introduction(found)
    name = f"tornado-{found.outcome.name}"
    drawn = Markup(inline_svg(tornado(found), name, "What the answer owes to each root of the evidence", words))
    return element("figure", joined([drawn, element("figcaption", words)]))


def _table(found: Weights) -> Markup:
    rows = [cells for one in found.roots for cells in (row(found, one), *claim_rows(found, one))]
    head = ("Root, and its claims", "Holds in", "If true", "If false", "Moves", "Share of variance, %")
    what = f"{found.outcome.title.capitalize()}, {found.outcome.unit}"
    caption = f"{what}, with 95 % intervals; {DASH} where there is none."
    return table(caption, [*head, "The difference", "Worth knowing"], rows, ["number"] * 7)
