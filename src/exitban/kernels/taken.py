"""Names that the composed tick has for things of its own: a value of that name would stand in their place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from exitban.errors import MechanismError

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
    *("news_exit", "news_voice", "news_covert", "formal", "tightens"),
)
TAKEN: Final = frozenset({*OF_THE_TICK, *MODULES, *COUNTERS, *OF_POSTS, *OF_POLICIES})
BEGIN: Final = ("luck_", "tally_", "at_grade_", "near_any_", "address_of_", "posts_of_", "stage_")
"""What begins the names of arrays that belong to a value."""
END: Final = ("_r", "_row", "_sum", "_sum_of_grades")
"""What ends them, after the name of the value."""


def refuse_taken(named: Mapping[str, str]) -> None:
    """Raise `MechanismError` for a name that the composed tick needs itself; ``named``: name -> mechanism."""
    for name in mistaken(named):
        own = "is a name that the composed tick has for something of its own"
        raise MechanismError(f"{named[name]}: '{name}' {own}. Choose another one.")


def mistaken(names: Collection[str]) -> Iterator[str]:
    """The names that would be mistaken for something else."""
    for name in sorted(names):
        stems = (name.removesuffix(end) for end in END if name.endswith(end))
        if name in TAKEN or name.startswith(BEGIN) or any(stem in names for stem in stems):
            yield name
