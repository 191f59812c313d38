"""What members believe about a ban (equation 5), by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tests.office import AT_ONCE, Days, office, seen, z_of_share

OFFICE = """
    chief
      anna
      ben
      carl
        dora
"""
"""Anna is watched by the chief (a subordinate), and by Ben and Carl (peers); Dora watches only Carl."""
WATCHERS_OF_ANNA = {"chief", "ben", "carl"}


def anna_asks(policy: str, *more: str) -> Days:
    """A quiet month; in the second Anna alone wants to leave, afterwards nobody."""
    days = Days(office(OFFICE, "12 months", policy, *more), "ban").step()
    days.let("anna", grievance=500).step()
    return days.let(grievance=-100)


def beliefs(days: Days) -> dict[str, tuple[float, float]]:
    """(u, v) of everybody, to three digits."""
    pairs = zip(days["belief_blocked"][:, 0].tolist(), days["belief_granted"][:, 0].tolist(), strict=True)
    return {post: (round(u, 3), round(v, 3)) for post, (u, v) in zip(days.posts, pairs, strict=True)}


def test_whoever_is_blocked_or_sees_it_counts_a_case() -> None:
    days = anna_asks("policy ban: strength 1", "ban: notice 1, prior_blocked 3, prior_granted 2")
    seen_by = WATCHERS_OF_ANNA | {"anna"}
    assert beliefs(days) == {post: (4 if post in seen_by else 3, 2) for post in days.posts}


def test_whoever_sees_somebody_walk_out_counts_a_granted_case() -> None:
    days = anna_asks("policy ban: strength 0", "ban: notice 1")
    expected = {post: (1, 2 if post in WATCHERS_OF_ANNA else 1) for post in days.posts}
    assert beliefs(days) == expected


def test_an_exception_is_a_granted_case_too() -> None:
    days = anna_asks("policy ban: strength 1, exceptions.paid_claimed 1, exceptions.paid_accepted 1", "ban: notice 1")
    assert beliefs(days)["ben"] == (1, 2)


def test_who_does_not_look_learns_only_from_the_own_case() -> None:
    days = anna_asks("policy ban: strength 1", "ban: notice 0")
    assert beliefs(days) == {post: (2 if post == "anna" else 1, 1) for post in days.posts}


def test_leaving_where_nothing_is_forbidden_says_nothing_about_the_ban() -> None:
    """The ban governs the others only: Anna is out of its scope."""
    guards = "guards under office:\nalone"
    days = anna_asks("policy ban: strength 1, scope guards", "ban: notice 1", guards)
    assert days.recorded("exits_open").sum() == 1
    assert set(beliefs(days).values()) == {(1, 1)}


def test_cases_fade_with_the_window() -> None:
    """u = u_0 + e^(-t/12): one case seen in month 2 is worth e^(-1/2) after half a year."""
    days = anna_asks("policy ban: strength 1", "ban: notice 1, window 12").step(6)
    assert beliefs(days)["ben"] == (round(1 + np.exp(-0.5), 3), 1)


def test_a_published_case_is_believed_by_the_whole_institution_and_by_nobody_else() -> None:
    """Anna's case leaks: .6 of a case for everybody else in the office, none for the guards, no news to herself."""
    leaks = f"secrets: leak_rate {AT_ONCE}, credibility 0.6"
    days = anna_asks("policy ban: strength 1", leaks, "guards under office:\nalone")
    others = dict.fromkeys(["chief", "ben", "carl", "dora"], (1.6, 1))
    assert beliefs(days) == {"anna": (2, 1), **others, "guards/0": (1, 1)}


def test_each_case_is_noticed_with_its_own_chance() -> None:
    """All 63 subordinates are blocked at once; their chief notices each with probability .3."""
    drawing = """
        spans 63

        1 month
        nobody wants to stay
        ban: notice 0.3
        policy ban: strength 1
    """
    days = Days(office(drawing), "ban", replicates=100, launcher="cpu").step()
    noticed = days["belief_blocked"][days.at("0")] - 2
    assert abs(z_of_share(noticed.sum(), 6_300, 0.3)) < 4
    assert noticed.std() == pytest.approx(np.sqrt(63 * 0.3 * 0.7), rel=0.3)


def test_an_informal_ban_is_believed_as_learned_and_a_formal_one_as_written() -> None:
    bans = "policy ban: strength 0.9, informal\npolicy decree: strength 0.9, formal, believed_exception 0.5"
    world = office(OFFICE, "1 month", bans, "ban: prior_blocked 1, prior_granted 3")
    expected = {"ban": 0.25, "decree": 0.45, "none": 0.0}
    for policy, believed in expected.items():
        assert Days(world, policy, keep=True).step()["believed_block"] == pytest.approx(believed)


def test_belief_is_reported_for_those_present_only() -> None:
    """One of five is left, who believes in a chance of 1/2: their mean is 1/2, not five halves."""
    days = Days(office(OFFICE, "2 months", "policy ban: strength 1"), "ban").step()
    days.let("anna", "ben", "carl", "dora", filled=0).step()
    assert days.recorded("present")[1, 0] == 1
    assert days.recorded("believed_block")[1, 0] == pytest.approx(0.5)


def test_only_a_formal_ban_is_announced_and_only_when_it_opens() -> None:
    """Z^exit steps up by .4 in month 3 and fades with a window of 2 months."""
    world = office(
        OFFICE,
        "5 months",
        "exposure: window 2",
        "policy decree: formal, announcement 0.4, opens 3",
        "policy ban: informal, announcement 0.4, opens 3",
    )
    signal = seen(Days(world, "decree"), "signal_exit")["signal_exit"][:, 0]
    fading = 0.4 * np.exp(-np.arange(3) / 2)
    assert signal == pytest.approx([0, 0, *fading])
    assert not seen(Days(world, "ban"), "signal_exit")["signal_exit"].any()


def test_what_was_always_forbidden_is_not_announced() -> None:
    """A ban without a day of opening was there before the first one; one that opens on it is news."""
    policies = "policy decree: formal, announcement 0.4\npolicy new: formal, announcement 0.4, opens 1"
    world = office(OFFICE, "2 months", policies)
    assert Days(world, "decree").step()["signal_exit"] == 0
    assert Days(world, "new").step()["signal_exit"] == pytest.approx(0.4)


def test_whatever_the_form_the_ban_itself_is_the_same() -> None:
    """Form decides belief and announcement only: with the same attempts the same are blocked."""
    bans = "policy formal: strength 0.5, formal\npolicy informal: strength 0.5, informal"
    world = office(OFFICE, "1 month", "nobody wants to stay", bans)
    for seed in range(1, 6):
        blocked = [Days(world, policy, seed=seed).step().who("blocked") for policy in ("formal", "informal")]
        assert blocked[0] == blocked[1]
