"""What came after: the observed values beside the simulated ones, hit or miss, and what speaks against the reading."""

from __future__ import annotations

from exitban.analysis import Summary
from exitban.analysis.looking_back import Beside, LookingBack, UnderPolicy
from exitban.analysis.looking_back_words import bare, series_sentence, together
from exitban.analysis.wording import calendar_date, percent, quoted, share_range
from exitban.report.html import Markup, Section, bullets, element, joined, link, paragraph, picture, table
from exitban.scenario.direction import isolated

HEADING = "What came after"

INTRODUCTION = (
    "What follows came later, and no number of the scenario was read off it; what was chosen by people who knew it is "
    "told beside it. Where it lies among the simulated worlds makes the assumptions more or less plausible, and no "
    "more: a wide band catches much, one case is one case, and other stories may give the same numbers."
)


def section(summary: Summary) -> Section | None:
    """The picture, and for every series its verdict, its values, its sources and the contrary evidence."""
    if not summary.observed:
        return None
    parts = [paragraph(INTRODUCTION), _picture(summary)]
    parts += [_series(back) for back in summary.observed]
    if words := together(summary.observed):
        parts.append(paragraph(words))
    return Section("observed", HEADING, joined(parts))


def _picture(summary: Summary) -> Markup:
    from exitban.plots import inline_svg, observed

    says = " ".join(f"{isolated(back.title)}: {series_sentence(back)}" for back in summary.observed)
    reading = "Black dots are what was observed; the bands are the worlds under the policy that was in force."
    return picture(inline_svg(observed(summary), "observed-picture", HEADING, says), reading, HEADING)


def _series(back: LookingBack) -> Markup:
    where = f" ({', '.join(back.where)})" if back.where else ""
    parts = [
        element("h3", f"{isolated(back.title)}{where}"),
        paragraph(series_sentence(back)),
        paragraph(joined([element("strong", "Against this reading:")])),
        bullets(_against(one) for one in back.contrary),
        *(_values(back, under) for under in back.under),
        paragraph(joined([element("strong", "How sure the values are:"), f" {back.uncertainty}"], "")),
        paragraph(joined([element("strong", "Sources:"), " ", _sources(back)], "")),
    ]
    return joined(parts)


def _against(one: object) -> Markup:
    text, claims = getattr(one, "text", ""), getattr(one, "claims", ())
    return joined([text, f" (claims: {', '.join(claims)})" if claims else ""], "")


def _sources(back: LookingBack) -> Markup:
    named = (
        joined([link(one.address, one.title) if one.address else one.title, f" ({one.date})" if one.date else ""], "")
        for one in back.sources
    )
    return joined(named, "; ")


def _values(back: LookingBack, under: UnderPolicy) -> Markup:
    force = ", which was in force" if under.policy == back.in_force else ""
    caption = f"{isolated(back.title)}, in {back.unit}, under {quoted(under.title)}{force}"
    head = [
        "When",
        "Observed",
        "Median world (90 % of worlds)",
        "Worlds at or beyond",
        "Among the 90 %",
        "Within a factor of 2",
    ]
    return table(caption, head, [_value(one, back.unit) for one in under.values], ["number"] * 5)


def _value(one: Beside, unit: str) -> list[object]:
    since = f"{calendar_date(one.since)} to " if one.since is not None else ""
    low, high = (bare(end, unit) for end in (one.spread[0], one.spread[4]))
    return [
        f"{since}{calendar_date(one.date)}",
        bare(one.observed, unit),
        f"{bare(one.median, unit)} ({low} to {high})",
        f"{percent(one.beyond.value)} % ({share_range(one.beyond)})",
        "yes" if one.inside else "no",
        "yes" if one.near else "no",
    ]
