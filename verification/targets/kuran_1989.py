"""Kuran 1989, Sparks and prairie fires: ten people with thresholds in percent."""

from __future__ import annotations

from verification.bundled import who_speak
from verification.measures import exact
from verification.target import Number, Outcome, Target

PAPER = "Kuran 1989, Sparks and prairie fires; Kuran 1991, Now out of never"
THRESHOLDS = "institutions.society.at_start.threshold.values"
SOCIETIES = {
    "0, 20, 20, 30, 40, ..., 80, 100": ((), 10),
    "one person's 20 becomes 10": ((f"{THRESHOLDS}.1=10",), 90),
    "0, 20, 30, 40, ..., 100": ((f"{THRESHOLDS}=[0, 20, 30, 40, 50, 60, 70, 80, 90, 100]",), 10),
}


def opposition(_: int) -> Outcome:
    """Percent in open opposition in the end."""
    return Outcome({label: exact(10 * who_speak("kuran-1989", *changes)) for label, (changes, _) in SOCIETIES.items()})


TARGETS = (
    Target(
        name="revolutionary-thresholds",
        paper=PAPER,
        level="L0",
        says="Percent of ten people who end in open opposition.",
        expected={label: Number(percent, within=0) for label, (_, percent) in SOCIETIES.items()},
        run=opposition,
    ),
)
