"""Names that the composed tick has for things of its own: a value of that name would stand in their place."""

from __future__ import annotations

import keyword
from collections.abc import Collection, Mapping
from operator import itemgetter
from typing import Final

from exitban.errors import MechanismError
from exitban.kernels.parts import place_of
from exitban.mechanism import Mechanism
from exitban.words import AT_START

OF_THE_TICK: Final = ("address", "tick", "month", "first", "dt", "seed")
MODULES: Final = ("np", "bookkeeping", "collect", "drawing", "moving", "pairs", "select", "share", "words")
COUNTERS: Final = ("i", "k", "g", "p", "r", "m", "w0", "w1", "range", "some", "many", "found", "many_moved", "in_pairs")
OF_POSTS: Final = (
    *("low", "high", "institution", "grade", "superior", "second", "root", "population", "weight", "replicate"),
    *("replicates", "institution_low", "institution_high", "institution_of_grade", "watch_share", "watch_start"),
    *("watched", "watcher_start", "watchers", "rules_of_the_day", "write_down", "lanes", "nobody_waited"),
    *("members_in_line", "places_in_line", "moved_posts", "numbers_of_luck", "total"),
    *("recorded", "recorded_of_grade", "recorded_world"),
)
OF_POLICIES: Final = (
    *("opens", "closes", "scope", "governing", "banned", "governing_bit", "bits_in_force"),
    *("event_tick", "event_about", "event_reaches", "event_size", "event_decay", "shock", "in_force", "opening"),
    *("news_exit", "news_voice", "news_covert", "formal", "due_from", "tightens"),
)
TAKEN: Final = frozenset({*OF_THE_TICK, *MODULES, *COUNTERS, *OF_POSTS, *OF_POLICIES})
BEGIN: Final = (AT_START, "luck_", "tally_", "at_grade_", "near_any_", "address_of_", "posts_of_", "stage_")
"""What begins the names of arrays that belong to a value."""
END: Final = ("_r", "_row", "_sum", "_sum_of_grades")
"""What ends them, after the name of the value."""


def refuse_taken(values: Mapping[str, Mechanism], numbers: Mapping[str, Mechanism]) -> None:
    """Raise `MechanismError` for a name that cannot stand in the composed tick.

    ``values``: who gives what; ``numbers``: whose a number is, by its name in the tick (mechanism_number).
    """
    for name, giver in sorted(values.items(), key=itemgetter(0)):
        fault = fault_of(name, values, numbers)
        if fault:
            raise MechanismError(f"{giver.name}: '{name}' {fault}. Choose another name.", *place_of(name, giver))
    for name in sorted(name for name in numbers if is_taken(name)):
        raise MechanismError(
            f"{numbers[name].name}: a number of it is '{name}' in the composed tick, which has that name for something "
            "of its own. Choose another name for the number, or for the mechanism."
        )


def fault_of(name: str, values: Collection[str], numbers: Mapping[str, Mechanism]) -> str:
    """What is wrong with the name of a value, in words; nothing where it can stand."""
    if not name.isidentifier() or keyword.iskeyword(name):
        return "is no name that Python knows"
    if name in numbers:
        return f"is a number of the mechanism {numbers[name].name}"
    stems = (name.removesuffix(end) for end in END if name.endswith(end))
    if is_taken(name) or any(stem in values for stem in stems):
        return "is a name that the composed tick has for something of its own"
    return ""


def is_taken(name: str) -> bool:
    """Whether the composed tick has a name for something of its own."""
    return name in TAKEN or name.startswith(BEGIN)
