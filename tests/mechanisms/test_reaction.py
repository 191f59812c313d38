"""Policies that open, close and tighten by themselves (equation 12), by hand."""

from __future__ import annotations

import numpy as np
import pytest

from exitban.kernels.launch import Launcher
from tests.office import EVERYTHING, Days, office, seen

LAUNCHERS: tuple[Launcher, ...] = ("python", "cpu")
BOTH = pytest.mark.parametrize("launcher", LAUNCHERS)
OFFICE = """
    chief
      anna
      ben
      carl

    guards under office:
    captain
"""
"""Five posts of equal weight: with one of them vacant that commands nobody, control is .8."""
AT_ONCE = "reaction: window 1e-6"
"""What was in the last tick, and nothing before it."""


def days_of(policy: str, *more: str, under: str = "ban", launcher: Launcher = "python") -> Days:
    """A year in an office in which nobody wants to leave until told to."""
    return Days(office(OFFICE, "12 months", f"policy ban: {policy}", AT_ONCE, *more), under, launcher=launcher)


def in_force(days: Days, under: str = "ban") -> list[bool]:
    """Tick by tick, from the first: whether the policy is in force."""
    row = sorted({under, *days.scenario.policies[under].together_with}).index(under) + 1
    return [bool(x) for x in seen(days, "in_force")["in_force"][:, row, 0]]


@BOTH
def test_a_policy_with_an_opening_trigger_is_not_in_force_before_it(launcher: Launcher) -> None:
    """Anna's chair falls empty in the third month: control is .8 at its end, and the ban is there in the fourth."""
    days = days_of("strength 1, reaction.opens_below_control 0.9", launcher=launcher).step(2).let("anna", filled=0)
    assert in_force(days) == [False] + [True] * 9


@BOTH
def test_control_at_the_level_is_not_below_it(launcher: Launcher) -> None:
    days = days_of(
        "strength 1, reaction.opens_below_control 0.75",
        "guards / weight: 0.5",
        "office / weight: 0.5",
        launcher=launcher,
    )
    days.step().let("anna", "ben", filled=0).step(3)
    assert days["watched_control"][1, 0] == 0.75
    assert not days["in_force"].any()


@BOTH
def test_attempts_in_its_scope_open_it(launcher: Launcher) -> None:
    """One of four officials asks within a month: a rate of .25. The captain, one of one, is out of scope."""
    policy = "strength 1, scope office, reaction.opens_above_attempts"
    for level, opens in ((0.24, True), (0.26, False)):
        days = days_of(f"{policy} {level}", launcher=launcher).step().let("anna", "guards/captain", grievance=500)
        days.step()
        assert days["attempts_in_scope"][1, 0] == 1
        assert days["present_in_scope"][1, 0] == 4
        assert days.let(grievance=-100).step()["in_force"][1, 0] == opens


def test_the_rate_is_per_month_whatever_the_tick() -> None:
    """One of five asks within a quarter of a month: .8 a month."""
    days = days_of("strength 1, reaction.opens_above_attempts 0.79", "12 months of 4 ticks")
    days.step().let("anna", grievance=500).step()
    assert days["watched_attempts"][1, 0] == pytest.approx(0.8)
    assert days.step()["in_force"][1, 0]


def test_what_was_seen_fades_with_the_window() -> None:
    """One of five in the first month, window 2: (1 - e^-.5) / 5, then e^-.5 of it for each month."""
    days = days_of("strength 1, reaction.window 2").step().let("anna", grievance=500)
    watched = seen(days.step().let(grievance=-100), "watched_attempts", ticks=3)["watched_attempts"][:, 1, 0]
    first = (1 - np.exp(-0.5)) / 5
    assert watched == pytest.approx(first * np.exp(-0.5 * np.arange(1, 4)), rel=1e-5)


