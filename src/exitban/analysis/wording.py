"""Numbers in words: counts of worlds, shares with intervals, words of likelihood that never come alone."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence

from exitban.analysis.intervals import Interval
from exitban.scenario.direction import isolated

NO_CHANCE = "almost no chance"

LIKELIHOODS: tuple[tuple[float, float, str], ...] = (
    (0.00, 0.05, NO_CHANCE),
    (0.05, 0.20, "very unlikely"),
    (0.20, 0.45, "unlikely"),
    (0.45, 0.55, "about even"),
    (0.55, 0.80, "likely"),
    (0.80, 0.95, "very likely"),
    (0.95, 1.00, "almost certain"),
)
"""The scale of US Intelligence Community Directive 203: lower end, upper end, word."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


SYMBOL = re.compile(r"^[A-Za-z][\w*^]*: ")


def _step(probability: float) -> tuple[float, float, str]:
    """The step of the scale that holds a probability; an edge belongs to the step above it."""
    return next((step for step in LIKELIHOODS if probability < step[1]), LIKELIHOODS[-1])


def likelihood(share: Interval) -> str:
    """The words for a share with the range that they stand for: "likely, 55 to 80 %".

    Where the interval of the share reaches over an edge of the scale, the words of both ends.
    """
    (low, _, first), (_, high, last) = _step(share.low), _step(share.high)
    words = first if first == last else f"{first} to {last}"
    return f"{words}, {100 * low:.0f} to {100 * high:.0f} %"


def chained(words: Sequence[str]) -> list[str]:
    """Words of likelihood as predicates of one sentence, "is likely" or "has almost no chance", no verb twice."""
    found, last = [], ""
    for word in words:
        verb = end = "has" if word.startswith(NO_CHANCE) else "is"
        if word.startswith(f"{NO_CHANCE} to "):
            word, end = word.replace(" to ", " or is ", 1), "is"
        found.append(word if verb == last else f"{verb} {word}")
        last = end
    return found


def whole(number: int) -> str:
    """A whole number with commas at the thousands."""
    return f"{number:,d}"


def worlds(number: int, of: int) -> str:
    """A count of worlds that a person can picture: "83 of 100".

    Up to 200 worlds the count itself; above, out of 100, and never all or none of 100 unless it is so.
    """
    if number == of > 1:
        return f"all {whole(of)}"
    if number == 0:
        return f"none of {whole(of)}"
    if of <= 200:
        return f"{number} of {of}"
    hundredths = 100.0 * number / of
    if hundredths < 1.0:
        return "fewer than 1 of 100"
    if hundredths > 99.0:
        return "more than 99 of 100"
    return f"{round(hundredths)} of 100"


def in_worlds(number: int, of: int, kind: str = "world") -> str:
    """The same with what is counted: "83 of 100 worlds", and "the one world" where there is no other."""
    if number == of == 1:
        return f"the one {kind}"
    return f"{worlds(number, of)} {kind}{'' if of == 1 else 's'}"


def count_text(value: float) -> str:
    """A mean count: one digit after the point under ten, none above; never 0 when it is not."""
    size = abs(value)
    text = f"{size:.1f}" if size < 9.95 else f"{size:,.0f}"
    if text == "0.0":
        text = "0" if size == 0.0 else "under 0.1"
    return ("\N{MINUS SIGN}" if value < 0.0 and text[0] != "u" else "") + text


def percent(value: float, digits: int = 0) -> str:
    """A share as a number without its sign %, never 0 or 100 when it is neither."""
    if math.isnan(value):
        return "unknown"
    text = f"{100 * value:.{digits}f}".replace("-", "\N{MINUS SIGN}")
    if value < 0.0:
        return text if text.strip("\N{MINUS SIGN}0.") else text[1:]
    step = 10.0**-digits
    if value > 0.0 and float(text) == 0.0:
        return f"under {step:g}"
    if value < 1.0 and float(text) == 100.0:
        return f"over {100 - step:g}"
    return text


def percent_at_most(value: float) -> str:
    """A share that another is not above: as a whole number, and not less than 1."""
    return f"{max(round(100 * value), 1)}"


def share_range(share: Interval, digits: int = 0) -> str:
    """The interval of a share: "31 to 37 %"."""
    return f"{percent(share.low, digits)} to {percent(share.high, digits)} %"


