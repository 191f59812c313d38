"""The commented default file and the JSON Schema, written from the models and the mechanisms.

``python -m exitban.scenario.generate`` writes the one beside this file and the other into `exitban.schemas`; a test
checks that they are current.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from exitban.mechanism import Mechanism, NumberFacts
from exitban.scenario.sections import Fits, at_top, description, file_model, in_institution, in_policy
from exitban.scenario.shelf import shelf
from exitban.scenario.starting_states import allowed, may_be_stated
from exitban.schemas import path_of

HERE: Final = Path(__file__).parent
DEFAULT_FILE: Final = HERE / "default.yaml"
SCHEMA_FILE: Final = path_of("scenario")
WIDTH: Final = 108

HEAD: Final = """\
# Every number that a scenario can state, with its default, unit, meaning and bounds. Written by
# `python -m exitban.scenario.generate` from the mechanisms: change those, not this file.
# It is a scenario that can be run: an office of 13 posts and a ban at the default numbers.
# A number may also be a distribution: {uniform: [a, b]}, {triangular: [lowest, most likely, highest]},
# {normal: [mean, sd]}, {lognormal: [median, sd of the log]}, {beta: [a, b]}, {gamma: [shape, scale]},
# {choice: [a, b]}, {quantiles: {0.05: a, 0.5: b, 0.95: c}}; with `assumption:` or `claims:` beside it.

schema_version: 1
name: default
title: Every number at its default

time:
  start: 2024-01-01
  months: 24
  ticks_per_month: 4

institutions:
  office:
    title: Office
    people_per_post: 1
    weight: 1
    posts: {roots: 1, spans: [3, 3]}
    # An institution can have numbers of its own, in the same sections as below. These can differ:
"""

WATCH: Final = """
watch: {superior: true, subordinates: true, peers: true}
"""

POLICY: Final = """
policies:
  ban:
    title: Nobody may leave
    form: informal
    scope: {institutions: [office]}
    # opens: 2024-03-01
    # closes: 2025-03-01
    # tightens: 2024-09-01  # with a reaction.tightened_strength above strength
"""

TAIL: Final = """
compare: [none, ban]

# What came after is drawn beside the simulation and never used to set it:
# observed:
#   left:
#     title: Those who had left
#     quantity: exits_voluntary       # exits, trapped, voice, ...; control and other shares `as simulated`
#     unit: posts                     # people, share of posts, share of the whole; a flow also `... per year`
#     policy: ban                     # the policy that was in force
#     institutions: [office]          # everywhere unless said
#     values:
#       - {date: 2024-06-01, value: 2}                          # from the start on, or a stock at that moment
#       - {since: 2024-06-01, date: 2024-12-01T18:00, value: 1} # from then on, or the mean of a stock
#     sources: [{title: A newspaper, date: 2025-01-03}]
#     uncertainty: How far the values can be trusted.
#     contrary: [What speaks against reading them so.]

# How many would leave if leaving were allowed from a day on, in a copy of every world?
# stored_exits: {lifted_at: [2025-01-01], months: 3, lifts: everything}
"""


def default_file() -> str:
    """A whole scenario with every number at its default, each with its facts as a comment."""
    mechanisms = shelf()
    return "".join(
        (
            HEAD,
            *(_names(one) for one in mechanisms),
            _first_members(mechanisms),
            WATCH,
            *(_section(one, at_top, "") for one in mechanisms),
            POLICY,
            *(_of_policy(one) for one in mechanisms),
            TAIL,
        )
    )


def _fitting(mechanism: Mechanism, fits: Fits) -> dict[str, NumberFacts]:
    return {number: facts for number, facts in mechanism.facts().items() if fits(facts)}


def _names(mechanism: Mechanism) -> str:
    names = _fitting(mechanism, in_institution)
    return _comment(f"{mechanism.name}: {', '.join(names)}", "    #   ") if names else ""


def _first_members(mechanisms: Sequence[Mechanism]) -> str:
    states = may_be_stated(mechanisms)
    head = "    # at_start states the first members: one value, or `values`, `table`, `normal`; a flag also `share`,"
    lines = (f"    #   {name}: {allowed(state)}\n" for name, state in states.items())
    return f"{head}\n    # `number` or `posts`. What may be stated, and which values:\n{''.join(lines)}"


def _comment(text: str, start: str) -> str:
    lines = textwrap.wrap(text, WIDTH, initial_indent=start, subsequent_indent=f"{start}  ")
    return "\n".join(lines) + "\n"


def _section(mechanism: Mechanism, fits: Fits, indent: str, name: str = "") -> str:
    """A section of numbers; empty for a mechanism that has none here."""
    numbers = _fitting(mechanism, fits)
    if not numbers:
        return ""
    title = _comment(mechanism.title, f"{indent}# ")
    return f"\n{title}{indent}{name or mechanism.name}:\n{_lines(numbers, f'{indent}  ')}"


def _of_policy(mechanism: Mechanism) -> str:
    if mechanism.section_in_policy:
        return _section(mechanism, in_policy, "    ", mechanism.section_in_policy)
    numbers = _fitting(mechanism, in_policy)
    return "\n" + _comment(mechanism.title, "    # ") + _lines(numbers, "    ") if numbers else ""


def _lines(numbers: dict[str, NumberFacts], indent: str) -> str:
    return "".join(
        f"{indent}{number}: {_plain(facts)}  # {_without_default(facts)}\n" for number, facts in numbers.items()
    )


def _plain(facts: NumberFacts) -> str:
    value = facts.default
    if facts.names:
        return facts.shown(value)
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _without_default(facts: NumberFacts) -> str:
    return description(facts).partition("; default")[0]


def json_schema() -> dict[str, Any]:
    """The format as JSON Schema (draft 2020-12), with the shipped mechanisms; editors use it.

    A file that names mechanisms of its own has sections more, of which the schema knows nothing: there any are allowed,
    and `exitban validate` is stricter. In all others a key that is not known is wrong.
    """
    schema = _without_null(file_model(shelf()).model_json_schema())
    institution, policy = (schema["$defs"][name] for name in ("Institution", "Policy"))
    keys = {"institutions": _only(institution), "policies": _only(policy)}
    strict = {"properties": {name: {"additionalProperties": one} for name, one in keys.items()}, **_only(schema)}
    section = {"type": "object", "description": "the numbers of a mechanism of your own"}
    for holder, more in ((schema, section), (institution, section), (policy, True)):
        holder["additionalProperties"] = more
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "scenario.schema.json",
        **schema,
        "if": {"properties": {"mechanisms": {"const": []}}},
        "then": strict,
        "title": "A scenario file",
    }


def _only(schema: dict[str, Any]) -> dict[str, Any]:
    """No other keys than those that a part of the schema describes."""
    return {"propertyNames": {"enum": list(schema["properties"])}}


def _without_null(schema: Any) -> Any:
    """An empty value is an error in a file, so the schema must not allow it either."""
    if isinstance(schema, list):
        return [_without_null(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _without_null(one) for key, one in schema.items() if not _is_null(key, one)}
    choices = [one for one in kept.get("anyOf", ()) if one != {"type": "null"}]
    if "anyOf" not in kept:
        return kept
    rest = {key: one for key, one in kept.items() if key != "anyOf"}
    return {**choices[0], **rest} if len(choices) == 1 else {**rest, "anyOf": choices}


def _is_null(key: str, value: Any) -> bool:
    return key == "default" and value is None


def schema_text() -> str:
    """The JSON Schema as it is committed."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def main() -> None:
    """Write both files."""
    DEFAULT_FILE.write_text(default_file(), encoding="utf-8")
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
