"""The public face against the private wish (MODEL.md 3.4; Kuran 1989).

Open: speaks out, or has been exposed, so that it is known. Wants out: g + o > 0, whatever is forbidden. A member may be
quiet and want out.
"""

from __future__ import annotations

import numpy as np

from exitban.maths.elementary import ZERO
from exitban.mechanism import Flag, Mechanism, NoNumbers, Real, Record, Rule


def wishes(grievance: Real, stress: Real, stress_sensitivity: Real, outside_option: Real) -> Flag:
    """g + o > 0."""
    return np.bool_(grievance + stress_sensitivity * stress + outside_option > ZERO)


def is_open(speaking: Flag, exposed: Flag) -> Flag:
    """Everybody can see it."""
    return speaking | exposed


def counted(filled: Flag, exit_possible: Real) -> Flag:
    """In a post that can be left at all: citizens are not counted."""
    return filled & np.bool_(exit_possible > ZERO)


def quiet_content(counted: Flag, wishes: Flag, is_open: Flag) -> Flag:
    """Loyal in public, content in private."""
    return counted & ~is_open & ~wishes


def quiet_wants_out(counted: Flag, wishes: Flag, is_open: Flag) -> Flag:
    """Loyal in public, wants out in private."""
    return counted & ~is_open & wishes


def open_content(counted: Flag, wishes: Flag) -> Flag:
    """Open in public, and would stay."""
    return counted & ~wishes


def open_wants_out(counted: Flag, wishes: Flag) -> Flag:
    """Open in public, and wants out."""
    return counted & wishes


MECHANISM = Mechanism(
    name="faces",
    law=__doc__,
    numbers=NoNumbers,
    parts=(
        Rule("control", "wishes", wishes),
        Rule("control", "is_open", is_open),
        Rule("control", "counted", counted),
        Rule("control", "quiet_content", quiet_content),
        Rule("control", "quiet_wants_out", quiet_wants_out),
        Rule("control", "open_content", open_content, when="is_open"),
        Rule("control", "open_wants_out", open_wants_out, when="is_open"),
    ),
    records=(
        Record(
            "quiet_content",
            of="quiet_content",
            kind="stock",
            unit="members",
            title="loyal in public, content",
        ),
        Record(
            "quiet_wants_out",
            of="quiet_wants_out",
            kind="stock",
            unit="members",
            title="loyal in public, wants out",
        ),
        Record("open_content", of="open_content", kind="stock", unit="members", title="open in public, content"),
        Record(
            "open_wants_out",
            of="open_wants_out",
            kind="stock",
            unit="members",
            title="open in public, wants out",
        ),
    ),
    literature=("Kuran 1989",),
)