@BOTH
def test_an_open_policy_closes_when_control_falls_and_lets_go_whom_it_held(launcher: Launcher) -> None:
    """Carl is stopped in the second month. Anna's chair falls empty in the third: from the fourth on nothing is
    forbidden, Carl is free and leaves."""
    days = days_of("strength 1, reaction.closes_below_control 0.9", launcher=launcher)
    days.step().let("carl", grievance=500).step().let("anna", filled=0)
    assert days.of("carl", "trapped")
    assert days.step()["in_force"][1, 0]
    days.step()
    assert not days["in_force"].any()
    assert not days.of("carl", "filled")
    assert days.recorded("exits_open").sum() == 1


@BOTH
def test_control_back_above_a_level_closes_what_its_fall_had_opened(launcher: Launcher) -> None:
    policy = "strength 1, reaction.opens_below_control 0.9, reaction.closes_above_control 0.95"
    days = days_of(policy, launcher=launcher).step().let("anna", filled=0)
    told = in_force_for(days, 3)
    told += in_force_for(days.let("anna", filled=1), 3)
    told += in_force_for(days.let("anna", filled=0), 3)
    assert told == [False, True, True, True, False, False, False, True, True], "and a second fall opens it again"


@BOTH
def test_a_policy_that_opens_again_has_stopped_nobody_yet(launcher: Launcher) -> None:
    """Carl is stopped in the first term; in the second he has asked for nothing, and is free."""
    policy = "strength 1, reaction.opens_below_control 0.9, reaction.closes_above_control 0.95"
    days = days_of(policy, launcher=launcher).step().let("anna", filled=0).step()
    days.let("carl", grievance=1000).step().let("carl", grievance=-1000)
    assert days.who("trapped") == {"carl"}
    assert in_force_for(days.let("anna", filled=1), 3)[-1] is False
    assert in_force_for(days.let("anna", filled=0), 3)[-1] is True
    assert not days.who("trapped")


def in_force_for(days: Days, ticks: int) -> list[bool]:
    return [bool(x) for x in seen(days, "in_force", ticks=ticks)["in_force"][:, 1, 0]]


def test_it_does_not_open_while_it_would_be_called_off() -> None:
    """Both hold at once: it stays closed and does not flicker."""
    policy = "strength 1, reaction.opens_below_control 0.9, reaction.closes_below_control 0.85"
    assert not any(in_force(days_of(policy).step().let("anna", filled=0)))


def test_what_a_trigger_has_closed_stays_closed() -> None:
    days = days_of("strength 1, reaction.closes_below_control 0.9").step().let("anna", filled=0).step(2)
    assert not any(in_force(days.let("anna", filled=1)))


def test_a_closing_date_is_final() -> None:
    """Called for from the second month on, closed in the sixth for good."""
    days = days_of("strength 1, reaction.opens_below_control 0.9, closes 6").step().let("anna", filled=0)
    assert in_force(days) == [False, True, True, True] + [False] * 7


def test_a_date_and_a_trigger_open_it_whichever_comes_first() -> None:
    dated = "strength 1, opens 4, reaction.opens_below_control 0.9"
    assert in_force(days_of(dated)).index(True) == 3
    assert in_force(days_of(dated).step().let("anna", filled=0)).index(True) == 1


@BOTH
def test_a_formal_policy_is_announced_when_a_trigger_opens_it_and_only_then(launcher: Launcher) -> None:
    """Its date comes later, when everybody has known for long."""
    policy = "formal, strength 1, announcement 0.4, opens 6, reaction.opens_below_control 0.9"
    days = days_of(policy, "exposure: window 1e-6", launcher=launcher).step().let("anna", filled=0)
    signal = seen(days, "signal_exit")["signal_exit"][:, 0]
    assert signal == pytest.approx([0, 0.4] + [0] * 9)


def blocked_by_month(days: Days) -> list[int]:
    """Everybody asks in every month; how many are stopped."""
    return [int(days.step()["blocked"].sum()) for _ in range(4)]


