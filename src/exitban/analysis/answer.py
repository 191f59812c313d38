"""The short answer in words: every count and every difference with its uncertainty."""

from __future__ import annotations

from collections.abc import Sequence

from exitban.analysis import looking_back_words
from exitban.analysis.contrasts import Contrast
from exitban.analysis.findings import Findings, PolicySummary
from exitban.analysis.headline import Headline
from exitban.analysis.judgement_told import failing
from exitban.analysis.prior_predictive import PriorPredictive
from exitban.analysis.stored import StoredExits
from exitban.analysis.wording import (
    calendar_date,
    count_text,
    in_worlds,
    interval_words,
    listed,
    percent,
    quoted,
    same_everywhere,
    share_range,
    signed_range,
    whole,
    worlds,
)

MANY = 2
"""More policies than this beside another are counted, not named."""


def check_sentence(check: PriorPredictive, title: str) -> str:
    """What share of prior draws gives what was reported."""
    return (
        f"First, do the assumptions give what was reported? Under {quoted(title)}, {check.at_least} or more "
        f"known to be blocked among {check.institution} by {calendar_date(check.by)} come out in "
        f"{in_worlds(check.number, check.draws, 'prior draw')} (95 % interval {share_range(check.share)})."
        f"{f' {check.adjusted}' if check.adjusted else ''}"
    )


def lost_clause(policy: PolicySummary, replicates: int) -> str:
    """One policy's count of worlds that lose control."""
    return f"{worlds(policy.survival.lost, replicates)} under {quoted(policy.title)}"


def headline(summary: Findings) -> str:
    """What the policies change in how often control is lost, then how often it is lost, given the assumptions."""
    changed = differences(summary)
    clauses = listed([lost_clause(policy, summary.replicates) for policy in summary.policies])
    ranges = ", ".join(share_range(policy.lost) for policy in summary.policies)
    plural = "s" if len(summary.policies) > 1 else ""
    given, span = ("Control", "") if changed else ("Given the assumptions, control", f" within {summary.span}")
    counted = f"{given} is lost{span} in this many simulated worlds: {clauses} (95 % interval{plural} {ranges})."
    return " ".join(filter(None, (changed, *additions(summary), counted)))


def difference_clause(policy: PolicySummary, found: Contrast) -> str:
    """The matched difference of that share, with its interval."""
    if found.alike:
        return f"not at all under {quoted(policy.title)}, {_alike(found)}"
    return f"by {signed_range(found.difference, 'points', 100)} under {quoted(policy.title)}"


def _alike(found: Contrast) -> str:
    return same_everywhere(found.difference, found.unchanged, "points", 100)


def differences(summary: Findings) -> str:
    """All matched differences to the first policy in one sentence; empty when there is nothing to compare."""
    clauses = [
        difference_clause(policy, policy.against["lost"]) for policy in summary.policies if policy.against is not None
    ]
    if not clauses:
        return ""
    return (
        f"Given the assumptions, and compared with {quoted(summary.base.title)} on the same luck and the same draws, "
        f"the share of simulated worlds that lose control within {summary.span} moves {listed(clauses)}."
    )


def additions(summary: Findings, share: str = "it") -> list[str]:
    """What policies add to the one that stands beside them, a sentence for each such one; ``share``: what moves."""
    beside: dict[str, list[str]] = {}
    for policy in summary.policies:
        if policy.adds is not None:
            clause = difference_clause(policy, policy.adds["lost"])
            beside.setdefault(policy.adds.title, []).append(clause)
    return [
        f"Against {quoted(title)}, which stays in force there, {share} moves {listed(clauses)}."
        for title, clauses in beside.items()
    ]


def lost_sentence(policy: PolicySummary, base: PolicySummary, found: Contrast, replicates: int) -> str:
    """In how many matched worlds the policy costs control, saves it, or changes nothing about that."""
    name, other = quoted(policy.title), quoted(base.title)
    return (
        f"{name} loses control where {other} keeps it in {in_worlds(found.harmed, replicates, 'matched world')}, "
        f"keeps it where {other} loses it in {worlds(found.helped, replicates)}, and ends alike in "
        f"{worlds(found.unchanged, replicates)}."
    )


