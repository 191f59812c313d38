"""What the answer owes to each root of the evidence, and what the difference between policies owes to it."""

from __future__ import annotations

from exitban.analysis import Summary
from exitban.analysis.weigh import Weights
from exitban.analysis.weigh_tables import OF_CHANGE, OF_OUTCOME, rows_of_change, rows_of_outcome
from exitban.analysis.weigh_told import introduction, introduction_of_change, title
from exitban.page import DASH
from exitban.report.html import Markup, Section, joined, picture, table

INDENT = "\N{EM SPACE}"
"""Before a claim under its root; plain spaces are no space on a page."""


def section(summary: Summary) -> Section | None:
    """Tornados and tables by root; None where no claim moves a number."""
    found = summary.judgement.weights if summary.judgement else {}
    if not found:
        return None
    parts = [part for one in found.values() for part in (*_of_outcome(one), *_of_change(one))]
    return Section("weight", "Which claims move the answer, and which the choice?", joined(parts))


def _of_outcome(found: Weights) -> list[Markup]:
    what = f"{found.outcome.title.capitalize()}, {found.outcome.unit}, under {title(found, found.focus)}"
    return [_picture(found, "tornado", introduction(found)), _table(what, OF_OUTCOME, list(rows_of_outcome(found)))]


def _of_change(found: Weights) -> list[Markup]:
    """What the policy changes, where there is another one."""
    if len(found.policies) < 2:
        return []
    what = f"What {title(found, found.focus)} changes in {found.outcome.title}, {found.outcome.unit}"
    drawn = _picture(found, "tornado_of_change", introduction_of_change(found))
    return [drawn, _table(what, OF_CHANGE, list(rows_of_change(found)))]


def _picture(found: Weights, name: str, words: str) -> Markup:
    from exitban.plots import tornado
    from exitban.plots.svg import inline_svg

    mark = f"{name.replace('_', '-')}-{found.outcome.name}"
    return picture(inline_svg(getattr(tornado, name)(found), mark, tornado.OUTCOME, words), words, tornado.OUTCOME)


def _table(what: str, heads: tuple[str, ...], rows: list[list[str]]) -> Markup:
    rows = [[first.replace("  ", INDENT, 1), *rest] for first, *rest in rows]
    caption = f"{what}, with 95 % intervals; {DASH} where there is none."
    return table(caption, [f"{head[:1].upper()}{head[1:]}" for head in heads], rows, ["number"] * (len(heads) - 1))
