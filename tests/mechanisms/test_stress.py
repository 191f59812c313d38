"""Stress comes from dated events and decays (equation 1)."""

from __future__ import annotations

import numpy as np
import pytest

from tests.office import Days, office, seen, who_leaves, z

OFFICE = """
    chief
      anna

    guards under office:
      captain
      emil

    12 months
"""


def stress(*lines: str) -> np.ndarray:
    """(ticks, institutions): guards stand before the office in the alphabet."""
    return seen(Days(office(OFFICE, *lines)), "stress")["stress"][:, :, 0]


def test_events_add_up_and_decay() -> None:
    """Size 2 in month 3 over 4 months, and size 1 in month 6 over 2 months."""
    found = stress("event storm: month 3, size 2, decays_over 4", "event flood: month 6, size 1, decays_over 2")
    months = np.arange(12)
    storm = np.where(months >= 2, 2 * np.exp(-(months - 2) / 4), 0)
    flood = np.where(months >= 5, np.exp(-(months - 5) / 2), 0)
    assert found == pytest.approx(np.column_stack([storm + flood] * 2), rel=1e-5)


def test_an_event_is_felt_where_it_is_said_to_be() -> None:
    found = stress("event storm: month 1, size 2, decays_over 1e6, institutions guards")
    assert found[:, 0] == pytest.approx(2, rel=1e-4)
    assert not found[:, 1].any()


def test_news_about_exits_is_no_stress() -> None:
    assert not stress("event news: month 1, size 0.5, raises exit").any()


def test_stress_weighs_as_each_institution_is_sensitive() -> None:
    """With sensitivity 2 a storm of 75 turns -100 into 50; with .5 into -62.5."""
    drawing = """
        stress: sensitivity 0.5
        guards / stress: sensitivity 2
        event storm: month 2, size 75, decays_over 1e6
    """
    assert who_leaves(office(OFFICE, drawing)) == {2: {"guards/captain": "open", "guards/emil": "open"}}


def test_covert_members_do_damage() -> None:
    """One of four posts is covert: a quarter of the damage, from the next tick on."""
    days = Days(office(OFFICE, "stress: damage 8")).step().let("anna", covert=1)
    found = seen(days, "stress", ticks=2)["stress"][:, :, 0]
    assert found.tolist() == [[0, 0], [2, 2]]


def test_citizens_in_voice_press_on_all() -> None:
    """One of two citizens speaks: half the pressure on everybody; officials who speak press on nobody."""
    days = Days(office(OFFICE, "stress: pressure 3", "guards / stress: citizens 1", "choice: reconsider 0"))
    days.step().let("guards/emil", "anna", speaking=1)
    found = seen(days, "stress", ticks=2)["stress"][:, :, 0]
    assert found.tolist() == [[0, 0], [1.5, 1.5]]


def test_an_empty_seat_is_no_citizen() -> None:
    """Of two citizens one has gone and the other speaks: all citizens that there are do."""
    days = Days(office(OFFICE, "stress: pressure 3", "guards / stress: citizens 1", "choice: reconsider 0")).step()
    guards = [post for post in days.posts if post.startswith("guards/")]
    assert len(guards) == 2
    days.let(guards[0], speaking=1).let(guards[1], filled=0).step()
    assert days["citizens_in_voice"] == 1


def test_reported_stress_is_the_mean_over_posts() -> None:
    days = Days(office(OFFICE, "event storm: month 1, size 2, decays_over 1e6, institutions guards")).step()
    by_institution = days["recorded"][days.engine.rows.index("stress")][0, :, 0]
    assert by_institution == pytest.approx([2, 0], rel=1e-4)


def noisy(ticks: int, replicates: int, months: int = 3) -> np.ndarray:
    """(ticks, institutions, replicates) of stress with a standard deviation of .7 and a window of 2 months."""
    drawing = f"""
        office:
        alone
        guards under office:
        alone

        {months} months of {ticks} ticks
        nobody reconsiders
        stress: noise 0.7, noise_window 2
    """
    return seen(Days(office(drawing), replicates=replicates, launcher="cpu"), "stress")["stress"].astype(float)


@pytest.mark.parametrize("ticks", [1, 2, 4])
def test_uhlenbeck_ornstein_1930(ticks: int) -> None:
    """At any time sd .7; months m apart the correlation is exp(-m / 2), whatever the tick; institutions are apart."""
    replicates = 20_000
    found = noisy(ticks, replicates) / 0.7
    for tick in (0, ticks, 3 * ticks - 1):
        assert abs(z(found[tick, 0], 0)) < 4
        assert abs(z(found[tick, 0] ** 2, 1)) < 4
        assert abs(z(found[tick, 0] ** 4, 3)) < 4
        assert abs(z(found[tick, 0] * found[tick, 1], 0)) < 4
    for later in (1, ticks, 2 * ticks):
        for start in (0, ticks - 1):
            product = found[start, 0] * found[start + later, 0]
            assert abs(z(product, np.exp(-later / ticks / 2))) < 4


def test_the_noise_of_an_institution_is_its_own_whoever_else_there_is() -> None:
    """Another institution, and one of another name, change nobody's luck; each has another."""
    lines = "stress: noise 1", "4 months"
    alone = seen(Days(office("office:\nalone", *lines)), "stress")["stress"]
    more = office("army:\nalone\noffice:\nalone\nguards under office:\nspans 3", *lines)
    together = seen(Days(more), "stress")["stress"]
    assert np.array_equal(together[:, 2], alone[:, 0])
    assert len(np.unique(together)) == together.size


def test_noise_is_felt() -> None:
    """The discontent of a member follows it: those of a noisy institution leave in some months, others never."""
    drawing = """
        office:
        spans 5
        guards under office:
        spans 5

        12 months
        members: grievance_mean -20
        guards / stress: noise 20
        stress: sensitivity 1
    """
    days = Days(office(drawing), replicates=20, launcher="cpu").to_the_end()
    left = days["recorded"][days.engine.rows.index("exits_open")].sum(axis=(0, 2))
    assert left[0] > 20
    assert left[1] == 0
