"""What survives, in words."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import Final

from exitban.analysis import reading
from exitban.analysis.reading import ResultLike
from exitban.analysis.robustness import HOLDS, TURNS, UNKNOWN, Conclusion, Under
from exitban.analysis.wording import listed, quoted, same_everywhere, signed_range, worlds
from exitban.page import within

WIDTH: Final = 110


def told(result: ResultLike, found: Sequence[Conclusion]) -> str:
    """A block for each policy, a paragraph for each measure."""
    base = quoted(reading.policy_title(result.scenario, reading.policies(reading.arrays(result))[0]))
    parts = [
        _filled(
            f"Which differences to {base} survive. A sign is sure where the 95 % interval leaves zero. Worlds are "
            "draws from the prior box with their luck; halves cut the box along one number or claim at a time, and one "
            "with fewer than ten worlds says nothing; other tables of grades are answered by weighting these worlds, "
            "and no further run."
        )
    ]
    for policy in dict.fromkeys(one.policy for one in found):
        parts.append(quoted(reading.policy_title(result.scenario, policy)))
        parts += [_filled(_line(one), "  ") for one in found if one.policy == policy]
    return "\n\n".join(parts)


def _line(one: Conclusion) -> str:
    if one.alike:
        return f"{one.measure.title}: {sentence(one)}"
    lead = f"{one.measure.title}: {signed_range(one.difference, one.measure.unit, one.measure.scale)}."
    return f"{lead} {sentence(one)}"


def sentence(one: Conclusion) -> str:
    """What becomes of the sign of a difference, in one or two sentences."""
    if one.alike:
        return (
            f"{same_everywhere(one.difference, one.worlds, one.measure.unit, one.measure.scale)}. {size(one)}".strip()
        )
    if not one.sign:
        lead = (
            f"Its sign cannot be told, so there is nothing that could survive: higher in "
            f"{worlds(one.same, one.worlds)} worlds, lower in {worlds(one.opposite, one.worlds)}."
        )
        return f"{lead} {size(one)}".rstrip()
    return f"{_in_worlds(one)} {_in_halves(one)} {survival(one)}"


def _in_worlds(one: Conclusion) -> str:
    even = one.worlds - one.same - one.opposite
    equal = f", neither in {worlds(even, one.worlds)}" if even else ""
    return (
        f"The sign of this mean is that of {worlds(one.same, one.worlds)} worlds, the opposite that of "
        f"{worlds(one.opposite, one.worlds)}{equal}."
    )


def _in_halves(one: Conclusion) -> str:
    halves = one.halves
    if halves.turned:
        each = ", each of these taken alone" if len(halves.turned_by) > 1 else ""
        return f"It turns round where {listed(halves.turned_by)}{each}: there the conclusion does not survive."
    if not halves.of:
        return "There are too few worlds for halves of the prior box to tell anything."
    unsure = f", and in {halves.unsure} it cannot be told" if halves.unsure else ""
    return f"It is sure in {halves.same} of {halves.of} halves of the prior box{unsure}; it surely turns round in none."


def survival(one: Conclusion) -> str:
    """Under which tables and structures the sign survives, and where it does not."""
    asked = (*one.tables, *one.structures)
    failed = [_under(one, said) for said in dict.fromkeys(each.verdict for each in one.fails)]
    held = [each.what for each in asked if each.verdict == HOLDS]
    unseen = [each.what for each in one.tables if each.verdict == UNKNOWN and not _asked(each)]
    few = [each.what for each in one.tables if each.verdict == UNKNOWN and _asked(each)]
    few_forms = [each.what for each in one.structures if each.verdict == UNKNOWN]
    parts = [size(one)] if one.grows else []
    if failed:
        parts.append(f"This conclusion does not survive: its sign {listed(failed)}.")
    if held:
        parts.append(f"Its sign holds under {listed(held)}.")
    if unseen:
        parts.append(f"Under {listed(unseen)} these worlds cannot tell; set evidence.grades in the file and run again.")
    if few:
        parts.append(f"Under {listed(few)} so few worlds cannot tell: nothing shows that the difference moves there.")
    if few_forms:
        parts.append(f"Under {listed(few_forms)} so few worlds cannot tell; more can be asked for with --structures.")
    return " ".join(parts)


def _asked(each: Under) -> bool:
    """Whether the worlds could be weighted at all."""
    return each.difference is not None and not math.isnan(each.difference.low)


def _under(one: Conclusion, said: str) -> str:
    """All under which one thing becomes of the sign."""
    return f"{said} under {listed([f'{each.what}{_there(one, each)}' for each in one.fails if each.verdict == said])}"


def size(one: Conclusion) -> str:
    """Under which structures the difference doubles, or may; empty where it does nowhere."""
    told = [f"{each.mark} under {each.what}{_there(one, each)}" for each in one.grows]
    return f"Its size does not survive: it {listed(told)}." if told else ""


def _there(one: Conclusion, each: Under) -> str:
    if each.difference is None:
        return ""
    shown = signed_range(each.difference, one.measure.unit, one.measure.scale)
    return f" ({shown.replace(' (', ', ').rstrip(')')})"


def turned(one: Conclusion) -> bool:
    """Whether something turns its sign round."""
    return bool(one.halves.turned) or any(each.verdict == TURNS for each in one.fails)


def _filled(text: str, indent: str = "") -> str:
    return textwrap.fill(text, within(WIDTH), initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
