"""The first screen: what was asked, the answer, and whether the assumptions give what was reported."""

from __future__ import annotations

from typing import Any

from exitban.analysis import Summary
from exitban.analysis.answer import changed, check_sentence
from exitban.analysis.findings import CAUTION
from exitban.analysis.identified import STRENGTHS, Identified
from exitban.analysis.intervals import Interval
from exitban.analysis.prior_predictive import PriorPredictive
from exitban.analysis.side_by_side import side_by_side
from exitban.analysis.wording import calendar_date, in_worlds, percent, quoted, share_range, whole
from exitban.report.html import Markup, Section, bullets, element, joined, paragraph, prose, table
from exitban.report.limits import how_to_read
from exitban.scenario.direction import isolated


def _policy(summary: Summary, scenario: Any, position: int) -> Markup:
    """One policy with what the scenario says about it."""
    policy = summary.policies[position]
    entry = getattr(scenario, "policies", {}).get(policy.name)
    about = str(getattr(entry, "about", None) or "").strip()
    name = element("strong", isolated(policy.title))
    role = " (all others are compared with it)" if position == 0 and len(summary.policies) > 1 else ""
    return joined([name, role, f": {about}" if about else ""], "")


def _lasting(scenario: Any) -> str:
    """How long control must stay under its line before it counts as lost."""
    hold = getattr(scenario, "quantities", {}).get("control.hold")
    if hold is None:
        return ""
    unit = hold.unit.removesuffix("s") if hold.value == 1.0 else hold.unit
    return f" for {'' if hold.is_fixed else 'about '}{hold.value:g} {unit}"


def asked(summary: Summary, scenario: Any) -> Section:
    """The question, the organisation, the policies that are compared."""
    line = summary.control_threshold
    reach = f" (90 % of draws {percent(line.low)} to {percent(line.high)} %)" if line.high > line.low else ""
    parts = [prose(str(getattr(scenario, "about", None) or "")), *_simulated(summary, scenario)]
    if not summary.base.headlines:
        parts.append(
            paragraph(
                "Control is an index: 100 % with all posts filled and everybody at full effort. It counts as "
                f"lost when it stays under {percent(line.value)} %{reach}{_lasting(scenario)}; where that line lies "
                "is an assumption."
            )
        )
    return Section("asked", "What was asked", joined(parts))


def _simulated(summary: Summary, scenario: Any) -> list[Markup]:
    """How many worlds, from when to when, under which policies; one that forbids nothing needs no list."""
    worlds_simulated = (
        f"{whole(summary.replicates)} worlds were simulated from {calendar_date(summary.start)} to "
        f"{calendar_date(summary.dates[-1])}"
    )
    if summary.base.headlines and len(summary.policies) == 1:
        return [paragraph(f"{worlds_simulated}.")]
    listing = bullets(_policy(summary, scenario, place) for place in range(len(summary.policies)))
    return [paragraph(f"{worlds_simulated}, each under every one of these policies, on the same luck:"), listing]


def glance(summary: Summary) -> Section | None:
    """The policies side by side, after the check of the priors; None where there is nothing to compare."""
    found = side_by_side(summary)
    if found is None:
        return None
    check = summary.prior_predictive
    heads = [f"{head[:1].upper()}{head[1:]}" for head in found.heads]
    parts = [
        *([paragraph(check_sentence(check, summary[check.policy].title))] if check else []),
        table(found.caption, heads, found.rows, ["number"] * (len(heads) - 1)),
        *_caution(summary),
    ]
    return Section("glance", "At a glance", joined(parts))


def _caution(summary: Summary) -> list[Markup]:
    """What the numbers are not; a reference model speaks of nothing real."""
    return [] if summary.kind == "reference" else [paragraph(CAUTION, "muted")]


def answer(summary: Summary) -> Section:
    """The check of the priors, the headline, the matched differences, and how to read them.

    What was changed on the command line stands at the head of the page.
    """
    place = 1 if summary.prior_predictive else 0
    told = summary.answer().split("\n\n")[1 if changed(summary) else 0 :]
    words = [paragraph(part, "headline" if number == place else "") for number, part in enumerate(told)]
    parts = [
        element("div", joined(words), 'class="answer"'),
        *_caution(summary),
        how_to_read(summary),
    ]
    return Section("answer", "The answer", joined(parts))


def _seen(check: PriorPredictive) -> Markup:
    """How many draws give how many members known to be blocked; long tails in one row."""
    most = max(check.at_least + 3, 5)
    counts = {count: check.seen.get(count, 0) for count in range(most)}
    beyond = sum(number for count, number in check.seen.items() if count >= most)
    rows = [[str(count), whole(number), _share(number, check)] for count, number in counts.items()]
    rows.append([f"{most} or more", whole(beyond), _share(beyond, check)])
    caption = f"Known to be blocked among {check.institution} by {calendar_date(check.by)}"
    return table(caption, ["Members", "Prior draws", "Share"], rows, ["number", "number"])


def _share(number: int, check: PriorPredictive) -> str:
    return f"{percent(number / check.draws, 1)} %"


def _verdict(check: PriorPredictive) -> str:
    """What the share means for the trust that the rest deserves."""
    if check.share.high < 0.05:
        return (
            "The assumptions hardly ever give what was reported: they and the report disagree, and the rest "
            "of this page should be read with that in mind."
        )
    if check.share.low > 0.95:
        return "The assumptions nearly always give what was reported: the report does little to tell them apart."
    return (
        "The assumptions can give what was reported, and they also give other things: the report does not settle them."
    )


def prior_check(summary: Summary) -> Section | None:
    """The prior-predictive check, before any picture; None where there is no report to check against."""
    check = summary.prior_predictive
    if check is None:
        return None
    draws = in_worlds(check.number, check.draws, "prior draw")
    words = paragraph(
        f"Under {quoted(summary[check.policy].title)} {check.at_least} or more known to be blocked among "
        f"{check.institution} by {calendar_date(check.by)} come out in {draws} "
        f"({percent(check.share.value, 1)} %, 95 % interval {share_range(check.share, 1)}). "
        f"{' '.join(filter(None, (_verdict(check), check.adjusted)))}"
    )
    told = [] if check.identified is None else _identified(check.identified, check.institution)
    return Section("prior-check", "Do the assumptions give what was reported?", joined([words, _seen(check), *told]))


def _identified(found: Identified, institution: str) -> list[Markup]:
    """What the known cases tell, and the ridge along which they tell nothing."""
    words = paragraph(
        f"All that the report itself identifies is a rate: {found.cases} known cases among {found.posts} posts of "
        f"{institution} in {found.months:.1f} months are {_rate(found.blocked)} blocked per post and month, and a "
        "lower bound, since only those are counted who became known. A strict ban that few test and a loose one that "
        "many test leave the same trace: along the rows of this table the report cannot tell one from the other."
    )
    rows = [[f"{100 * strength:.0f} %", _rate(found.attempts(strength))] for strength in STRENGTHS]
    head = ["If the ban stops this share", "So many ask, per post and month, at the least"]
    return [words, table("How strict the ban is against how many ask to leave", head, rows, ["number"])]


def _rate(found: Interval) -> str:
    return f"{found.value:.4f} (95 % interval {found.low:.4f} to {found.high:.4f})"
