"""Policies side by side: the answer as a table, for whoever looks before reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exitban.analysis.answer import additions, answer, around
from exitban.analysis.findings import Findings, PolicySummary
from exitban.analysis.text_table import text_table
from exitban.analysis.wording import percent, quoted, signed_cell, whole
from exitban.page import DASH
from exitban.scenario.direction import isolated

Cell = Callable[[PolicySummary], str]


@dataclass(frozen=True)
class SideBySide:
    """A row for each policy: what it changes against the first one, in the same worlds, and what is the case then.

    ``caption`` says of what world it speaks, and what the numbers in brackets are.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def side_by_side(summary: Findings) -> SideBySide | None:
    """The table; None where there is nothing to compare, or where the scenario asks for an answer about something else.

    Differences of matched worlds come first (equation 15 of MODEL.md).
    """
    if summary.base.headlines or len(summary.policies) < 2:
        return None
    columns: list[tuple[str, Cell]] = [
        ("policy", lambda one: isolated(one.title)),
        ("change in worlds that lose control, points", _against("lost")),
        ("worlds that lose control, %", _lost),
        ("change in control at the end, points", _against("control_at_end")),
        ("control at the end, %", at_the_end),
    ]
    return SideBySide(
        caption(summary),
        tuple(head for head, _ in columns),
        tuple(tuple(cell(policy) for _, cell in columns) for policy in summary.policies),
    )


def caption(summary: Findings) -> str:
    """What the table is of."""
    return (
        f"{whole(summary.replicates)} simulated worlds over {summary.span}, the same ones under each policy, given the "
        f"assumptions. Changes are those against {quoted(summary.base.title)}. Of control at the end: the median "
        "world, in brackets the middle 90 % of worlds; elsewhere in brackets: 95 % intervals."
    )


def told(summary: Findings) -> str:
    """The answer for a terminal: the table stands in place of the sentences that hold the same numbers."""
    found = side_by_side(summary)
    if found is None:
        return answer(summary)
    table = f"{found.caption}\n\n{text_table(found.heads, found.rows)}"
    return "\n\n".join(around(summary, [table, *additions(summary, "the share of worlds that lose control")]))


def _against(measure: str) -> Cell:
    def cell(policy: PolicySummary) -> str:
        return DASH if policy.against is None else signed_cell(policy.against[measure].difference, 100.0)

    return cell


def _lost(policy: PolicySummary) -> str:
    one = policy.lost
    return f"{percent(one.value)} ({percent(one.low)} to {percent(one.high)})"


def at_the_end(policy: PolicySummary, unit: str = "") -> str:
    """Control of the median world at the end, and of the middle 90 % of worlds, in percent."""
    spread = policy.control
    middle, low, high = (percent(float(quantile[-1])) for quantile in (spread.q50, spread.q05, spread.q95))
    return f"{middle}{unit} ({low} to {high}{unit})"
