"""What every report must say about itself."""

from __future__ import annotations

from exitban.analysis import Summary
from exitban.analysis.wording import LIKELIHOODS
from exitban.report.html import Markup, Section, bullets, element, joined, paragraph

CANNOT_BE_KNOWN = (
    "How strongly members react and how much they want something: choices reveal only the product of the "
    "two. The scale is fixed by convention, and so no single utility can be read off a report.",
    "How strict the ban is against how many ask to leave: two known blocked attempts fit a strict ban that "
    "few test as well as a loose one that many test. Only their product leaves a trace, and leaked cases "
    "are a lower bound of it.",
    "Whether members leave because others leave, or because the same bad news reaches all of them: from the "
    "outside the two look alike (Manski's reflection problem).",
    "How fast the effort of trapped members fades, and at what level control counts as lost: no report says "
    "anything about either. The curve over all levels stands above for that reason.",
    "Therefore the numbers of the scenario are ranges and not points; what deserves attention are signs, "
    "orderings, and the share of worlds in which they hold. That the program reproduces textbook models "
    "shows that it computes what it says; that it comes near a past case makes it plausible. Neither makes "
    "it a tested forecast.",
)

MUST_NOT_BE_USED = (
    "to pick out persons: members are synthetic, no real person is in the model, and nothing here says who "
    "is likely to leave, to speak out, or to be disloyal;",
    "as a forecast that a real government falls, or as the probability of it: the shares count simulated "
    "worlds under stated assumptions;",
)

WITH_CURVE = "as a single number without its interval, its assumptions and the curve over all levels of control."
WITHOUT_CURVE = "as a single number without its interval and its assumptions."

NOT_MODELLED = (
    "Not in the model: named persons, the ruler as a strategic player, wages, geography, ties that change "
    "with events, and beliefs about the beliefs of others."
)


def unknown() -> Section:
    """What no such report can tell (MODEL.md sections 4 and 5)."""
    return Section("unknown", "What cannot be known", joined([bullets(CANNOT_BE_KNOWN), paragraph(NOT_MODELLED)]))


def of_headline_alone(summary: Summary) -> bool:
    """A reference model is about one thing; what the other pictures show is switched off in it."""
    return summary.kind == "reference" and bool(summary.base.headlines)


def misuse(summary: Summary) -> Section:
    """What the report must not be used for."""
    last = WITHOUT_CURVE if of_headline_alone(summary) else WITH_CURVE
    words = joined([paragraph("This report must not be used"), bullets([*MUST_NOT_BE_USED, last])])
    return Section("misuse", "What this must not be used for", element("div", words, 'class="caution"'))


def how_to_read(summary: Summary) -> Markup:
    """What interval, band and word of likelihood mean here."""
    if of_headline_alone(summary):
        return paragraph(
            f"A band shows the spread between the {summary.replicates:,d} simulated worlds. A 95 % interval shows only "
            "how well so many worlds pin down a share or a mean.",
            "muted",
        )
    scale = ", ".join(f"{word} {100 * low:.0f} to {100 * high:.0f} %" for low, high, word in LIKELIHOODS)
    differ = (
        "in luck alone, since every number is fixed"
        if summary.uncertain == 0
        else "both in luck and in every number that the scenario gives as a range"
    )
    return paragraph(
        f"A band shows the spread between the {summary.replicates:,d} simulated worlds, which differ {differ}. "
        "A 95 % interval shows only how well so many worlds pin down a share or a mean. Words of likelihood follow one "
        f"scale: {scale}.",
        "muted",
    )
