"""The analyst's answer in words: each point with its heading. Words of likelihood come with their numbers."""

from __future__ import annotations

from typing import Any

from exitban.analysis import reading
from exitban.analysis.conditions import Condition
from exitban.analysis.intervals import Interval
from exitban.analysis.judgement import CONFIDENCES, HALF, Judgement
from exitban.analysis.robustness import Conclusion
from exitban.analysis.robustness_told import sentence, size, survival
from exitban.analysis.root_weights import RootWeight
from exitban.analysis.structures_told import closing
from exitban.analysis.weigh import Weights
from exitban.analysis.weigh_told import by_luck, carries, chance, changes, choice, silence, untold
from exitban.analysis.wording import (
    chained,
    count_text,
    likelihood,
    listed,
    percent,
    quoted,
    share_range,
    signed_range,
    without_symbol,
    worlds,
)

NUMBERS = ("no", "one", "two", "three", "four")


def points(found: Judgement, span: str) -> list[tuple[str, str]]:
    """Heading and text of every point; ``span``: the length of the simulation in words."""
    told = (
        ("How likely is it?", how_likely(found, span)),
        ("If many leave, is control lost?", if_many_leave(found)),
        ("Under which conditions?", under_which(found)),
        ("Does it change with the policy?", with_the_policy(found)),
        ("Which claims carry it?", which_claims(found)),
        ("Which would not change it if false?", which_not(found)),
        ("How much is chance?", how_much_chance(found)),
        ("How sure is this?", how_sure(found)),
    )
    return [(heading, words) for heading, words in told if words]


def in_words(share: Interval) -> str:
    """A word of likelihood with its numbers: "likely (55 to 80 %)"."""
    word, _, numbers = likelihood(share).rpartition(", ")
    return f"{word} ({numbers})"


def title(found: Judgement, policy: str) -> str:
    """A policy's title in quotation marks."""
    return quoted(reading.policy_title(found.scenario, policy))


def often(share: Interval) -> str:
    """In which share of the worlds, with its interval."""
    return f"in {percent(share.value)} % of them (95 % interval {share_range(share)})"


def how_likely(found: Judgement, span: str) -> str:
    """The likelihood under each policy."""
    said = zip(chained([in_words(one) for one in found.lost.values()]), found.lost.items(), strict=True)
    clauses = [f"{words} under {title(found, name)}, {often(one)}" for words, (name, one) in said]
    return (
        f"Given the assumptions, losing control within {span} in the simulated worlds {listed(clauses)}. Control is "
        "an index of posts that are filled and effort that is given, and counts as lost below a line that is an "
        "assumption. The words are about the worlds of the model, not about a real government."
    )


def if_many_leave(found: Judgement) -> str:
    """What goes with it when many leave."""
    one = found.leaving
    if one is None:
        return ""
    return (
        f"{_lead(one.if_most)}. Under {title(found, found.base)}, in the tenth of worlds in which the most leave of "
        f"their own will ({count_text(one.most)} members on average), control is lost {often(one.if_most)}: "
        f"{in_words(one.if_most)}. In the tenth in which the fewest do ({count_text(one.fewest)}), it is lost "
        f"{often(one.if_fewest)}: {in_words(one.if_fewest)}. The two go together in these worlds; what drives people "
        "out can also cost control by itself."
    )


def _lead(share: Interval) -> str:
    """The answer in a word, for the worlds in which the most leave."""
    if share.high < HALF:
        return "Mostly not, in these worlds"
    return "Mostly yes, in these worlds" if share.low > HALF else "In about half of these worlds"


def under_which(found: Judgement) -> str:
    """The numbers on which it hangs most, and whether anything is known about them."""
    if not found.conditions:
        return ""
    clauses = [_condition(found, one) for one in found.conditions]
    return f"Under {title(found, found.base)} control is lost much more often where {listed(clauses)}."


def _condition(found: Judgement, one: Condition) -> str:
    high = one.upper.value > one.lower.value
    there, other = (one.upper, one.lower) if high else (one.lower, one.upper)
    quantity = found.scenario.quantities.get(one.path)
    rests = "a bare assumption" if quantity is None or quantity.is_assumption else f"on {listed(quantity.claims)}"
    means = "" if quantity is None else f", {without_symbol(quantity.meaning)},"
    third = f"{percent(there.value)} % of the third of worlds in which it is {'highest' if high else 'lowest'}"
    return (
        f"{one.path}{means} is {'high' if high else 'low'} "
        f"({third}, {percent(other.value)} % of the opposite third; {rests})"
    )


