"""In turns: each once in a cycle, in an order drawn anew."""

from __future__ import annotations

import numpy as np
import pytest

from exitban.mechanisms.turns import cycle
from tests.kernels.test_launchers import different
from tests.office import EVERYTHING, Days, office, seen, z_of_share

CROWD = """
    spans 63

    12 months
    everybody may speak
    voice: cost -100
    choice: turns 4
"""


def asked(*more: str, replicates: int = 20) -> np.ndarray:
    """Who reconsiders, (ticks, posts, replicates)."""
    days = Days(office(CROWD, *more), replicates=replicates, keep=True, launcher="cpu")
    return seen(days, "reconsiders")["reconsiders"]


def test_everybody_has_exactly_one_turn_in_each_cycle() -> None:
    turns = asked().reshape(3, 4, 64, 20)
    assert (turns.sum(axis=1) == 1).all()


def test_the_order_is_drawn_anew_in_each_cycle_and_every_order_is_as_likely() -> None:
    when = asked(replicates=100).reshape(3, 4, -1).argmax(axis=1)
    for turn in range(4):
        assert abs(z_of_share((when == turn).sum(), when.size, 1 / 4)) < 4
    for one, other in ((0, 1), (1, 2)):
        assert abs(z_of_share((when[one] == when[other]).sum(), when[0].size, 1 / 4)) < 4


def test_in_a_turn_the_chance_is_that_of_a_whole_cycle() -> None:
    """1 - exp(-.3 * 4 / 2) = .4512 of those whose turn it is, so rates do not depend on turns."""
    days = asked("12 months of 2 ticks", "choice: reconsider 0.3", replicates=50)
    assert abs(z_of_share(days.sum(), days.size / 4, 1 - np.exp(-0.6))) < 4


def test_a_new_holder_takes_over_the_turn() -> None:
    """All are killed in the first tick and replaced by the third: whose turn is still to come has it."""
    days = Days(office(CROWD, "hazards: killed 1e6", "refill: rate 1e6"), keep=True).step()
    days["hazards_killed"][:] = 0
    drawn = days["turn"][:, 0].copy()
    assert set(drawn) == {0, 1, 2, 3}
    later = seen(days, "reconsiders", ticks=3)["reconsiders"][:, :, 0]
    assert not later[0].any(), "the posts are vacant"
    for turn in (2, 3):
        assert (later[turn - 1] == (drawn == turn)).all()


def test_one_turn_is_all_at_once() -> None:
    days = asked("choice: turns 1")
    assert days.all()


@pytest.mark.parametrize("policy", ["none", "ban"])
def test_python_and_the_compiler_agree_in_every_bit(policy: str) -> None:
    world = office(EVERYTHING, "choice: turns 3")
    plain, compiled = (
        Days(world, policy, replicates=3, launcher=launcher).to_the_end()  # type: ignore[arg-type]
        for launcher in ("python", "cpu")
    )
    assert different(plain, compiled) == []


@pytest.mark.parametrize(("length", "ticks"), [(1.0, 1), (1.4, 1), (1.6, 2), (2.6, 3), (4.0, 4)])
def test_a_cycle_lasts_the_nearest_whole_number_of_ticks(length: float, ticks: int) -> None:
    """A length that is drawn is no whole number."""
    found = [cycle(np.int32(tick), np.float32(length)) for tick in range(12)]
    assert [int(now) for now, _, _ in found] == [tick % ticks for tick in range(12)]
    assert {float(turns) for _, turns, _ in found} == {ticks}
    assert [bool(begins) for _, _, begins in found] == [ticks > 1 and tick % ticks == 0 for tick in range(12)]
