"""The ticks after the first of a model in the threshold limit, where only who speaks changes (MODEL.md 6).

The composed tick has run once: it knows all that stays as it is, and who speaks after it. From there on everybody is
sure: a member speaks as soon as enough of those watched do, for good, and nothing else happens. So each new speaker is
pushed once on those who watch, and what is written down is the first tick with the speakers counted anew: the same
bits as the composed tick, at the cost of those who act.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from exitban.kernels.bookkeeping import FINENESS
from exitban.kernels.cascades.ready import loop
from exitban.kernels.launch import Arrays, OnProcessor

NEVER = 2**30
"""More than anybody can watch."""


def spread(arrays: Arrays, rows: Sequence[str], launcher: OnProcessor) -> None:
    """Fill the records of all ticks after the first, in place; ``rows`` names those of institutions.

    Where voice is not recorded, nothing that is changes.
    """
    for name, ticks in (("recorded", 1), ("recorded_of_grade", 1), ("recorded_world", 1)):
        arrays[name][:, ticks:] = arrays[name][:, :1]
    if "voice" not in rows:
        return
    voice, ticks = rows.index("voice"), arrays["recorded"].shape[1]
    watchers = arrays["watcher_start"], arrays["watchers"]
    of_institution = np.eye(arrays["recorded"].shape[2], dtype=np.int64)[arrays["institution_of_grade"]]
    by_grade = np.zeros((ticks, len(arrays["institution_of_grade"])), np.int64)
    for r in range(len(arrays["replicates"])):
        found = speakers(arrays, watchers, r, launcher)
        by_grade += found
        arrays["recorded"][voice, :, :, r] = found @ of_institution
    arrays["recorded_of_grade"][voice] = by_grade * int(FINENESS)


def speakers(
    arrays: Arrays, watchers: tuple[NDArray[np.int64], NDArray[np.int32]], r: int, launcher: OnProcessor
) -> NDArray[np.int64]:
    """How many speak at the end of each tick in replicate r, (ticks, grades)."""
    ticks, grades = arrays["recorded"].shape[1], len(arrays["institution_of_grade"])
    missing = needed(arrays["grievance"][:, r], bool(arrays["choice_ties_to_act"][r] > 0))
    first = np.flatnonzero(arrays["speaking"][:, r])
    missing[first] = 0
    queue, ends = np.empty(len(missing), np.int32), np.zeros(ticks, np.int64)
    queue[: len(first)], ends[0] = first, len(first)
    last = loop("by_threshold", launcher)(*watchers, missing, queue, ends)
    tick = np.repeat(np.arange(last + 1), np.diff(ends[: last + 1], prepend=0))
    places = tick * grades + arrays["grade"][queue[: len(tick)]]
    begun = np.bincount(places, minlength=ticks * grades).reshape(ticks, grades)
    return np.cumsum(begun, axis=0)


def needed(grievance: NDArray[np.float32], ties_to_act: bool) -> NDArray[np.int32]:
    """How many must speak before a member does: grievance + speakers >= 0, or > 0 where a tie is not enough."""
    threshold = -grievance.astype(np.float64)
    least = np.ceil(threshold) if ties_to_act else np.floor(threshold) + 1.0
    return np.clip(least, 0, NEVER).astype(np.int32)
