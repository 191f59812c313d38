"""The analyst's answer in words: each point with its heading. Words of likelihood come with their numbers."""

from __future__ import annotations

from typing import Any

from exitban.analysis import reading
from exitban.analysis.conditions import Condition
from exitban.analysis.intervals import Interval
from exitban.analysis.judgement import CONFIDENCES, Judgement
from exitban.analysis.robustness import Conclusion
from exitban.analysis.robustness_told import sentence, survival
from exitban.analysis.structures_told import closing
from exitban.analysis.weigh_told import carries, chance, changes, choice, silence, untold
from exitban.analysis.wording import count_text, likelihood, listed, percent, quoted, share_range, signed_range

NUMBERS = ("no", "one", "two", "three", "four")


def points(found: Judgement, span: str) -> list[tuple[str, str]]:
    """Heading and text of every point; ``span``: the length of the simulation in words."""
    told = (
        ("How likely is it?", how_likely(found, span)),
        ("And if many leave?", if_many_leave(found)),
        ("Under which conditions?", under_which(found)),
        ("Does it change with the policy?", with_the_policy(found)),
        ("Which claims carry it?", which_claims(found)),
        ("Which would not change it if false?", which_not(found)),
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
    clauses = [f"{in_words(one)} under {title(found, name)}, {often(one)}" for name, one in found.lost.items()]
    return (
        f"Given the assumptions, losing control within {span} in the simulated worlds is {listed(clauses)}. The words "
        "are about the worlds of the model, not about a real government."
    )


def if_many_leave(found: Judgement) -> str:
    """What goes with it when many leave."""
    one = found.leaving
    if one is None:
        return ""
    return (
        f"Under {title(found, found.base)}, in the tenth of worlds in which the most leave of their own will "
        f"({count_text(one.most)} members on average), control is lost {often(one.if_most)}: {in_words(one.if_most)}. "
        f"In the tenth in which the fewest do ({count_text(one.fewest)}), it is lost {often(one.if_fewest)}: "
        f"{in_words(one.if_fewest)}. The two go together in these worlds; what drives people out can also cost control "
        "by itself."
    )


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
    return (
        f"{one.path} is {'high' if high else 'low'} ({percent(there.value)} % of worlds in that third of its range, "
        f"{percent(other.value)} % in the opposite one; {rests})"
    )


def with_the_policy(found: Judgement) -> str:
    """The matched differences and what becomes of their signs."""
    if not found.conclusions:
        return ""
    differences = " ".join(_difference(found, one) for one in found.conclusions)
    if found.structures is None:
        return f"{differences} Other structures of choice need further runs: `exitban run --structures 100`."
    return f"{differences} {closing(found.structures)}"


def _difference(found: Judgement, one: Conclusion) -> str:
    moved = signed_range(one.difference, one.measure.unit, one.measure.scale)
    survives = survival(one) if one.sign and not one.halves.turned else sentence(one)
    return f"{title(found, one.policy)} moves {one.measure.title} by {moved}. {survives}"


def which_claims(found: Judgement) -> str:
    """What moves the outcomes, and what moves the choice: both, since they need not be the same."""
    parts = []
    for one in found.weights.values():
        parts += [f"Of {one.outcome.title}: {_small(carries(one))}", changes(one), choice(one)]
    return " ".join(part for part in parts if part)


def which_not(found: Judgement) -> str:
    """The claims that change nothing by construction, and how much is luck."""
    one = next(iter(found.weights.values()), None)
    return "" if one is None else " ".join(part for part in (untold(one), silence(one), chance(one)) if part)


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
    return bool(one.grows) or bool(one.sign and (one.fails or one.halves.turned))


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