@BOTH
def test_once_tightened_it_blocks_with_the_greater_strength(launcher: Launcher) -> None:
    """Of no strength at first: Anna walks out. That is too much, and from the next month on all others are stopped."""
    policy = "strength 0, reaction.tightens_above_attempts 0.1, reaction.tightened_strength 1"
    days = days_of(policy, launcher=launcher).step().let("anna", grievance=500).step()
    assert days.recorded("exits_unblocked").sum() == 1
    assert blocked_by_month(days.let(grievance=500)) == [4, 4, 4, 4]


def test_control_tightens_it_too_until_it_closes() -> None:
    policy = "strength 0, reaction.tightens_below_control 0.9, reaction.tightened_strength 1, closes 5"
    days = days_of(policy).step().let("anna", filled=0)
    strength = seen(days, "strength_in_force")["strength_in_force"][:6, 1, 0]
    assert strength.tolist() == [0, 1, 1, 1, 0, 0], "it is no longer in force in the fifth month: known in the sixth"


@BOTH
def test_it_is_tight_from_the_tick_in_which_it_opens(launcher: Launcher) -> None:
    """Control is .8 since the second month; the policy comes in the fifth, by its date or by what calls for it too."""
    tightened = "strength 0, reaction.tightens_below_control 0.9, reaction.tightened_strength 1, opens 4"
    days = days_of(tightened, launcher=launcher).step().let("anna", filled=0)
    assert seen(days, "strength_in_force")["strength_in_force"][:4, 1, 0].tolist() == [0, 0, 1, 1]
    called = "strength 0, reaction.opens_below_control 0.9, reaction.tightens_below_control 0.9"
    days = days_of(f"{called}, reaction.tightened_strength 1", launcher=launcher).step().let("anna", filled=0)
    found = seen(days, "strength_in_force", "in_force")
    assert found["in_force"][:3, 1, 0].tolist() == [False, True, True]
    assert found["strength_in_force"][:3, 1, 0].tolist() == [0, 1, 1]


@BOTH
def test_a_date_does_not_open_what_is_called_off_on_that_day(launcher: Launcher) -> None:
    """Nor is it announced: control is .8 since the second month, and below .9 the policy closes."""
    policy = "formal, strength 1, announcement 0.4, opens 4, reaction.closes_below_control 0.9"
    days = days_of(policy, "exposure: window 1e-6", launcher=launcher).step().let("anna", filled=0)
    found = seen(days, "in_force", "signal_exit")
    assert not found["in_force"][:, 1, 0].any()
    assert not found["signal_exit"][:, 0].any()
    undated = days_of("strength 1, reaction.closes_above_control 0.9", launcher=launcher)
    assert in_force(undated) == [False] * 12


def test_what_a_trigger_has_tightened_stays_so_when_control_is_back() -> None:
    policy = "strength 0, reaction.tightens_below_control 0.9, reaction.tightened_strength 1"
    days = days_of(policy).step().let("anna", filled=0).step(2).let("anna", filled=1).step(2)
    assert days["watched_control"][1, 0] == 1
    assert days["strength_in_force"][1, 0] == 1


@BOTH
def test_a_date_tightens_it_from_that_day_on(launcher: Launcher) -> None:
    days = days_of("strength 0.2, tightens 3, reaction.tightened_strength 0.7", launcher=launcher)
    strength = seen(days, "strength_in_force", ticks=4)["strength_in_force"][:, 1, 0]
    assert strength == pytest.approx([0.2, 0.2, 0.7, 0.7])


def test_tightening_never_loosens() -> None:
    days = days_of("strength 0.9, tightens 1, reaction.tightened_strength 0.7").step()
    assert days["strength_in_force"][1, 0] == pytest.approx(0.9)


def test_members_know_of_a_formal_bans_tightening_and_learn_that_of_an_informal_one() -> None:
    tightened = "strength 0.2, tightens 2, reaction.tightened_strength 0.7"
    for form, believed in (("formal", [0.2, 0.7]), ("informal", [0.5, 0.5])):
        days = Days(office(OFFICE, "2 months", f"policy ban: {form}, {tightened}"), "ban", keep=True)
        found = [float(days.step().of("anna", "believed_block")) for _ in range(2)]
        assert found == pytest.approx(believed)


