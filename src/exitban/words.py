"""The words of the field that every floor shares: acts, stages of a tick, reasons of exit.

Codes are positions in these tuples; they stand in arrays, so an entry is appended, never moved.
"""

from __future__ import annotations

from typing import Final

ACTS: Final = ("loyal", "exit", "voice", "covert")
LOYAL: Final = 0
EXIT: Final = 1
VOICE: Final = 2
COVERT: Final = 3

STRUCTURES: Final = ("plain", "voice-covert", "exit-covert", "exit-voice-covert")
"""Which acts stand in one nest, as near substitutes of each other (equation 4)."""

REASONS: Final = (
    "none",
    "open",
    "unblocked",
    "health",
    "paid",
    "tolerated",
    "killed",
    "arrested",
    "dismissed",
    "prosecuted",
    "natural",
    "discovered",
)
"""Why a post fell vacant. ``open``: nothing forbade it; ``unblocked``: forbidden, but nobody stopped it."""

VOLUNTARY: Final = ("open", "unblocked", "health", "paid", "tolerated")
"""Reasons that are acts of the member."""

REASON_TITLES: Final = {
    "open": "left, nothing forbade it",
    "unblocked": "left although forbidden",
    "health": "exception: health",
    "paid": "exception: paid for",
    "tolerated": "exception: tolerated",
    "killed": "killed",
    "arrested": "arrested",
    "dismissed": "dismissed",
    "prosecuted": "removed with prosecution",
    "natural": "natural",
    "discovered": "covert tie discovered",
}

STAGES: Final = (
    "policies",
    "events",
    "involuntary",
    "vacating",
    "perception",
    "choice",
    "attempt",
    "verdict",
    "queue",
    "sanction",
    "proposal",
    "secrets",
    "aftermath",
    "refill",
    "promotion",
    "arrival",
    "start",
    "control",
    "closing",
)
"""The order of events in a tick (MODEL.md 3.3).

``policies`` decides, for policies alone, what is in force and how strong; ``promotion`` comes after members have moved
up and before others arrive. ``arrival`` also makes the first members, before tick 0; ``start`` runs once, after them.
"""

AT_START: Final = "at_start_"
"""Before the name of a state: the array of what a scenario states of it for the first members, NaN where nothing."""

MOST_IN_SHORT: Final = 160
"""Letters of a line that stands for a thing in a notebook."""


def in_short(thing: object, name: str, *facts: str) -> str:
    """A line that stands for a thing with thousands of numbers: what it is, of what, and which of them."""
    told = f"{type(thing).__name__} {name}: {', '.join(filter(None, facts))}"
    return f"<{told if len(told) <= MOST_IN_SHORT else f'{told[: MOST_IN_SHORT - 4]} ...'}>"
