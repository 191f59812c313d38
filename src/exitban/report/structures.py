"""Headline effects under every shipped structure of choice, marked where one changes its sign or doubles."""

from __future__ import annotations

from exitban.analysis import Summary, reading
from exitban.analysis.structures import SETTINGS, Effect, Structures
from exitban.analysis.structures_told import closing, introduction
from exitban.analysis.weigh_tables import ends
from exitban.analysis.wording import quoted
from exitban.report.html import Markup, Section, element, joined, paragraph, table, text


def section(summary: Summary) -> Section | None:
    """A table for each policy; None where no other structure was run."""
    found = summary.judgement.structures if summary.judgement else None
    if found is None:
        return None
    policies = dict.fromkeys(one.policy for one in found.effects)
    parts = [paragraph(introduction(found)), *(_table(found, policy) for policy in policies), paragraph(closing(found))]
    return Section("structures", "How far does the form of choice decide it?", joined(parts))


def _table(found: Structures, policy: str) -> Markup:
    """Settings down, measures across: what a reader compares stands in one column."""
    names = (quoted(reading.policy_title(found.scenario, name)) for name in (policy, found.base))
    cells = {(one.setting, one.measure): one for one in found.effects if one.policy == policy}
    rows = [
        [setting.title, *(_cell(cells[setting, one.name], one.scale) for one in found.measures)] for setting in SETTINGS
    ]
    heads = ["Structure and dissimilarity", *(f"{one.title}, {one.unit}" for one in found.measures)]
    caption = f"{' against '.join(names)}: mean difference between matched worlds with its 95 % interval."
    return table(caption, heads, rows, ["number"] * len(found.measures))


def _cell(one: Effect, scale: float) -> Markup:
    shown = text(ends(one.difference, scale))
    return joined([shown, element("strong", one.mark)], "<br>") if one.mark else shown
