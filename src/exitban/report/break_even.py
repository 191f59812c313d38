"""The closed form of the break-even in the report: what is said under the picture, and its tables."""

from __future__ import annotations

import math

from exitban.analysis import PolicySummary, Summary
from exitban.analysis.break_even import BreakEven
from exitban.analysis.break_even_worlds import NEAR, Agreement, Worlds
from exitban.analysis.intervals import Interval
from exitban.analysis.wording import percent, quoted, share_range, whole
from exitban.report.html import Markup, table
from exitban.scenario.direction import isolated

TIMES = "\N{MULTIPLICATION SIGN}"
NONE = "\N{EN DASH}"
AGREES = {True: "yes", False: "no", None: NONE}
SIGNS = {True: "the same sign", False: "the opposite sign", None: "no certain sign"}

READING = (
    "A ban keeps chairs filled and takes effort from those who are held. With independent posts it raises control "
    "if 1 \N{MINUS SIGN} s (1 \N{MINUS SIGN} e) exceeds ((n + m) / (n + x)) to the power d + 1: s the share held, e "
    "their effort, n refill, x the hazard of leaving a post without the ban and m with it, promotions included, d the "
    "steps up to the ruler. Pooled, one closed form stands for all posts; summed, each institution has its own. "
    "Measured in the second half of the time. The map draws the pooled form with m, s and e of all worlds together; "
    "the verdict on a world, filled or hollow, comes from its own, so that near the line a dot may lie across it."
)


def told(summary: Summary) -> str:
    """Both ratios beside the simulated one for each policy, and in how many worlds, and where, the signs agree."""
    found = [(policy, policy.break_even[0]) for policy in summary.policies if policy.break_even]
    ratios = "; ".join(f"under {quoted(policy.title)} {_ratios(one)}" for policy, one in found)
    agreement = " ".join(_agreement(policy, one.worlds) for policy, one in found if one.worlds is not None)
    return f"Control with the policy over control under {quoted(summary.base.title)}: {ratios}. {agreement}"


def _ratios(one: BreakEven) -> str:
    return (
        f"the simulation gives {_with_interval(one.ratio)}, the closed form {_times(one.ingredients.ratio)} pooled "
        f"({SIGNS[one.agrees]}) and {_times(one.summed)} summed over institutions ({SIGNS[one.summed_agrees]})"
    )


def _times(ratio: float) -> str:
    """A ratio; of no control at all there is none."""
    return f"{TIMES}{ratio:.3f}" if math.isfinite(ratio) else "no ratio"


def _with_interval(ratio: Interval) -> str:
    known = math.isfinite(ratio.low)
    return (
        f"{_times(ratio.value)} (95 % interval {ratio.low:.3f} to {ratio.high:.3f})" if known else _times(ratio.value)
    )


def _agreement(policy: PolicySummary, worlds: Worlds) -> str:
    """In how many worlds, and where."""
    found, band = worlds.everywhere, percent(NEAR)
    if not found.of:
        return f"Under {quoted(policy.title)} no matched world tells a sign."
    groups = ((worlds.within_band, "by less than"), (worlds.outside_band, "by more than"))
    where = [f"{_count(some)} of those in which it changes control {how} {band} %" for some, how in groups if some.of]
    return (
        f"Under {quoted(policy.title)} the pooled form, fed with the rates of one world, has the sign of the "
        f"simulation in {_count(found)} matched worlds ({percent(found.share.value)} %, 95 % interval "
        f"{share_range(found.share)}): in {' and in '.join(where)}."
    )


def _count(found: Agreement) -> str:
    """A count that stays one: the groups add up to the whole."""
    return f"{whole(found.worlds)} of {whole(found.of)}"


def closed_form(summary: Summary) -> list[Markup]:
    """The ingredients of the break-even for each compared policy, and in how many worlds both agree."""
    found = [policy for policy in summary.policies if policy.break_even]
    by_world = [policy for policy in found if policy.break_even[0].worlds is not None]
    return [*(_ingredients(summary, policy) for policy in found), *([_by_world(by_world)] if by_world else [])]


def _ingredients(summary: Summary, policy: PolicySummary) -> Markup:
    rows = []
    for one in policy.break_even:
        found = one.ingredients
        rates = [f"{100.0 * rate:.2f} %" for rate in (found.hazard, found.left)]
        shares = [f"{percent(share)} %" for share in (found.trapped, found.effort)]
        title = summary.institutions.get(one.institution, one.institution) or "The whole, pooled"
        cells = [title, *rates, f"{found.refill:.2f}", f"{found.depth:.1f}", *shares, _ratio(found.ratio)]
        rows.append([*cells, *_simulated(one), AGREES[one.agrees]])
    caption = (
        f"The closed form beside the simulation under {isolated(policy.title)}, second half of the time. Leaving and "
        "refill per month, promotions included; in the closed form each rate stands as the chance within a tick. "
        "Control as a multiple of that under the first policy, with its 95 % interval where every world was kept; a "
        "dash where one of them leaves the sign open or there is no interval."
    )
    head = ["", "Leaving without", "with it", "Refill", "Depth", "Trapped", "Their effort", "Closed form", "Simulation"]
    return table(caption, [*head, "95 % interval", "Same sign"], rows, ["number"] * 10)


def _simulated(one: BreakEven) -> list[str]:
    """The simulated ratio and its interval."""
    known = math.isfinite(one.ratio.low)
    return [_ratio(one.ratio.value), f"{one.ratio.low:.3f} to {one.ratio.high:.3f}" if known else NONE]


def _ratio(value: float) -> str:
    return f"{value:.3f}" if math.isfinite(value) else NONE


def _by_world(policies: list[PolicySummary]) -> Markup:
    rows = []
    for policy in policies:
        worlds = policy.break_even[0].worlds
        groups = (worlds.everywhere, worlds.within_band, worlds.outside_band) if worlds else ()
        rows.append([policy.title, *(_share(one) for one in groups)])
    caption = (
        "Matched worlds in which the pooled closed form, fed with the rates of that world, and the simulation have one "
        "sign, with the 95 % interval of the share; worlds that tell no sign are left out."
    )
    band = f"{percent(NEAR)} %"
    head = ["Policy", "All worlds", f"Closed form changes control by less than {band}", "by more"]
    return table(caption, head, rows, ["number"] * 3)


def _share(found: Agreement) -> str:
    """A count with the interval of its share."""
    return f"{_count(found)} ({share_range(found.share)})" if found.of else NONE
