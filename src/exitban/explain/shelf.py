"""The shelf of mechanisms in words: each law, its numbers, its literature."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterator
from typing import Any, Final

from exitban.explain.layout import WIDTH, at_column, named, wrapped
from exitban.mechanism import Mechanism, NumberFacts
from exitban.page import within
from exitban.scenario import Scenario, shelf

Facts = dict[str, Any]

EQUATION: Final = re.compile(r"^(\s{2,}|[\w^()./{} |-]{1,40}( = | <- | ~ ))")
"""A line of a law that must not run into the one before it."""
TERM: Final = re.compile(r"^\S+ [+*/-] ")
"""The beginning of one that may be an equation without a left side, or a part of one in prose."""

LEVELS: Final = {
    "world": "one for the world",
    "institution": "may differ by institution",
    "policy": "belongs to a policy",
    "member": "may differ by institution",
}


def explain_mechanisms(scenario: Scenario | None = None) -> str:
    """Every mechanism of the shelf, and those of a scenario's own: laws, numbers with units and bounds, literature."""
    return "\n\n\n".join("\n".join(told_mechanism(one)) for one in mechanisms_as_data(scenario))


def mechanisms_as_data(scenario: Scenario | None = None) -> list[Facts]:
    """The same, ready for JSON; a bound that there is not is None."""
    return [mechanism_facts(one) for one in (scenario.mechanisms if scenario else shelf())]


def listed_mechanisms(scenario: Scenario | None = None) -> Facts:
    """The document of `exitban mechanisms --json`."""
    return {"schema": "exitban-mechanisms/1", "mechanisms": mechanisms_as_data(scenario)}


def mechanism_facts(one: Mechanism) -> Facts:
    """One mechanism."""
    return {
        "name": one.name,
        "title": one.title,
        "law": one.law.strip(),
        "section_in_policy": one.section_in_policy,
        "numbers": [number_facts(name, facts) for name, facts in one.facts().items()],
        "literature": list(one.literature),
    }


def number_facts(name: str, facts: NumberFacts) -> Facts:
    """One number of a mechanism."""
    low, high = (None if math.isinf(bound) else float(bound) for bound in (facts.low, facts.high))
    return {
        "name": name,
        "default": float(facts.default),
        "neutral": None if facts.neutral is None else float(facts.neutral),
        "unit": facts.unit,
        "low": low,
        "high": high,
        "meaning": facts.meaning,
        "level": facts.level,
        "of_any": facts.of_any,
        "names": list(facts.names),
    }


def told_mechanism(one: Facts) -> list[str]:
    """One mechanism in words."""
    lines = [one["name"], "-" * len(one["name"]), *law(one["law"])]
    lines += ["", "Numbers"] if one["numbers"] else []
    for number in one["numbers"]:
        lines += told_number(number)
    if one["literature"]:
        lines += ["", *wrapped(f"Literature: {'; '.join(one['literature'])}", hang=2)]
    return lines


def told_number(number: Facts) -> list[str]:
    """Meaning, default, unit, bounds and level."""
    unit = f" {number['unit']}" if number["unit"] != "1" else ""
    default = number["names"][int(number["default"])] if number["names"] else f"{number['default']:g}"
    facts = f"default {default}{unit}; {bounds(number)}; {LEVELS[number['level']]}"
    if number["neutral"] is not None:
        facts += f"; {number['neutral']:g} where no policy governs"
    if number["of_any"]:
        facts += "; the greatest of all policies that reach a post"
    return [*named(number["name"], number["meaning"], column=34), *wrapped(facts, at_column(36))]


def bounds(number: Facts) -> str:
    """The bounds in words."""
    if number.get("names"):
        return ", ".join(number["names"])
    low, high = number["low"], number["high"]
    if low is None and high is None:
        return "any number"
    if high is None:
        return f"{low:g} or more"
    return f"{high:g} or less" if low is None else f"{low:g} to {high:g}"


def law(text: str) -> list[str]:
    """The docstring of a mechanism in the width of the page: prose runs on, equations keep their lines."""
    return [line for part in parts_of(text) for line in part]


def parts_of(text: str) -> Iterator[list[str]]:
    """Paragraphs and equations."""
    width = max(map(len, text.splitlines()), default=0)
    for number, paragraph in enumerate(text.strip().split("\n\n")):
        if number:
            yield [""]
        prose: list[str] = []
        for line in paragraph.splitlines():
            if EQUATION.match(line):
                yield from filled(prose)
                prose = []
                yield equation(line)
            elif prose and begins_anew(prose[-1], line, width):
                yield from filled(prose)
                prose = [line]
            else:
                prose.append(line)
        yield from filled(prose)


def begins_anew(before: str, line: str, width: int) -> bool:
    """A term on a line of its own: the first word of a line had room on the one before, which was ended there."""
    room = len(before) + 1 + len(line.split(maxsplit=1)[0]) <= width
    apart = TERM.match(before) or (TERM.match(line) and before.rstrip().endswith((".", ",", ":", ";")))
    return room and bool(apart)


def filled(prose: list[str]) -> Iterator[list[str]]:
    """Prose as a paragraph, if there is any."""
    if prose:
        yield wrapped(" ".join(prose))


def equation(line: str) -> list[str]:
    """An equation, broken only where it is too long."""
    indent = " " * (len(line) - len(line.lstrip()) + 4)
    return textwrap.wrap(line, within(WIDTH), subsequent_indent=indent, drop_whitespace=True, replace_whitespace=False)
