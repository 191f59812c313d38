"""Who thinks it over, and what they then do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitban.maths.luck import share
from exitban.mechanisms.choice import chosen, might_act, prefers_exit
from exitban.words import ACTS
from tests.office import Days, office, seen, who_leaves, z_of_share

FIVE = """
    chief
      anna
      ben
      carl
        dora
"""
ALL_OPEN = (True, True, True)


PLAIN = (1, 1, 1)


def act(
    utilities: tuple[float, ...],
    lucks: tuple[float, ...],
    may: tuple[bool, ...] = ALL_OPEN,
    sharp: float = 1,
    **rules: Any,
) -> str:
    """What somebody does: utilities of exit, voice and covert; luck of loyal, exit, voice and covert.

    ``rules``: ``sure`` for infinite precision, ``ties_to_act``, ``scales`` in a nest and the luck ``shared`` there.
    """
    numbers = (sharp, rules.get("sure", 0), rules.get("ties_to_act", 0), *rules.get("scales", PLAIN))
    ours = map(np.float32, (*numbers, rules.get("shared", 0), *lucks))
    return ACTS[chosen(*map(np.float32, utilities), *map(np.bool_, may), *ours)]


EVEN = (0.5, 0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    ("utilities", "expected"),
    [((-1, -1, -1), "loyal"), ((1, 0, 0.5), "exit"), ((0.1, 0.2, 0), "voice"), ((-3, -2, 0.01), "covert")],
)
def test_at_equal_luck_the_greatest_utility_decides(utilities: tuple[float, ...], expected: str) -> None:
    assert act(utilities, EVEN) == expected


def test_ties_go_to_the_earlier_act() -> None:
    assert act((0, 0, 0), EVEN) == "loyal"
    assert act((1, 1, 1), EVEN) == "exit"
    assert act((0, 1, 1), EVEN) == "voice"


@pytest.mark.parametrize(
    ("utilities", "ties_to_act", "leaves"),
    [
        ((0, -1, -1), 0, False),
        ((0, -1, -1), 1, True),
        ((1, 1, 1), 0, True),
        ((0.5, 0.6, 0), 1, False),
        ((0.5, 0, 0.6), 1, False),
        ((-0.1, -1, -1), 1, False),
    ],
)
def test_without_luck_whoever_would_leave_is_who_wants_out(
    utilities: tuple[float, ...], ties_to_act: float, leaves: bool
) -> None:
    """Exit goes before voice and covert; at a tie with loyalty the rule for ties decides."""
    assert (prefers_exit(*map(np.float32, utilities), np.float32(ties_to_act)) == 1) == leaves
    assert (act(utilities, EVEN, sure=1, ties_to_act=ties_to_act) == "exit") == leaves


def test_luck_decides_between_equals() -> None:
    for place, name in enumerate(ACTS):
        assert act((0, 0, 0), tuple(0.9 if n == place else 0.5 for n in range(4))) == name


def test_precision_sharpens() -> None:
    """Luck .9 against .5 is worth 2.250 - .367 = 1.884 logits: more than a wish of 1, less than twice one of 1."""
    luck = (0.9, 0.5, 0.5, 0.5)
    assert act((1, -9, -9), luck) == "loyal"
    assert act((1, -9, -9), luck, sharp=1.88) == "loyal"
    assert act((1, -9, -9), luck, sharp=1.89) == "exit"


def test_a_closed_act_is_never_taken() -> None:
    for place, name in enumerate(ACTS[1:]):
        may = tuple(n != place for n in range(3))
        wanted = tuple(50.0 if n == place else -50.0 for n in range(3))
        assert act(wanted, EVEN) == name
        assert act(wanted, EVEN, may) == "loyal"


NUMBERS = st.floats(-20, 20, width=32)
LUCK = st.integers(0, 2**23 - 1).map(lambda n: (n + 0.5) * 2.0**-23)


@given(st.tuples(NUMBERS, NUMBERS, NUMBERS), st.floats(0, 20, width=32), st.tuples(LUCK, LUCK, LUCK, LUCK))
def test_when_only_exit_is_made_worse_nobody_flips_between_the_others(
    utilities: tuple[float, float, float], price: float, lucks: tuple[float, ...]
) -> None:
    before, after = act(utilities, lucks), act((utilities[0] - price, *utilities[1:]), lucks)
    assert after == before or before == "exit"


WORDS = st.one_of(st.integers(0, 2**32 - 1), st.integers(0, 2**12), st.integers(2**32 - 2**12, 2**32 - 1))
"""All words of luck, and more of the first and the last."""
UTILITIES = st.one_of(NUMBERS, st.floats(-25, -5, width=32), st.sampled_from([-1e30, -87.0, 0.0, 87.0, 1e30]))


def seen_at_a_glance(
    utilities: tuple[float, ...], lucks: tuple[float, ...], may: tuple[bool, ...], sharp: float, scales: Any = PLAIN
) -> bool:
    """Whether `might_act` lets somebody choose."""
    numbers = map(np.float32, (sharp, 0, *scales, *lucks))
    return bool(might_act(*map(np.float32, utilities), *map(np.bool_, may), *numbers))


@given(
    st.tuples(UTILITIES, UTILITIES, UTILITIES),
    st.tuples(WORDS, WORDS, WORDS, WORDS),
    st.tuples(st.booleans(), st.booleans(), st.booleans()),
    st.floats(0.015625, 5, width=32),
)
def test_whoever_acts_is_let_choose(
    utilities: tuple[float, ...], words: tuple[int, ...], may: tuple[bool, ...], sharp: float
) -> None:
    lucks = tuple(float(share(np.uint64(word))) for word in words)
    for ties in (0, 1):
        if act(utilities, lucks, may, sharp, ties_to_act=ties) != "loyal":
            assert seen_at_a_glance(utilities, lucks, may, sharp)


def test_at_the_border_as_well() -> None:
    """Where luck lifts an act just above loyalty the bound is nearest: utilities there, and a hair below and above."""
    rng = np.random.default_rng(1)
    for loyal, leave in rng.integers(0, 2**32, (2000, 2), np.uint64):
        lucks = (float(share(loyal)), float(share(leave)), 0.5, 0.5)
        border = float(-np.log(-np.log(lucks[0])) + np.log(-np.log(lucks[1])))
        for utility in (border, border + 1e-6, border + 1e-5, border + 1e-3):
            if act((utility, -9, -9), lucks, (True, False, False)) == "exit":
                assert seen_at_a_glance((utility, -9, -9), lucks, (True, False, False), 1.0)


def test_few_are_let_choose_in_vain() -> None:
    """With one act at odds of 1 to 1,000: a thousandth act; the bound lets at most half as many again choose."""
    rng = np.random.default_rng(2)
    lucks = share(rng.integers(0, 2**32, (200_000, 2), np.uint64)).astype(np.float32)  # type: ignore[arg-type]
    utility, closed = np.float32(-6.9), np.bool_(False)
    one = np.float32(1)
    let = sum(
        bool(
            might_act(
                utility, utility, utility, np.bool_(True), closed, closed, one, one * 0, *(one,) * 3, *(a, b, b, b)
            )
        )
        for a, b in lucks
    )
    assert 150 < let < 320, "200 would be the share that acts; 4/3 of it, and 6 % for the chord, were let choose"


def test_in_a_nest_all_are_let_choose() -> None:
    assert seen_at_a_glance((-50, -50, -50), EVEN, ALL_OPEN, 1.0, (0.5, 1, 1))
    assert not seen_at_a_glance((-50, -50, -50), EVEN, ALL_OPEN, 1.0)


def test_who_thinks_it_over_at_rate_rho() -> None:
    """Of members who would all leave at once, 1 - exp(-rho dt) leave in the first tick."""
    world = office("spans 63", "1 month of 4 ticks", "nobody wants to stay", "choice: reconsider 0.8")
    days = Days(world, replicates=100, launcher="cpu").step()
    assert abs(z_of_share(days.recorded("attempts")[0].sum(), 6_400, 1 - np.exp(-0.2))) < 4


def test_voice_goes_on_by_inertia_and_an_attempt_is_made_once() -> None:
    """All speak, one is stopped; then nobody thinks anything over any more."""
    world = office(FIVE, "4 months", "everybody may speak", "voice: cost -50", "policy ban: strength 1")
    days = Days(world, "ban").step()
    assert days.who("speaking") == set(days.posts)
    days.let("anna", grievance=200).step()
    assert days.who("attempts") == {"anna"}
    days["choice_reconsider"][:] = 0
    days.step(2)
    assert days.who("speaking") == {"chief", "ben", "carl", "dora"}
    assert days.recorded("attempts")[:, 0].tolist() == [0, 1, 0, 0]


def test_nobody_in_a_vacant_post_thinks_anything_over() -> None:
    world = office(FIVE, "3 months", "everybody may speak", "voice: cost -100")
    gone = Days(world).step().let(filled=0)
    assert gone.recorded("voice")[0] == 5
    later = seen(gone, "filled", "attempts", "proposes")
    assert not any(values.any() for values in later.values())
    assert gone.recorded("voice")[1:].sum() == 0


def test_all_leave_at_once_when_nobody_wants_to_stay() -> None:
    world = office(FIVE, "2 months", "nobody wants to stay")
    assert who_leaves(world) == {1: dict.fromkeys(["chief", "anna", "ben", "carl", "dora"], "open")}


def test_only_those_present_are_asked_whether_they_would_leave() -> None:
    """Half of the members have gone: the share of the rest who would go is still a half of them, not a quarter."""
    days = Days(office(FIVE, "3 months", "members: grievance_mean 0")).step()
    days.let(filled=0).let("anna", "ben", filled=1).let("anna", "ben", left_openly=0).step()
    assert days.recorded("present")[1, 0] == 2
    assert days.recorded("want_out")[1, 0] == pytest.approx(2 * 0.5)