def with_the_policy(found: Judgement) -> str:
    """The matched differences and what becomes of their signs, a paragraph for each policy."""
    if not found.conclusions:
        return ""
    parts = [_differences(found, policy) for policy in dict.fromkeys(one.policy for one in found.conclusions)]
    if found.structures is None:
        return "\n\n".join([*parts, "Other structures of choice need further runs: `exitban run --structures 100`."])
    return "\n\n".join([*parts, closing(found.structures)])


def _differences(found: Judgement, policy: str) -> str:
    told = [_difference(one) for one in found.conclusions if one.policy == policy]
    return f"Against {title(found, found.base)}, {title(found, policy)} {' It '.join(told)}"


def _difference(one: Conclusion) -> str:
    if one.alike:
        return f"leaves {one.measure.title} {sentence(one)}"
    moved = signed_range(one.difference, one.measure.unit, one.measure.scale)
    return f"moves {one.measure.title} by {moved}. {_survives(one)}"


def _survives(one: Conclusion) -> str:
    if one.sign:
        return sentence(one) if one.halves.turned else survival(one)
    ends = f"higher in {worlds(one.same, one.worlds)} worlds, lower in {worlds(one.opposite, one.worlds)}"
    return f"The sign of that cannot be told: {ends}. {size(one)}".rstrip()


def which_claims(found: Judgement) -> str:
    """What moves the outcomes, what moves the difference, what moves the choice: they need not be the same."""
    weights = found.weights.values()
    told = [(f"Of {one.outcome.title}: {_small(carries(one))}", changes(one), choice(one)) for one in weights]
    parts = [" ".join(filter(None, sentences)) for sentences in told]
    return "\n\n".join(filter(None, (*parts, by_luck(*weights))))


def which_not(found: Judgement) -> str:
    """The claims that change nothing as far as can be told, those of which nothing can be told, and the silent ones."""
    first = next(iter(found.weights.values()), None)
    if first is None:
        return ""
    return "\n\n".join(part for part in (_nothing_moves(found), untold(first), silence(first)) if part)


def _nothing_moves(found: Judgement) -> str:
    """Claims of roots that move neither an outcome nor what the policy changes in it by as much as can be told."""
    moved = {one.root for each in found.weights.values() for one in each.roots if one.known and _moves(each, one)}
    known = {one.root: one.claims for each in found.weights.values() for one in each.roots if one.known}
    silent = [one for root, own in known.items() if root not in moved for one in own]
    claims = [name for one in silent for name in (one.name, *one.reprints)]
    if not claims:
        return ""
    return f"As far as so many worlds can tell, the answer is the same if any of these is false: {listed(claims)}."


def _moves(found: Weights, one: RootWeight) -> bool:
    change = one.changed(found.focus)
    return one.under(found.focus).clear or (change is not None and change.clear)


def how_much_chance(found: Judgement) -> str:
    """How much is luck and no number, outcome by outcome."""
    told = [(one.outcome.title, chance(one)) for one in found.weights.values()]
    return "\n\n".join(f"Of {outcome}: {_small(words)}" for outcome, words in told if words)


def how_sure(found: Judgement) -> str:
    """The word of confidence, its reasons, and the rule."""
    one = found.confidence
    rule = (
        f"Confidence is another thing than likelihood: it starts {CONFIDENCES[0]} and goes down a step, to "
        f"{CONFIDENCES[1]} and then {CONFIDENCES[2]}, for each reason to doubt the ground."
    )
    if not one.reasons:
        return f"Confidence is {one.word}. {rule} None was found."
    count = f"{NUMBERS[len(one.reasons)]} of four possible reasons"
    return f"Confidence is {one.word}, for {count}: {'; '.join(one.reasons)}. {rule}"


def _small(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def doubted(one: Conclusion) -> bool:
    """Whether a sign, or a size, does not survive something."""
    return bool(one.grows) or bool(one.sign and not one.survives)


def failing(found: Judgement | None, policy: str, measure: str) -> str:
    """What stands behind a difference that does not survive; empty where it does, or where nothing was asked."""
    for one in found.conclusions if found else ():
        if (one.policy, one.measure.name) == (policy, measure) and doubted(one):
            return f" {sentence(one) if one.halves.turned or not one.sign else survival(one)}"
    return ""


def document(found: Judgement, span: str) -> dict[str, Any]:
    """The judgement in the document of `exitban run --json`."""
    return {
        "points": [{"question": question, "words": words} for question, words in points(found, span)],
        "confidence": {"word": found.confidence.word, "reasons": list(found.confidence.reasons)},
    }
