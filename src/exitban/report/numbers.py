"""The pictures again as tables, for those who read numbers or cannot see pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from exitban.analysis import PolicySummary, Summary
from exitban.analysis.answer import staying_clause
from exitban.analysis.intervals import Interval
from exitban.analysis.over_time import Series, Total
from exitban.analysis.side_by_side import at_the_end
from exitban.analysis.wording import (
    calendar_date,
    likelihood,
    listed,
    percent,
    points_text,
    share_range,
    signed_cell,
    whole,
    worlds,
)
from exitban.report.break_even import closed_form
from exitban.report.html import Markup, Section, joined, paragraph, table
from exitban.scenario.direction import isolated

Cell = Callable[[PolicySummary], str]


def rounded(value: float) -> str:
    """A number with as many digits as a reader needs; a dash where there is none."""
    if not np.isfinite(value):
        return "\N{EN DASH}"
    if value == 0.0 or abs(value) >= 100:
        text = f"{value:,.0f}"
    else:
        text = f"{value:.1f}" if abs(value) >= 1 else f"{value:.2g}"
    return text.replace("-", "\N{MINUS SIGN}", 1) if value < 0.0 else text


def with_interval(found: Interval) -> str:
    """A mean and its 95 % interval."""
    if not np.isfinite(found.low) or found.low == found.high:
        return rounded(found.value)
    return f"{rounded(found.value)} ({rounded(found.low)} to {rounded(found.high)})"


def as_percent(found: Interval) -> str:
    """A share and its 95 % interval; a dash where there is none."""
    if not np.isfinite(found.value):
        return rounded(found.value)
    value = f"{percent(found.value, 1)} %"
    return f"{value} ({share_range(found, 1)})" if np.isfinite(found.low) else value


def _end(name: str) -> Cell:
    return lambda policy: as_percent(policy[name].mean.at(-1))


def _end_number(name: str) -> Cell:
    return lambda policy: with_interval(policy[name].mean.at(-1))


def _against(measure: str, unit: str, scale: float) -> Cell:
    def cell(policy: PolicySummary) -> str:
        if policy.against is None:
            return "\N{EN DASH}"
        return signed_cell(policy.against[measure].difference, scale, unit)

    return cell


def _rows(summary: Summary) -> list[tuple[str, Cell] | tuple[str]]:
    """Names of rows and what stands in them; a name alone is a heading."""
    lost = "Worlds in which control is lost, given the assumptions"
    return [
        ("Control",),
        (lost, lambda p: f"{worlds(p.survival.lost, summary.replicates)}: {as_percent(p.lost)}"),
        ("The same in words", lambda p: likelihood(p.lost)),
        ("Control at the end, median (90 % of worlds)", lambda p: at_the_end(p, " %")),
        ("Control at the end, mean", _end("control")),
        ("of it structural: posts filled and orders passed on", _end("control_structural")),
        (
            "of it productive: effort and competence against those of the first holders, whom later ones may surpass",
            _end("control_productive"),
        ),
        ("Against the first policy, matched worlds",),
        ("Share of worlds that lose control", _against("lost", "points", 100.0)),
        ("Months of control kept", _against("months_kept", "months", 1.0)),
        ("Control at the end", _against("control_at_end", "points", 100.0)),
        ("At the end, mean over all posts, those included that cannot be left",),
        ("Posts filled", _end("staffing")),
        ("Vacant posts: how long so far, months", _end_number("vacant_months")),
        ("Effort", _end("effort")),
        ("Chance that a member would leave if leaving were free", _end("want_out")),
        ("Want out and keep quiet, of those in posts that can be left", _end("hidden")),
        ("Want out, and it is known, of the same", _end("shown")),
        ("Speaking out, members", _end_number("voice")),
        ("Covert, members", _end_number("covert")),
        ("Trapped, members", _end_number("trapped")),
        ("Trapped members: how long so far, months", _end_number("trapped_months")),
        *_own_rows(summary),
    ]


def _own_rows(summary: Summary) -> list[tuple[str, Cell] | tuple[str]]:
    """What mechanisms of the scenario's own record, at the end; their flows stand among the totals."""
    flows = {entry.name for entry in summary.base.totals}
    found = [entry for entry in summary.base.series if entry.mechanism and entry.name not in flows]
    names = ", ".join(dict.fromkeys(entry.mechanism for entry in found))
    rows = [(_title(entry), _end_number(entry.name)) for entry in found]
    return [(f"At the end, by a mechanism of the scenario's own ({names}), mean",), *rows] if found else []


def _title(entry: Series | Total) -> str:
    """A title as the head of a row, with the unit where the mechanism is not one of the shelf."""
    title = entry.title[:1].upper() + entry.title[1:]
    return f"{title}, {entry.unit}" if entry.mechanism else title


