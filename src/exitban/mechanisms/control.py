"""Control is what reaches the bottom of the chains of command (equations 14 and 15).

reach_i = F_i (1 - D_i) alpha max over the superiors of reach (roots: no alpha), in the order of the command graph.
C = sum_k w_k mean_k(reach c e) / the same at full staffing with the first holders' c and e = 1.
Structural: c and e at their initial values; productive: C / structural. The measure is what the first holders would
do: where later ones are more able, C and productive control exceed 1. Control is lost at the first time that
C < threshold for ``hold`` months.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.elementary import ONE, ZERO
from exitban.mechanism import (
    POSITIVE,
    SHARE,
    Above,
    Flag,
    Mechanism,
    Real,
    Record,
    Rule,
    State,
    Total,
    Weighted,
    number,
)


@dataclass(frozen=True)
class Numbers:
    """How orders travel, and when control counts as lost."""

    kept: float = number(
        0.95,
        unit="share",
        between=SHARE,
        level="institution",
        meaning="alpha: what one rank passes on of an order",
    )
    threshold: float = number(0.5, unit="share", between=SHARE, meaning="C*: control below this is loss of control")
    hold: float = number(1.0, unit="months", between=POSITIVE, meaning="how long it must stay below")
    belief_in_survival: float = number(
        0.0,
        unit="0 or 1",
        between=(0, 1),
        meaning="1: s = C / (C + C*); 0: the ruler's survival is not doubted",
    )


def passed_on(above: Real, root: Flag, kept: Real) -> Real:
    """What arrives at a post from above."""
    return ONE if root else kept * above


def reach(above_reach: Real, filled: Flag, covert: Flag, root: Flag, control_kept: Real) -> Real:
    """The share of an order that a post still carries out and passes on."""
    return passed_on(above_reach, root, control_kept) if filled & ~covert else ZERO


def output(reach: Real, competence: Real, effort: Real) -> Real:
    """What the holder makes of it."""
    return reach * competence * effort


def skeleton(reach: Real, initial_competence: Real) -> Real:
    """What the first holder at full effort would have made of it."""
    return reach * initial_competence


def initial_competence(competence: Real) -> Real:
    """c of the first holder."""
    return competence


def full_reach(above_full_reach: Real, root: Flag, control_kept: Real) -> Real:
    """Reach if every post were filled."""
    return passed_on(above_full_reach, root, control_kept)


def full_output(full_reach: Real, competence: Real) -> Real:
    """What is made of it at full staffing."""
    return full_reach * competence


def ratio(part: Real, whole: Real) -> Real:
    """part / whole, and 0 / 0 = 0."""
    return part / whole if whole > ZERO else ZERO


def control(raw_output: Real, raw_full: Real) -> Real:
    """C."""
    return ratio(raw_output, raw_full)


def control_structural(raw_skeleton: Real, raw_full: Real) -> Real:
    """C with c and e at their initial values."""
    return ratio(raw_skeleton, raw_full)


def control_productive(raw_output: Real, raw_skeleton: Real) -> Real:
    """C / structural, of this tick: the state ``control`` is still that of the last one here."""
    return ratio(raw_output, raw_skeleton)


def control_within(output_within: Real, full_within: Real) -> Real:
    """C of one institution."""
    return ratio(output_within, full_within)


def control_structural_within(skeleton_within: Real, full_within: Real) -> Real:
    """Structural control of one institution."""
    return ratio(skeleton_within, full_within)


def control_productive_within(control_within: Real, control_structural_within: Real) -> Real:
    """Productive control of one institution."""
    return ratio(control_within, control_structural_within)


def survival(control: Real, control_threshold: Real, control_belief_in_survival: Real) -> Real:
    """s, the believed survival of the ruler (Egorov & Sonin 2011)."""
    return ratio(control, control + control_threshold) if control_belief_in_survival > ZERO else ONE


MECHANISM = Mechanism(
    name="control",
    law=__doc__,
    numbers=Numbers,
    states=(
        State("initial_competence", np.float32),
        State("full_within", np.float32, level="institution"),
        State("raw_full", np.float32, level="world"),
        State("control", np.float32, start=1.0, level="world"),
    ),
    parts=(
        Rule("events", "survival", survival, level="world"),
        Rule("start", "initial_competence", initial_competence),
        Above("start", "above_full_reach", of="full_reach"),
        Rule("start", "full_reach", full_reach),
        Rule("start", "full_output", full_output),
        Total("start", "full_within", of="full_output"),
        Weighted("start", "raw_full", of="full_output"),
        Above("control", "above_reach", of="reach"),
        Rule("control", "reach", reach),
        Rule("control", "output", output),
        Rule("control", "skeleton", skeleton),
        Total("control", "output_within", of="output"),
        Total("control", "skeleton_within", of="skeleton"),
        Weighted("control", "raw_output", of="output"),
        Weighted("control", "raw_skeleton", of="skeleton"),
        Rule("closing", "control", control, level="world"),
        Rule("closing", "control_structural", control_structural, level="world"),
        Rule("closing", "control_productive", control_productive, level="world"),
        Rule("closing", "control_within", control_within, level="institution"),
        Rule("closing", "control_structural_within", control_structural_within, level="institution"),
        Rule("closing", "control_productive_within", control_productive_within, level="institution"),
    ),
    records=(
        Record("control", of="control_within", kind="own:control", unit="share", title="control"),
        Record(
            "control_structural",
            of="control_structural_within",
            kind="own:control_structural",
            unit="share",
            title="structural control",
        ),
        Record(
            "control_productive",
            of="control_productive_within",
            kind="own:control_productive",
            unit="share",
            title="productive control, against the first holders",
        ),
    ),
    literature=("Williamson 1967", "Downs 1967"),
)
