"""The table of `exitban structures`, in words and columns."""

from __future__ import annotations

import textwrap
from collections import Counter

from exitban.analysis import reading
from exitban.analysis.headline_effects import Measure
from exitban.analysis.structures import PLAIN, Effect, Structures
from exitban.analysis.wording import between, listed, quoted, signed
from exitban.page import within
from exitban.scenario.counts import counted

WIDTH = 100
SETTING, NUMBERS = 24, 34


def told(found: Structures) -> str:
    """What is compared, a block for each policy, and what the marks mean."""
    policies = dict.fromkeys(one.policy for one in found.effects)
    blocks = [block(found, policy) for policy in policies]
    parts = [filled(introduction(found)), *blocks, filled(closing(found))]
    return "\n\n".join(parts)


def same_as_plain(found: Structures) -> str:
    """Why rows are equal: a nest around an act that nobody can take is a nest of one, which is the plain logit."""
    plain = {(one.policy, one.measure): one.difference for one in found.effects if one.setting == PLAIN}
    settings = dict.fromkeys(one.setting for one in found.effects if one.setting != PLAIN)
    equal = [
        setting.title
        for setting in settings
        if all(one.difference == plain[one.policy, one.measure] for one in found.effects if one.setting == setting)
    ]
    if not equal:
        return ""
    return f" Equal to plain here: {listed(equal)}; an act of their nest is not possible in this scenario."


def introduction(found: Structures) -> str:
    """What stands in the table."""
    return (
        f"How far the form of choice decides what a ban does: {counted(found.replicates, 'world')} of "
        f"{found.scenario.name}, the same under every structure. At dissimilarity 1 each structure is the plain logit. "
        "Constants are recentred: without a ban the mean member's shares are the same in every row. Each row is "
        "the mean difference between matched worlds with its 95 % interval."
    )


def block(found: Structures, policy: str) -> str:
    """One policy against the first."""
    names = (quoted(reading.policy_title(found.scenario, name)) for name in (policy, found.base))
    lines = [filled(" against ".join(names))]
    for measure in found.measures:
        lines += ["", f"{measure.title} [{measure.unit}]"]
        lines += [row(one, measure) for one in found.effects if (one.policy, one.measure) == (policy, measure.name)]
    return "\n".join(lines)


def row(one: Effect, measure: Measure) -> str:
    """A setting, the difference with its interval, the mark."""
    value = signed(measure.scale * one.difference.value, 2)
    numbers = f"{value:>8} ({between(one.difference, measure.scale)})"
    return f"  {one.setting.title:<{SETTING}}{numbers:<{NUMBERS}}{one.mark}".rstrip()


def closing(found: Structures) -> str:
    """How much of it depends on the form."""
    others = [one for one in found.effects if one.setting != PLAIN]
    marks = Counter(one.mark for one in others if one.mark)
    said = listed([f'{count} as "{mark}"' for mark, count in sorted(marks.items())])
    verdict = (
        f"{marks.total()} of {len(others)} effects are marked, {said}: {where(found)}"
        if marks
        else "no effect is marked"
    )
    return (
        f'Against the plain logit {verdict}. "May": the means say so, their intervals do not settle it. Nothing is '
        "marked where neither effect can be told from zero. Results of a model, given its assumptions; no forecast."
        f"{same_as_plain(found)}"
    )


def where(found: Structures) -> str:
    """Which measures are marked, and under which structures, whatever the policy."""
    titles = {one.name: one.title for one in found.measures}
    marked = [one for one in found.effects if one.mark]
    under = {name: dict.fromkeys(one.setting.title for one in marked if one.measure == name) for name in titles}
    return listed([f"{titles[name]} under {listed(list(settings))}" for name, settings in under.items() if settings])


def filled(text: str) -> str:
    """A paragraph in the width of the page."""
    return textwrap.fill(text, within(WIDTH))
