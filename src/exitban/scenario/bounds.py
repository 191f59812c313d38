"""Each stated number: exactly one distribution, well formed, within the bounds of its number."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from exitban.mechanism import NumberFacts
from exitban.scenario.distributions import FAMILIES, LARGEST, Distribution
from exitban.scenario.findings import Findings
from exitban.scenario.numbers import KINDS, DistributionEntry
from exitban.scenario.positions import Place
from exitban.scenario.quantile_fit import UnfitQuantilesError, misfit
from exitban.scenario.quantities import distribution_of
from exitban.scenario.sections import SWITCH, Bounded, Stated, bounds

NEVER_AT_ZERO = ("lognormal", "gamma", "beta")
"""They come near 0 and never reach it."""
ALMOST_ZERO = 1e-6
"""The bound of a number that has to be more than 0."""
NINETY_FIVE = 1.645
"""The normal quantile of 95 %: tails beyond it are told when they are cut."""


def check_numbers(findings: Findings, numbers: Iterable[Stated]) -> None:
    """Every distribution of every number; a wrong one is remembered as spoiled."""
    for place, entry, facts in numbers:
        for where, one in _distributions(place, entry, entry.if_true):
            if not findings.spoiled(where):
                _check(findings, where, one, facts)


def _distributions(
    place: Place, plain: DistributionEntry, if_true: dict[str, DistributionEntry]
) -> Iterator[tuple[Place, DistributionEntry]]:
    yield place, plain
    for name, one in if_true.items():
        yield (*place, "if_true", name), one


def _check(findings: Findings, place: Place, entry: DistributionEntry, facts: NumberFacts) -> None:
    stated = list(entry.stated())
    if len(stated) != 1:
        told = f"found {' and '.join(stated)}" if stated else "found no distribution"
        _refuse(findings, place, f"{told}; allowed: exactly one of {', '.join(KINDS)}.")
        return
    within = findings.tree.known((*place, stated[0]))
    try:
        found = distribution_of(entry, facts)
    except UnfitQuantilesError as error:
        _refuse(findings, within, f"found quantiles that fit no distribution: {error}.")
        return
    if wrong := refusal(found, facts):
        _refuse(findings, within, wrong)
        return
    for remark in (_cut(found), misfit(found) if found.judged else ""):
        if remark:
            findings.remark(within, remark)


def refusal(found: Distribution, facts: Bounded) -> str:
    """What forbids a number this distribution, empty if there is nothing."""
    checks = (_beyond, _no_switch, _no_name, _no_range)
    return _malformed(found) or next((told for check in checks if (told := check(found, facts))), "")


def _refuse(findings: Findings, place: Place, message: str) -> None:
    findings.wrong(place, message)
    findings.spoil(place)


def _malformed(found: Distribution) -> str:
    if any(abs(one) > LARGEST for one in found.parameters):
        return f"found {_listed(found)}; allowed: numbers up to {LARGEST:g}."
    if found.family.fits(found.parameters):
        return ""
    return f"found {_listed(found)}; allowed for {found.kind}: {FAMILIES[found.kind].wish}."


def _beyond(found: Distribution, facts: Bounded) -> str:
    """A value or a support outside the bounds; tails that never end are cut instead."""
    low, high = found.support
    never_reached = found.kind in NEVER_AT_ZERO and low == 0.0 < facts.low <= ALMOST_ZERO
    too_low = math.isfinite(low) and low < facts.low and not never_reached
    too_high = math.isfinite(high) and high > facts.high
    if not (too_low or too_high):
        return ""
    unit = "" if facts.unit == "1" else f"{facts.unit}: "
    said = f"found {low:g}" if found.is_fixed else f"found {found.words()}"
    return f"{said}; allowed: {bounds(facts)} ({unit}{facts.meaning})."


def _no_switch(found: Distribution, facts: Bounded) -> str:
    """A switch is on or off in each world."""
    if facts.unit != SWITCH or (found.kind in ("value", "choice") and set(found.parameters) <= {0.0, 1.0}):
        return ""
    return f"found {found.words()}; allowed: 0 or 1, or {{choice: [0, 1]}} ({facts.meaning})."


def _no_name(found: Distribution, facts: Bounded) -> str:
    """A number with names is one of them in each world."""
    places = {float(place) for place, _ in enumerate(facts.names)}
    if not places or (found.kind in ("value", "choice") and set(found.parameters) <= places):
        return ""
    return f"found {found.words()}; allowed: {bounds(facts)}, or {{choice: [one, another]}} ({facts.meaning})."


def _no_range(found: Distribution, facts: Bounded) -> str:
    """A number that shapes what all replicates share cannot differ between them."""
    if not facts.alike or found.is_fixed:
        return ""
    return f"found {found.words()}; allowed: one value, the same in every replicate ({facts.meaning})."


def _cut(found: Distribution) -> str:
    """More than a twentieth of the draws would be moved to a bound."""
    if found.kind not in ("normal", "lognormal"):
        return ""
    centre, spread = found.parameters
    if found.kind == "normal":
        low, high = centre - NINETY_FIVE * spread, centre + NINETY_FIVE * spread
    else:
        low, high = (
            centre * math.exp(-NINETY_FIVE * spread),
            centre * math.exp(NINETY_FIVE * spread),
        )
    beyond = [f"{bound:g}" for bound, out in ((found.low, low < found.low), (found.high, high > found.high)) if out]
    told = f"more than one draw in twenty lies beyond {' and beyond '.join(beyond)} and is moved there"
    return f"{told}; choose another distribution if that is not meant." if beyond else ""


def _listed(found: Distribution) -> str:
    return f"[{', '.join(f'{one:g}' for one in found.parameters)}]"
