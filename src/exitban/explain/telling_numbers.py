"""Each number in words: its value or its prior, its unit, its meaning, what it rests on."""

from __future__ import annotations

from typing import Any

from exitban.explain.layout import at_column, heading, listed, named, wrapped
from exitban.scenario.counts import counted

Facts = dict[str, Any]
COLUMN = 34
"""Where what is said about a number begins."""


def entry(one: Facts, name: str) -> list[str]:
    """A number, and under it what it rests on."""
    lines = named(name, f"{one['prior']} {unit(one)}: {one['meaning']}")
    for claim, prior in one["if_true"].items():
        lines += wrapped(f"if {claim} is true: {prior}", at_column(COLUMN), 2)
    return lines + wrapped(rests_on(one), at_column(COLUMN), 2)


def unit(one: Facts) -> str:
    """The unit; a bare 1 says nothing."""
    return "" if one["unit"] == "1" else f"[{one['unit']}]"


def rests_on(one: Facts) -> str:
    """The claims and the step from them to the number, or the word assumption and why."""
    if one["claims"]:
        why = one["why"] or one["assumption"]
        graded = ", ".join(f"{name} ({grade})" for name, grade in one["claims"].items())
        return f"claims: {graded}" + (f". {why}" if why else "")
    return f"assumption: {one['assumption'] or one['why'] or 'no reason is given'}"


def told_numbers(facts: Facts) -> list[str]:
    """The numbers that are no policy's own, by mechanism; those of policies stand with them."""
    lines = [*heading("Numbers, by mechanism"), *wrapped(count_of_grounds(facts)), *told_beside(facts)]
    for mechanism in facts["mechanisms"]:
        lines += ["", *wrapped(f"{mechanism['name']}: {mechanism['title']}", hang=2)]
        for one in facts["numbers"]:
            if one["mechanism"] == mechanism["name"] and not one["path"].startswith("policies."):
                lines += entry(one, one["number"]) + whose(one, facts)
    return lines


def told_beside(facts: Facts) -> list[str]:
    """What is stated of first members and a random network, which are no quantities."""
    stated = facts["beside_numbers"]
    if not stated:
        return []
    how = "set by the paper" if facts["kind"] == "reference" else "assumptions of the scenario"
    lines = ["", *wrapped(f"{counted(len(stated), 'statement')} beside the numbers, {how}:")]
    return lines + [line for path, said in stated.items() for line in wrapped(f"{path}: {said}", 2, hang=2)]


def count_of_grounds(facts: Facts) -> str:
    """How many numbers there are, and what they rest on, as `exitban evidence` counts them; and what is told beside."""
    count = facts["counts"]
    beside = (
        f" Not counted, but told: {count['beside']} that policies and events leave to the program."
        if count["beside"]
        else ""
    )
    return (
        f"{counted(count['in_effect'], 'number')} in effect, {count['drawn']} of them drawn anew in every simulated "
        f"world. {count['on_claims']} {'rests' if count['on_claims'] == 1 else 'rest'} on claims, "
        f"{_so_many(count['assumptions'], 'assumption')} of the scenario, {_so_many(count['defaults'], 'default')} of "
        f"the program.{beside} Those of policies and events stand with them, above."
    )


def _so_many(count: int, noun: str) -> str:
    """1 is a default, 2 are defaults."""
    return f"{count} is {'an' if noun[0] in 'aeiou' else 'a'} {noun}" if count == 1 else f"{count} are {noun}s"


def whose(one: Facts, facts: Facts) -> list[str]:
    """For whom a number of institutions holds, when not for all."""
    holders, everybody = one["institutions"], [each["name"] for each in facts["institutions"]]
    if not holders or len(holders) == len(everybody):
        return []
    others = [name for name in everybody if name not in holders]
    words = f"all but {listed(others)}" if len(others) < len(holders) else listed(holders)
    return wrapped(f"holds for {words}", at_column(COLUMN), 2)
