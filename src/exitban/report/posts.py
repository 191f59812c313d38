"""What one empty post costs: from the chains of command alone, before anything is simulated."""

from __future__ import annotations

from typing import Any

from exitban.analysis import Summary
from exitban.analysis.wording import percent
from exitban.report.html import Section, joined, paragraph, table

MOST = 15
"""Rows of the table; the ranks below carry less."""


def section(summary: Summary, scenario: Any) -> Section | None:
    """The pivotal posts by institution and rank (MODEL.md 3.4); None where the organisation is not known."""
    found = summary.pivotal
    if not found:
        return None
    top = found[0]
    rows = [
        [f"{_title(scenario, one.institution)}, rank {one.rank}", str(one.posts), _share(one.largest), _share(one.mean)]
        for one in found[:MOST]
    ]
    where = f"{_title(scenario, top.institution)}, rank {top.rank},"
    words = paragraph(
        f"With one post of {where} vacant, {percent(top.largest)} % of control is lost when all other posts are filled "
        "and everybody works at full effort: orders do not pass an empty chair, unless a second superior passes them "
        "on. Posts are compared, not persons."
    )
    left = f" {len(found) - MOST} further ranks carry less." if len(found) > MOST else ""
    caption = f"Share of control lost when one post of the rank falls vacant, the largest and the mean.{left}"
    head = ["Institution and rank", "Posts", "Largest loss", "Mean loss"]
    return Section(
        "pivotal", "Which posts carry the most?", joined([words, table(caption, head, rows, ["number"] * 3)])
    )


def _title(scenario: Any, name: str) -> str:
    entry = getattr(scenario, "institutions", {}).get(name)
    return str(getattr(entry, "title", None) or name)


def _share(loss: float) -> str:
    return f"{percent(loss, 2 if loss < 0.1 else 1)} %"
