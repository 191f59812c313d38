"""What papers find in the world, as signs: on the same luck, in many simulated worlds.

The targets of ``verification/targets/signs.py``, asked with more confidence than there.
"""

from __future__ import annotations

import pytest

from verification.target import Target, judged
from verification.targets.signs import AMPLE, SCARCE, SMALL, TARGETS, total, world

AGAINST_THE_FINDING = {"mean effort, harsher threat"}
"""What the model gets wrong, and says so on the page: effort is lost by being held, not by fear."""


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_the_sign(target: Target) -> None:
    found = {one.label: one for one in judged(target, target.run(target.small), target.small)}
    held = {label: one.met and abs(one.got.z(0)) > 4 for label, one in found.items()}
    assert held == {label: label not in AGAINST_THE_FINDING for label in found}


def test_an_ample_ban_of_strength_one_loses_nobody_and_a_scarce_one_most_who_ask() -> None:
    ample, scarce = (world(lines, "ban", SMALL) for lines in (AMPLE, SCARCE))
    assert total("exits_unblocked")(ample).sum() == 0
    assert total("exits_unblocked")(scarce).sum() > 0.5 * total("attempts")(scarce).sum()
