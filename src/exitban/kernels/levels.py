"""Rules for policies, the world and institutions, written out for one of them in one replicate."""

from __future__ import annotations

from exitban.kernels.lines import draws, luck_rows
from exitban.kernels.names import Names
from exitban.mechanism import Rule


def level_lines(rule: Rule, names: Names) -> list[str]:
    """The lines that run a rule which is not about members."""
    targets = ", ".join(names.target(name, rule.level) for name in rule.names)
    return [*level_luck(rule, names), f"{targets} = {names.call(rule)}"]


def level_luck(rule: Rule, names: Names) -> list[str]:
    """The luck of an institution, addressed by its name."""
    rows = luck_rows([rule], names.wiring.owners)
    if not rows:
        return []
    owner = ", ".join(names.array(half, "k") for half in ("institution_low", "institution_high"))
    return draws(rows, owner)