def test_the_stricter_of_two_governs_when_it_has_become_the_stricter() -> None:
    """The decree overtakes the ban in the second month; the ban's bit is 2 (the first by name), the decree's 4."""
    both = "policy decree: strength 0.2, tightens 2, reaction.tightened_strength 0.9"
    days = days_of("strength 0.5, together_with decree", both)
    assert [int(days.step()["governing_bit"][0, 0]) for _ in range(3)] == [2, 4, 4]


LEVELS = "opens_below_control 0, opens_above_attempts 1e6, closes_below_control 0, closes_above_attempts 1e6"


@pytest.mark.parametrize("launcher", LAUNCHERS)
def test_triggers_that_never_fire_change_no_bit(launcher: Launcher) -> None:
    said = ", ".join(f"reaction.{one}" for one in [*LEVELS.split(", "), "tightened_strength 0.999", "window 7"])
    plain = Days(office(EVERYTHING), "ban", replicates=3, launcher=launcher).to_the_end()
    ready = Days(office(EVERYTHING, f"policy ban: {said}"), "ban", replicates=3, launcher=launcher).to_the_end()
    kept = [state.name for state in plain.engine.wiring.states if not state.name.startswith("watched")]
    for name in ("recorded", "recorded_world", "in_force", *kept):
        assert plain[name].tobytes() == ready[name].tobytes(), name


REACTING = """
    policy ban: reaction.opens_above_attempts 0.3, reaction.closes_above_control 0.9, reaction.window 0.5
    policy decree: reaction.tightens_below_control 0.6, reaction.tightened_strength 0.99
    policy decree: reaction.closes_below_control 0.1..0.4
"""


@pytest.mark.parametrize("seed", [1, 2])
def test_python_and_the_compiler_agree_in_every_bit(seed: int) -> None:
    world = office(EVERYTHING, REACTING)
    plain, compiled = (Days(world, "ban", replicates=5, seed=seed, launcher=one).to_the_end() for one in LAUNCHERS)
    assert [name for name in plain.arrays if plain[name].tobytes() != compiled[name].tobytes()] == []
    assert plain["reacted_open"].any() or plain["reacted_closed"].any()


WORLD = """
    spans 63

    24 months of {ticks} ticks
    members: grievance_mean -3, grievance_spread 0.7
    choice: reconsider 0.4
    refill: rate 1
    event storm: month 5, size 5, decays_over 1e6
    policy ban: strength 1, informal, reaction.opens_above_attempts 0.1, reaction.window 2
    policy lid: strength 1, informal, reaction.opens_below_control 0.8, reaction.window 2
"""
"""In the fifth month a storm makes many want to leave."""
WORLDS = 400


def opened_after(policy: str, ticks: int, seed: int) -> np.ndarray:
    """Months until the policy opens, by replicate."""
    days = Days(office(WORLD.format(ticks=ticks)), policy, replicates=WORLDS, seed=seed, launcher="cpu")
    opened = seen(days, "in_force")["in_force"][:, 1]
    assert opened.any(axis=0).all()
    return opened.argmax(axis=0) / ticks


@pytest.mark.parametrize("policy", ["ban", "lid"])
def test_halving_the_tick_moves_the_opening_by_less_than_a_tick(policy: str) -> None:
    """It is noticed at the end of a tick, so half a tick later on average; beyond that only luck differs."""
    coarse, fine = opened_after(policy, 8, 1), opened_after(policy, 16, 2)
    error = np.sqrt((coarse.var(ddof=1) + fine.var(ddof=1)) / WORLDS)
    assert 4 < fine.mean() < 10
    assert error < 0.15
    assert abs(coarse.mean() - fine.mean()) < 1 / 16 + 4 * error
