"""Leaving without having chosen to: competing risks in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from exitban.mechanism import Real
from exitban.mechanisms import hazards
from exitban.words import REASONS
from tests.office import AT_ONCE, Days, office, who_leaves, z_of_share

MEMBERS = 6_400
COMPETING = """
    spans 63

    120 months of {ticks} ticks
    nobody reconsiders
    hazards: killed 0.010, arrested 0.004, dismissed 0.001
"""


def test_survival_halfway() -> None:
    days = Days(office(COMPETING.format(ticks=1)), replicates=100, launcher="cpu", seed=2).step(60)
    assert abs(z_of_share(days["filled"].sum(), MEMBERS, np.exp(-0.015 * 60))) < 4


NAMES = ("killed", "killed_by_stress", "arrested", "dismissed", "prosecuted", "natural")


def cause(luck: float | Real, stress: float = 0, filled: bool = True, **stated: float) -> str:
    """What takes a member within a month at the given luck."""
    rates = [np.float32(stated.get(name, 0)) for name in NAMES]
    killed, total, chance = hazards.hazards(np.float32(stress), *rates, np.float32(1))
    if not hazards.taken(np.bool_(filled), np.float32(luck), chance):
        return "none"
    return REASONS[hazards.cause(np.float32(luck), killed, total, chance, *rates[2:5])]


@pytest.mark.parametrize(
    ("luck", "expected"),
    [
        (0.0001, "killed"),
        (0.3155, "killed"),
        (0.3165, "arrested"),
        (0.5050, "arrested"),
        (0.5063, "dismissed"),
        (0.6315, "dismissed"),
        (0.6330, "none"),
        (0.9999, "none"),
    ],
)
def test_one_draw_is_cut_in_proportion_to_the_hazards(luck: float, expected: str) -> None:
    """Hazards .5, .3, .2: 1 - 1/e = .63212 leave, of them half, three tenths, two tenths: .31606, .50570, .63212."""
    assert cause(luck, killed=0.5, arrested=0.3, dismissed=0.2) == expected


@pytest.mark.parametrize("name", ["killed", "arrested", "dismissed", "prosecuted", "natural"])
def test_every_cause_has_its_name(name: str) -> None:
    drawing = f"""
        chief
          anna

        2 months
        hazards: {name} {AT_ONCE}
    """
    assert who_leaves(office(drawing)) == {1: {"chief": name, "anna": name}}


def test_stress_kills() -> None:
    """A storm of size 3 from month 2 on adds 3 * killed_by_stress; nobody dies before it."""
    drawing = """
        spans 63

        3 months
        hazards: killed_by_stress 0.1
        event storm: month 2, size 3, decays_over 1e6
    """
    days = Days(office(drawing), replicates=100, launcher="cpu").to_the_end()
    killed = days.recorded("exits_killed").sum(axis=1)
    assert killed[0] == 0
    assert abs(z_of_share(killed[1], MEMBERS, 1 - np.exp(-0.3))) < 4
    assert abs(z_of_share(killed[2], MEMBERS - killed[1], 1 - np.exp(-0.3))) < 4


def test_calm_after_the_storm_never_revives() -> None:
    """Negative stress does not lower a hazard below what it is without stress."""
    below, above = (np.float32(1 - np.exp(-0.1) + more) for more in (-1e-4, 1e-4))
    for stress in (-3.0, 0.0):
        assert cause(below, stress, killed=0.1, killed_by_stress=5) == "killed"
        assert cause(above, stress, killed=0.1, killed_by_stress=5) == "none"


def test_nobody_leaves_a_vacant_post() -> None:
    assert cause(1e-6, killed=9) == "killed"
    assert cause(1e-6, filled=False, killed=9) == "none"