def end_sentence(found: Contrast, replicates: int) -> str:
    """The matched difference in control at the end, in points of the index (100: all posts, all effort)."""
    if found.alike:
        return f"Control at the end is {_alike(found)}."
    return (
        f"Control at the end moves by {signed_range(found.difference, 'points', 100)} on average: higher in "
        f"{in_worlds(found.helped, replicates, 'matched world')}, lower in {worlds(found.harmed, replicates)}."
    )


def added_sentence(policy: PolicySummary) -> str:
    """What the policy adds in control at the end to the one beside it; empty where that one was not run."""
    if policy.adds is None:
        return ""
    found = policy.adds["control_at_end"]
    moved = f"is {_alike(found)}" if found.alike else f"moves by {signed_range(found.difference, 'points', 100)}"
    return f" Against {quoted(policy.adds.title)} it {moved}."


def stored_clause(policy: PolicySummary, found: StoredExits) -> str:
    """How many a policy holds back on a date."""
    ends = interval_words(found.stored, count_text(found.stored.low), count_text(found.stored.high))
    alone = f" if it alone is lifted and {staying_clause(policy.stays)}" if policy.stays else ""
    return f"{count_text(found.stored.value)} under {quoted(policy.title)}{alone} ({ends})"


def staying_clause(titles: tuple[str, ...]) -> str:
    """What stays in force when a policy beside it is lifted; many are counted."""
    if len(titles) > MANY:
        return f"the {len(titles)} policies beside it stay in force"
    return f"{listed([quoted(title) for title in titles])} {'stays' if len(titles) == 1 else 'stay'} in force"


def day_told(summary: Findings) -> int:
    """Which date of lifting is told: the day of the report, if it is among them, else the last."""
    check, dates = summary.prior_predictive, [one.date for one in summary.base.stored]
    return dates.index(check.by) if check and check.by in dates else len(dates) - 1


def stored_sentence(summary: Findings) -> str:
    """What the policies hold back, in one sentence; empty where none is lifted or none holds anybody back."""
    day = day_told(summary)
    found = [(one, one.stored[day]) for one in summary.policies if one.stored and one.stored[day].stored.value != 0.0]
    if not found:
        return ""
    first = found[0][1]
    return (
        f"What a policy holds back shows when it is lifted: from {calendar_date(first.date)} on, so many more would "
        f"choose to leave their posts within {first.months:g} months, mean per world: "
        f"{listed([stored_clause(*one) for one in found])}."
    )


def closing(summary: Findings) -> str:
    """What the numbers hold, and what they are not."""
    if summary.kind == "reference":
        return "A reference model: it shows that the program computes what it says, and nothing about any real case."
    return f"{_spread(summary)} This is a model result, not a forecast."


def _spread(summary: Findings) -> str:
    """What differs between worlds, and what intervals say of it."""
    if summary.replicates == 1:
        return "A single world was simulated: how far worlds lie apart is not known."
    each = f"Each of the {whole(summary.replicates)} worlds draws"
    if summary.uncertain == 0:
        drawn = f"{each} its luck anew and nothing else, since every number is fixed: the spread between worlds is luck"
    else:
        drawn = f"{each} the uncertain numbers and its luck anew, so the spread between worlds holds both"
    return f"{drawn}; the 95 % intervals say only how well so many worlds pin down these shares and averages."


def headline_paragraphs(summary: Findings) -> list[str]:
    """What the scenario asks its answer to speak of, under each policy."""
    several = len(summary.policies) > 1
    return [
        f"{f'Under {quoted(policy.title)}: ' if several else ''}{headline_sentence(found, summary)}"
        for policy in summary.policies
        for found in policy.headlines
    ]


