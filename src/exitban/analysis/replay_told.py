"""A replay as a dated story: month by month, what happened alike and what in one of the worlds only."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from exitban.analysis.happenings import TITLES, Happening
from exitban.analysis.reading import Event, events
from exitban.analysis.wording import calendar_date, listed, quoted
from exitban.page import within
from exitban.scenario.direction import isolated

if TYPE_CHECKING:
    from exitban.analysis.replay import Replay, World

WIDTH: Final = 100
MOST: Final = 4
"""So many posts are named for one thing in one month; the others are counted."""


def told(found: Replay) -> str:
    """The head, the months, the end."""
    story = [month(found, first) for first in range(0, len(found.dates), in_a_month(found))]
    return "\n\n".join([head(found), *filter(None, story), end(found)])


def in_a_month(found: Replay) -> int:
    """Ticks that are told together: a month, or all of a shorter time in ten parts."""
    whole = round(found.scenario.time.ticks_per_month)
    return max(1, min(whole, len(found.dates) // 10 or 1))


def head(found: Replay) -> str:
    """Which world this is, and where the two part."""
    first, second = (quoted(one.title) for one in found.worlds)
    apart = (
        "They never part: every member does the same in both."
        if found.apart is None
        else f"Until {calendar_date(found.dates[found.apart])} they are one world."
    )
    return filled(
        f"World {found.replicate} of {found.scenario.name} (seed {found.seed}) under {first} and under {second}: the "
        f"same members, the same draws, the same luck. {apart} Members are synthetic."
    )


def month(found: Replay, first: int) -> str:
    """What happened in some ticks; nothing where nothing did."""
    last = min(first + in_a_month(found), len(found.dates)) - 1
    parts = [[one for one in world.happenings if first <= one.tick <= last] for world in found.worlds]
    if not (any(parts) or dated(found, first, last)):
        return ""
    both = Counter(parts[0]) & Counter(parts[1])
    lines = [f"To {calendar_date(found.dates[last])}. Control {levels(found.worlds, last)}."]
    lines += [f"  {isolated(one.title)} ({calendar_date(one.date)})." for one in dated(found, first, last)]
    lines += [entry("In both: ", counts(both))] if both else []
    for world, own in zip(found.worlds, parts, strict=True):
        alone = [one for one in own if one not in both]
        lines += [entry(f"Only under {quoted(world.title)}: ", named(alone))] if alone else []
    return "\n".join([*lines, *losses(found, first, last)])


def dated(found: Replay, first: int, last: int) -> list[Event]:
    """Policies that open or end within these ticks, and shocks."""
    after = found.start if first == 0 else found.dates[first - 1]
    return list(events(found.scenario, [one.policy for one in found.worlds], (after, found.dates[last])))


def levels(worlds: Sequence[World], tick: int) -> str:
    """Control in both, as percent."""
    return " against ".join(f"{100 * one.control[tick]:.0f} %" for one in worlds)


def losses(found: Replay, first: int, last: int) -> list[str]:
    """Control that broke within these ticks."""
    dt = found.scenario.time.dt
    return [
        f"  Control is lost under {quoted(one.title)}."
        for one in found.worlds
        if one.lost_at is not None and first <= round(one.lost_at / dt) - 1 <= last
    ]


def counts(some: Counter[Happening]) -> str:
    """How many of each: what is the same in both is counted only."""
    found = Counter(one.words for one in in_order(some.elements()))
    return "; ".join(f"{words}: {count}" for words, count in found.items()) + "."


def named(some: Sequence[Happening]) -> str:
    """Each thing with its posts, in the order of a story."""
    groups: dict[str, list[str]] = {}
    for one in in_order(some):
        groups.setdefault(one.words, []).append(one.post)
    return "; ".join(f"{words}: {listed(few(posts))}" for words, posts in groups.items()) + "."


def in_order(some: Iterable[Happening]) -> list[Happening]:
    """As a story tells them: kind by kind, and each in its time."""
    return sorted(some, key=lambda one: (list(TITLES).index(one.kind), one))


def few(posts: Sequence[str]) -> list[str]:
    """Some of the posts, and how many more."""
    if len(posts) <= MOST:
        return list(posts)
    return [*posts[: MOST - 1], f"{len(posts) - MOST + 1} more"]


def end(found: Replay) -> str:
    """How it ended."""
    return filled(" ".join(ending(found, one) for one in found.worlds) + " One world of a model, no forecast.")


def ending(found: Replay, one: World) -> str:
    """How it ended under one policy."""
    level = f"at {100 * one.control[-1]:.0f} %"
    lost = (
        f"control holds to the end, {level}"
        if one.lost_at is None
        else f"control is lost after {one.lost_at:.4g} months and stands {level} at the end"
    )
    kinds = Counter(entry.kind for entry in one.happenings)
    counted = f"{kinds['left']} left, {kinds['stopped']} were stopped, {kinds['attempt_leaked']} of these cases leaked"
    return f"Under {quoted(one.title)} {lost}; {counted}."


def entry(start: str, text: str) -> str:
    """A paragraph of a month."""
    return textwrap.fill(
        start + text, within(WIDTH), initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
    )


def filled(text: str) -> str:
    """A paragraph in the width of the page."""
    return textwrap.fill(text, within(WIDTH))
