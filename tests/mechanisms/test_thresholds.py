"""Choice with infinite precision: the greatest utility decides, ties by rule, acts that hold for good.

A crowd of 100 in which everybody counts everybody: with contagion 1 and a grievance of minus a threshold the utility of
voice is (number who speak) - threshold, whole numbers that 32 bits hold exactly.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitban.kernels.launch import Launcher
from exitban.maths.elementary import chance
from tests.kernels.test_launchers import different
from tests.mechanisms.test_choice import LUCK, act
from tests.office import Days, office

SIZE = 100
CROWD = f"""
    spans {SIZE - 1}

    {SIZE + 4} months
    nobody watches anybody
    everybody may speak
    exit: possible 0
    choice: deterministic 1, ties_to_act 1, absorbing_voice 1
    voice: gain 1, contagion 1
    exposure: whole 1, window 1e-6, counted 1
"""


def crowd(thresholds: Sequence[int], *more: str, launcher: Launcher = "python") -> Days:
    """People of whom each speaks when so many do; in the first tick, in which they arrive, nobody does."""
    days = Days(office(CROWD, *more), replicates=1, launcher=launcher)
    days["voice_cost"][:] = 1000
    days.step()
    days["voice_cost"][:] = 0
    return days.let(grievance=-np.array(thresholds, np.float32)[:, None])


def who_speak(thresholds: Sequence[int], *more: str) -> int:
    """How many speak in the end."""
    return int(crowd(thresholds, *more, launcher="cpu").to_the_end()["speaking"].sum())


def by_hand(thresholds: Sequence[int]) -> int:
    """How many act when each acts once as many do as the threshold says."""
    acting = 0
    while (now := sum(one <= acting for one in thresholds)) > acting:
        acting = now
    return acting


def test_a_chain_of_thresholds_runs_to_the_end_and_one_missing_link_stops_it() -> None:
    """Granovetter's example: thresholds 0, 1, ..., 99 and all 100 speak; 1 replaced by 2, and one does."""
    assert who_speak(range(SIZE)) == SIZE
    assert who_speak([0, 2, *range(2, SIZE)]) == 1


def test_the_chain_takes_one_tick_for_each_link() -> None:
    days = crowd(range(SIZE))
    assert [int(days.step()["speaking"].sum()) for _ in range(5)] == [1, 2, 3, 4, 5]


def test_ties_to_loyalty_need_one_more() -> None:
    """Then a threshold must be passed: nobody is the first; with one at -1 and the others as before, all follow."""
    stays = "choice: ties_to_act 0"
    assert who_speak(range(SIZE), stays) == 0
    assert who_speak(range(-1, SIZE - 1), stays) == SIZE


@given(st.lists(st.integers(-3, 110), min_size=SIZE, max_size=SIZE))
def test_any_crowd_ends_where_counting_by_hand_ends(thresholds: list[int]) -> None:
    assert who_speak(thresholds) == by_hand(thresholds)


def test_who_has_spoken_never_reconsiders_unless_voice_is_reversible() -> None:
    """Two speak at first, then nobody would: held for good, or silent again in the next tick."""
    for absorbing, after in ((1, 2), (0, 0)):
        days = crowd([0, 0, *[200] * 98], f"choice: absorbing_voice {absorbing}")
        assert days.step()["speaking"].sum() == 2
        assert days.let(grievance=-200).step(2)["speaking"].sum() == after


def test_a_new_holder_is_not_held_by_what_the_last_one_said() -> None:
    days = crowd([0] * SIZE, "refill: rate 1e6")
    assert days.step()["speaking"].all()
    days["hazards_killed"][:] = 1e6
    days.step()
    days["hazards_killed"][:] = 0
    days["voice_cost"][:] = 1000
    assert not days.step()["speaking"].any()


@pytest.mark.parametrize(
    ("utilities", "loyal_wins", "act_wins"),
    [
        ((0, 0, 0), "loyal", "exit"),
        ((-1, 0, 0), "loyal", "voice"),
        ((-1, -1, 0), "loyal", "covert"),
        ((-1, -1, -1), "loyal", "loyal"),
        ((1, 1, 1), "exit", "exit"),
        ((0, 1, 1), "voice", "voice"),
        ((0, 0, 1), "covert", "covert"),
    ],
)
def test_ties_by_hand(utilities: tuple[float, ...], loyal_wins: str, act_wins: str) -> None:
    """Between loyalty and an act the rule decides; among acts the earlier of exit, voice, covert."""
    for rule, expected in ((False, loyal_wins), (True, act_wins)):
        assert act(utilities, (0.9, 0.1, 0.2, 0.3), sure=True, ties_to_act=rule) == expected


@given(st.tuples(*[st.integers(-3, 3)] * 3), st.tuples(LUCK, LUCK, LUCK, LUCK), st.booleans())
def test_no_luck_decides_when_precision_is_infinite(
    utilities: tuple[int, ...], lucks: tuple[float, ...], rule: bool
) -> None:
    without = act(utilities, (0.5, 0.5, 0.5, 0.5), sure=True, ties_to_act=rule)
    assert act(utilities, lucks, sure=True, ties_to_act=rule) == without


@pytest.mark.parametrize("ticks_per_month", [1, 4, 240, 43_200])
def test_everybody_at_a_rate_of_twenty_times_the_ticks_in_a_month(ticks_per_month: int) -> None:
    """Then no luck, which lies below 1, is too large."""
    assert chance(np.float32(20 * ticks_per_month), np.float32(1 / ticks_per_month)) == 1


@pytest.mark.parametrize("ties", [0, 1])
def test_would_leave_if_free_is_all_or_nothing(ties: int) -> None:
    """Nobody's wish is above, at, or below nothing: with infinite precision the share is 0 or 1, a tie by the rule."""
    for wish, share in ((0.5, 1), (0, ties), (-0.5, 0)):
        world = office(
            "chief", "1 month", f"members: grievance_mean {wish}", f"choice: deterministic 1, ties_to_act {ties}"
        )
        assert Days(world).step().recorded("want_out")[0, 0] == share


def test_python_and_the_compiler_agree_in_every_bit() -> None:
    plain, compiled = (crowd(range(SIZE), launcher=launcher).step(9) for launcher in ("python", "cpu"))
    assert different(plain, compiled) == []