def _totals(summary: Summary) -> list[list[str]]:
    """Flows within the horizon that are not zero under every policy."""
    rows = []
    for place, entry in enumerate(summary.base.totals):
        found = [policy.totals[place].total for policy in summary.policies]
        if any(total.value > 0.0 for total in found):
            rows.append([_title(entry), *map(with_interval, found)])
    return rows


def overview(summary: Summary) -> Markup:
    """One column per policy."""
    rows: list[Sequence[object]] = [
        row if len(row) == 1 else [row[0], *(row[1](policy) for policy in summary.policies)] for row in _rows(summary)
    ]
    rows += [[f"Within {summary.span}, posts, mean per world"], *_totals(summary)]
    caption = (
        "In brackets 95 % intervals, except where a row says otherwise. A dash: nothing to compare, or nobody to count."
    )
    titles = [policy.title for policy in summary.policies]
    return table(caption, ["", *titles], rows, ["number"] * len(titles))


def moments(summary: Summary, most: int = 6) -> list[int]:
    """Positions of ticks, about evenly apart, the last one among them."""
    number = min(most, summary.months.size)
    return sorted({int(place) for place in np.linspace(0, summary.months.size - 1, number + 1).round()[1:]})


def _path(policy: PolicySummary, place: int) -> str:
    found = policy.control
    median, low, high = (percent(float(array[place])) for array in (found.q50, found.q05, found.q95))
    text = f"{median} % ({low} to {high} %)"
    if policy.against is not None:
        text += f", {points_text(float(policy.against.control.q50[place]))}"
    return text


def over_time(summary: Summary) -> Markup:
    """Control and its matched difference at some dates."""
    rows = [
        [calendar_date(summary.dates[place]), *(_path(policy, place) for policy in summary.policies)]
        for place in moments(summary)
    ]
    titles = [policy.title for policy in summary.policies]
    caption = (
        "Control: median and 90 % of worlds; after the comma the median difference in points to the first "
        "policy in matched worlds."
    )
    return table(caption, ["Date", *titles], rows, ["number"] * len(titles))


def lasting(summary: Summary) -> Markup:
    """The survival curve at some dates, with the numbers at risk."""
    rows = [
        [calendar_date(summary.dates[place]), *(_still(policy, place + 1) for policy in summary.policies)]
        for place in moments(summary)
    ]
    titles = [policy.title for policy in summary.policies]
    caption = "Worlds in which control is not lost yet: share, 95 % interval, and number just before that date."
    return table(caption, ["Date", *titles], rows, ["number"] * len(titles))


def _still(policy: PolicySummary, place: int) -> str:
    at_risk = whole(int(policy.survival.at_risk[place]))
    share = policy.survival.share.at(place)
    return f"{percent(share.value)} % ({share_range(share)}), {at_risk}"


def _below(policy: PolicySummary, place: int) -> str:
    share = policy.thresholds.share.at(place)
    return f"{percent(share.value)} % ({share_range(share)})"


def lines(summary: Summary) -> Markup:
    """The threshold curve at tenths."""
    rows = [
        [
            f"{percent(float(summary.base.thresholds.lines[place]))} %",
            *(_below(p, place) for p in summary.policies),
        ]
        for place in range(10, 100, 10)
    ]
    titles = [policy.title for policy in summary.policies]
    caption = "Share of worlds whose lowest control lies under c, with 95 % intervals."
    return table(caption, ["c", *titles], rows, ["number"] * len(titles))


def stored(summary: Summary) -> list[Markup]:
    """Stored exits by date of lifting; no table where no policy is lifted."""
    if not summary.base.stored:
        return []
    rows = [
        [calendar_date(entry.date), *(with_interval(policy.stored[place].stored) for policy in summary.policies)]
        for place, entry in enumerate(summary.base.stored)
    ]
    titles = [policy.title for policy in summary.policies]
    alone = [f"under {isolated(one.title)} {staying_clause(one.stays)}" for one in summary.policies if one.stays]
    caption = (
        f"Stored exits: further posts left by choice within {summary.base.stored[0].months:g} months if the policy is "
        "lifted on that day, mean per world with its 95 % interval."
        f"{f' Only the policy named is lifted: {listed(alone)}.' if alone else ''}"
    )
    return [table(caption, ["Lifted on", *titles], rows, ["number"] * len(titles))]


def section(summary: Summary) -> Section:
    """All tables of numbers."""
    note = paragraph(
        "The same numbers as in the pictures. All of them come from the model under its assumptions.", "muted"
    )
    parts = [
        note,
        overview(summary),
        over_time(summary),
        lasting(summary),
        lines(summary),
        *stored(summary),
        *closed_form(summary),
    ]
    return Section("numbers", "The numbers", joined(parts))
