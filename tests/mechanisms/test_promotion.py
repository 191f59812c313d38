"""Who moves up into a vacant post, and what comes along (equation 13)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitban.maths.luck import address_of
from exitban.maths.philox import philox
from tests.office import AT_ONCE, Days, office, z_of_share

CHAIN = """
    chief
      anna
        ben

    9 months
    members: grievance_spread 1, competence_spread 0.3, outside_option_spread 1, vulnerability_spread 0.5
    nobody reconsiders
"""
UPWARDS = f"refill: rate {AT_ONCE}, from_below 1"


def staff(days: Days) -> list[float]:
    """By their grievance, which nobody shares: who sits where; 0 for nobody."""
    return [float(days.of(post, "grievance")) if days.of(post, "filled") else 0 for post in days.posts]


def chain(*more: str, **options: Any) -> Days:
    """The chain after a month, with an empty chair at the top."""
    return Days(office(CHAIN, UPWARDS, *more), **options).step().let("chief", filled=0)


def test_a_vacancy_wanders_down_the_chain_a_post_a_tick() -> None:
    """Anna takes the chief's post, Ben hers, and somebody comes from outside for Ben's."""
    days = chain()
    _, anna, ben = staff(Days(office(CHAIN)).step())
    assert staff(days.step()) == [anna, 0, ben]
    assert staff(days.step()) == [anna, ben, 0]
    newcomer = staff(days.step())[2]
    assert staff(days) == [anna, ben, newcomer]
    assert newcomer not in (0, anna, ben)
    assert staff(days.step()) == [anna, ben, newcomer]
    assert days.recorded("promotions")[:5, 0].tolist() == [0, 1, 1, 0, 0]
    assert days.recorded("left_to_move_up")[:5, 0].tolist() == [0, 1, 1, 0, 0]
    assert days.recorded("arrivals")[:5, 0].tolist() == [0, 0, 0, 1, 0]
    assert days.recorded("filled")[:5, 0].tolist() == [3, 2, 2, 3, 3]
    assert days.recorded("vacant_months")[:5, 0].tolist() == [0, 1, 1, 0, 0]


def test_a_promotion_is_no_exit_and_nobody_remembers_one() -> None:
    days = chain().step(3)
    assert sum(days.recorded(row).sum() for row in days.engine.rows if row.startswith("exits_")) == 0
    assert not days["visible_exit"].any()
    assert not days["left_openly"].any()


def test_a_chair_left_openly_is_no_longer_so_once_somebody_moved_into_it() -> None:
    """The chief resigns in month 2; Anna moves up in month 3, and the chair that she leaves is no resignation."""
    days = Days(office(CHAIN, UPWARDS, "exposure: window 1e-6", f"choice: reconsider {AT_ONCE}"))
    days.step().let(grievance=-100).let("chief", grievance=1000).step()
    assert days["visible_exit"][:, 0].tolist() == [1, 0, 0]
    assert days.step().who("filled") == {"chief", "ben"}
    assert days.step()["visible_exit"][:, 0].tolist() == [0, 0, 0]


def test_everything_that_is_the_members_own_moves_along() -> None:
    """Beliefs, secrets, traps and cases; what is remembered of the post, and its first holder's worth, stays."""
    world = office(CHAIN, UPWARDS, "policy ban: strength 1", "everybody may deal")
    days = Days(world, "ban").step().let("chief", filled=0, near_voice=0.5)
    own = {"belief_blocked": 7, "belief_granted": 3, "effort": 0.25, "trapped": 1, "trapped_by": 2, "trapped_months": 4}
    own |= {
        "hidden_attempts": 3,
        "hidden_deals": 2,
        "exposed": 1,
        "covert": 1,
        "refused": 1,
        "queued": 1,
        "speaking": 1,
    }
    own |= {"contract_end": 30, "queued_since": 0}
    days.let("anna", near_voice=0, **own)
    first = days["initial_competence"].copy()
    traits = {name: days.of("anna", name) for name in ("grievance", "outside_option", "competence", "vulnerability")}
    days.step()
    own |= {"trapped_months": 5}
    assert {name: days.of("chief", name) for name in own} == pytest.approx(own)
    assert {name: days.of("chief", name) for name in traits} == traits
    assert days.who("covert") & days.who("filled") == {"chief"}
    assert days.of("chief", "near_voice") == pytest.approx(0.5, abs=1e-5)
    assert (days["initial_competence"] == first).all()
    assert days.recorded("trapped")[1, 0] == days.recorded("covert")[1, 0] == days.recorded("exposed")[1, 0] == 1


SEVEN = """
    chief
      anna
        gero
      ben
      carl
        dora
      emil

    9 months
    nobody reconsiders
"""


def key(post: str, tick: int, seed: int) -> int:
    low, high = address_of(f"office/{post}")
    return int(philox(*(np.uint64(word) for word in (tick, low, high, 0, seed, 13)))[0])


@pytest.mark.parametrize("seed", range(6))
def test_of_those_directly_below_the_one_with_the_smallest_key_moves_up(seed: int) -> None:
    """Whoever is vacant is passed over, and so is a subordinate's subordinate."""
    days = Days(office(SEVEN, UPWARDS), seed=seed).step().let("chief", "ben", filled=0).step()
    (left,) = days.who("moved_up")
    assert left == min(("anna", "carl", "emil"), key=lambda post: key(post, 1, seed))
    assert days.who("promoted") == {"chief"}
    assert days.who("arrives") == {"ben"}, "nobody is below him"


