"""What the neighbours did, what the whole did, what was published, and how long it is remembered (2 and 11)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitban.mechanisms.exposure import remembered
from tests.office import AT_ONCE, Days, office, seen
from tests.scenario import files as scenario_files

OFFICE = """
    chief
      anna
      ben
      carl
        dora
        emil

    24 months
"""
"""Who watches whom: superior, subordinates and peers. Carl: chief, dora, emil, anna, ben. Dora: carl, emil."""
AT_ONCE_SEEN = "exposure: window 1e-6"


def exposure(days: Days, act: str) -> dict[str, float]:
    """X of everybody, to five digits."""
    return {post: round(float(days.of(post, f"exposure_{act}")), 5) for post in days.posts}


def test_an_empty_chair_is_seen_by_those_who_watch_it() -> None:
    """Carl leaves in month 2. In month 3 he is a third of what the chief sees, a third for his peers, half for Dora."""
    days = Days(office(OFFICE, AT_ONCE_SEEN), keep=True).step().let("carl", grievance=200).step()
    assert set(exposure(days, "exit").values()) == {0}, "everybody sees the same moment: nothing yet"
    expected = {"chief": 1 / 3, "anna": 1 / 3, "ben": 1 / 3, "carl": 0, "dora": 1 / 2, "emil": 1 / 2}
    assert exposure(days.step(), "exit") == pytest.approx(expected, abs=1e-5)


def test_attention_to_the_whole() -> None:
    """omega = .4: .6 of what the neighbours did and .4 of 1/6, the share of all chairs."""
    world = office(OFFICE, "exposure: whole 0.4, window 1e-6")
    days = Days(world, keep=True).step().let("carl", grievance=200).step(2)
    found = exposure(days, "exit")
    assert found["anna"] == pytest.approx(0.6 / 3 + 0.4 / 6, abs=1e-5)
    assert found["dora"] == pytest.approx(0.6 / 2 + 0.4 / 6, abs=1e-5)


def test_what_is_seen_never_exceeds_everybody() -> None:
    world = office(OFFICE, AT_ONCE_SEEN, "event rumour: month 2, size 0.9, raises exit")
    days = Days(world, keep=True).step().let("carl", "emil", grievance=200).step(2)
    assert exposure(days, "exit")["dora"] == 1


def test_acts_are_remembered_and_forgotten_with_the_window() -> None:
    """Y = 1 - exp(-t/3) while the chair stands empty, and it fades at the same pace once it is taken.

    Dora watches Carl and one more; what she sees in a month is what was remembered at the end of the last.
    """
    world = office(OFFICE, "exposure: window 3")
    days = Days(world).step().let("carl", grievance=200).step()
    empty = seen(days, "near_exit", ticks=4)["near_exit"][:, days.at("dora"), 0]
    assert empty == pytest.approx(0.5 * (1 - np.exp(-np.arange(1, 5) / 3)), rel=1e-5)
    days["refill_rate"][:] = AT_ONCE
    days.let("carl", grievance=-100).step()
    days["refill_rate"][:] = 0
    taken = seen(days.let(grievance=-100).step(), "near_exit", ticks=3)["near_exit"][:, days.at("dora"), 0]
    assert days.of("carl", "filled")
    assert taken == pytest.approx(0.5 * (1 - np.exp(-6 / 3)) * np.exp(-np.arange(1, 4) / 3), rel=1e-5)


@pytest.mark.parametrize("ticks", [1, 4])
def test_halving_the_tick_changes_no_memory(ticks: int) -> None:
    world = office(OFFICE, f"24 months of {ticks} ticks", "exposure: window 5")
    days = Days(world).step().let("carl", filled=0, left_openly=1).step(6 * ticks + 1)
    assert days.of("dora", "near_exit") == pytest.approx(0.5 * (1 - np.exp(-6 / 5)), rel=1e-5)


def test_only_a_chair_left_by_choice_speaks() -> None:
    """Killed, dismissed or found out: the chair is empty, but says nothing about leaving."""
    for cause in ("killed", "arrested", "dismissed", "prosecuted", "natural"):
        days = Days(office(OFFICE, f"hazards: {cause} {AT_ONCE}", AT_ONCE_SEEN)).step(2)
        assert not days["filled"].any()
        assert not days["visible_exit"].any()
        assert not days["seen_exit"].any()


def test_a_voice_is_seen_as_long_as_it_speaks() -> None:
    world = office(OFFICE, AT_ONCE_SEEN, "everybody may speak", "voice: cost 100")
    days = Days(world, keep=True).step().let("carl", speaking=1)
    days["choice_reconsider"][:] = 0
    days.step(2)
    assert exposure(days, "voice")["dora"] == 0.5
    assert exposure(days.let("carl", speaking=0).step(2), "voice")["dora"] == 0


def test_a_covert_tie_is_seen_only_once_it_is_exposed() -> None:
    days = Days(office(OFFICE, AT_ONCE_SEEN), keep=True).step().let("carl", covert=1).step(2)
    assert exposure(days, "covert")["dora"] == 0
    assert exposure(days.let("carl", exposed=1, attempt_exposed=1).step(2), "covert")["dora"] == 0, "for an attempt"
    assert exposure(days.let("carl", deal_exposed=1).step(2), "covert")["dora"] == 0.5


@pytest.mark.parametrize("act", ["exit", "voice", "covert"])
def test_news_steps_the_signal_up_and_fades(act: str) -> None:
    """News of month 2 is known from month 3 on, and fades with a window of two months."""
    world = office(OFFICE, "5 months", "exposure: window 2", f"event news: month 2, size 0.3, raises {act}")
    signals = seen(Days(world), *(f"signal_{one}" for one in ("exit", "voice", "covert")))
    expected = [0, *(0.3 * np.exp(-np.arange(4) / 2))]
    assert signals.pop(f"signal_{act}")[:, 0] == pytest.approx(expected)
    assert not any(one.any() for one in signals.values())


def test_whoever_watches_nobody_sees_only_the_whole_and_the_news() -> None:
    world = office("alone", "other:\nalone", "3 months", AT_ONCE_SEEN, "exposure: whole 0.5")
    days = Days(world, keep=True).step().let("other/0", filled=0, left_openly=1).step(2)
    assert exposure(days, "exit")["0"] == pytest.approx(0.5 * 0.5)


def test_a_cascade_by_hand() -> None:
    """Carl goes in month 2. With J_E = 20 and a wish of -8 it takes 2/5 of one's world to follow.

    Dora and Emil, who see half of theirs empty, go in month 3; the chief, Anna and Ben, who see a third, never do.
    """
    world = office(OFFICE, AT_ONCE_SEEN, "members: grievance_mean -8", "exit: contagion 20", "choice: precision 20")
    days = Days(world).step().let("carl", grievance=200)
    left = [days.who("departure") for _ in range(5) if days.step()]
    assert left == [{"carl"}, {"dora", "emil"}, set(), set(), set()]


COUNTED = "exposure: counted 1, window 1e-6"


def test_a_window_that_forgets_at_once_shows_exactly_who_acts_now() -> None:
    """Y is the act itself, to the bit: 1 - exp(-dt / window) must be 1, however short the tick."""
    days = Days(office(OFFICE, "1 month of 240 ticks", AT_ONCE_SEEN, "everybody may speak", "voice: cost 100"))
    days.step().let("carl", "dora", speaking=1)
    days["choice_reconsider"][:] = 0
    days.step(2)
    assert sorted(days["visible_voice"][:, 0].tolist()) == [0, 0, 0, 0, 1, 1]
    assert (days["near_voice"] == days["watch_share"][:, None] * days["seen_voice"]).all()
    assert days["near_voice"].any()
    assert not days.let(speaking=0).step(2)["near_voice"].any()


@pytest.mark.parametrize("whole", [0, 1])
def test_acts_can_be_counted(whole: int) -> None:
    """Carl, Dora and Emil speak. Counted among those watched, or among all; one's own act counts among all only."""
    world = office(OFFICE, COUNTED, f"exposure: whole {whole}", "everybody may speak", "voice: cost 100")
    days = Days(world, keep=True).step().let("carl", "dora", "emil", speaking=1)
    days["choice_reconsider"][:] = 0
    among_those_watched = {"chief": 1, "anna": 1, "ben": 1, "carl": 2, "dora": 2, "emil": 2}
    expected = dict.fromkeys(days.posts, 3) if whole else among_those_watched
    assert exposure(days.step(2), "voice") == expected


