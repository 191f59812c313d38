"""One queue for the blocked, the speakers and the exposed (equation 7)."""

from __future__ import annotations

import numpy as np
import pytest

from exitban.maths.luck import address_of
from exitban.maths.philox import philox
from exitban.mechanisms.sanctions import risk_in_crowd
from tests.office import AT_ONCE, Days, office, seen, who_leaves, z_of_share

SIX = """
    chief
      anna
      ben
      carl
      dora
      emil

    6 months
    policy ban: strength 1, sanctions.per_month {per_month}, sanctions.share {share}, sanctions.arrested {arrested}
"""


def court(per_month: float, share: float = 1, arrested: float = 0, *more: str) -> Days:
    """The six under a ban; all of them are stopped in the first month, and content ever after."""
    drawing = SIX.format(per_month=per_month, share=share, arrested=arrested)
    return Days(office(drawing, "nobody wants to stay", *more), "ban").step().let(grievance=-100)


def in_line(tick: int) -> list[str]:
    """The six in the order of their keys of the queue."""
    keys = {}
    for post in ("chief", "anna", "ben", "carl", "dora", "emil"):
        low, high = address_of(f"office/{post}")
        keys[post] = int(philox(*(np.uint64(word) for word in (tick, low, high, 0, 1, 5)))[1])
    return sorted(keys, key=keys.__getitem__)


def test_the_court_serves_two_a_month_until_all_have_been_served() -> None:
    days = court(2).step(5)
    assert days.recorded("sanctions")[:, 0].tolist() == [2, 2, 2, 0, 0, 0]
    assert not days.who("queued")


def test_those_with_the_smallest_keys_are_served_first() -> None:
    days = court(2)
    assert days.who("served") == set(in_line(0)[:2])
    assert days.who("queued") == set(in_line(0)[2:])
    still = [post for post in in_line(1) if post in days.who("queued")]
    assert days.step().who("served") == set(still[:2])


def test_who_has_waited_longest_comes_before_any_key() -> None:
    """Five are stopped in month 2, and one a month is served; the one with the smallest key is stopped in month 3.

    The four who are left from month 2 are served first; the late one comes last of all.
    """
    late = in_line(2)[0]
    days = Days(office(SIX.format(per_month=1, share=1, arrested=0), "8 months"), "ban").step()
    others = set(days.posts) - {late}
    served = [days.let(*others, grievance=500).step().who("served")]
    served.append(days.let(grievance=-100).let(late, grievance=500).step().who("served"))
    days.let(grievance=-100)
    served += [days.step().who("served") for _ in range(4)]
    assert [len(one) for one in served] == [1] * 6
    assert set().union(*served[:5]) == others
    assert served[5] == {late}


def test_nobody_waits_twice() -> None:
    """Stopped month after month, each is one case; with one case served a month, five wait, and all ask again."""
    drawing = SIX.format(per_month=1, share=1, arrested=0)
    days = Days(office(drawing, "nobody wants to stay"), "ban").to_the_end()
    assert days.recorded("blocked")[:, 0].tolist() == [6] * 6
    assert days.recorded("sanctions")[:, 0].tolist() == [1] * 6
    assert len(days.who("queued")) == 5
    assert (days["queued_since"][days["queued"]] <= 5).all()


@pytest.mark.parametrize(("per_month", "ticks", "served"), [(2, 1, 3), (2, 4, 2), (2.5, 4, 2), (0.5, 1, 1)])
def test_unused_service_is_kept_for_a_month_and_no_longer(per_month: float, ticks: int, served: int) -> None:
    """After three idle months: one month's worth, at least 1, and half of what the tick adds, rounded down."""
    drawing = SIX.format(per_month=per_month, share=1, arrested=0)
    days = Days(office(drawing, f"6 months of {ticks} ticks"), "ban").step(3 * ticks).let(grievance=500).step()
    assert len(days.who("served")) == days.recorded("sanctions")[3 * ticks, 0] == served


def test_half_a_case_a_month_is_a_case_in_every_second_month() -> None:
    days = court(0.5).step(5)
    assert days.recorded("sanctions")[:, 0].tolist() == [0, 1, 0, 1, 0, 1]


def test_an_immense_court_serves_all() -> None:
    assert court(1e12).recorded("sanctions")[0, 0] == 6


def test_an_arrest_empties_the_post_and_a_threat_does_not() -> None:
    arrests, threats = (SIX.format(per_month=9, share=1, arrested=one) for one in (1, 0))
    assert who_leaves(office(arrests, "nobody wants to stay"), "ban") == {1: dict.fromkeys(in_line(0), "arrested")}
    assert who_leaves(office(threats, "nobody wants to stay"), "ban") == {}


def test_the_shares_of_sanctions_and_arrests() -> None:
    drawing = """
        spans 63

        1 month
        nobody wants to stay
        policy ban: strength 1, sanctions.per_month 1e6, sanctions.share 0.4, sanctions.arrested 0.25
    """
    days = Days(office(drawing), "ban", replicates=100, launcher="cpu").step()
    sanctions, arrests = days.recorded("sanctions").sum(), days.recorded("arrests").sum()
    assert abs(z_of_share(sanctions, 6_400, 0.4)) < 4
    assert abs(z_of_share(arrests, sanctions, 0.25)) < 4
    assert days.recorded("exits_arrested").sum() == arrests