def test_only_the_first_superior_promotes() -> None:
    """Dora also answers to the chief, but her first superior is Carl."""
    world = office("chief\n  carl\n    dora", "9 months", "nobody reconsiders", UPWARDS)
    days = Days(world).step().let("chief", "carl", filled=0)
    days["second"][days.at("dora")] = days.at("chief")
    assert days.step().who("filled") == {"chief", "carl"}
    assert days.who("arrives") == {"chief"}
    assert days.who("promoted") == {"carl"}


def test_promotion_reaches_across_institutions() -> None:
    """The captain answers to the chief, and may succeed: gained there, lost here."""
    days = Days(office("office:\nchief\nguards under office:\ncaptain", UPWARDS, "nobody reconsiders", "3 months"))
    days.step().let("chief", filled=0).step()
    assert days.who("promoted") == {"chief"}
    assert days.who("moved_up") == {"guards/captain"}
    rows = days.engine.rows
    moved = [days["recorded"][rows.index(row), 1, :, 0].tolist() for row in ("promotions", "left_to_move_up")]
    assert moved == [[0, 1], [1, 0]], "guards stand before the office in the alphabet"


def test_who_moves_up_out_of_the_reach_of_a_ban_is_free_at_once() -> None:
    """The ban stops the guards alone: the captain, trapped by it, is told as free in the very tick of the move."""
    world = office("office:\nchief\nguards under office:\ncaptain", UPWARDS, "nobody reconsiders", "3 months",
                   "policy ban: strength 1, scope guards")  # fmt: skip
    days = Days(world, "ban").step().let("guards/captain", trapped=1, trapped_by=2)
    assert days.step().recorded("trapped")[1, 0] == 1
    days.let("chief", filled=0).step()
    assert days.who("promoted") == {"chief"}
    assert days.recorded("trapped")[2, 0] == 0
    assert days.of("chief", "trapped_by") == 0


def test_who_moves_up_under_a_decree_with_a_contract_that_is_over_is_kept_at_once() -> None:
    """The captain's contract ended in month 1 and bound nobody among the guards; officers are kept past theirs."""
    world = office("office:\nchief\nguards under office:\ncaptain", UPWARDS, "nobody reconsiders", "3 months",
                   "contracts: term 12", "guards / contracts: term 0",
                   "policy decree: contracts.suspended 1")  # fmt: skip
    days = Days(world, "decree").step().let("guards/captain", contract_end=1).let("chief", contract_end=30).step()
    assert days.recorded("trapped")[1, 0] == 0
    days.let("chief", filled=0).step()
    assert days.who("promoted") == {"chief"}
    assert days.recorded("trapped")[2, 0] == 1


@pytest.mark.parametrize("launcher", ["python", "cpu"])
def test_a_share_of_refills_is_made_from_below(launcher: Any) -> None:
    """.3 of all, and each refill is either from below or from outside."""
    replicates = 2_000 if launcher == "cpu" else 100
    days = Days(
        office(SEVEN, f"refill: rate {AT_ONCE}, from_below 0.3"), replicates=replicates, launcher=launcher
    ).step()
    days.let("chief", filled=0).step()
    promoted = days.recorded("promotions")[1].sum()
    assert promoted + days.recorded("arrivals")[1].sum() == replicates
    assert abs(z_of_share(promoted, replicates, 0.3)) < 4


@st.composite
def organisations(draw: st.DrawFn) -> str:
    """A tree of up to nine posts."""
    above = [draw(st.integers(0, n)) for n in range(draw(st.integers(0, 8)))]
    lines: list[str] = []

    def write(post: int, depth: int) -> None:
        lines.append("  " * depth + f"post{post}")
        for below, superior in enumerate(above, start=1):
            if superior == post:
                write(below, depth + 1)

    write(0, 0)
    return "\n".join(lines)


@given(organisations(), st.integers(0, 10), st.integers(1, 20), st.integers(0, 2**32 - 1))
def test_promotion_neither_makes_nor_loses_a_member(tree: str, below: int, rate: int, seed: int) -> None:
    """Who is there was there before, or has arrived; who is gone has an exit; nobody sits on two chairs."""
    world = office(
        tree,
        "8 months",
        "nobody reconsiders",
        "members: grievance_spread 1",
        "hazards: natural 0.4",
        f"refill: rate {rate / 10}, from_below {below / 10}",
    )
    days = Days(world, replicates=4, seed=seed).step()
    for _ in range(7):
        before = [set(days["grievance"][days["filled"][:, r], r]) for r in range(4)]
        days.step()
        for r in range(4):
            after = list(days["grievance"][days["filled"][:, r], r])
            new = set(days["grievance"][days["arrives"][:, r], r])
            gone = (days["departure"][:, r] != 0).sum()
            assert len(set(after)) == len(after)
            assert set(after) - before[r] == new
            assert len(before[r] - set(after)) == gone
            assert days["promoted"][:, r].sum() == days["moved_up"][:, r].sum()
            assert not (days["promoted"] & days["arrives"]).any()
