"""One member's utilities in words and columns."""

from __future__ import annotations

from typing import Any

from exitban.explain.layout import Row, columns, header, heading, wrapped
from exitban.scenario.counts import counted

ACTS = {"loyal": "stays loyal", "exit": "asks to leave", "voice": "speaks out", "covert": "proposes a covert deal"}

Facts = dict[str, Any]
Values = dict[str, Any]


def told_member(member: Facts, policies: list[str]) -> list[str]:
    """The member, the terms of each utility, and what goes into them."""
    lines = [*heading("One member, asked from the kernel"), *wrapped(introduction(member))]
    for first in range(0, len(policies), columns()):
        lines += told_under(member, policies[first : first + columns()])
    return lines


def introduction(member: Facts) -> str:
    """Who it is, and when."""
    above = f"answers to {member['superior']}" if member["superior"] else "answers to the ruler"
    return (
        f"The holder of {member['post']} (rank {member['rank']}, {above}, watches "
        f"{counted(member['watches'], 'other')}) in world {member['replicate']} of seed {member['seed']}, in tick "
        f"{member['tick']}, which begins on {member['date']}: the first in which every policy below has opened. "
        "Nobody has left or spoken out yet, but for those whom the scenario lets do so from the start (at_start). "
        "Utilities are in logits against quiet loyalty, which is 0; each sum is the kernel's own."
    )


def told_under(member: Facts, policies: list[str]) -> list[str]:
    """The columns of some policies."""
    lines = ["", *header(policies)]
    for one in member["utilities"]:
        lines += ["", *told_utility(one, policies)]
    lines += ["", "What the member does when thinking it over"]
    for act in member["chances"][policies[0]]:
        lines += Row(ACTS[act], tuple(f"{member['chances'][p][act]:.1%}" for p in policies), 2).lines()
    wants = Row("would leave if free to", tuple(f"{member['wants_out'][p]:.1%}" for p in policies), 0)
    lines += ["", *wants.lines(), "", "What goes into these terms"]
    return lines + told_behind(member["behind"], policies)


def told_utility(one: Facts, policies: list[str]) -> list[str]:
    """One act: terms, sum, whether it is open."""
    lines = [one["act"]]
    for term in one["terms"]:
        lines += Row(term["meaning"], signs(term["values"], policies), 2).lines()
    if any(one["rest"].values()):
        lines += Row("what these terms do not explain", signs(one["rest"], policies), 2).lines()
    lines += Row(f"= {one['name']}", signs(one["total"], policies), 2).lines()
    if not all(one["open"].values()):
        lines += Row("open to the member", tuple(shown(one["open"][p]) for p in policies), 2).lines()
    return lines


def signs(values: Values, policies: list[str]) -> tuple[str, ...]:
    """Terms with their signs; a dash where a guard does not hold."""
    return tuple("-" if values[p] is None else f"{values[p] + 0.0:+.3f}" for p in policies)


def shown(value: Any) -> str:
    """A value of the kernel."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value + 0.0:.4g}"


def told_behind(behind: list[Facts], policies: list[str]) -> list[str]:
    """Values and numbers that are not zero everywhere; the others in a sentence."""
    zero = [one["name"] for one in behind if not any(one["values"].values())]
    lines: list[str] = []
    for title, kinds in (("the member and the moment", ("value", "state", "seen")), ("numbers", ("number",))):
        lines += [f"  {title}"]
        for one in behind:
            if one["kind"] in kinds and one["name"] not in zero:
                lines += told_value(one, policies)
    return lines + (wrapped(f"zero in this tick: {', '.join(zero)}", 2, 2) if zero else [])


def told_value(one: Facts, policies: list[str]) -> list[str]:
    """A name, its meaning, its values."""
    unit = f" [{one['unit']}]" if one["unit"] not in ("", "1") else ""
    cells = tuple(shown(one["values"][p]) for p in policies)
    return Row(f"{one['name']}: {one['meaning']}{unit}", cells).lines()