def headline_sentence(found: Headline, summary: Findings) -> str:
    """One result at the end: its mean, how far worlds lie apart, and the matched difference to the first policy."""
    start = f"{found.title[:1].upper()}{found.title[1:]}, at the end:"
    if not found.of_shares:
        words = f"{start} {_counted(found)}"
    elif found.alike:
        words = f"{start} {at_the_end(found)} in {in_worlds(summary.replicates, summary.replicates)}."
    else:
        some = 0 < found.over_half < summary.replicates
        there = f", and there {percent(found.there, 1)} % on average" if some else ""
        low, high = (percent(float(one[-1]), 1) for one in (found.spread.q05, found.spread.q95))
        ends = interval_words(found.end, percent(found.end.low, 1), percent(found.end.high, 1), " %")
        words = (
            f"{start} {at_the_end(found)} on average ({ends}). Nine of ten worlds "
            f"end between {low} and {high} %; over one half in {worlds(found.over_half, summary.replicates)}{there}."
        )
    if found.against is None:
        return words
    if found.against.alike:
        return f"{words} Compared on the same luck, {_alike(found.against)}."
    unit, scale = ("points", 100.0) if found.of_shares else (found.unit, 1.0)
    return f"{words} Compared on the same luck, {signed_range(found.against.difference, unit, scale)}."


def _counted(found: Headline) -> str:
    """A number of posts, counted from the start; one that is filled again can count twice."""
    ends = interval_words(found.end, count_text(found.end.low), count_text(found.end.high))
    least, most = (count_text(float(one[-1])) for one in (found.spread.q05, found.spread.q95))
    return (
        f"{count_text(found.end.value)} {found.unit} in all on average ({ends}). Nine of ten worlds end between "
        f"{least} and {most}."
    )


def at_the_end(found: Headline) -> str:
    """The mean as a share, or as a number of posts where every world has the same."""
    if found.posts and found.alike:
        return f"{found.end.value * found.posts:,.0f} of {whole(found.posts)} posts"
    return f"{percent(found.end.value, 1)} %{f' of {whole(found.posts)} posts' if found.posts else ''}"


def difference_paragraphs(summary: Findings) -> list[str]:
    """Two sentences for every policy after the first."""
    found = []
    for policy in summary.policies[1:]:
        if policy.against is not None:
            lost = lost_sentence(policy, summary.base, policy.against["lost"], summary.replicates)
            end = end_sentence(policy.against["control_at_end"], summary.replicates)
            doubts = [failing(summary.judgement, policy.name, measure) for measure in ("lost", "control_at_end")]
            found.append(f"{lost}{doubts[0]} {end}{doubts[1]}{added_sentence(policy)}")
    return found


def changed(summary: Findings) -> str:
    """What was set on the command line in place of what the scenario says; empty where nothing was."""
    overrides = summary.provenance.get("overrides") or ()
    if not overrides:
        return ""
    return f"Changed on the command line: {', '.join(overrides)}. The scenario's own texts speak of the unchanged file."


def answer(summary: Findings) -> str:
    """The check of the priors, matched differences, how often control is lost, what came after, what all this is not.

    Where the scenario names a headline of its own, that and nothing about control. What was changed on the command line
    comes first. Paragraphs are parted by an empty line.
    """
    return "\n\n".join(around(summary, headline_paragraphs(summary) or [headline(summary)]))


def around(summary: Findings, lead: Sequence[str]) -> list[str]:
    """The paragraphs of an answer: what comes before the ``lead``, and after it."""
    after = [*looking_back_words.paragraphs(summary.observed), closing(summary)]
    first = [words for words in [changed(summary)] if words]
    if summary.base.headlines:
        return [*first, *lead, *after]
    check = summary.prior_predictive
    first += [check_sentence(check, summary[check.policy].title)] if check else []
    stored = [words for words in [stored_sentence(summary)] if words]
    return [*first, *lead, *difference_paragraphs(summary), *stored, *after]