def signed(value: float, digits: int = 1) -> str:
    """A difference with its sign (a true minus); nothing in front of a zero."""
    if math.isnan(value):
        return "unknown"
    text = f"{abs(value):.{digits}f}"
    if float(text) == 0.0:
        return text
    return ("\N{MINUS SIGN}" if value < 0.0 else "+") + text


def signed_range(interval: Interval, unit: str, scale: float = 1.0, digits: int = 1) -> str:
    """A difference with its interval: "+19.0 points (95 % interval +16.0 to +22.1)".

    Where the interval leaves zero it gets the digits that show so: no sure sign stands beside 0.0.
    """
    value, low, high = _signed_ends(interval, scale, digits)
    return f"{value} {unit} ({interval_words(interval, low, high)})"


def signed_cell(interval: Interval, scale: float = 1.0, unit: str = "") -> str:
    """The same as short as a cell of a table has it: "+19.0 (+16.0 to +22.1)"; of a single world without interval."""
    value, low, high = _signed_ends(interval, scale, 1)
    told = f"{value} {unit}".rstrip()
    return told if math.isnan(interval.low) else f"{told} ({low} to {high})"


def _signed_ends(interval: Interval, scale: float, digits: int) -> tuple[str, str, str]:
    digits = telling_digits(interval, scale, digits)
    value, low, high = (signed(scale * end, digits) for end in (interval.value, interval.low, interval.high))
    return value, low, high


def same_everywhere(interval: Interval, number: int, unit: str, scale: float = 1.0, digits: int = 1) -> str:
    """Of a difference that is nothing in every world: "the same in all 60 worlds".

    With its interval where it has one: of a yes or no, worlds that were not run can differ.
    """
    told = "the same in the one world" if number == 1 else f"the same in {worlds(number, number)} worlds"
    low, high = (signed(scale * end, digits) for end in (interval.low, interval.high))
    return told if low == high else f"{told} ({interval_words(interval, low, high, f' {unit}')})"


MOST_DIGITS = 6
"""Smaller differences are rounding; see `exitban.analysis.contrasts.SAME`."""


def telling_digits(interval: Interval, scale: float, digits: int) -> int:
    """The digits after the point, ``digits`` or more, with which an interval that leaves zero is seen to do so."""
    ends = [scale * end for end in (interval.value, interval.low, interval.high)]
    if not (interval.low > 0.0 or interval.high < 0.0):
        return digits
    while digits < MOST_DIGITS and any(end != 0.0 and float(f"{end:.{digits}f}") == 0.0 for end in ends):
        digits += 1
    return digits


def interval_words(interval: Interval, low: str, high: str, unit: str = "") -> str:
    """ "95 % interval 31 to 37 %" of an interval whose ends are written already; a single world has none."""
    if math.isnan(interval.low) or math.isnan(interval.high):
        return "no interval: one world"
    return f"95 % interval {low} to {high}{unit}"


def between(interval: Interval, scale: float = 1.0, digits: int = 2) -> str:
    """The ends of the interval of a difference: "+16.00 to +22.10"; a single world has none."""
    if math.isnan(interval.low) or math.isnan(interval.high):
        return "no interval"
    return f"{signed(scale * interval.low, digits)} to {signed(scale * interval.high, digits)}"


def listed(parts: Sequence[str]) -> str:
    """Parts joined as in a sentence: a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def without_symbol(meaning: str) -> str:
    """What a number is, without the symbol of an equation with which its meaning may begin: it says nothing to most."""
    return SYMBOL.sub("", meaning)


def quoted(title: str) -> str:
    """A policy's title in quotation marks, so that it reads as a name."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{isolated(title)}\N{RIGHT DOUBLE QUOTATION MARK}"


def calendar_date(date: datetime.date) -> str:
    """15 May 2023: no reader mistakes the month. A moment with its time of day, but for midnight."""
    day = f"{date.day} {MONTHS[date.month - 1]} {date.year}"
    timed = isinstance(date, datetime.datetime) and date.time() != datetime.time()
    return f"{day}, {date:%H:%M}" if timed else day


def points_text(value: float) -> str:
    """A difference of shares in points with its sign; a small one gets the digits that show it."""
    size = abs(100.0 * value)
    return signed(100.0 * value, 1 if size >= 0.05 or size < 1e-9 else 2)