@pytest.mark.parametrize("act", ["exit", "voice", "covert"])
@pytest.mark.parametrize("spans", ["48", "6 6"])
def test_counts_are_integers_until_they_are_divided(act: str, spans: str) -> None:
    """Whatever the size of the crowd and however many act: a share times a number is not always their count."""
    acting = {
        "exit": {"filled": 0, "left_openly": 1},
        "voice": {"speaking": 1},
        "covert": {"covert": 1, "deal_exposed": 1},
    }
    for whole in (0, 1):
        days = Days(office(f"spans {spans}", COUNTED, f"exposure: whole {whole}", "voice: cost 100"), keep=True).step()
        days["choice_reconsider"][:] = 0
        acts = np.arange(len(days.posts)) % 7 < 3
        for name, value in acting[act].items():
            days[name][acts] = value
        days.step(2)
        watched = np.zeros((len(acts), len(acts)), dtype=int)
        rows = np.repeat(np.arange(len(acts)), np.diff(days["watch_start"]))
        watched[rows, days["watched"]] = 1
        expected = np.full(len(acts), acts.sum()) if whole else watched @ acts
        assert (days[f"exposure_{act}"][:, 0] == expected).all()


def test_whether_acts_are_counted_is_the_same_in_every_replicate(tmp_path: Path) -> None:
    text = scenario_files.office(more="exposure: {counted: {choice: [0, 1]}}\n")
    found = scenario_files.problems(tmp_path, text)
    assert [one.key for one in found] == ["exposure.counted.choice"]
    assert "the same in every replicate" in found[0].message


def test_who_acts_from_the_start_is_seen_from_the_start() -> None:
    """In the first tick already, by those who watch and in the whole; who starts in post and quiet shows nothing."""
    world = office(OFFICE, "exposure: whole 0.5, window 3", "everybody may speak", "voice: cost 100")
    days = Days(world, keep=True)
    stated = np.full((6, 1), np.nan, np.float32)
    stated[days.at("carl")] = 1
    days.arrays["at_start_speaking"] = stated
    days["choice_reconsider"][:] = 0
    found = exposure(days.step(), "voice")
    assert found["dora"] == pytest.approx(0.5 / 2 + 0.5 / 6, abs=1e-5)
    assert found["chief"] == pytest.approx(0.5 / 3 + 0.5 / 6, abs=1e-5)


@given(st.floats(0, 1, width=32), st.floats(0, 1, width=32))
def test_who_forgets_all_within_a_tick_has_in_mind_what_is_seen_to_the_last_bit(memory: float, now: float) -> None:
    """A threshold that is just met would be missed by the rounding of memory + (seen - memory)."""
    one = np.float32(1)
    assert remembered(np.float32(memory), np.float32(now), one, one) == np.float32(now)
