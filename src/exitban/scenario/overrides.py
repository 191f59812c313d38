"""``--set path=value``: any value of the file replaced from the command line.

A number that has a prior becomes a fixed one, marked so. The value may be a number, a date or text, as YAML
reads it; what is allowed is what the file allows, and complaints name the option instead of a line.

``--set policies.NEW.like=OLD`` makes a policy on the spot, wherever among the options it stands; further options then
set what is to be different.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from exitban.errors import CallError, did_you_mean
from exitban.mechanism import Mechanism
from exitban.scenario.complaints import fields_at, model_at, near, shown
from exitban.scenario.findings import Findings
from exitban.scenario.moments import MAY_BE_NOTHING
from exitban.scenario.numbers import KINDS, DistributionEntry, NumberEntry
from exitban.scenario.positions import Mark, Place
from exitban.scenario.sections import file_model
from exitban.scenario.types import AtStartEntry

SET: Final = "set on the command line"
LIKE: Final = re.compile(r"policies\.([A-Za-z0-9][A-Za-z0-9_-]*)\.like\s*=")
Overrides = Sequence[str] | Mapping[str, Any] | str
NO_SUCH: Final = "there is no"
"""How a complaint about a name on the way to a value begins."""
NULLS: Final = ("null", "Null", "NULL", "~")


class Override(NamedTuple):
    """An option as it was typed, taken apart."""

    typed: str
    path: str
    value: Any


def stated(overrides: Overrides) -> tuple[str, ...]:
    """Options as texts; a single one may be given by itself, and values by their paths. Raises `CallError`."""
    if isinstance(overrides, Mapping):
        return tuple(f"{path}={'null' if value is None else value}" for path, value in overrides.items())
    several = isinstance(overrides, Iterable) and not isinstance(overrides, str)
    found: tuple[Any, ...] = tuple(overrides) if several else (overrides,)
    for one in found:
        if not isinstance(one, str):
            raise CallError(
                f"overrides: found {one!r}; allowed: texts such as 'time.months=3', or values by path: "
                "{'time.months': 3}."
            )
    return found


def override_all(findings: Findings, options: Sequence[str], mechanisms: tuple[Mechanism, ...]) -> None:
    """Replace values in the tree; what cannot be replaced is told."""
    for typed in sorted(options, key=lambda typed: LIKE.match(typed.strip()) is None):
        option = _taken_apart(typed)
        if isinstance(option, str):
            _refuse(findings, typed, "", option)
        else:
            _override(findings, option, mechanisms)


def _make_room(findings: Findings, option: Override) -> None:
    """An empty policy where a new one is made from another one; else nothing."""
    made = LIKE.match(f"{option.path}=")
    held = findings.tree.value(("policies",)) if made else None
    known = isinstance(option.value, str) and isinstance(held, dict) and option.value in held
    if made is None or not isinstance(held, dict) or made[1] in held or not known:
        return
    place: Place = ("policies", made[1])
    held[made[1]] = {}
    for marks in (findings.tree.keys, findings.tree.values):
        marks[place] = Mark(f"--set {option.typed}", 0, 0)


def _taken_apart(typed: str) -> Override | str:
    """An option, or what is wrong with it."""
    from exitban.scenario.yaml_tree import parse

    path, sign, text = typed.partition("=")
    if not (path.strip() and sign and text.strip()):
        return "found no value; write path=value, such as policies.ban.strength=0.9."
    if text.strip() in NULLS:
        return Override(typed, path.strip(), None)
    tree, problems = parse(f"value: {text.strip()}", typed)
    if problems or "value" not in tree.data:
        told = problems[0].message.partition(" Look at this line")[0] if problems else "it is no value."
        return told if told.startswith("found") else f"found {text.strip()!r}: {told}"
    return Override(typed, path.strip(), tree.data["value"])


def _override(findings: Findings, option: Override, mechanisms: tuple[Mechanism, ...]) -> None:
    model = file_model(mechanisms)
    if option.path.partition(".")[0] == "mechanisms":
        told = "mechanisms are named in the file only: they say which keys and numbers there are to be set."
        _refuse(findings, option.typed, option.path, told)
        return
    _make_room(findings, option)
    place: Place = ()
    model_of, held = LIKE.match(f"{option.path}="), findings.tree.value(("policies",))
    is_text = isinstance(option.value, str)
    if model_of and isinstance(held, dict) and not (is_text and option.value in held):
        told = f"there is no policy {shown(option.value)} to be like." if is_text else f"found {shown(option.value)}."
        _refuse(findings, option.typed, option.path, f"{told}{did_you_mean(str(option.value), map(str, held))}")
        return
    for name in option.path.split("."):
        step = _step(findings, place, name, model)
        if step is None and findings.may_be_given((*place, name)):
            return
        if step is None:
            allowed = _names(findings, place, model)
            at = f" in {findings.tree.key(place)}" if place else ""
            _refuse(findings, option.typed, option.path, f"{NO_SUCH} '{name}'{at}.{did_you_mean(name, allowed)}")
            return
        place = (*place, step)
    _replace(findings, place, option, model)


def _step(findings: Findings, place: Place, name: str, model: Any) -> str | int | None:
    """The key or index that a name stands for; None for a name that is not known there."""
    held = findings.tree.value(place)
    if isinstance(held, list):
        named = [index for index, one in enumerate(held) if isinstance(one, dict) and one.get("name") == name]
        return named[0] if named else _index(name, len(held))
    return name if name in _names(findings, place, model) else None


def _index(name: str, length: int) -> int | None:
    """A place in a list. Of a long row of digits Python makes no number, and no list is as long."""
    return int(name) if re.fullmatch("[0-9]{1,9}", name) and int(name) < length else None


def _names(findings: Findings, place: Place, model: Any) -> list[str]:
    """Names known at a place: keys of the format, or the names that the file itself gives."""
    held = findings.tree.value(place)
    if isinstance(held, list):
        return [str(one.get("name", index)) if isinstance(one, dict) else str(index) for index, one in enumerate(held)]
    fields = fields_at(model, place)
    return list(fields or (held if isinstance(held, dict) else ()))


def _replace(findings: Findings, place: Place, option: Override, model: Any) -> None:
    is_number: Any = model_at(model, place)
    if option.value is None and not (place[:1] == ("policies",) and len(place) == 3 and place[-1] in MAY_BE_NOTHING):
        told = f"found null, which is no value; only {', '.join(MAY_BE_NOTHING)} of a policy can be taken back."
        _refuse(findings, option.typed, option.path, f"{told} To go without a section, take it out of the file.")
        return
    number = isinstance(is_number, type) and issubclass(is_number, DistributionEntry)
    if number and not _fits(option.value, is_number.names):
        wish = ", ".join(is_number.names) or "a number"
        told = f"found {shown(option.value)}; allowed: {wish}.{near(option.value, is_number.names)}"
        _refuse(findings, option.typed, option.path, told)
        return
    as_a_whole = isinstance(is_number, type) and issubclass(is_number, AtStartEntry)
    if is_number is not None and not (number or as_a_whole):
        _refuse(findings, option.typed, option.path, "this is a section; name one value in it.")
        return
    value = {"value": option.value} if number else option.value
    if number and issubclass(is_number, NumberEntry):
        value["assumption"] = SET
    if not _put(findings, place, value, model):
        return
    tree = findings.tree
    for marks in (tree.keys, tree.values):
        for old in [one for one in marks if one[: len(place)] == place]:
            del marks[old]
        marks[place] = Mark(f"--set {option.typed}", 0, 0)
    tree.spoiled.discard(place)


def _fits(value: Any, names: tuple[str, ...]) -> bool:
    """A number, or a name that stands for one."""
    if isinstance(value, str):
        return value in names
    return isinstance(value, int | float) and not isinstance(value, bool)


def _put(findings: Findings, place: Place, value: Any, model: Any) -> bool:
    """Write into the tree, making sections on the way where there are none; a distribution takes the place of another.

    False where something stands in the way, of which the checks of the file tell.
    """
    held: Any = findings.tree.data
    for depth, step in enumerate(place[:-1]):
        if isinstance(held, dict) and step not in held:
            held[step] = {}
            findings.tree.values.setdefault(place[: depth + 1], Mark(findings.tree.file, 0, 0))
        elif not isinstance(held[step], dict | list):
            if not _is_bare(model_at(model, place[: depth + 1])):
                return False
            held[step] = {"value": held[step]}
        held = held[step]
    holder = model_at(model, place[:-1])
    if holder is not None and issubclass(holder, DistributionEntry) and place[-1] in KINDS:
        for other in KINDS:
            held.pop(other, None)
    held[place[-1]] = value
    return True


def _is_bare(holder: Any) -> bool:
    """What stands in a file as one value may be a section as well: a number, or the state of the first members."""
    return isinstance(holder, type) and issubclass(holder, DistributionEntry | AtStartEntry)


def _refuse(findings: Findings, typed: str, key: str, message: str) -> None:
    findings.wrong_in(f"--set {typed}", 0, 0, key, message)