def test_speakers_are_reported_at_a_rate_and_served_even_where_nothing_is_forbidden() -> None:
    drawing = """
        spans 63

        1 month of 4 ticks
        everybody may speak
        voice: cost -100, punished 0.6
        sanctions: per_month 1e6, share 1, arrested 0
    """
    days = Days(office(drawing), replicates=100, launcher="cpu").step()
    assert abs(z_of_share(days.recorded("sanctions")[0].sum(), 6_400, 1 - np.exp(-0.15))) < 4


def test_who_is_exposed_is_served_from_the_next_tick_on() -> None:
    """The attempt is served at once, the leak of it in the month after."""
    served = seen(court(9, 1, 0, f"secrets: leak_rate {AT_ONCE}"), "served")["served"].sum(axis=1)[:, 0]
    assert served.tolist() == [6, 0, 0, 0, 0]


def test_a_case_ends_with_the_person() -> None:
    """Emil dies while he waits; whoever comes after him is no case."""
    days = court(0, 1, 1, f"refill: rate {AT_ONCE}")
    assert days.of("emil", "queued")
    days.let("emil", filled=0).step()
    assert days.of("emil", "filled")
    assert not days.of("emil", "queued")


BRANCHES = """
    chief
      anna
        dora
      ben
        emil

    4 months
    watch: superior true, subordinates true, peers false
    policy ban: strength 1, sanctions.per_month 9, sanctions.share 1, sanctions.arrested 0
"""


def stirred(*more: str, asks: tuple[str, ...] = ("anna",)) -> dict[str, float]:
    """By how much each one's grievance has risen after some were stopped and sanctioned."""
    days = Days(office(BRANCHES, *more), "ban").step().let(*asks, grievance=1000)
    before = days["grievance"][:, 0].astype(float)
    days.step()
    rise = days["grievance"][:, 0] - before
    return {post: round(float(rise[days.at(post)]), 4) for post in days.posts}


def test_backlash_stirs_those_who_watch_the_one_who_is_sanctioned() -> None:
    """Anna is watched by the chief and by Dora, not by Ben; her own case does not stir her."""
    found = stirred("sanctions: backlash 0.5")
    assert found == {"chief": 0.5, "anna": 0, "ben": 0, "dora": 0.5, "emil": 0}


def test_each_sanction_noticed_stirs() -> None:
    """The chief watches Anna and Ben."""
    found = stirred("sanctions: backlash 0.5", asks=("anna", "ben"))
    assert found == {"chief": 1, "anna": 0, "ben": 0, "dora": 0.5, "emil": 0.5}


@pytest.mark.parametrize(
    "line", ["sanctions: backlash 0", "sanctions: backlash 1, noticed 0", "policy ban: sanctions.share 0"]
)
def test_without_backlash_notice_or_sanction_nobody_is_stirred(line: str) -> None:
    assert not any(stirred(line).values())


def test_a_share_of_sanctions_is_noticed_and_an_arrest_is_one() -> None:
    """Nine whom the tenth watches are stopped and sanctioned: the tenth notices each with .3, threat or arrest."""
    drawing = """
        chief
        {crowd}

        2 months
        watch: superior false, subordinates false, peers true
        policy ban: strength 1, sanctions.per_month 1e6, sanctions.share 1, sanctions.arrested {arrested}
        sanctions: backlash 0.1, noticed 0.3
    """
    crowd = "\n".join(f"          clerk{n}" for n in range(10))
    for arrested in (0, 1):
        world = office(drawing.format(crowd=crowd, arrested=arrested))
        days = Days(world, "ban", replicates=2_000, launcher="cpu").step()
        asks = [post for post in days.posts if post.startswith("clerk") and post != "clerk0"]
        days.let(*asks, grievance=1000).step()
        noticed = np.round((days["grievance"][days.at("clerk0")].astype(float) + 100) / 0.1)
        assert abs(z_of_share(noticed.sum(), 9 * 2_000, 0.3)) < 4
        assert abs(z_of_share((noticed == 0).sum(), 2_000, 0.7**9)) < 4


def test_what_was_stirred_stays_with_the_member() -> None:
    days = Days(office(BRANCHES, "sanctions: backlash 0.5", f"refill: rate {AT_ONCE}"), "ban").step()
    days.let("anna", grievance=1000).step().let("anna", grievance=-100).step()
    assert days.of("dora", "grievance") == -99.5
    assert days.let("dora", filled=0).step().of("dora", "grievance") == -100


@pytest.mark.parametrize(("speakers", "among"), [(0, 1), (1, 1), (2, 2), (50, 50)])
def test_the_risk_of_a_speaker_is_shared_with_all_who_speak(speakers: float, among: float) -> None:
    """1 - exp(-k Q / A) with k = 2.3 and Q = .5, and A at least one: who is the first bears it alone."""
    risk = risk_in_crowd(np.float32(0.5), np.float32(2.3), np.float32(speakers))
    assert risk == pytest.approx(1 - np.exp(-1.15 / among), rel=1e-5)
