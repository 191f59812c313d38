"""The trapped obey, but give less (equation 10)."""

from __future__ import annotations

import numpy as np
import pytest

from tests.office import AT_ONCE, Days, office, seen

DRAWING = """
    chief
      anna
      ben

    8 months of {ticks} ticks
    effort: decay 0.2, recovery 0.5
    policy ban: strength 1, closes 6
"""


@pytest.mark.parametrize("ticks", [1, 2, 8])
def test_effort_decays_while_trapped_and_returns_when_free(ticks: int) -> None:
    """e = exp(-.2 t) for the five months until the ban closes, then 1 - (1 - e) exp(-.5 t): the same in any tick."""
    days = Days(office(DRAWING.format(ticks=ticks), "nobody wants to stay"), "ban")
    first = seen(days, "effort", ticks=1)["effort"]
    effort = np.concatenate([first, seen(days.let(grievance=-100), "effort")["effort"]])[:, :, 0]
    months = (np.arange(8 * ticks) + 1) / ticks
    trapped = np.exp(-0.2 * np.minimum(months, 5))
    expected = 1 - (1 - trapped) * np.exp(-0.5 * np.maximum(months - 5, 0))
    assert effort == pytest.approx(np.repeat(expected[:, None], 3, axis=1), rel=2e-6)


def test_who_is_not_trapped_keeps_full_effort() -> None:
    days = Days(office(DRAWING.format(ticks=1)), "ban").step().let("anna", grievance=200).step()
    days.let(grievance=-100).step(2)
    assert days.of("ben", "effort") == 1
    assert days.of("anna", "effort") == pytest.approx(np.exp(-0.6))
    assert days.recorded("effort")[3, 0] / 3 == pytest.approx((2 + np.exp(-0.6)) / 3)


def test_the_mean_is_over_those_in_post() -> None:
    days = Days(office(DRAWING.format(ticks=1))).step().let("anna", "ben", filled=0).let("chief", effort=0.5).step()
    assert days.recorded("filled")[1, 0] == 1
    assert days.recorded("effort")[1, 0] == pytest.approx(1 - 0.5 * np.exp(-0.5))


def test_whoever_is_new_begins_with_full_effort() -> None:
    world = office(DRAWING.format(ticks=1), f"refill: rate {AT_ONCE}")
    days = Days(world).step().let("anna", effort=0.1, filled=0).step()
    assert days.of("anna", "effort") == 1
