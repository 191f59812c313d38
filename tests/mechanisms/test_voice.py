"""Speaking out (equation 3)."""

from __future__ import annotations

import pytest

from tests.office import Days, office

OFFICE = """
    chief
      anna
      ben

    6 months
    exit: possible 0
"""


def test_the_utility_by_hand() -> None:
    """k g - c - p x sanction s + J X^V + J_VE X^E = .5 * 3 - 1 - .4 * 2 * 1.25 + 2 * .3 + 4 * .2 = .9.

    X^V = .3 and X^E = .2 are the news of the month before.
    """
    drawing = """
        choice: reconsider 0
        everybody may speak
        members: grievance_mean 3, vulnerability_mean 2
        voice: gain 0.5, cost 1, believed_punishment 0.4, sanction 1.25, contagion 2, informed_by_exit 4
        event shout: month 1, size 0.3, raises voice
        event rumour: month 1, size 0.2, raises exit
    """
    days = Days(office(OFFICE, drawing), keep=True).step(2)
    assert days["utility_voice"] == pytest.approx(0.9, abs=1e-5)


def test_the_mean_member_speaks_out_for_the_mean_grievance_and_fears_for_the_mean_vulnerability() -> None:
    """.5 * 3 - 1 - .4 * 2 * 1.25 = -.5, whatever the members of this world are like; the exits and voices of others and
    a doubt of the ruler's survival are left out.
    """
    drawing = """
        2 months
        members: grievance_mean 3, grievance_spread 1, vulnerability_mean 2, vulnerability_spread 1
        voice: gain 0.5, cost 1, believed_punishment 0.4, sanction 1.25, contagion 2
        control: belief_in_survival 1
    """
    days = Days(office(OFFICE, drawing, "everybody may speak"), keep=True).step(2)
    assert days["reference_voice"] == pytest.approx(-0.5)


def test_nobody_speaks_where_nobody_can() -> None:
    days = Days(office(OFFICE, "voice: cost -100")).step(3)
    assert days.recorded("voice").sum() == 0


def test_voice_is_a_stock() -> None:
    """All speak while it pays; once it costs more than it gives, all fall silent."""
    days = Days(office(OFFICE, "everybody may speak", "voice: cost -100")).step(2)
    days["voice_cost"][:] = 100
    days.step()
    assert days.recorded("voice")[:3, 0].tolist() == [3, 3, 0]


def test_a_vacant_post_is_silent() -> None:
    days = Days(office(OFFICE, "everybody may speak", "voice: cost -100")).step().let("anna", filled=0).step()
    assert days.recorded("voice")[:2, 0].tolist() == [3, 2]


def test_ones_own_voice_is_no_contagion() -> None:
    """Only the chief speaks: Anna and Ben see half a world of speakers, the chief hears nobody."""
    world = office(OFFICE, "everybody may speak", "exposure: window 1e-6", "choice: reconsider 0")
    days = Days(world, keep=True).step().let("chief", speaking=1).step(2)
    assert [days.of(post, "exposure_voice") for post in ("chief", "anna", "ben")] == [0, 0.5, 0.5]
